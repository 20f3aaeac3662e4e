internal import Findings

/// A report cut down to what code scanning takes, the gravest results kept and first, with an account of what was left out.
struct CodeScanningReport {
    /// What was left out or cut; the raw value is its key in the run's properties.
    enum Kind: String, CaseIterable {
        case suppressedResults, resultsOverCount, resultsOverSize, rules, tags, threadFlowLocations, shortenedTexts, notifications
    }

    private let limits: CodeScanningLimits
    private var report: ScanReport
    private(set) var leftOut: [Kind: Int] = [:]

    init(_ report: ScanReport, limits: CodeScanningLimits = CodeScanningLimits()) {
        self.limits = limits
        self.report = report
        self.report.findings = report.reported.byWeight
        count(.suppressedResults, report.findings.count - self.report.findings.count)
        keepResults(limits.results, because: .resultsOverCount)
        shortenFlows()
        keepRules(limits.rules)
        keepNotifications()
    }

    /// The SARIF file. Where it would be too large, rules without results go first, then the lightest results.
    mutating func render() -> [UInt8] {
        while true {
            let bytes = renderOnce()
            let size = DeflateSize.bound(bytes)
            guard size > limits.compressedBytes else { return bytes }
            let used = Set(report.findings.map(\.rule))
            if report.rules.count > used.count {
                keepRules(used.count)
            } else if report.findings.isEmpty {
                return bytes
            } else {
                let share = Double(limits.compressedBytes) / Double(size)
                keepResults(min(report.findings.count - 1, Int(Double(report.findings.count) * share * 0.95)), because: .resultsOverSize)
                keepRules(used.count)
            }
        }
    }

    /// What to tell the person; empty when everything was taken.
    var notices: [String] {
        var notices: [String] = []
        let parts = Kind.allCases.compactMap { kind in leftOut[kind].map { words(kind, $0) } }
        if !parts.isEmpty { notices.append("the github profile left out \(parts.joined(separator: "; "))") }
        if report.findings.count > limits.shownResults {
            notices.append("code scanning shows \(Figures.grouped(limits.shownResults)) of the \(Figures.grouped(report.findings.count)) results in this report")
        }
        return notices
    }

    private mutating func renderOnce() -> [UInt8] {
        var sarif = SARIFReport(report, limits: limits)
        leftOut[.tags] = nil
        leftOut[.shortenedTexts] = nil
        for rule in sarif.rules {
            let rule = SARIFRule(rule, limits: limits)
            count(.tags, rule.excessTags)
            count(.shortenedTexts, rule.shortenedTexts)
        }
        sarif.leftOut = leftOut
        return sarif.render()
    }

    private mutating func count(_ kind: Kind, _ number: Int) {
        if number > 0 { leftOut[kind, default: 0] += number }
    }

    private mutating func keepResults(_ most: Int, because kind: Kind) {
        count(kind, report.findings.count - most)
        report.findings = Array(report.findings.prefix(most))
    }

    /// Rules with results stay, then as many of the others as there is room for.
    private mutating func keepRules(_ most: Int) {
        let used = Set(report.findings.map(\.rule))
        var room = most - used.count
        let before = report.rules.count
        report.rules.removeAll { rule in
            if used.contains(rule.id) { return false }
            room -= 1
            return room < 0
        }
        count(.rules, before - report.rules.count)
    }

    /// A flow's start and end say more than its middle.
    private mutating func shortenFlows() {
        let most = limits.threadFlowLocations
        for i in report.findings.indices where report.findings[i].flow.count > most {
            let flow = report.findings[i].flow
            report.findings[i].flow = Array(flow.prefix(most - most / 2) + flow.suffix(most / 2))
            count(.threadFlowLocations, flow.count - most)
        }
    }

    private mutating func keepNotifications() {
        let failuresFirst = report.summary.skipped.filter(\.isFailure) + report.summary.skipped.filter { !$0.isFailure }
        let skipped = failuresFirst.prefix(limits.notifications)
        let notUnderstood = report.summary.notUnderstood.prefix(limits.notifications)
        count(.notifications, failuresFirst.count - skipped.count + report.summary.notUnderstood.count - notUnderstood.count)
        report.summary.skipped = Array(skipped)
        report.summary.notUnderstood = Array(notUnderstood)
    }

    private func words(_ kind: Kind, _ number: Int) -> String {
        switch kind {
        case .suppressedResults: Figures.counted(number, "suppressed result")
        case .resultsOverCount: Figures.counted(number, "result") + " over \(Figures.grouped(limits.results)) a run"
        case .resultsOverSize: Figures.counted(number, "result") + " over \(Figures.bytes(limits.compressedBytes)) compressed"
        case .rules: Figures.counted(number, "rule") + " without results"
        case .tags: Figures.counted(number, "tag") + " over \(limits.tags) a rule"
        case .threadFlowLocations: Figures.counted(number, "step") + " of long flows"
        case .shortenedTexts: "the end of \(Figures.counted(number, "long text"))"
        case .notifications: Figures.counted(number, "notification")
        }
    }
}
