package import Findings
package import SourceFiles
package import Syntax

/// What a run is asked to do, beside its rules.
package struct ScanOptions: Sendable {
    package var selection: FileSelection
    /// The files, by their shown paths, that are scanned, and where in them what waits for the whole program is asked about; of other files is known
    /// what an analysis asks. Nil for all of all.
    package var focus: [String: Focus]?
    /// Files that are not scanned, but are part of the program that those scanned belong to.
    package var context: [SourceFile] = []
    package var limits: ReadingLimits
    package var surroundings: Surroundings
    /// Threads; at least one.
    package var jobs: Int
    /// Whether files that cannot match by their text are left unparsed.
    package var prefilter: Bool
    /// The time one file's parse may take.
    package var fileTimeout: Duration
    /// `2026-11-21`: what suppressions with a date are compared with.
    package var today: String
    /// The time that settling candidates may take, once all files are read.
    package var programTimeout: Duration = .seconds(60)
    /// Whether no file knows of another: for fixtures.
    package var isEachFileAProgram = false
    /// Where findings, and what was none, are to be explained.
    package var explained: ExplainedPlaces?
    /// Those of `SuppressionRules` that are reported.
    package var suppressionRules: [RuleMetadata]
    /// The files, where somebody has looked for them already, or they are those of a commit or of the index.
    package var walked: WalkResult?
    /// What `SourceFile.profile` numbers; empty where all files have the rules as they are.
    package var profiles: [RuleProfile] = []
    /// Where what the files give is kept for the next run; nil for nowhere.
    package var cache: CacheFolder?
    /// Where what is told of files is kept for another run in this process, and taken from.
    package var summaries: KnownSummaries?
    /// The number of standard input's.
    package var standardInputProfile = 0
    /// The path standard input goes by, when it is to be scanned as well.
    package var standardInputPath: String?

    package init(
        selection: FileSelection, limits: ReadingLimits = ReadingLimits(), surroundings: Surroundings, jobs: Int = 1, prefilter: Bool = true,
        fileTimeout: Duration = .seconds(5), today: String, suppressionRules: [RuleMetadata] = SuppressionRules.all, standardInputPath: String? = nil
    ) {
        self.selection = selection
        self.limits = limits
        self.surroundings = surroundings
        self.jobs = max(1, jobs)
        self.prefilter = prefilter
        self.fileTimeout = fileTimeout
        self.today = today
        self.suppressionRules = suppressionRules
        self.standardInputPath = standardInputPath
    }

    /// Of the files that are scanned; all where nobody has looked for them yet.
    package var languages: Set<Language> {
        guard let walked else { return Set(Language.allCases) }
        // What comes by standard input may say only in its first line what it is, and that is read later.
        var found: Set<Language> = []
        if let standardInputPath {
            guard let language = LanguageRecognition.language(named: standardInputPath) else { return Set(Language.allCases) }
            found.insert(language)
        }
        for file in walked.files {
            if let language = file.language { found.insert(language) }
            if found.count == Language.allCases.count { break }
        }
        return found
    }
}
