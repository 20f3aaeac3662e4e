/// Dotted names with wildcards, each kept by a segment it has without one, so that a name is compared with few of them.
struct NameGlobs: Sendable {
    private var globs: [NameGlob] = []
    /// Places in `globs` by the hash of the last segment, or of the first where the last has wildcards.
    private var byLast: [UInt64: [Int32]] = [:], byFirst: [UInt64: [Int32]] = [:]
    /// The others, each with the letters that a name, and its last segment, must have.
    private var others: [(glob: Int32, letters: UInt64, lastLetters: UInt64)] = []

    private static let dot = UInt8(ascii: "."), star = UInt8(ascii: "*")

    mutating func add(_ glob: [UInt8], id: Int32) {
        let place = Int32(globs.count)
        globs.append(NameGlob(glob, id: id))
        let (first, last) = glob.withUnsafeBytes { (Array(Self.first($0)), Array(Self.last($0))) }
        if !last.contains(Self.star) {
            byLast[last.withUnsafeBytes { Self.hash($0) }, default: []].append(place)
        } else if !first.contains(Self.star) {
            byFirst[first.withUnsafeBytes { Self.hash($0) }, default: []].append(place)
        } else {
            others.append((place, Self.letters(glob.filter { $0 != Self.star && $0 != Self.dot }), Self.letters(last.filter { $0 != Self.star })))
        }
    }

    /// Calls `body` with the id of every one that `name` is.
    func forEachMatch(_ name: UnsafeRawBufferPointer, _ body: (Int32) -> Void) {
        if globs.isEmpty { return }
        for place in byLast[Self.hash(Self.last(name))] ?? [] where globs[Int(place)].matches(name) { body(globs[Int(place)].id) }
        for place in byFirst[Self.hash(Self.first(name))] ?? [] where globs[Int(place)].matches(name) { body(globs[Int(place)].id) }
        if others.isEmpty { return }
        let letters = Self.letters(name), lastLetters = Self.letters(Self.last(name))
        for other in others.indices where others[other].lastLetters & ~lastLetters == 0 && others[other].letters & ~letters == 0 {
            let glob = Int(others[other].glob)
            if globs[glob].matches(name) { body(globs[glob].id) }
        }
    }

    private static func first(_ name: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: name[..<(name.firstIndex(of: dot) ?? name.endIndex)])
    }

    private static func last(_ name: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: name[(name.lastIndex(of: dot).map { $0 + 1 } ?? 0)...])
    }

    /// A bit for each byte that is there, some sharing one.
    private static func letters(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 | 1 << UInt64($1 & 63) } }

    /// FNV-1a, 64 bit.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
