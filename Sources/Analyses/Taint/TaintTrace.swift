import Findings
import Linking
import Rules
import Semantics

/// Follows values backwards to where they come from.
///
/// Nothing is worked out before somebody asks: from a call's argument to the variables in it, to what was bound to those before, to what the
/// functions return that gave it. Calls of the project's functions are looked up in `results`.
final class TaintTrace {
    let knowledge: TaintKnowledge
    let context: AnalysisContext
    let frames: TaintFrames
    /// What a function's result is made of; nil while that is being asked.
    let results: (FunctionRef) -> TaintFact?

    /// How many values one question looks at.
    private var budget = 2000
    private var depth = 0
    /// The questions that wait for others, and how deep each is.
    private var open: [Question: Int] = [:]
    /// The depth of the outermost question whose answer one of those since would have needed; 0 when a limit was met.
    private var cut = Int.max
    let memory: TaintMemory

    /// A variable where it is read.
    struct CleanQuestion: Hashable {
        var file: Int32
        var function: UInt32?
        var variable: UInt32
        var step: Int
        /// How far it may still be followed.
        var depth: Int
    }

    struct Question: Hashable {
        var file: Int32
        var function: UInt32?
        var value: SummaryValue
        var path: TaintPath
        var step: Int
    }

    /// - Parameter memory: of traces with the same knowledge and the same results; a new one where results are not settled yet.
    init(
        _ knowledge: TaintKnowledge, _ context: AnalysisContext, _ frames: TaintFrames, memory: TaintMemory = TaintMemory(),
        results: @escaping (FunctionRef) -> TaintFact?
    ) {
        self.memory = memory
        self.knowledge = knowledge
        self.context = context
        self.frames = frames
        self.results = results
    }

    var program: Program { context.program }

    /// Where a part of a value comes from, as it is before a step.
    func origins(of value: SummaryValue, _ path: TaintPath = [], at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard path.count <= TaintPath.longest else { return [] }
        guard budget > 0 else {
            cut = 0
            return []
        }
        budget -= 1
        let question = Question(file: frame.file, function: frame.function, value: value, path: path, step: step)
        if let known = memory.known(question) { return known }
        guard depth < Self.deepest else {
            cut = 0
            return []
        }
        if let outer = open[question] {
            cut = min(cut, outer)
            return []
        }
        depth += 1
        open[question] = depth
        let cutBefore = cut
        cut = .max
        let found = distinct(newOrigins(of: value, path, at: step, in: frame))
        // An answer that lacks one which is being looked for is not all there is to say.
        if cut >= depth { memory.keep(found, question) }
        cut = min(cutBefore, cut >= depth ? .max : cut)
        depth -= 1
        open[question] = nil
        return found
    }

    /// Whether no more values are looked at.
    var isSpent: Bool { budget <= 0 }

    /// Notes that something was left out, so that no answer that lacks it is remembered.
    func giveUp() { cut = 0 }

    /// Asks something, and says whether the answer is all there is to say: none of it waits for a question that is still open, and no limit was met.
    func completely<Answer>(_ ask: () -> Answer) -> (answer: Answer, isAll: Bool) {
        let before = cut
        cut = .max
        defer { cut = min(before, cut) }
        return (ask(), cut == .max)
    }

    private func newOrigins(of value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        if path.isAll, let typed = sourceByType(value, at: step, in: frame) { return typed }
        switch absence(of: value, at: step, in: frame) {
        case .empty: return []
        case .misshapen: return vague(present(value, path, at: step, in: frame))
        case nil: return present(value, path, at: step, in: frame)
        }
    }

    private func present(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        switch value.kind {
        case .local: return local(value, path, at: step, in: frame)
        case .name: return thing(value, path, at: step, in: frame)
        case .unknown where value.string != 0: return unbound(value, path, at: step, in: frame)
        case .call: return call(value, path, at: step, in: frame)
        case .expression: return expression(value, path, at: step, in: frame)
        default: return []
        }
    }

    private static let deepest = 100
}
