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
        var cursor = LineCursor()
        self.init(line, number: 1, from: start, to: end, room: room, cursor: &cursor)
    }

    /// - Parameters:
    ///   - number: the line's, which the cursor knows it by.
    ///   - cursor: one for all lines of a file, so that many regions of a long line do not each walk the line from its start.
    init(_ line: String, number: Int, from start: Int, to end: Int?, room: Int, cursor: inout LineCursor) {
        let start = max(0, start)
        if line.utf8.count <= room, line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            text = line
            region = Self.range(start, min(end ?? line.utf8.count, line.utf8.count))
            return
        }
        let first = Piece.first(before: start, room: room)
        let piece = Piece(of: line, from: cursor.index(ofScalar: first, in: line, number: number), first: first, around: start, to: end, room: room)
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

        /// Two rooms on either side of the region are enough: a cell may be without width, few are.
        private static func margin(_ room: Int) -> Int { 2 * room }

        /// The first scalar that can matter for a region that begins at `start`.
        static func first(before start: Int, room: Int) -> Int { max(0, start - margin(room)) }

        /// - Parameters:
        ///   - from: where the scalar number `first` stands.
        init(of line: String, from: String.Index, first: Int, around start: Int, to end: Int?, room: Int) {
            let most = start - first + 2 * Self.margin(room)
            let scalars = line.unicodeScalars
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
    }
}
