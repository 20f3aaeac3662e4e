/// One source line laid out for a terminal: tabs become blanks, what a terminal would act on is escaped, and a line too long for its room is cut
/// around the region, `…` standing for what was left out.
struct CodeLine {
    /// Ready to print; holds nothing that must be escaped.
    private(set) var text: String
    /// Where the region stands in `text`, in columns from 0; never empty.
    private(set) var region: Range<Int>

    /// Columns a tab stop is wide.
    static let tabWidth = 4

    /// - Parameters:
    ///   - scalars: the region in the line, in Unicode scalars from 0; nil end: to the line's end.
    ///   - room: columns to fit in, at least 10.
    init(_ line: String, from start: Int, to end: Int?, room: Int) {
        let start = max(0, start)
        if line.utf8.count <= room, line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            text = line
            region = Self.range(start, min(end ?? line.utf8.count, line.utf8.count))
            return
        }
        let piece = Piece(of: line, around: start, to: end, room: room)
        (text, region) = piece.fitted(room: max(10, room))
    }

    private static func range(_ start: Int, _ end: Int) -> Range<Int> { start..<max(start + 1, end) }

    /// The part of a line that can matter for its display, scalar by scalar, so that a line of megabytes costs no more than a screenful.
    private struct Piece {
        var cells: [(text: String, width: Int)] = []
        /// Cells before the region, and in it.
        var before = 0
        var inside = 0
        var cutsStart = false
        var cutsEnd = false

        init(of line: String, around start: Int, to end: Int?, room: Int) {
            // Two rooms on either side are enough: a cell may be without width, few are.
            let margin = 2 * room
            let first = max(0, start - margin)
            let most = start - first + 2 * margin
            let scalars = line.unicodeScalars
            let from = Self.index(line, ofScalar: first)
            cutsStart = first > 0
            var meter = DisplayWidth()
            var column = 0
            var number = first
            var i = from
            while i < scalars.endIndex, number - first < most {
                let scalar = scalars[i]
                let cell: (text: String, width: Int)
                if scalar == "\t" {
                    let width = CodeLine.tabWidth - column % CodeLine.tabWidth
                    cell = (String(repeating: " ", count: width), width)
                    meter = DisplayWidth()
                } else if DisplayWidth.mustEscape(scalar) {
                    let escaped = DisplayWidth.escape(scalar)
                    cell = (escaped, escaped.utf8.count)
                    meter = DisplayWidth()
                } else {
                    cell = (String(scalar), meter.next(scalar))
                }
                cells.append(cell)
                column += cell.width
                if number < start { before += 1 } else if number < end ?? .max { inside += 1 }
                number += 1
                i = scalars.index(after: i)
            }
            cutsEnd = i < scalars.endIndex
        }

        func fitted(room: Int) -> (String, Range<Int>) {
            let lead = width(0..<before)
            let regionWidth = max(1, width(before..<before + inside))
            let total = width(0..<cells.count)
            var low = 0
            if cutsStart || (total > room || cutsEnd) && lead + min(regionWidth, room / 2) > room - 2 {
                // The region in the middle, or its beginning at a quarter where it is wide.
                let keep = regionWidth > room / 2 ? room / 4 : (room - regionWidth) / 2
                var kept = 0
                low = before
                while low > 0, kept + cells[low - 1].width < keep {
                    low -= 1
                    kept += cells[low].width
                }
                // What hangs on a character that is cut off goes with it.
                while low < cells.count, cells[low].width == 0 { low += 1 }
            }
            let cutsLeft = cutsStart || low > 0
            var text = cutsLeft ? "…" : ""
            var used = cutsLeft ? 1 : 0
            var range = (start: used + width(low..<max(low, before)), end: 0)
            var high = low
            while high < cells.count {
                let isLast = high == cells.count - 1 && !cutsEnd
                if used + cells[high].width > (isLast ? room : room - 1) { break }
                text += cells[high].text
                used += cells[high].width
                high += 1
                if high == before + inside { range.end = used }
            }
            if high < before + inside { range.end = used }
            if high < cells.count || cutsEnd {
                text += "…"
                if high < before + inside { range.end += 1 }
            }
            range.start = min(range.start, used)
            return (text, CodeLine.range(range.start, range.end))
        }

        private func width(_ range: Range<Int>) -> Int { cells[range].reduce(0) { $0 + $1.width } }

        /// The index of a scalar, found by counting bytes: a line may be long.
        private static func index(_ line: String, ofScalar wanted: Int) -> String.Index {
            if wanted == 0 { return line.startIndex }
            var line = line
            let offset = line.withUTF8 { bytes in
                var seen = -1
                for i in bytes.indices where bytes[i] & 0xC0 != 0x80 {
                    seen += 1
                    if seen == wanted { return i }
                }
                return bytes.count
            }
            return line.utf8.index(line.startIndex, offsetBy: offset)
        }
    }
}
