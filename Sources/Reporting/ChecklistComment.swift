internal import Findings

/// A checklist as boxes in GitHub's Markdown: ticked where the tool has the answer. Like `MarkdownReport` it begins with a marker and keeps
/// within a comment's length; what is proved is left out first, faults last.
struct ChecklistComment {
    static let marker = "<!-- sluice-checklist -->"
    private static let longestText = 300
    /// Room for the headings and the line that says what was left out.
    private static let reserve = 1000

    private let checklist: Checklist
    private let mostBytes: Int

    init(_ checklist: Checklist, mostBytes: Int = MarkdownReport.mostBytes) {
        self.checklist = checklist
        self.mostBytes = mostBytes
    }

    func render() -> [UInt8] {
        let boxes = Self.boxes(of: checklist.items)
        let shown = fitting(boxes)
        let places = checklist.items.count
        var text = "\(Self.marker)\n### Review checklist: \(places == 0 ? "nothing to ask" : "\(checklist.provedCount) of \(Figures.counted(places, "place")) proved")\n\n"
        var path: String?
        for box in shown {
            if path.map({ Array($0.utf8) }) != Array(box.path.utf8) {
                text += (path == nil ? "" : "\n") + Self.heading(box.path)
                path = box.path
            }
            text += box.text
        }
        if boxes.count > shown.count { text += "\nLeft out for want of room: \(Figures.counted(boxes.count - shown.count, "question")), proved ones first.\n" }
        text += (shown.isEmpty ? "" : "\n") + "#### By hand\n\n" + Checklist.byHand.map { "- [ ] \($0)\n" }.joined()
        return Array(text.utf8)
    }

    /// A line with a box: one question with one answer, and the lines of a file it is about.
    private struct Box {
        var path: String
        var weight: Int
        var text: String
    }

    private static func boxes(of items: [Checklist.Item]) -> [Box] {
        struct Key: Hashable {
            var path: [UInt8]
            var rule: String
            var question: String
            var answer: Checklist.Answer
        }
        var groups: [[Checklist.Item]] = []
        var places: [Key: Int] = [:]
        for item in items {
            let key = Key(path: Array(item.location.path.utf8), rule: item.rule, question: item.question, answer: item.answer)
            if let place = places[key] {
                groups[place].append(item)
            } else {
                places[key] = groups.count
                groups.append([item])
            }
        }
        return groups.map(box)
    }

    private static func box(_ items: [Checklist.Item]) -> Box {
        let item = items[0]
        let lines = items.map(\.location.start.line).reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
        let place = (lines.count == 1 ? "Line " : "Lines ") + lines.map(String.init).joined(separator: ", ")
        let (mark, weight, head) =
            switch item.answer {
            case .proved: (" [x] ", 0, "proved: ")
            case .open: (" [ ] ", 1, "open: ")
            case .fault: (" [ ] ", 2, "**fault:** ")
            }
        let title = item.code ?? item.rule
        let question = item.question == item.answer.words ? "" : cell(item.question) + " → "
        return Box(
            path: item.location.path, weight: weight,
            text: "-\(mark)\(place): \(question)\(head)\(cell(item.answer.words)) <sub>\(MarkdownText.cell(title))</sub>\n")
    }

    /// The weightiest there is room for, in their order.
    private func fitting(_ boxes: [Box]) -> [Box] {
        var room = mostBytes - Self.reserve - Checklist.byHand.reduce(0) { $0 + $1.utf8.count + 10 }
        var kept = Set<Int>()
        for weight in [2, 1, 0] {
            for (i, box) in boxes.enumerated() where box.weight == weight {
                // As though each had a heading to itself: on the safe side.
                room -= box.text.utf8.count + Self.heading(box.path).utf8.count + 1
                if room < 0 { return kept.sorted().map { boxes[$0] } }
                kept.insert(i)
            }
        }
        return boxes
    }

    private static func heading(_ path: String) -> String {
        "#### <code>\(MarkdownText.plain(VisibleText.cut(path, to: longestText)))</code>\n\n"
    }

    private static func cell(_ text: String) -> String { MarkdownText.cell(VisibleText.cut(text, to: longestText)) }
}
