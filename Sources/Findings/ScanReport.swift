/// Everything one run found and everything it could not do: what every output format is made from.
package struct ScanReport: Sendable {
    package var tool: ToolInfo
    package var summary: ScanSummary
    /// In report order, suppressed ones included.
    package var findings: [Finding]
    /// The metadata of every rule that ran, by id.
    package var rules: [RuleMetadata]
    /// Of the place somebody asked about.
    package var explanations: [Explanation] = []

    package init(tool: ToolInfo, summary: ScanSummary, findings: [Finding], rules: [RuleMetadata]) {
        self.tool = tool
        self.summary = summary
        self.findings = findings
        self.rules = rules
    }
}

/// Which program and which data made a report.
package struct ToolInfo: Sendable, Hashable, Codable {
    package var name: String
    package var version: String
    /// `python 0.23.6`, `swift 0.0.1`.
    package var grammars: [String]
    /// A short content hash of the rules that ran.
    package var ruleSet: String

    package init(name: String = "sluice", version: String, grammars: [String], ruleSet: String) {
        self.name = name
        self.version = version
        self.grammars = grammars
        self.ruleSet = ruleSet
    }
}

/// The run in figures.
package struct ScanSummary: Sendable {
    /// Files looked at, by language name (`python`, `swift`, `other` for those only file and text rules read).
    package var files: [String: Int] = [:]
    /// Files parsed; the rest could not match and were not.
    package var parsed = 0
    /// Bytes of all files looked at.
    package var bytes = 0
    package var skipped: [SkippedFile] = []
    /// Paths the user named that do not exist.
    package var missingRoots: [String] = []
    /// Share of the parsed bytes outside error nodes, 0 to 1; bytes a repair blanked out count as not understood. Nil when nothing was parsed.
    package var parseCoverage: Double?
    /// Files with bytes that were not understood, and how many bytes.
    package var notUnderstood: [FileBytes] = []
    /// True when the run was cut short (a signal, a deadline).
    package var partial = false
    /// Candidates of rules that were not settled when the run ended, by the rule's id, sorted.
    package var unsettled: [RuleCount] = []
    /// How much of the fan-out goes through approved helpers; nil where none are approved.
    package var fanOuts: FanOuts?
    /// Rules that could not run, each in words.
    package var problems: [String] = []
    package var seconds: Double = 0
    /// What a baseline did; nil where there was none.
    package var baseline: BaselineFigures?
    /// What was compared, where only a change is told of.
    package var change: ChangeFigures?
    /// What the whole program took, beside the files; nil when no rule needed it.
    package var program: ProgramFigures?
    /// Files whose results were in the cache; nil where there was none.
    package var recalled: Int?

    package init() {}

    /// What was not settled in time, in words; nil when everything was.
    package var unsettledWords: String? {
        guard !unsettled.isEmpty else { return nil }
        let total = unsettled.reduce(0) { $0 + $1.count }
        let rules = unsettled.map { "\($0.rule) (\($0.count))" }.joined(separator: ", ")
        return "following calls through the program was cut short and left \(total) place\(total == 1 ? "" : "s") undecided, of \(rules); --program-timeout gives more time"
    }
}

/// The work of settling candidates.
package struct ProgramFigures: Sendable {
    package var candidates = 0
    /// Files read because an analysis came to them.
    package var filesRead = 0
    /// Linking and settling, without reading those.
    package var seconds: Double = 0

    package init(candidates: Int = 0, filesRead: Int = 0, seconds: Double = 0) {
        self.candidates = candidates
        self.filesRead = filesRead
        self.seconds = seconds
    }
}

package struct RuleCount: Sendable, Hashable {
    package var rule: String
    package var count: Int

    package init(rule: String, count: Int) {
        self.rule = rule
        self.count = count
    }
}

/// Places that start work for many at once.
package struct FanOuts: Sendable, Hashable {
    /// Those that go through a helper the team approved.
    package var approved: Int
    package var total: Int

    package init(approved: Int = 0, total: Int = 0) {
        self.approved = approved
        self.total = total
    }

    package static func + (a: FanOuts, b: FanOuts) -> FanOuts { FanOuts(approved: a.approved + b.approved, total: a.total + b.total) }
}

package struct FileBytes: Sendable, Hashable {
    package var path: String
    package var bytes: Int

    package init(path: String, bytes: Int) {
        self.path = path
        self.bytes = bytes
    }
}

/// A file that was not scanned, or not to its end, and why, in words a person understands; or a folder left out with all that is in it.
package struct SkippedFile: Sendable, Hashable {
    /// A folder's ends with `/`.
    package var path: String
    package var reason: String
    /// Whether the file could not be read or parsed (true), or was left out on purpose (false).
    package var isFailure: Bool

    package init(path: String, reason: String, isFailure: Bool) {
        self.path = path
        self.reason = reason
        self.isFailure = isFailure
    }

    package var isFolder: Bool { path.utf8.last == UInt8(ascii: "/") }
}
