/// A metavariable of a pattern, as ast-grep writes them.
package enum MetaVariable: Hashable, Sendable {
    /// `$A` (named nodes only) or `$$A` (any node).
    case capture(String, named: Bool)
    /// `$_`, `$_A`, `$$_`: matches, is not kept.
    case dropped(named: Bool)
    /// `$$$`, `$$$_A`
    case ellipsis
    /// `$$$A`
    case ellipsisCapture(String)

    /// Reads a metavariable whose sigil is `sigil`; nil when `text` is none.
    package init?(_ text: String, sigil: Character) {
        let count = text.prefix { $0 == sigil }.count
        let name = text.dropFirst(count)
        guard name.unicodeScalars.allSatisfy({ ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }) else { return nil }
        switch count {
        case 3 where name.isEmpty || name.hasPrefix("_"): self = .ellipsis
        case 3: self = .ellipsisCapture(String(name))
        case 1, 2:
            guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return nil }
            self = first == "_" ? .dropped(named: count == 1) : .capture(String(name), named: count == 1)
        default: return nil
        }
    }

    package var name: String? {
        switch self {
        case .capture(let name, _), .ellipsisCapture(let name): name
        case .dropped, .ellipsis: nil
        }
    }
}
