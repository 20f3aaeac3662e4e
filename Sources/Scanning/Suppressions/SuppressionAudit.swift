import Findings

/// What is wrong with the suppressions of a file.
struct SuppressionAudit: Sendable {
    /// Those of `SuppressionRules` that were asked for, by id.
    private let wanted: Set<String>
    /// Ids and codes of all rules there are, selected or not.
    private let known: Set<String>
    private let about = Set(SuppressionRules.all.flatMap { $0.names })

    init(wanted: [RuleMetadata], known: Set<String>) {
        self.wanted = Set(wanted.map(\.id))
        self.known = known
    }

    /// Whether anything about suppressions is reported.
    var isAsked: Bool { !wanted.isEmpty }

    struct Fault {
        var rule: RuleMetadata
        /// The suppression, by its number among the file's.
        var entry: Int
        var message: String
    }

    /// - Parameter ran: ids and codes of the rules that looked at the file: only a suppression of one of these can be unused.
    func faults(of suppressions: SuppressionIndex, ran: Set<String>, today: String) -> [Fault] {
        var faults: [Fault] = []
        for (number, entry) in suppressions.entries.enumerated() {
            func add(_ rule: RuleMetadata, _ variables: [String: String] = [:]) {
                guard wanted.contains(rule.id) else { return }
                faults.append(Fault(rule: rule, entry: number, message: MessageTemplate(rule.message).fill { variables[$0] }))
            }
            if let mistake = entry.comment.mistake {
                add(SuppressionRules.malformed, ["WHY": mistake])
                continue
            }
            for rule in entry.comment.rules {
                if about.contains(rule) || (ran.contains(rule) && !entry.used.contains(rule)) {
                    add(SuppressionRules.unused, ["RULE": rule])
                } else if !known.contains(rule) {
                    add(SuppressionRules.unknownRule, ["RULE": rule])
                } else if let until = entry.comment.until, until < today, entry.used.contains(rule) {
                    add(SuppressionRules.expired, ["RULE": rule, "UNTIL": until])
                }
            }
            if entry.comment.reason.isEmpty { add(SuppressionRules.withoutReason) }
        }
        return faults
    }
}

extension RuleMetadata {
    /// What a suppression may call the rule.
    var names: [String] { [id] + (code.map { [$0] } ?? []) }
}
