internal import Findings

/// A checklist as boxes in GitHub's Markdown: first faults, then open questions, then, folded, what is proved; each by file. Like
/// `MarkdownReport` it begins with a marker and keeps within a comment's length; what is proved is left out first, faults last.
struct ChecklistComment {
    static let marker = "<!-- sluice-checklist -->"
    private static let end = "<!-- /sluice-checklist -->"
    private static let longestPath = 300
    /// Room for the headings and the line that says what was left out.
    private static let reserve = 1000

    private let checklist: Checklist
    private let mostBytes: Int

    init(_ checklist: Checklist, mostBytes: Int = MarkdownReport.mostBytes) {
        self.checklist = checklist
        self.mostBytes = mostBytes
    }

    func render() -> [UInt8] {
        let boxes = ChecklistBox.boxes(of: checklist), shown = fitting(boxes)
        var text = "\(Self.marker)\n### Review checklist: \(title)\n\n"
        for state in Checklist.Answer.State.allCases.reversed() {
            let section = shown.filter { $0.state == state }
            guard !section.isEmpty else { continue }
            switch state {
            case .fault: text += "#### Faults\n\n\(Self.list(section))"
            case .open: text += "#### Open questions\n\n\(Self.list(section))"
            case .proved:
                let places = Figures.counted(checklist.count(.proved), "place")
                text += "<details>\n<summary>Proved: \(places) the change touches where nothing is left to ask</summary>\n\n\(Self.list(section))</details>\n\n"
            }
        }
        if boxes.count > shown.count { text += "Left out for want of room: \(Figures.counted(boxes.count - shown.count, "question")), proved ones first.\n\n" }
        text += "#### By hand\n\n" + Checklist.byHand.map { "- [ ] \($0)\n" }.joined() + "\n\(Self.end)\n"
        return Array(text.utf8)
    }

    private var title: String {
        let counts = [
            (checklist.count(.fault), Figures.counted(checklist.count(.fault), "fault")), (checklist.count(.open), "\(checklist.count(.open)) open"),
            (checklist.count(.proved), "\(checklist.count(.proved)) proved"),
        ]
        return checklist.items.isEmpty ? "nothing to ask" : counts.filter { $0.0 > 0 }.map(\.1).joined(separator: ", ")
    }

    /// Boxes of a section under their files.
    private static func list(_ boxes: [ChecklistBox]) -> String {
        var text = "", path: [UInt8]?
        for box in boxes {
            if path != Array(box.path.utf8) {
                text += (path == nil ? "" : "\n") + heading(box.path)
                path = Array(box.path.utf8)
            }
            text += box.text
        }
        return text + "\n"
    }

    /// The gravest there is room for, in their order.
    private func fitting(_ boxes: [ChecklistBox]) -> [ChecklistBox] {
        var room = mostBytes - Self.reserve - Checklist.byHand.reduce(0) { $0 + $1.utf8.count + 10 }
        var kept = Set<Int>()
        for state in Checklist.Answer.State.allCases.reversed() {
            for (i, box) in boxes.enumerated() where box.state == state {
                // As though each had a heading to itself: on the safe side.
                room -= box.text.utf8.count + Self.heading(box.path).utf8.count + 1
                if room < 0 { return kept.sorted().map { boxes[$0] } }
                kept.insert(i)
            }
        }
        return boxes
    }

    private static func heading(_ path: String) -> String { "<code>\(MarkdownText.plain(VisibleText.cut(path, to: longestPath)))</code>\n\n" }
}
