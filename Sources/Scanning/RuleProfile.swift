package import Findings
import Rules

/// What somebody decided about the rules for some of a run's files. It changes what is reported of those files and nothing else: other files'
/// findings may rest on what is in them.
package struct RuleProfile: Sendable, Hashable {
    /// By a rule's id: what its findings count as, at most; `off` for not at all. Rules that are not here report as they are.
    package var severities: [String: Severity]
    /// The least a finding must have.
    package var minConfidence: Confidence

    package init(severities: [String: Severity] = [:], minConfidence: Confidence = .low) {
        self.severities = severities
        self.minConfidence = minConfidence
    }

    /// What a file's result depends on before its findings are closed, for whoever keeps it: the same in any run for profiles that leave out
    /// the same rules.
    package var key: String { severities.filter { $0.value == .off }.keys.sorted().joined(separator: "\n") }

    /// A level somebody set for a rule is the most that its findings count as; what makes one of them count less still does.
    func severity(of rule: RuleMetadata, adjusted: Severity) -> Severity { severities[rule.id].map { min($0, adjusted) } ?? adjusted }

    /// What a rule's findings count as, before anything is known of one.
    func severity(of rule: RuleMetadata) -> Severity {
        guard let severity = severities[rule.id], severity != .off else { return rule.severity }
        return severity
    }

    /// Whether a finding is reported.
    func reports(_ finding: Finding) -> Bool { severities[finding.rule] != .off && finding.confidence >= minConfidence }
}

/// A profile as the scan asks it: one bit for each rule of a program.
struct ActiveProfile: Sendable {
    let profile: RuleProfile
    /// By language, 64 rules a word.
    private let active: [[UInt64]]

    init(_ profile: RuleProfile, _ rules: RuleSet) {
        self.profile = profile
        active = rules.ruleOfProgram.map { owners in
            var words = [UInt64](repeating: 0, count: (owners.count + 63) / 64)
            for (number, owner) in owners.enumerated() where owner < 0 || profile.severities[rules.rules[Int(owner)].metadata.id] != .off {
                words[number / 64] |= 1 << UInt64(number % 64)
            }
            return words
        }
    }

    func allows(_ rule: Int, _ language: Language) -> Bool { active[Int(language.rawValue)][rule / 64] & (1 << UInt64(rule % 64)) != 0 }

    func allows(_ rule: RuleMetadata) -> Bool { profile.severities[rule.id] != .off }
}
