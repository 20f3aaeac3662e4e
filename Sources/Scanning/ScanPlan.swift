import Findings
import Linking
import Rules
import SourceFiles

/// What all threads of a run share, made once.
struct ScanPlan: Sendable {
    let rules: RuleSet
    let options: ScanOptions
    let prefilter: Prefilter
    /// By index in `rules`.
    let templates: [MessageTemplate]
    /// Those of matches that are notes, where a rule has another one for them.
    let minorTemplates: [MessageTemplate?]
    let closing: ClosingPlan
    /// Whether the permission bits of the files scanned mean something.
    let trustsModes: Bool
    /// Whether some rule needs the whole program.
    let hasAnalyses: Bool
    /// Whether some rule asks what every file mentions: then every file is read, code is parsed, whatever the prefilter says.
    let asksForMentions: Bool
    /// What the project's folders and files are called.
    let projectNames: ProjectNames

    func profile(of file: SourceFile) -> ActiveProfile? { closing.profiles.isEmpty ? nil : closing.profiles[file.profile] }

    func template(of rule: Int, isMinor: Bool) -> MessageTemplate { isMinor ? minorTemplates[rule] ?? templates[rule] : templates[rule] }
}
