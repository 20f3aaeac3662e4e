internal import Linking
internal import Semantics

/// Which steps of a function read what: made once, so that who follows one of a thousand things need not look at every step for each.
struct StepUses {
    /// What a value is made of, at the bottom.
    enum Root: Hashable {
        case call(UInt32), local(UInt32)
        case attribute(StringID), name(StringID)
    }

    private var steps: [Root: [Int32]] = [:]
    private var binds: [UInt32: [Int32]] = [:]
    /// The steps that bind something other than a local.
    private(set) var otherBinds: [Int32] = []

    init(_ range: Range<Int>, in summary: FileSummary) {
        for at in range {
            let step = summary.steps[at]
            if step.kind == .bind {
                if step.target.kind == .local { binds[step.target.index, default: []].append(Int32(at)) } else { otherBinds.append(Int32(at)) }
            }
            summary.forEachRead(in: step) { value, expression in
                guard let root = Self.root(of: value, expression) else { return }
                if steps[root]?.last != Int32(at) { steps[root, default: []].append(Int32(at)) }
            }
        }
    }

    /// The root that a value is itself; nil for literals, and for expressions other than attributes.
    static func root(of value: SummaryValue, in summary: FileSummary) -> Root? { root(of: value, summary.expression(value)) }

    /// - Parameter expression: the value, where it is one.
    private static func root(of value: SummaryValue, _ expression: SummaryExpression?) -> Root? {
        switch value.kind {
        case .call: .call(value.index)
        case .local: .local(value.index)
        case .name: .name(value.string)
        case .expression: expression.flatMap { $0.kind == .attribute ? .attribute($0.string) : nil }
        default: nil
        }
    }

    /// The steps that read a root, in order.
    func steps(reading root: Root) -> [Int32] { steps[root] ?? [] }

    /// The steps that bind a local, in order.
    func binds(of local: UInt32) -> [Int32] { binds[local] ?? [] }

    /// All locals that are read, in no order.
    var locals: [UInt32] { steps.keys.compactMap { if case .local(let index) = $0 { index } else { nil } } }

    /// All names of attributes that are read, in no order.
    var attributes: [StringID] { steps.keys.compactMap { if case .attribute(let name) = $0 { name } else { nil } } }
}
