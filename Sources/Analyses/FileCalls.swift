internal import Linking
internal import Semantics

/// Which calls of one file arrive at a function of it, which a list has, and which call a closure is given to: made once, so that who goes from
/// function to caller need not look at all calls for each.
final class FileCalls {
    private let file: Int32
    private var named: [String: [UInt32]] = [:]
    private var given: [UInt32: UInt32] = [:]
    /// Of names that were asked about.
    private var arriving: [String: [FunctionRef: [UInt32]]] = [:]
    private var listed: [KnowledgeID: [UInt32]] = [:]
    private let count: UInt32

    init(_ file: Int32, _ summary: FileSummary) {
        self.file = file
        count = UInt32(summary.calls.count)
        for (number, call) in summary.calls.enumerated() {
            for argument in summary.arguments(of: call) where argument.value.kind == .closure && given[argument.value.index] == nil {
                given[argument.value.index] = UInt32(number)
            }
            let written = summary.text(call.method), last = summary.lastName(of: call)
            if !written.isEmpty { named[written, default: []].append(UInt32(number)) }
            if last != written { named[last, default: []].append(UInt32(number)) }
        }
    }

    /// The first call that a closure is an argument of.
    func call(givenClosure function: UInt32) -> UInt32? { given[function] }

    /// The calls that arrive at a function of that name, in order.
    func calls(of function: FunctionRef, named name: String, _ context: AnalysisContext) -> [UInt32] {
        if let known = arriving[name] { return known[function] ?? [] }
        var found: [FunctionRef: [UInt32]] = [:]
        for number in named[name] ?? [] {
            if let callee = context.callee(of: CallRef(file: file, call: number)) { found[callee, default: []].append(number) }
        }
        arriving[name] = found
        return found[function] ?? []
    }

    /// The calls that a list has, in order.
    func calls(in list: KnowledgeID, _ context: AnalysisContext) -> [UInt32] {
        guard !context.isEmpty(list) else { return [] }
        if let known = listed[list] { return known }
        let found = (0..<count).filter { context.isMatch(CallRef(file: file, call: $0), list) }
        listed[list] = found
        return found
    }
}
