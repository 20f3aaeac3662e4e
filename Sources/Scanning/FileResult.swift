package import Findings
import Linking
import Semantics

/// A file's summary, and what clauses of analyses matched in it.
struct SummarisedFile: Sendable {
    var summary: PackedSummary
    var tags: [Tag] = []

    struct Tag: Sendable {
        /// The clause's number in the program of the file's language.
        var clause: Int32
        var call: UInt32
    }
}

/// What is told of a file that no rule wanted to see parsed, for the case that an analysis comes to it.
struct SpareReading: Sendable {
    /// Nil when it could not be parsed.
    var summary: SummarisedFile?
    /// In bytes, where it was parsed.
    var notUnderstood: Int?
    var skipped: SkippedFile?
    var words: WordFilter?
}

/// What one file gave: the unit that is made in any order, on any thread.
package struct FileResult: Sendable {
    package var findings: [Finding] = []
    /// Instead of findings, until the whole program was asked, where it must be, and they are closed.
    var open: OpenFile?
    /// What the program knows the file by, where it was asked for.
    var summary: SummarisedFile?
    /// What a file may declare that has none.
    var declared: DeclaredNames?
    /// What reading it later would give, where it cannot be read later.
    var spare: SpareReading?
    /// What it mentions, where a rule asks for that.
    var mentions: FileMentions?
    /// Rules for files that looked at it and found nothing, by index in the rule set; where that is asked for.
    var cleared: [Int] = []
    /// Whether a call of an approved helper may be in it.
    var mayCallApproved = false
    package var path: String
    /// The language's name, or `other`.
    package var language: String
    package var bytes = 0
    package var isParsed = false
    /// Whether no rule was asked about it: it is here for what others ask.
    var isGlancedAt = false
    /// Bytes of a parsed file that the grammar did not understand.
    package var notUnderstood = 0
    package var skipped: SkippedFile?
    /// Of what was read, where a cache wants to know.
    var content: ContentHash?
    /// Names that are not the project's (`ProjectNames.mayDeclareCallee`), which is why something that could be found in the file is not asked about.
    var missed: Set<UInt32> = []
    /// What was settled of it, as bytes, where a cache wants to keep the run.
    var settled: [UInt8]?

    package init(path: String, language: String) {
        self.path = path
        self.language = language
    }

    /// Closes what need not wait for the program.
    mutating func closeIfSettled(_ plan: ScanPlan, profile: Int) {
        guard let settled = open, !settled.hasPending else { return }
        open = nil
        close(settled, plan, profile: profile)
    }

    /// - Parameter file: with nothing pending any more.
    mutating func close(_ file: consuming OpenFile, _ plan: ScanPlan, profile: Int) {
        if plan.remembersRun {
            var writer = RecordWriter()
            writer.write(file)
            settled = writer.bytes
        }
        findings = file.close(plan.closing, profile: profile)
    }
}
