internal import Findings
package import Semantics

/// The names that folders and files of the project have: an absolute name that begins with none of them is not the project's.
package struct ProjectNames: Sendable {
    private let hashes: Set<UInt32>

    package init(paths: some Sequence<String>) {
        let slash = UInt8(ascii: "/")
        var hashes: Set<UInt32> = []
        // Most files stand beside the one before.
        var folder: [UInt8] = []
        for var path in paths {
            path.withUTF8 { text in
                let nameStart = (text.lastIndex(of: slash) ?? -1) + 1, name = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[nameStart...]))
                hashes.insert(DeclaredNames.hash(UnsafeRawBufferPointer(rebasing: name[..<(name.lastIndex(of: UInt8(ascii: ".")) ?? name.count)])))
                if folder.count == nameStart, text.starts(with: folder) { return }
                folder.removeAll(keepingCapacity: true)
                folder.append(contentsOf: text[..<nameStart])
                for segment in folder.split(separator: slash) { segment.withUnsafeBytes { _ = hashes.insert(DeclaredNames.hash($0)) } }
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
