import Findings
import Rules

extension Scanner {
    /// What was found at the places, and what was looked at there and is no finding.
    func explanations(at places: ExplainedPlaces, _ outcome: ProgramPhase.Outcome, _ findings: [Finding]) -> [Explanation] {
        struct Key: Hashable {
            var rule: String
            var location: Location
        }
        var all: [Explanation] = [], found: [Key: [Explanation.Step]] = [:]
        for place in outcome.explained {
            let rule = rules.rules[place.rule].metadata.id
            if let outcome = place.outcome {
                all.append(Explanation(rule: rule, location: place.location, outcome: outcome, steps: place.steps))
            } else {
                found[Key(rule: rule, location: place.location)] = place.steps
            }
        }
        for finding in findings where places.contains(finding.location) {
            let told = finding.suppression.map { Explanation.Outcome.silenced(line: $0.line) } ?? .finding(finding.message)
            all.append(
                Explanation(
                    rule: finding.rule, location: finding.location, outcome: told,
                    steps: found[Key(rule: finding.rule, location: finding.location)] ?? []))
        }
        for case let result? in outcome.results {
            let start = Position(line: 1, column: 1), location = Location(path: result.path, bytes: 0..<0, start: start, end: start)
            for rule in result.cleared {
                all.append(
                    Explanation(
                        rule: rules.rules[rule].metadata.id, location: location, outcome: .clear,
                        steps: [Explanation.Step(location: nil, message: "nothing of the kind was found")]))
            }
        }
        return all.sorted { ($0.location.path, $0.location.start, $0.rule) < ($1.location.path, $1.location.start, $1.rule) }
    }
}
