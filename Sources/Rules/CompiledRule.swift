package import FileRules
package import Findings
package import SourceFiles

/// A rule that runs.
package struct CompiledRule: Sendable {
    package var metadata: RuleMetadata
    /// The file it came from.
    package var file: String
    package var scope: PathScope
    package var body: CompiledBody
    /// What settles its matches once all files are read; nil for a rule whose matches are findings.
    package var analysis: CompiledAnalysis?
    /// The message of matches that are notes, when it is another one.
    package var minorMessage: String?
}

package enum CompiledBody: Sendable {
    /// The rule's index in the program of its language; nil where it was left out, since the run has no file of that language.
    case code(Language, program: Int32?)
    case file(FileRule)
    case text(TextRule)
}

/// Where a rule applies: by path and by the role of the file.
package struct PathScope: Sendable, Hashable {
    package var files: [Glob]
    package var ignores: [Glob]
    package var roles: Set<FileRole>

    /// That of what is for no file.
    package static let nowhere = PathScope(files: [], ignores: [], roles: [])

    package func contains(_ path: String, role: FileRole) -> Bool {
        roles.contains(role) && (files.isEmpty || files.contains { $0.matches(path) }) && !ignores.contains { $0.matches(path) }
    }
}
