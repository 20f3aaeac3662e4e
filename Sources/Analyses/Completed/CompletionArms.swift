internal import Semantics

/// Which calls stand in parts of an expression that are not always evaluated: the summary has the steps of all parts one after the other.
struct Arms {
    enum Arm {
        /// `test ? first : second`; where one is evaluated the other is not.
        case first, second
        /// Behind `??`, `&&`, `||`, or in one side of a `? :` only.
        case alone
    }
    private var arms: [UInt32: Arm] = [:]

    init(_ range: Range<Int>, _ summary: FileSummary) {
        for at in range {
            var open = [summary.steps[at].value]
            while let next = open.popLast() {
                let operands = Array(summary.operands(of: next))
                open += operands
                guard let expression = summary.expression(next) else { continue }
                switch expression.kind {
                case .conditional where operands.count == 3:
                    let (first, second) = (Self.calls(in: operands[1], summary), Self.calls(in: operands[2], summary))
                    for call in first { arms[call] = second.isEmpty ? .alone : .first }
                    for call in second { arms[call] = first.isEmpty ? .alone : .second }
                case .choice where !["if", "switch"].contains(summary.text(expression.string)):
                    for operand in operands.dropFirst() { for call in Self.calls(in: operand, summary) { arms[call] = .alone } }
                default: break
                }
            }
        }
    }

    func arm(of call: UInt32) -> Arm? { arms[call] }

    private static func calls(in value: SummaryValue, _ summary: FileSummary) -> [UInt32] {
        var found: [UInt32] = [], open = [value]
        while let next = open.popLast() {
            if next.kind == .call { found.append(next.index) }
            open += summary.operands(of: next)
        }
        return found
    }
}
