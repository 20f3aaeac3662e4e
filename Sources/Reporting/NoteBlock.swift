/// A note below a finding: `why` and `fix` in the margin, the words wrapped beside them.
struct NoteBlock {
    let note: NoteText
    let indent: Int
    let width: Int

    private static let labelWidth = 5

    init(_ note: NoteText, indent: Int, width: Int) {
        self.note = note
        self.indent = indent
        self.width = width
    }

    func write(to printer: inout TextPrinter) {
        part("why", note.why, to: &printer)
        part("fix", note.fix, to: &printer)
    }

    private func part(_ label: String, _ blocks: [NoteText.Block], to printer: inout TextPrinter) {
        var isFirst = true
        for block in blocks {
            for line in lines(block) {
                if isFirst {
                    printer.blanks(indent)
                    printer.put(label, .strong)
                    printer.blanks(Self.labelWidth - label.utf8.count)
                    isFirst = false
                } else {
                    printer.blanks(line.text.isEmpty ? 0 : indent + Self.labelWidth)
                }
                if line.isCode { printer.put(line.text, .code) } else { printer.putProse(line.text) }
                printer.newline()
            }
        }
    }

    private func lines(_ block: NoteText.Block) -> [(text: String, isCode: Bool)] {
        let room = max(20, width - indent - Self.labelWidth)
        switch block {
        case .paragraph(let words):
            return ProseWrap.lines(words, first: room, rest: room).map { ($0, false) }
        case .item(let marker, let words):
            let hang = marker.utf8.count + 1
            let wrapped = ProseWrap.lines(words, first: room - hang, rest: room - hang)
            return wrapped.enumerated().map { ($0.offset == 0 ? marker + " " + $0.element : String(repeating: " ", count: hang) + $0.element, false) }
        case .code(let code):
            return code.map { ($0.isEmpty ? "" : "  " + CodeLine($0, from: 0, to: 1, room: room - 2).text, true) }
        }
    }
}
