import Analyses
import Findings
import Rules

/// What was found in one file, before it is known what of it stands: some of it only the whole program can tell. Everything a finding shows
/// is here, so that the file need not be there any more.
struct OpenFile: Sendable {
    var findings: [OpenFinding]
    var suppressions: SuppressionIndex
    /// Where the suppressions stand, one for one.
    var comments: [DescribedPlace]
    /// Ids and codes of the rules that looked at the file: only a suppression of one of these can be unused.
    var ran: Set<String>

    /// Whether something here waits for the whole program.
    var hasPending: Bool { findings.contains { $0.pending != nil } }

    /// Leaves out what waits for the program in other places.
    mutating func narrow(to focus: Focus, _ rules: RuleSet) {
        findings.removeAll { finding in
            guard finding.pending != nil, let analysis = rules.rules[finding.rule].analysis else { return false }
            return !focus.includes(finding.place.location, for: analysis)
        }
    }

    /// What stands of it, once the program has been asked: what vanishes counts nowhere, not in the numbers of equal fingerprints, and not as
    /// something a comment silenced.
    ///
    /// - Parameter verdict: what the program says about a pending finding; nil when nobody came to say it.
    consuming func settled(_ plan: ScanPlan, verdict: (OpenFinding) -> Verdict?) -> OpenFile {
        var standing: [OpenFinding] = []
        for open in findings {
            guard let pending = open.pending else {
                standing.append(open)
                continue
            }
            guard let verdict = verdict(open) else {
                // Nobody knows what a comment would have silenced.
                ran.subtract(plan.rules.rules[open.rule].metadata.names)
                continue
            }
            guard verdict.isFinding, pending.isPlace(of: verdict, at: open.place.location.start.line) else { continue }
            var finding = open
            finding.apply(verdict, message: plan.template(of: open.rule, isMinor: open.isMinor).fill { verdict.variables[$0] ?? pending.variables[$0] })
            standing.append(finding)
        }
        findings = standing
        return self
    }

    /// The findings in report order, each with its fingerprints. Nothing may be pending any more.
    ///
    /// - Parameter profile: the file's (`SourceFile.profile`).
    consuming func close(_ plan: ClosingPlan, profile: Int) -> [Finding] {
        let profile = plan.profiles.isEmpty ? nil : plan.profiles[profile]
        var standing: [(finding: Finding, context: FingerprintContext)] = []
        for open in findings {
            var rule = plan.rules[open.rule]
            if let profile { rule.severity = profile.severity(of: rule) }
            var finding = Finding(rule, at: open.place, message: open.message)
            if open.isMinor { finding.severity = min(finding.severity, .info) }
            if let effect = open.effect { finding.apply(effect) }
            if let answer = open.answer {
                finding.severity = min(finding.severity, .info)
                finding.message += " (meant, by `\(answer)`)"
            }
            if let profile { finding.severity = profile.severity(of: rule, adjusted: finding.severity) }
            if !suppressions.entries.isEmpty { finding.suppression = suppressions.silence(rule, at: open.reach, today: plan.today) }
            standing.append((finding, open.place.context))
        }
        if !suppressions.entries.isEmpty {
            for fault in plan.audit.faults(of: suppressions, ran: ran, today: plan.today) {
                let place = comments[fault.entry]
                var rule = fault.rule
                if let profile { rule.severity = profile.severity(of: rule) }
                standing.append((Finding(rule, at: place, message: fault.message), place.context))
            }
        }
        standing.sort { Finding.inReportOrder($0.finding, $1.finding) }
        var sequence = FingerprintSequence()
        return standing.map { finding, context in
            var finding = finding
            finding.fingerprint = sequence.next(rule: finding.rule, at: context).description
            return finding
        }
    }
}

/// What turns what stands of a file into findings. All that depends on the day is here.
struct ClosingPlan: Sendable {
    /// By index in the rule set.
    let rules: [RuleMetadata]
    let audit: SuppressionAudit
    /// What `SourceFile.profile` numbers; empty where all files have the rules as they are.
    let profiles: [RuleProfile]
    /// `2026-11-21`
    let today: String

    /// - Parameter known: ids and codes of all rules there are, selected or not.
    init(_ rules: [RuleMetadata], _ options: ScanOptions, known: Set<String>) {
        self.rules = rules
        audit = SuppressionAudit(wanted: options.suppressionRules, known: known)
        profiles = options.profiles
        today = options.today
    }
}

/// What was found at one place of an open file.
struct OpenFinding: Sendable {
    /// Index in the rule set.
    var rule: Int
    var place: DescribedPlace
    /// Where a comment must stand to silence it; nil for the whole file.
    var reach: SuppressionIndex.Place?
    var message: String
    /// Whether it is a note, whatever severity the rule has.
    var isMinor: Bool
    /// The other tool's comment on its line that silences the same fault (`noqa: RUF006`).
    var answer: String?
    /// Set when the rule's analysis is to settle it.
    var pending: PendingFinding?
    /// What the analysis made of it, once it is settled.
    var effect: VerdictEffect?
}

/// How a verdict changes a finding beside its message.
struct VerdictEffect: Sendable, Hashable {
    var severity: Severity?
    /// Whether it weighs one step less than the rule says, and no more than `severity`.
    var isLowered = false
    /// Whether it weighs one step more, after what else is said of its severity.
    var isRaised = false
    var confidence: Confidence?
    var flow: [FlowStep] = []
}

/// A match whose truth an analysis is to settle.
struct PendingFinding: Sendable {
    /// The call's number in the file's summary, `.max` for none.
    var call: UInt32
    /// The bytes of the match, where the analysis starts at places instead of calls; else empty.
    var bytes: Range<UInt32> = 0..<0
    /// What the message's variables hold.
    var variables: [String: String]
    var place = Place.match(lines: 0)

    /// Where the finding would stand: at the match, unless the verdict names one of so many lines behind its first; or at such a line.
    enum Place {
        case match(lines: Int), line(Int)
    }

    /// Whether the finding stands here, in that line.
    func isPlace(of verdict: Verdict, at line: Int) -> Bool {
        switch place {
        case .match(let lines): verdict.line.map { !(line + 1...line + max(lines, 1)).contains($0) || lines == 0 } ?? true
        case .line: verdict.line == line
        }
    }
}

/// A place of a file with all that a finding there shows of the file.
struct DescribedPlace: Sendable {
    var location: Location
    /// Empty for the file as a whole.
    var sourceLines: [String] = []
    var context: FingerprintContext
    var lineHash: String?
}

extension Finding {
    fileprivate init(_ rule: RuleMetadata, at place: DescribedPlace, message: String) {
        self.init(
            rule: rule.id, code: rule.code, family: rule.family, severity: rule.severity, confidence: rule.confidence, cwe: rule.cwe,
            location: place.location, message: message, note: rule.note, sourceLines: place.sourceLines, lineHash: place.lineHash)
    }

    fileprivate mutating func apply(_ effect: VerdictEffect) {
        let own = effect.isLowered ? severity.lowered : severity
        severity = effect.severity.map { effect.isLowered ? min($0, own) : $0 } ?? own
        if effect.isRaised { severity = severity.raised }
        confidence = effect.confidence ?? confidence
        flow = effect.flow
    }
}

extension OpenFinding {
    fileprivate mutating func apply(_ verdict: Verdict, message filled: String) {
        pending = nil
        effect = VerdictEffect(
            severity: verdict.severity, isLowered: verdict.isLowered, isRaised: verdict.isRaised, confidence: verdict.confidence, flow: verdict.flow)
        // A note is told once a rule; what is particular to this finding belongs to its message.
        message = verdict.remark.map { "\(filled) (\($0))" } ?? filled
    }
}
