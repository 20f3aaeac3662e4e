internal import Findings

/// One box of a checklist: a question about a file, with the answers it has there and the lines of each. A fault's message needs no question.
struct ChecklistBox {
    let path: String
    let state: Checklist.Answer.State
    let text: String

    private static let longestText = 300
    private static let mostLines = 12

    /// In the order in which the first of each comes.
    static func boxes(of checklist: Checklist) -> [ChecklistBox] {
        struct Key: Hashable {
            var path: [UInt8]
            var state: Checklist.Answer.State
            var question: String
        }
        return grouped(checklist.items) { item in
            Key(path: Array(item.location.path.utf8), state: item.answer.state, question: item.answer.state == .fault ? item.answer.words : item.question)
        }.map(ChecklistBox.init)
    }

    private init(_ items: [Checklist.Item]) {
        let first = items[0]
        (path, state) = (first.location.path, first.answer.state)
        let names = Self.grouped(items) { $0.code ?? $0.rule }.map { MarkdownText.cell($0[0].code ?? $0[0].rule) }.joined(separator: ", ")
        let answers = Self.grouped(items, by: \.answer).map { Self.lines($0) + Self.cell($0[0].answer.words) }
        var text = state == .proved ? "- [x] " : "- [ ] "
        // Where a rule asks nothing, its message is all there is to say.
        if state != .fault, first.question != first.answer.words { text += "\(Self.cell(first.question)) " }
        if answers.count == 1 {
            text += "\(answers[0]) <sub>\(names)</sub>\n"
        } else {
            text += "<sub>\(names)</sub>\n" + answers.map { "  - \($0)\n" }.joined()
        }
        self.text = text
    }

    private static func lines(_ items: [Checklist.Item]) -> String {
        // About the file as a whole.
        if items.allSatisfy(\.location.bytes.isEmpty) { return "" }
        let lines = items.map(\.location.start.line).reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
        let more = lines.count > mostLines ? " and \(lines.count - mostLines) more" : ""
        return "**\(lines.count == 1 ? "Line" : "Lines") \(lines.prefix(mostLines).map(String.init).joined(separator: ", "))\(more):** "
    }

    private static func grouped<Key: Hashable>(_ items: [Checklist.Item], by key: (Checklist.Item) -> Key) -> [[Checklist.Item]] {
        var groups: [[Checklist.Item]] = [], places: [Key: Int] = [:]
        for item in items {
            let key = key(item)
            if let place = places[key] {
                groups[place].append(item)
            } else {
                places[key] = groups.count
                groups.append([item])
            }
        }
        return groups
    }

    private static func cell(_ text: String) -> String { MarkdownText.cell(VisibleText.cut(text, to: longestText)) }
}
