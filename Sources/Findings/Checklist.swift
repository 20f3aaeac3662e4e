/// What a reviewer should ask of a change, place by place: what the tool has answered already, what it could not, and what it never can.
package struct Checklist: Sendable, Hashable {
    /// By path, line and rule: the same change gives the same list, so that a comment can be replaced.
    package let items: [Item]

    /// A question at a place.
    package struct Item: Sendable, Hashable {
        package let rule: String
        package let code: String?
        /// The rule's review question; where it has none, what it looks for.
        package let question: String
        package let location: Location
        package let answer: Answer
    }

    package enum Answer: Sendable, Hashable {
        /// The tool looked and there is nothing to ask any more; why, in words.
        case proved(String)
        /// A person has to look; why, in words.
        case open(String)
        /// The tool says that it is wrong: the finding's message.
        case fault(String)
    }

    /// A place a rule looked at, and what came of it: a task spawned, a lock taken, a client opened. Those with findings are not among them.
    package struct Touch: Sendable, Hashable {
        package var rule: String
        package var location: Location
        /// Whether it was settled that there is no fault.
        package var isSettled: Bool
        /// Why there is none, or why that could not be settled.
        package var reason: String

        package init(rule: String, location: Location, isSettled: Bool, reason: String) {
            self.rule = rule
            self.location = location
            self.isSettled = isSettled
            self.reason = reason
        }
    }

    /// - Parameter touches: of the places the change touches; so are the report's findings.
    ///
    /// A suppressed finding is open: that its reason holds is for a person to say.
    package init(_ report: ScanReport, touches: [Touch]) {
        let rules = Dictionary(report.rules.map { ($0.id, $0) }) { first, _ in first }
        let faults = report.findings.map { finding in
            let rule = rules[finding.rule]
            let silenced = finding.suppression.map { Answer.open("silenced in line \($0.line): \($0.reason ?? "no reason given")") }
            return Item(
                rule: finding.rule, code: finding.code, question: rule?.review ?? finding.message, location: finding.location,
                answer: silenced ?? .fault(finding.message))
        }
        let others = touches.map { touch in
            let rule = rules[touch.rule]
            return Item(
                rule: touch.rule, code: rule?.code, question: rule?.review ?? rule?.message ?? touch.rule, location: touch.location,
                answer: touch.isSettled ? .proved(touch.reason) : .open(touch.reason))
        }
        items = (faults + others).sorted(by: Self.inOrder)
    }

    /// What no analysis answers, in every review.
    package static let byHand = [
        "New code: which new pattern of concurrency does it bring, and is there a helper of ours for it already?",
        "Frameworks: is each client, pool, session and event loop used as its documentation wants it (made once, closed, given limits)?",
        "Performance: what do the load test and the last weeks' figures say of the paths that changed?",
        "Chances: what could run at the same time now, within a limit, that waits in line?",
    ]

    /// How many of the items are proved.
    package var provedCount: Int { items.count { if case .proved = $0.answer { true } else { false } } }

    private static func inOrder(_ a: Item, _ b: Item) -> Bool {
        (a.location.path, a.location.start, a.rule, a.answer.words) < (b.location.path, b.location.start, b.rule, b.answer.words)
    }
}

extension Checklist.Answer {
    /// The reason or message.
    package var words: String {
        switch self {
        case .proved(let words), .open(let words), .fault(let words): words
        }
    }
}
