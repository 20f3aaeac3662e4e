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
        /// Of a finding.
        package let severity: Severity?
        package let answer: Answer
    }

    package enum Answer: Sendable, Hashable {
        /// The tool looked and there is nothing to ask any more; why, in words.
        case proved(String)
        /// A person has to look; why, in words.
        case open(String)
        /// The tool says something that a baseline holds: it is not this change's, or was accepted.
        case known(String)
        /// The tool says that something may be wrong, or is worth a word: the message of a finding that is an info or a hint.
        case note(String)
        /// The tool says that it is wrong: the finding's message.
        case fault(String)
    }

    /// The report's findings, and of its explanations those of places at which a rule's question arises and nothing was found.
    ///
    /// A suppressed finding is open: that its reason holds is for a person to say. One that a baseline holds is known. A question is asked once a line, whatever rules ask it, and
    /// the gravest answer counts.
    package init(_ report: ScanReport) {
        let rules = Dictionary(report.rules.map { ($0.id, $0) }) { first, _ in first }
        let faults = report.findings.map { finding in
            let silenced = finding.suppression.map { Answer.open("silenced in line \($0.line): \($0.reason ?? "no reason given")") }
            let known = finding.baseline == .unchanged ? Answer.known(finding.message) : nil
            return Item(
                rule: finding.rule, code: finding.code, question: rules[finding.rule]?.review ?? finding.message, location: finding.location,
                severity: finding.severity, answer: silenced ?? known ?? (finding.severity >= .warning ? .fault(finding.message) : .note(finding.message)))
        }
        let others = report.explanations.compactMap { place in
            place.answer.map { answer in
                let rule = rules[place.rule]
                return Item(
                    rule: place.rule, code: rule?.code, question: rule?.review ?? rule?.message ?? place.rule, location: place.location, severity: nil,
                    answer: answer)
            }
        }
        items = Self.withoutRepeats((faults + others).sorted(by: Self.inOrder))
    }

    /// What no analysis answers, in every review.
    package static let byHand = [
        "New code: which new pattern of concurrency does it bring, and is there a helper of ours for it already?",
        "Frameworks: is each client, pool, session and event loop used as its documentation wants it (made once, closed, given limits)?",
        "Performance: what do the load test and the last weeks' figures say of the paths that changed?",
        "Chances: what could run at the same time now, within a limit, that waits in line?",
    ]

    /// How many of the items have an answer of this kind.
    package func count(_ state: Answer.State) -> Int { items.count { $0.answer.state == state } }

    private static func inOrder(_ a: Item, _ b: Item) -> Bool {
        (a.location.path, a.location.start, a.rule, a.answer.words) < (b.location.path, b.location.start, b.rule, b.answer.words)
    }

    private static func withoutRepeats(_ items: [Item]) -> [Item] {
        struct Place: Hashable {
            var path: [UInt8]
            var line: Int
            var question: String
        }
        func place(_ item: Item) -> Place { Place(path: Array(item.location.path.utf8), line: item.location.start.line, question: item.question) }
        let gravest = Dictionary(items.map { (place($0), $0.answer.state) }, uniquingKeysWith: max)
        var told: [Place: Set<Answer>] = [:]
        return items.filter { item in
            let place = place(item)
            guard item.answer.state == gravest[place] else { return false }
            // Two findings are two, where they say different things; why there is none need be said once.
            guard item.answer.isFinding else { return told.updateValue([item.answer], forKey: place) == nil }
            return told[place, default: []].insert(item.answer).inserted
        }
    }
}

extension Checklist.Answer {
    /// By gravity.
    package enum State: String, Sendable, CaseIterable, Comparable {
        case proved, known, open, note, fault

        package static func < (a: Self, b: Self) -> Bool { a.weight < b.weight }

        private var weight: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package var state: State {
        switch self {
        case .proved: .proved
        case .open: .open
        case .known: .known
        case .note: .note
        case .fault: .fault
        }
    }

    package var isFinding: Bool { state >= .note || state == .known }

    /// The reason or message.
    package var words: String {
        switch self {
        case .proved(let words), .known(let words), .open(let words), .note(let words), .fault(let words): words
        }
    }
}

extension Explanation {
    /// Nil where there is nothing to ask, and where the finding says it.
    fileprivate var answer: Checklist.Answer? {
        switch outcome {
        case .finding, .silenced, .beside: nil
        case .clear: .proved(reason)
        case .unknown: .open(reason)
        case .unsettled: .open("time ran out before this was looked at; --program-timeout gives more")
        }
    }

    /// The last step, with its place where that is another line.
    private var reason: String {
        guard let last = steps.last else { return "nothing was found" }
        guard let at = last.location, at.path != location.path || at.start.line != location.start.line else { return last.message }
        return last.message + " (" + (at.path == location.path ? "line \(at.start.line)" : "\(at.path):\(at.start.line)") + ")"
    }
}
