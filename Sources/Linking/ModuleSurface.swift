import Semantics

/// As much of a Python file as tells that it does not give a name to those who take everything from it, and where else to look. Reading it takes a
/// fraction of what unpacking the file does; of the files behind a package's stars few have the name.
struct ModuleSurface {
    /// The names of its `__all__`; nil where it has none.
    private let exported: Set<GlobalName>?
    /// What is spelt in its code, where no `__all__` says more.
    private let strings: SummaryStrings
    /// The modules it takes everything from.
    let stars: [SymbolicPath]

    init(_ packed: PackedSummary, _ names: GlobalNames) {
        let (strings, imports, exports) = packed.unpackSurface()
        exported = exports.isEmpty ? nil : Set(exports.map { names.intern(strings[$0]) })
        stars = imports.lazy.filter { $0.form == .star }.map { SymbolicPath(strings[$0.module], names) }
        self.strings = exports.isEmpty ? strings : SummaryStrings()
    }

    /// Whether its `__all__` leaves a name out: then it does not hand it on either.
    func hides(_ name: GlobalName) -> Bool { exported?.contains(name) == false }

    /// False is always right.
    func mayBind(_ name: GlobalName, _ names: GlobalNames) -> Bool { exported != nil || names.withBytes(of: name, strings.contains) }
}

extension SummaryStrings {
    fileprivate func contains(_ text: UnsafeRawBufferPointer) -> Bool {
        bytes.withUnsafeBytes { all in
            var start = 0
            for end in ends {
                let end = Int(end)
                if end - start == text.count, all[start..<end].elementsEqual(text) { return true }
                start = end
            }
            return false
        }
    }
}
