internal import CGrammarPython
internal import CGrammarSwift
internal import CTreeSitter
package import Findings

/// A node kind: the grammar's public symbol. Kinds of different grammars are not comparable.
package typealias Kind = UInt16
/// A field of a node, 0 for none.
package typealias Field = UInt16

/// What the generated grammar of one language knows: its kinds and its fields.
///
/// A grammar is immutable and lives as long as the process; the tables are read once, at first use.
package struct Grammar: @unchecked Sendable {
    package let language: Language
    package let kindCount: Int
    /// The name of each kind, by symbol.
    package let kindNames: [String]
    /// Whether each kind is a named one, by symbol.
    package let kindIsNamed: [Bool]
    let pointer: OpaquePointer
    private let named: [String: Kind]
    private let anonymous: [String: Kind]

    /// The kind ast-grep and tree-sitter call ERROR.
    package static let errorKind: Kind = 65535

    package static let python = Grammar(.python, tree_sitter_python())
    package static let swift = Grammar(.swift, tree_sitter_swift())

    package static func of(_ language: Language) -> Grammar {
        switch language {
        case .python: python
        case .swift: swift
        }
    }

    private init(_ language: Language, _ pointer: OpaquePointer) {
        self.language = language
        self.pointer = pointer
        let count = Int(ts_language_symbol_count(pointer))
        var names: [String] = [], isNamed: [Bool] = [], named: [String: Kind] = [:], anonymous: [String: Kind] = [:]
        for symbol in 0..<count {
            let name = String(cString: ts_language_symbol_name(pointer, Kind(symbol)))
            let type = ts_language_symbol_type(pointer, Kind(symbol))
            names.append(name)
            isNamed.append(type == TSSymbolTypeRegular)
            // Several symbols may share a name; the public one is what nodes carry.
            if type == TSSymbolTypeRegular, named[name] == nil {
                named[name] = ts_language_symbol_for_name(pointer, name, UInt32(name.utf8.count), true)
            } else if type == TSSymbolTypeAnonymous, anonymous[name] == nil {
                anonymous[name] = ts_language_symbol_for_name(pointer, name, UInt32(name.utf8.count), false)
            }
        }
        kindCount = count
        kindNames = names
        kindIsNamed = isNamed
        self.named = named
        self.anonymous = anonymous
    }

    /// The named kind of that name, or the anonymous one (`"("`) when `named` is false; nil when the grammar has none. "ERROR" is a kind.
    package func kind(_ name: String, named isNamed: Bool = true) -> Kind? {
        if name == "ERROR" { return Self.errorKind }
        return isNamed ? named[name] : anonymous[name]
    }

    package func name(of kind: Kind) -> String { kind == Self.errorKind ? "ERROR" : kindNames[Int(kind)] }

    /// The field of that name, or nil when the grammar has none.
    package func field(_ name: String) -> Field? {
        let id = ts_language_field_id_for_name(pointer, name, UInt32(name.utf8.count))
        return id == 0 ? nil : id
    }

    package func name(ofField field: Field) -> String? {
        ts_language_field_name_for_id(pointer, field).map { String(cString: $0) }
    }
}
