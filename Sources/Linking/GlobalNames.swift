internal import Semantics

/// The names of the whole program, each stored once.
package final class GlobalNames {
    private var bytes: [UInt8] = []
    /// Where each name ends; name 0 is none.
    private var ends: [UInt32] = [0]
    /// Open addressing over name numbers; 0 is an empty slot.
    private var slots = [UInt32](repeating: 0, count: 1 << 12)

    private var scratch: [UInt8] = []

    package init() {}

    /// Interns a name; none for empty text.
    package func intern(_ text: UnsafeRawBufferPointer) -> GlobalName {
        guard text.count > 0 else { return .none }
        let slot = slot(of: text)
        if slots[slot] != 0 { return GlobalName(id: slots[slot]) }
        bytes.append(contentsOf: text)
        return add(at: slot)
    }

    package func intern(_ text: some Sequence<UInt8>) -> GlobalName {
        if let found = text.withContiguousStorageIfAvailable({ intern(UnsafeRawBufferPointer($0)) }) { return found }
        return Array(text).withUnsafeBytes { intern($0) }
    }

    package func intern(_ text: String) -> GlobalName { intern(text.utf8) }

    /// A name's UTF-8; valid until the next name is interned.
    package func withBytes<Result>(of name: GlobalName, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { all in
            let at = Int(name.id)
            let start = at == 0 ? 0 : Int(ends[at - 1])
            return try body(UnsafeRawBufferPointer(rebasing: all[start..<Int(ends[at])]))
        }
    }

    /// For messages.
    package func text(_ name: GlobalName) -> String { withBytes(of: name) { String(decoding: $0, as: UTF8.self) } }

    /// `first`, a dot, `second`; one of them alone when the other is none.
    package func join(_ first: GlobalName, _ second: GlobalName) -> GlobalName {
        if first == .none { return second }
        if second == .none { return first }
        scratch.removeAll(keepingCapacity: true)
        withBytes(of: first) { scratch.append(contentsOf: $0) }
        scratch.append(UInt8(ascii: "."))
        withBytes(of: second) { scratch.append(contentsOf: $0) }
        return scratch.withUnsafeBytes { intern($0) }
    }

    /// `name()`: the type of what calling it gives.
    func call(_ name: GlobalName) -> GlobalName {
        guard name != .none else { return .none }
        scratch.removeAll(keepingCapacity: true)
        withBytes(of: name) { scratch.append(contentsOf: $0) }
        scratch += [UInt8(ascii: "("), UInt8(ascii: ")")]
        return scratch.withUnsafeBytes { intern($0) }
    }

    private func add(at slot: Int) -> GlobalName {
        ends.append(UInt32(bytes.count))
        let name = UInt32(ends.count - 1)
        slots[slot] = name
        if ends.count * 2 > slots.count { grow() }
        return GlobalName(id: name)
    }

    private func slot(of text: UnsafeRawBufferPointer) -> Int {
        let mask = slots.count - 1
        return bytes.withUnsafeBytes { all in
            var at = Int(truncatingIfNeeded: nameHash(text)) & mask
            while slots[at] != 0 {
                let name = Int(slots[at])
                let span = all[Int(ends[name - 1])..<Int(ends[name])]
                if span.count == text.count, span.elementsEqual(text) { return at }
                at = (at + 1) & mask
            }
            return at
        }
    }

    private func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for name in 1..<ends.count {
            let free = withBytes(of: GlobalName(id: UInt32(name))) { text in slot(of: text) }
            slots[free] = UInt32(name)
        }
    }
}
