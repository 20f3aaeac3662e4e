internal import Findings

/// The source lines of a finding with line numbers, and the mark below the first; nothing for findings without text.
struct CodeFrame {
    let numberWidth: Int
    let width: Int
    private var cursor = LineCursor()

    /// Lines of a region shown before the rest is only counted.
    private static let mostLines = 4

    /// Columns before the code.
    var indent: Int { numberWidth + 3 }

    /// One for the findings of one file.
    init(numberWidth: Int, width: Int) {
        self.numberWidth = numberWidth
        self.width = width
    }

    mutating func write(_ finding: Finding, to printer: inout TextPrinter) {
        guard !finding.sourceLines.isEmpty else { return }
        let (start, end) = (finding.location.start, finding.location.end)
        let lastLine = max(start.line, end.column == 1 && end.line > start.line ? end.line - 1 : end.line)
        let oneLine = lastLine == start.line
        let line = CodeLine(
            finding.sourceLines[0], number: start.line, from: start.column - 1, to: oneLine && end.line == start.line ? end.column - 1 : nil,
            room: width - indent, cursor: &cursor)
        numbered(start.line, "│", line.text, finding, to: &printer)
        mark(line.region, finding, to: &printer)
        guard !oneLine else { return }

        let total = lastLine - start.line + 1
        let shown = min(finding.sourceLines.count, total <= Self.mostLines ? total : Self.mostLines - 1)
        for offset in 1..<max(1, shown) {
            let rest = CodeLine(finding.sourceLines[offset], from: 0, to: 1, room: width - indent)
            numbered(start.line + offset, "┃", rest.text, finding, to: &printer)
        }
        if total > shown {
            printer.blanks(numberWidth + 1)
            printer.put("┃", .severity(finding.severity))
            let hidden = total - shown
            printer.put(" … \(Figures.grouped(hidden)) more \(hidden == 1 ? "line" : "lines")", .faint)
            printer.newline()
        }
    }

    private func numbered(_ number: Int, _ bar: String, _ code: String, _ finding: Finding, to printer: inout TextPrinter) {
        let digits = String(number)
        printer.blanks(numberWidth - digits.utf8.count)
        printer.put(digits + " ", .faint)
        if bar == "│" { printer.put(bar, .faint) } else { printer.put(bar, .severity(finding.severity)) }
        if !code.isEmpty {
            printer.put(" ")
            printer.put(code)
        }
        printer.newline()
    }

    private func mark(_ region: Range<Int>, _ finding: Finding, to printer: inout TextPrinter) {
        printer.blanks(numberWidth + 1)
        printer.put("│ ", .faint)
        printer.blanks(region.lowerBound)
        printer.repeated("^", region.count, .severity(finding.severity))
        printer.newline()
    }
}
