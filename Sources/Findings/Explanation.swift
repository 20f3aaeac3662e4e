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

    package var rule: String
    package var location: Location
    /// What came of it, in words: "reported", "silenced by the comment in line 3".
    package var outcome: String
    /// What was asked and answered on the way.
    package var steps: [Step]

    package init(rule: String, location: Location, outcome: String, steps: [Step] = []) {
        self.rule = rule
        self.location = location
        self.outcome = outcome
        self.steps = steps
    }
}

/// A line of a file that is to be explained.
package struct ExplainedPlace: Sendable {
    /// As reports show it.
    package var path: String
    package var line: Int

    package init(path: String, line: Int) {
        self.path = path
        self.line = line
    }

    package func contains(_ location: Location) -> Bool { location.path == path && (location.start.line...max(location.start.line, location.end.line)).contains(line) }
}
