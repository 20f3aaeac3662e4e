/// Why a rule reports, or does not, at a place somebody asked about.
package struct Explanation: Sendable {
    package struct Step: Sendable {
        /// Where, when it is about a place.
        package var location: Location?
        package var message: String

        package init(location: Location?, message: String) {
            self.location = location
            self.message = message
        }
    }

    /// What came of the rule's question.
    package enum Outcome: Sendable, Hashable {
        /// With the finding's message.
        case finding(String)
        /// A finding, silenced by the comment in a line.
        case silenced(line: Int)
        /// No finding, and the last step says why not.
        case clear
        /// No finding: the question does not arise here.
        case beside
        /// No finding, but only because something is not known: the last step says what.
        case unknown
        /// Nobody came to look before time was up.
        case unsettled
    }

    package var rule: String
    package var location: Location
    package var outcome: Outcome
    /// What was asked and answered on the way.
    package var steps: [Step]

    package init(rule: String, location: Location, outcome: Outcome, steps: [Step] = []) {
        self.rule = rule
        self.location = location
        self.outcome = outcome
        self.steps = steps
    }
}

/// The places that are to be explained.
package struct ExplainedPlaces: Sendable {
    /// By the path that reports show; nil for all lines of all files.
    private let lines: [String: LineSet]?
    /// Whether also what a file alone tells to be no finding is to be explained.
    package let isThorough: Bool

    package init(_ lines: [String: LineSet]?, isThorough: Bool = false) {
        self.lines = lines
        self.isThorough = isThorough
    }

    /// Whether a file is asked about as such, being new; where everything is asked about, none is.
    package func containsAll(of path: String) -> Bool { lines?[path] == .all }

    /// Whether what stands there begins in one of the lines, or has one among its first: it may be a whole class.
    package func contains(_ location: Location) -> Bool {
        guard let lines else { return true }
        return lines[location.path]?.overlaps(location.firstLines) == true
    }
}
