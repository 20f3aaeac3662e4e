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
    /// The files' profiles as the scan asks them, by number; empty where there are none.
    let profiles: [ActiveProfile]
    /// Whether the permission bits of the files scanned mean something.
    let trustsModes: Bool
    /// What a cache asks of a file.
    let circumstances: FileCircumstances
    /// Whether what is settled is kept for a run that finds the same files.
    let remembersRun: Bool
    /// Whether some rule needs the whole program.
    let hasAnalyses: Bool
    /// Whether some rule asks what every file mentions: then every file is read, code is parsed, whatever the prefilter says.
    let asksForMentions: Bool
    /// Whether files can be read once all are scanned: not where others scanned them.
    var readsLate = true
    /// What the project's folders and files are called.
    let projectNames: ProjectNames

    func profile(of file: SourceFile) -> ActiveProfile? { profiles.isEmpty ? nil : profiles[file.profile] }

    func template(of rule: Int, isMinor: Bool) -> MessageTemplate { isMinor ? minorTemplates[rule] ?? templates[rule] : templates[rule] }
}
