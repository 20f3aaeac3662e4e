/// The sheet the text report is written on: UTF-8 bytes, styles where colour is wanted, and nothing raw that could steer a terminal.
struct TextPrinter {
    private(set) var bytes: [UInt8] = []
    let color: Bool

    init(color: Bool, capacity: Int = 0) {
        self.color = color
        bytes.reserveCapacity(capacity)
    }

    mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    mutating func blanks(_ count: Int) { bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, count))) }

    /// Writes text that stays on its line; whatever a terminal would act on is escaped.
    mutating func put(_ text: some StringProtocol, _ style: TextStyle = .plain) {
        begin(style)
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars { put(scalar) }
        }
        end(style)
    }

    mutating func put(_ scalar: Unicode.Scalar) {
        if DisplayWidth.mustEscape(scalar) {
            bytes.append(contentsOf: DisplayWidth.escape(scalar).utf8)
        } else {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    mutating func repeated(_ piece: String, _ count: Int, _ style: TextStyle = .plain) {
        guard count > 0 else { return }
        begin(style)
        for _ in 0..<count { bytes.append(contentsOf: piece.utf8) }
        end(style)
    }

    /// Prose with its `code` spans set off by colour.
    mutating func putProse(_ line: String, _ style: TextStyle = .plain) {
        var rest = line[...]
        while color, let open = rest.firstIndex(of: "`"), let close = rest[rest.index(after: open)...].firstIndex(of: "`") {
            if open > rest.startIndex { put(rest[..<open], style) }
            put(rest[open...close], .code)
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { put(rest, style) }
    }

    /// `── app/worker.py ───────── 2 errors, 1 warning ──`
    mutating func heading(_ title: String, width: Int, _ marks: [(text: String, style: TextStyle)] = []) {
        let marksWidth = marks.reduce(-2) { $0 + 2 + $1.text.utf8.count }
        let used = 3 + DisplayWidth.of(title) + 1 + (marks.isEmpty ? 0 : marksWidth + 4)
        put("── ", .faint)
        put(title, .file)
        put(" ")
        repeated("─", max(2, min(width, 120) - used), .faint)
        for (i, mark) in marks.enumerated() {
            put(i == 0 ? " " : ", ", .faint)
            put(mark.text, mark.style)
        }
        if !marks.isEmpty { put(" ──", .faint) }
        newline()
    }

    private mutating func begin(_ style: TextStyle) {
        if color, !style.isPlain { bytes.append(contentsOf: style.start.utf8) }
    }

    private mutating func end(_ style: TextStyle) {
        if color, !style.isPlain { bytes.append(contentsOf: "\u{1B}[0m".utf8) }
    }
}
