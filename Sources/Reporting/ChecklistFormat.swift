package import Findings

/// How a checklist is written down; a pure function of it.
package enum ChecklistFormat: String, Sendable, CaseIterable {
    /// Boxes for a comment on a pull request.
    case md
    case json

    package func render(_ checklist: Checklist) -> [UInt8] {
        switch self {
        case .md: ChecklistComment(checklist).render()
        case .json: ChecklistJSON.render(checklist)
        }
    }
}

/// `state` is `fault`, `note`, `open`, `known` or `proved`; `counts` says how many there are of each. One item a line.
enum ChecklistJSON {
    static let version = "1.0"

    static func render(_ checklist: Checklist) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024 + 512 * checklist.items.count)
        writer.object {
            $0.breakLine()
            $0.member("version", version)
            $0.breakLine()
            $0.member("counts", object: { counts in
                for state in Checklist.Answer.State.allCases.reversed() { counts.member(state.rawValue, checklist.count(state)) }
            })
            $0.breakLine()
            $0.member("items", array: { list in
                for item in checklist.items {
                    list.breakLine()
                    list.object { write(item, &$0) }
                }
            })
            $0.breakLine()
            $0.member("byHand", Checklist.byHand)
        }
        return writer.finish()
    }

    private static func write(_ item: Checklist.Item, _ writer: inout JSONWriter) {
        writer.member("path", item.location.path)
        writer.member("line", item.location.start.line)
        writer.member("column", item.location.start.column)
        writer.member("rule", item.rule)
        writer.member("code", orNull: item.code)
        writer.member("question", item.question)
        writer.member("severity", orNull: item.severity?.rawValue)
        writer.member("state", item.answer.state.rawValue)
        writer.member("reason", item.answer.words)
    }
}
