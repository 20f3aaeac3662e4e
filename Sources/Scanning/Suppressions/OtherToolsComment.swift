/// What other tools' comments say that is worth knowing here: that somebody was told of a fault and means it.
///
/// Read are `noqa: RUF006`, `ruff: ignore[RUF006]`, `pylint: disable=W0640`, `nosec B301`, `type: ignore[unused-coroutine]`,
/// `pyright: ignore[reportUnusedCoroutine]`, `swiftlint:disable:this name`. One that names no rule (`# noqa`) says nothing about a fault.
enum OtherToolsComment {
    /// What stands before the names, in lower case, and what a report calls it.
    private static let marks: [(text: [UInt8], title: String)] = [
        ("noqa:", "noqa: "), ("ruff: ignore[", "ruff: ignore "), ("disable=", "disable="), ("nosec", "nosec "), ("ignore[", "ignore "),
        ("swiftlint:disable:this", "swiftlint:disable:this "),
    ].map { (Array($0.utf8), $1) }

    /// The comment of a line that names one of `names`, shortened to that one (`noqa: RUF006`); nil when there is none.
    static func silencing(_ names: [String], in line: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        guard let start = line.firstIndex(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "/") }) else { return nil }
        let comment = line[start...].map { lowered($0) }
        for (mark, title) in marks {
            guard let found = comment.firstRange(of: mark) else { continue }
            let words = comment[found.upperBound...].prefix { $0 != UInt8(ascii: "]") }.split { !isWord($0) }
            if let name = names.first(where: { name in words.contains { $0.elementsEqual(name.utf8.lazy.map(lowered)) } }) { return title + name }
        }
        return nil
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte }

    private static func isWord(_ byte: UInt8) -> Bool {
        let letter = lowered(byte)
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}
