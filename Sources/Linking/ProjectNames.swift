internal import Findings
package import Semantics

/// The names that folders and files of the project have: an absolute name that begins with none of them is not the project's.
package struct ProjectNames: Sendable {
    private let hashes: HashTable

    package init(paths: some Sequence<String>) {
        let slash = UInt8(ascii: "/")
        var hashes = HashTable()
        // Most files stand beside the one before, most folders in the one before.
        var folder: [UInt8] = []
        for var path in paths {
            path.withUTF8 { text in
                let nameStart = (text.lastIndex(of: slash) ?? -1) + 1, name = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[nameStart...]))
                hashes.insert(DeclaredNames.hash(UnsafeRawBufferPointer(rebasing: name[..<(name.lastIndex(of: UInt8(ascii: ".")) ?? name.count)])))
                var shared = 0, start = 0
                while shared < nameStart, shared < folder.count, folder[shared] == text[shared] {
                    shared += 1
                    if text[shared - 1] == slash { start = shared }
                }
                if shared == nameStart, folder.count == nameStart { return }
                for end in start..<nameStart where text[end] == slash {
                    if end > start { hashes.insert(DeclaredNames.hash(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[start..<end])))) }
                    start = end + 1
                }
                folder.removeAll(keepingCapacity: true)
                folder.append(contentsOf: text[..<nameStart])
            }
        }
        self.hashes = hashes
    }

    /// Whether what a call runs may be declared in the project, told from its file alone. False is always right.
    ///
    /// - Parameter missed: gets the hashes of the names that were looked for and are not the project's: the answer stands as long as they are not.
    package func mayDeclareCallee(of call: SummaryCall, in summary: FileSummary, missed: inout Set<UInt32>) -> Bool {
        guard summary.language == .python, call.called.kind == .unknown else { return true }
        if mayDeclare(call.callee, in: summary, &missed) || mayDeclare(call.receiverType, in: summary, &missed) { return true }
        switch call.receiver.kind {
        case .unknown, .none, .number, .string, .boolean, .collection, .comprehension: return false
        case .name, .instance: return mayDeclare(call.receiver.string, in: summary, &missed)
        case .call, .closure, .local, .expression: return true
        }
    }

    /// Whether a name with this hash is the project's.
    package func contains(_ hash: UInt32) -> Bool { hashes.contains(hash) }

    private func mayDeclare(_ string: StringID, in summary: FileSummary, _ missed: inout Set<UInt32>) -> Bool {
        guard string != 0 else { return false }
        let text = summary.strings[string]
        guard let first = text.first, first != UInt8(ascii: "@"), first != UInt8(ascii: "."), first != UInt8(ascii: "*") else { return true }
        let end = text.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "(") } ?? text.endIndex
        // A bare name is one of Python's own, or a module, which cannot be called.
        if end == text.endIndex { return false }
        let hash = text[..<end].withUnsafeBytes { DeclaredNames.hash($0) }
        if hashes.contains(hash) { return true }
        missed.insert(hash)
        return false
    }
}

/// Numbers that are hashes already, which need not be hashed again.
private struct HashTable: Sendable {
    private var slots = [UInt32](repeating: 0, count: 64)
    private var count = 0
    /// Which 0 stands for in `slots`: none.
    private var hasZero = false

    mutating func insert(_ hash: UInt32) {
        if hash == 0 { hasZero = true }
        let slot = slot(of: hash)
        if slots[slot] == hash { return }
        slots[slot] = hash
        count += 1
        if count * 2 > slots.count { grow() }
    }

    func contains(_ hash: UInt32) -> Bool { hash == 0 ? hasZero : slots[slot(of: hash)] == hash }

    /// Where it stands, or would.
    private func slot(of hash: UInt32) -> Int {
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt32](repeating: 0, count: old.count * 2)
        for hash in old where hash != 0 { slots[slot(of: hash)] = hash }
    }
}
