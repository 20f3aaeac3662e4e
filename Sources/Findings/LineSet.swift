/// Lines of a file.
package enum LineSet: Sendable, Hashable {
    case all
    /// Each from 1, in order.
    case some([ClosedRange<Int>])

    package func overlaps(_ lines: ClosedRange<Int>) -> Bool {
        switch self {
        case .all: true
        case .some(let ranges): ranges.contains { $0.overlaps(lines) }
        }
    }

    package var first: Int { if case .some(let ranges) = self { ranges.first?.lowerBound ?? 1 } else { 1 } }
}
