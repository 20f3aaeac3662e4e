internal import Findings

/// One box of a checklist: a question about a file, with the answers it has there and the lines of each; or about several files as a whole, with the
/// answer they all have. A finding's message needs no question.
struct ChecklistBox {
    /// Nil where it is about several files.
    let path: String?
    let state: Checklist.Answer.State
    let text: String

    private static let longestText = 300
    /// Of lines, and of files.
    private static let mostPlaces = 12

    /// In the order in which the first of each comes, those about several files last.
    static func boxes(of checklist: Checklist) -> [ChecklistBox] {
        struct Key: Hashable {
            var path: [UInt8]?
            var state: Checklist.Answer.State
            var question: String
        }
        let boxes = grouped(checklist.items) { item in
            let answer = item.answer
            return Key(path: isOfMany(item) ? nil : Array(item.location.path.utf8), state: answer.state, question: answer.isFinding ? answer.words : item.question)
        }.map(ChecklistBox.init)
        return boxes.filter { $0.path != nil } + boxes.filter { $0.path == nil }
    }

    /// Whether boxes stand under one heading.
    func isAboutTheSame(as other: ChecklistBox) -> Bool { path.map { Array($0.utf8) } == other.path.map { Array($0.utf8) } }

    /// Whether it is said of each file of a kind.
    private static func isOfMany(_ item: Checklist.Item) -> Bool { item.answer.state == .proved && item.location.bytes.isEmpty }

    private init(_ items: [Checklist.Item]) {
        let first = items[0]
        path = Self.isOfMany(first) ? nil : first.location.path
        state = first.answer.state
        let names = Self.grouped(items, by: Self.name).map { MarkdownText.cell(Self.name($0[0])) }.joined(separator: ", ")
        let answers = Self.grouped(items, by: \.answer).map { Self.lines($0) + Self.cell($0[0].answer.words) }
        var text = state == .proved ? "- [x] " : "- [ ] "
        // Where a rule asks nothing, its message is all there is to say.
        if !first.answer.isFinding, first.question != first.answer.words { text += "\(Self.cell(first.question)) " }
        if answers.count == 1 {
            text += "\(answers[0]) <sub>\(names)</sub>\n"
        } else {
            text += "<sub>\(names)</sub>\n" + answers.map { "  - \($0)\n" }.joined()
        }
        self.text = text
    }

    /// `UC001`; of a finding with its severity.
    private static func name(_ item: Checklist.Item) -> String {
        (item.code ?? item.rule) + (item.answer.isFinding ? item.severity.map { " \($0.rawValue)" } ?? "" : "")
    }

    private static func lines(_ items: [Checklist.Item]) -> String {
        if isOfMany(items[0]) { return listed(items.map { code($0.location.path) }) + ": " }
        // About the file as a whole.
        if items.allSatisfy(\.location.bytes.isEmpty) { return "" }
        let lines = items.map(\.location.start.line).reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
        return "**\(lines.count == 1 ? "Line" : "Lines") \(listed(lines.map(String.init))):** "
    }

    private static func listed(_ places: [String]) -> String {
        places.prefix(mostPlaces).joined(separator: ", ") + (places.count > mostPlaces ? " and \(places.count - mostPlaces) more" : "")
    }

    /// A path, as code.
    static func code(_ path: String) -> String { "<code>\(MarkdownText.plain(VisibleText.cut(path, to: longestText)))</code>" }

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
