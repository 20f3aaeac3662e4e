/// A dotted name with wildcards: `*` stands for any bytes inside one segment, a segment `**` for any number of segments
/// (at the end for one at least: `os.**` is not `os`).
struct NameGlob: Sendable {
    /// Of its name in the table.
    let id: Int32
    private let bytes: [UInt8]
    private static let star = UInt8(ascii: "*"), dot = UInt8(ascii: ".")

    init(_ bytes: [UInt8], id: Int32) {
        self.id = id
        self.bytes = bytes
    }

    func matches(_ name: UnsafeRawBufferPointer) -> Bool {
        bytes.withUnsafeBytes { Self.matches($0[...], name[...]) }
    }

    /// Goes through both from the left; at the last `*` that could have taken more it tries again with one byte more, so that no text takes
    /// longer than the product of both lengths. A `**` segment is tried at every segment border.
    private static func matches(_ glob: Slice<UnsafeRawBufferPointer>, _ name: Slice<UnsafeRawBufferPointer>) -> Bool {
        var at = glob.startIndex, read = name.startIndex
        var retry: (glob: Int, name: Int)?
        while true {
            if isDoubleStar(glob, at) {
                let after = at + 2
                if after == glob.endIndex { return true }
                // `**.x`: x may begin here or after any dot.
                var start = read
                while true {
                    if matches(glob[(after + 1)...], name[start...]) { return true }
                    guard let next = name[start...].firstIndex(of: dot) else { break }
                    start = next + 1
                }
            } else if at == glob.endIndex, read == name.endIndex {
                return true
            } else if at < glob.endIndex, glob[at] == star {
                retry = (at, read)
                at += 1
                continue
            } else if at < glob.endIndex, read < name.endIndex, glob[at] == name[read] {
                at += 1
                read += 1
                continue
            }
            guard let last = retry, last.name < name.endIndex, name[last.name] != dot else { return false }
            retry = (last.glob, last.name + 1)
            at = last.glob + 1
            read = last.name + 1
        }
    }

    /// Whether a whole segment `**` begins at `at`.
    private static func isDoubleStar(_ glob: Slice<UnsafeRawBufferPointer>, _ at: Int) -> Bool {
        at + 1 < glob.endIndex && glob[at] == star && glob[at + 1] == star && (at == glob.startIndex || glob[at - 1] == dot)
            && (at + 2 == glob.endIndex || glob[at + 2] == dot)
    }
}
