internal import Findings

/// The source lines of a finding with line numbers, and below the first the mark with the rule's name.
struct CodeFrame {
    let numberWidth: Int
    let width: Int

    /// Lines of a region shown before the rest is only counted.
    private static let mostLines = 4

    /// Columns before the code.
    var indent: Int { numberWidth + 3 }

    func write(_ finding: Finding, to printer: inout TextPrinter) {
        guard !finding.sourceLines.isEmpty else {
            printer.blanks(indent)
            label(finding, to: &printer)
            return printer.newline()
        }
        let (start, end) = (finding.location.start, finding.location.end)
        let lastLine = max(start.line, end.column == 1 && end.line > start.line ? end.line - 1 : end.line)
        let oneLine = lastLine == start.line
        let line = CodeLine(
            finding.sourceLines[0], from: start.column - 1, to: oneLine && end.line == start.line ? end.column - 1 : nil, room: width - indent)
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

    /// The mark, and the label after it; below it where the line is full.
    private func mark(_ region: Range<Int>, _ finding: Finding, to printer: inout TextPrinter) {
        gutter(to: &printer)
        printer.blanks(region.lowerBound)
        printer.repeated("^", region.count, .severity(finding.severity))
        let labelWidth = labelWidth(finding)
        if indent + region.upperBound + 1 + labelWidth <= width {
            printer.put(" ")
        } else {
            printer.newline()
            gutter(to: &printer)
            printer.blanks(max(0, min(region.lowerBound, width - indent - labelWidth)))
        }
        label(finding, to: &printer)
        printer.newline()
    }

    private func gutter(to printer: inout TextPrinter) {
        printer.blanks(numberWidth + 1)
        printer.put("│ ", .faint)
    }

    private func labelWidth(_ finding: Finding) -> Int {
        (finding.code.map { DisplayWidth.of($0) + 1 } ?? 0) + DisplayWidth.of(finding.rule) + (finding.confidence == .low ? Self.lowConfidence.utf8.count : 0)
    }

    private func label(_ finding: Finding, to printer: inout TextPrinter) {
        if let code = finding.code {
            printer.put(code, .severity(finding.severity))
            printer.put(" ")
        }
        printer.put(finding.rule, .faint)
        if finding.confidence == .low { printer.put(Self.lowConfidence, .faint) }
    }

    /// Said only where it matters: a reader should look twice.
    private static let lowConfidence = " (low confidence)"
}
