package import Findings

/// Findings a team knows of and has decided to live with for now: how often each may occur before one more is news.
///
/// Neither lines nor paths are in it, so a finding keeps its place when code above it moves and when its file is renamed. What is the same
/// in two files is counted: where the baseline holds two and a run finds three, one of the three is new.
package struct Baseline: Sendable, Hashable {
    /// What is counted: the content of a place, seen by one rule.
    package struct Entry: Sendable, Hashable, Comparable {
        /// `1:<32 hex digits>`, see `Fingerprint`.
        package var fingerprint: String
        package var rule: String

        package init(fingerprint: String, rule: String) {
            self.fingerprint = fingerprint
            self.rule = rule
        }

        package init(_ finding: Finding) { self.init(fingerprint: finding.contentFingerprint, rule: finding.rule) }

        package static func < (a: Entry, b: Entry) -> Bool { (a.fingerprint, a.rule) < (b.fingerprint, b.rule) }
    }

    /// Each at least 1.
    package private(set) var counts: [Entry: Int]
    /// The files and folders it is of, relative to its own folder, sorted; `.` for that.
    package var roots: [String]

    package init(counts: [Entry: Int] = [:], roots: [String] = ["."]) {
        self.counts = counts.filter { $0.value > 0 }
        self.roots = roots.sorted()
    }

    /// What a run found. What a comment silences is no one's to remember.
    package init(_ findings: some Sequence<Finding>, roots: [String] = ["."]) {
        self.init(counts: Dictionary(findings.lazy.filter { $0.suppression == nil }.map { (Entry($0), 1) }, uniquingKeysWith: +), roots: roots)
    }

    /// How many findings it holds.
    package var total: Int { counts.values.reduce(0, +) }

    /// What it holds of each rule: most first, then by id.
    package var byRule: [RuleCount] {
        Dictionary(counts.map { ($0.key.rule, $0.value) }, uniquingKeysWith: +).map { RuleCount(rule: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.rule) < ($0.count, $1.rule) }
    }

    /// Rules it names and that nobody knows, sorted: of a project's own rules that are not here, or of another version.
    package func unknownRules(_ known: Set<String>) -> [String] { Set(counts.keys.map(\.rule)).subtracting(known).sorted() }

    package mutating func add(_ other: [Entry: Int]) { counts.merge(other, uniquingKeysWith: +) }

    package mutating func remove(_ other: [Entry: Int]) {
        for (entry, count) in other { counts[entry] = counts[entry].flatMap { $0 > count ? $0 - count : nil } }
    }
}

/// What a baseline says of a run's findings.
package struct BaselineMatch: Sendable {
    /// In the order they came, each with its `baseline` set; those a comment silences have none.
    package private(set) var findings: [Finding]
    package private(set) var known = 0
    /// What the run has and the baseline has not, or not as often.
    package private(set) var new: [Baseline.Entry: Int] = [:]
    /// What the baseline has and the run has not, or not as often.
    package private(set) var missing: [Baseline.Entry: Int]

    /// - Parameter isSuspect: which of several findings that are the same are the new ones, where the baseline holds some of them: those for which
    ///   this is true first (files the change at hand touches), then the last in report order.
    package init(_ findings: [Finding], _ baseline: Baseline, isSuspect: (Finding) -> Bool = { _ in false }) {
        self.findings = findings
        missing = baseline.counts
        var suspects: [Int] = []
        for index in findings.indices where findings[index].suppression == nil {
            if isSuspect(findings[index]) { suspects.append(index) } else { settle(index) }
        }
        for index in suspects { settle(index) }
    }

    private mutating func settle(_ index: Int) {
        let entry = Baseline.Entry(findings[index])
        if let left = missing[entry] {
            missing[entry] = left > 1 ? left - 1 : nil
            findings[index].baseline = .unchanged
            known += 1
        } else {
            new[entry, default: 0] += 1
            findings[index].baseline = .new
        }
    }

    /// What is stale: missing though its rule ran.
    package func stale(ran: Set<String>) -> [Baseline.Entry: Int] { missing.filter { ran.contains($0.key.rule) } }
}
