/// A symbolic name of a summary, taken apart: `@Worker.run`, `..db.Pool`, `asyncio.gather`, `make().get`.
struct SymbolicPath {
    struct Segment {
        var name: GlobalName
        /// How often it is called: `f()` once.
        var calls = 0
    }

    /// It begins with `@`: the file declares it itself.
    var isLocal = false
    /// It begins with `*`: a star import must have bound it.
    var isStarred = false
    /// Dots at the beginning: 1 is the file's own folder.
    var level = 0
    var segments: [Segment] = []

    init(_ text: ArraySlice<UInt8>, _ names: GlobalNames) {
        text.withUnsafeBytes { text in
            var at = 0
            if text.first == UInt8(ascii: "@") {
                isLocal = true
                at = 1
            } else if text.first == UInt8(ascii: "*") {
                isStarred = true
                at = 1
            }
            while at < text.count, text[at] == UInt8(ascii: ".") {
                level += 1
                at += 1
            }
            while at < text.count {
                var end = at
                while end < text.count, text[end] != UInt8(ascii: "."), text[end] != UInt8(ascii: "(") { end += 1 }
                var segment = Segment(name: names.intern(UnsafeRawBufferPointer(rebasing: text[at..<end])))
                while end + 1 < text.count, text[end] == UInt8(ascii: "("), text[end + 1] == UInt8(ascii: ")") {
                    segment.calls += 1
                    end += 2
                }
                segments.append(segment)
                at = end + 1
            }
        }
    }

    /// The names of the first `count` segments.
    func names(_ count: Int) -> ArraySlice<GlobalName> { segments[..<count].map(\.name)[...] }

    /// How many segments stand before the first call, its own included.
    var plainCount: Int { (segments.firstIndex { $0.calls > 0 } ?? segments.count - 1) + 1 }
}
