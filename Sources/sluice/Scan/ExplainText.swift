import Findings
import SourceFiles

/// A line of a file that is to be explained.
struct ExplainedPlace {
    /// As reports show it.
    var path: String
    var line: Int

    var places: ExplainedPlaces { ExplainedPlaces([path: .some([line...line])], isThorough: true) }
}

/// `--explain FILE:LINE`: what came of every rule there, step by step.
enum ExplainText {
    static func place(_ text: String, in surroundings: Surroundings) throws(Stop) -> ExplainedPlace {
        guard let colon = text.lastIndex(of: ":"), colon > text.startIndex, let line = Int(text[text.index(after: colon)...]), line > 0 else {
            throw Stop(.usage, "--explain wants a file and a line, as in app/main.py:12; got `\(text)`")
        }
        guard let path = surroundings.shown(String(text[..<colon])) else { throw Stop(.inputMissing, "\(text[..<colon]): no such file") }
        return ExplainedPlace(path: path, line: line)
    }

    /// - Parameter misses: the rules that begin to match there and do not.
    static func render(_ report: ScanReport, _ place: ExplainedPlace, misses: String) -> String {
        let skipped = report.summary.skipped.first { $0.path == place.path }.map { "\(place.path): not scanned: \($0.reason)\n" } ?? ""
        guard !report.explanations.isEmpty || !misses.isEmpty else {
            return skipped + "\(place.path):\(place.line): no rule matches here or comes near it.\n"
                + "sluice debug match RULE \(place.path) --at \(place.line) shows why a rule's clauses do not hold.\n"
        }
        var text = skipped
        for entry in report.explanations {
            text += "\(words(entry.location)): \(entry.rule): \(words(entry.outcome))\n"
            for (index, step) in entry.steps.enumerated() {
                text += "  \(index + 1). \(step.location.map { "\(words($0)): " } ?? "")\(step.message)\n"
            }
            text += "\n"
        }
        return text + misses + (report.summary.unsettledWords.map { "\($0)\n" } ?? "")
    }

    private static func words(_ outcome: Explanation.Outcome) -> String {
        switch outcome {
        case .finding(let message): "a finding: \(message)"
        case .silenced(let line): "a finding, silenced by the comment in line \(line)"
        case .clear, .beside: "no finding"
        case .unknown: "no finding, for not all that counts is known"
        case .unsettled: "not settled in time"
        }
    }

    private static func words(_ location: Location) -> String { "\(location.path):\(location.start.line):\(location.start.column)" }
}
