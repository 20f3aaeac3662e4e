package import Findings

/// The findings about suppressions themselves. They are selected, ignored and graded as any other rule; no comment silences them.
package enum SuppressionRules {
    package static let unused = rule(
        "unused-suppression", "XX001", "nothing here is reported by `$RULE`: this suppression silences nothing",
        "The code it was written for has changed, or the rule no longer reports it. Remove the comment, so that it cannot hide the next fault.")
    package static let expired = rule(
        "expired-suppression", "XX002", "this suppression of `$RULE` ended with $UNTIL",
        "Someone promised to come back by then. Mend what it hides, or give it a new date and a reason that still holds.")
    package static let unknownRule = rule(
        "unknown-suppression", "XX003", "no rule is called `$RULE`: this suppression silences nothing",
        "`sluice rules list` shows every id and code. A family cannot be suppressed, only its rules.")
    package static let malformed = rule(
        "malformed-suppression", "XX004", "this suppression cannot be read: $WHY",
        "Write `sluice: ignore[rule-id] reason`, `sluice: ignore-file[rule-id] reason`, and `until=2027-03-31` to make it end after that day.")
    package static let withoutReason = rule(
        "suppression-without-reason", "XX005", "this suppression gives no reason",
        "The next reader must be able to tell whether it still holds: say why the finding is fine here, after the brackets.")

    package static let all = [unused, expired, unknownRule, malformed, withoutReason]

    private static func rule(_ id: String, _ code: String, _ message: String, _ note: String) -> RuleMetadata {
        RuleMetadata(
            id: id, code: code, family: .other, language: "any", severity: .warning, confidence: .high, message: message, note: note, since: "0.1.0")
    }
}
