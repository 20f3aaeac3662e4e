internal import Syntax

/// A grammar's kinds as a dense enumeration: one byte load from a node's symbol to what the switch needs.
struct KindTable<Kind: RawRepresentable & CaseIterable & BitwiseCopyable & Sendable>: @unchecked Sendable where Kind.RawValue == String {
    private let table: UnsafeMutablePointer<Kind>

    /// Every kind the grammar does not have, and every symbol that is none of ours, is `other`. Never freed: there is one a language.
    init(_ grammar: Grammar, other: Kind) {
        table = .allocate(capacity: 65536)
        table.initialize(repeating: other, count: 65536)
        for kind in Kind.allCases {
            if let symbol = grammar.kind(kind.rawValue) { table[Int(symbol)] = kind }
        }
    }

    @inline(__always) subscript(symbol: UInt16) -> Kind { table[Int(symbol)] }
}
