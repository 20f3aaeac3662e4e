import FileRules
import Findings
import Rules
import SourceFiles

/// What a file's result depends on beside its content and what all files of a run have in common (`CacheKey`): its profile, and the facts that file
/// rules ask for.
struct FileCircumstances {
    /// By number.
    private let profiles: [UInt64]
    /// Nil where no file rule runs.
    private var facts: FactsReader?

    /// - Parameter rules: those that run.
    init(_ options: ScanOptions, _ rules: [RuleMetadata], trustsModes: Bool) {
        profiles = options.profiles.map { ContentHash(Array($0.key.utf8)).low }
        facts = rules.contains(where: \.isForFiles) ? FactsReader(workingDirectory: options.surroundings.workingDirectory, trustsModes: trustsModes) : nil
    }

    /// Whether anything depends on files of no language.
    var asksOthers: Bool { facts != nil }

    /// Never 0.
    mutating func of(_ file: SourceFile) -> UInt64 {
        let profile = profiles.isEmpty ? 0 : profiles[file.profile]
        let known = facts?.facts(of: file)
        let modes = UInt64(known?.mode ?? .max) | UInt64(known?.indexMode ?? .max) << 16 | (known?.isInDistribution == true ? 1 << 48 : 0)
        return withUnsafeBytes(of: (profile, modes, UInt64(known?.owner ?? 0), UInt64(known?.size ?? 0))) { ContentHash($0).low | 1 }
    }

    /// What decides about a summary beside the content.
    static func kind(_ file: SourceFile) -> UInt32 { UInt32(file.language.map { $0.rawValue + 1 } ?? 0) << 8 | UInt32(file.role.rawValue) }
}

extension RuleMetadata {
    /// Whether it looks at files of any kind, rather than at syntax.
    var isForFiles: Bool { language == "file" || language == "text" }
}
