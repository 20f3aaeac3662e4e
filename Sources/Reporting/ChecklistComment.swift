internal import Findings

/// A checklist as boxes in GitHub's Markdown: first faults and notes, then open questions, then, folded, what is known and what is proved; each by file. Like
/// `MarkdownReport` it begins with a marker and keeps within a comment's length; what is proved is left out first, faults last.
struct ChecklistComment {
    static let marker = "<!-- sluice-checklist -->"
    private static let end = "<!-- /sluice-checklist -->"
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
            case .note: text += "#### Notes\n\n\(Self.list(section))"
            case .open: text += "#### Open questions\n\n\(Self.list(section))"
            case .known:
                let count = Figures.counted(checklist.count(.known), "finding")
                text += "<details>\n<summary>Known: \(count) that the baseline holds</summary>\n\n\(Self.list(section))</details>\n\n"
            case .proved:
                let places = Figures.counted(checklist.count(.proved), "place")
                text += "<details>\n<summary>Proved: \(places) where nothing is left to ask</summary>\n\n\(Self.list(section))</details>\n\n"
            }
        }
        if boxes.count > shown.count { text += "Left out for want of room: \(Figures.counted(boxes.count - shown.count, "question")), proved ones first.\n\n" }
        text += "#### By hand\n\n" + Checklist.byHand.map { "- [ ] \($0)\n" }.joined() + "\n\(Self.end)\n"
        return Array(text.utf8)
    }

    private var title: String {
        let counts = Checklist.Answer.State.allCases.reversed().compactMap { state -> String? in
            let count = checklist.count(state)
            guard count > 0 else { return nil }
            return state == .fault || state == .note ? Figures.counted(count, state.rawValue) : "\(count) \(state.rawValue)"
        }
        return counts.isEmpty ? "nothing to ask" : counts.joined(separator: ", ")
    }

    /// Boxes of a section under their files.
    private static func list(_ boxes: [ChecklistBox]) -> String {
        var text = "", last: ChecklistBox?
        for box in boxes {
            if last.map({ !box.isAboutTheSame(as: $0) }) ?? true { text += (last == nil ? "" : "\n") + heading(box.path) }
            text += box.text
            last = box
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

    private static func heading(_ path: String?) -> String { (path.map(ChecklistBox.code) ?? "Files as a whole") + "\n\n" }
}
