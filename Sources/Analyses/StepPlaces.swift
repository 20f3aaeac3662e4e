internal import Linking
internal import Semantics

/// Where the steps of one file stand that a candidate may begin at, and which function they belong to.
struct StepPlaces {
    private var steps: [UInt32: Int] = [:]
    /// The functions with steps, by their first one.
    private var functions: [(first: Int, end: Int, number: UInt32)] = []

    init(_ summary: FileSummary) {
        for (at, step) in summary.steps.enumerated() {
            switch step.kind {
            case .loop, .except, .with: if steps[step.start] == nil { steps[step.start] = at }
            default: break
            }
        }
        functions = summary.functions.indices.map { number in
            let range = summary.stepRange(of: UInt32(number))
            return (range.lowerBound, range.upperBound, UInt32(number))
        }.filter { $0.end > $0.first }.sorted { $0.first < $1.first }
    }

    /// Whether a loop, handler or `with` begins at a byte offset.
    func hasStep(at start: UInt32) -> Bool { steps[start] != nil }

    /// The loop, handler or `with` that begins at a byte offset, and the function it stands in; nil for none, or at the top of the file.
    func step(at start: UInt32) -> (step: Int, function: UInt32)? {
        guard let step = steps[start] else { return nil }
        var low = 0, high = functions.count
        while low < high {
            let middle = (low + high) / 2
            if functions[middle].first <= step { low = middle + 1 } else { high = middle }
        }
        guard low > 0, step < functions[low - 1].end else { return nil }
        return (step, functions[low - 1].number)
    }
}

/// A place of a function that a candidate begins at, with what the analyses of places ask about all the time.
final class StepPlace {
    let step: Int
    let function: FunctionRef
    let summary: FileSummary
    let tree: StepTree

    var range: Range<Int> { tree.range }
    var record: SummaryFunction { summary.functions[Int(function.function)] }

    init(step: Int, function: FunctionRef, summary: FileSummary, tree: StepTree) {
        (self.step, self.function, self.summary, self.tree) = (step, function, summary, tree)
    }

    /// Nil when the file is missing, or the candidate stands in no function.
    convenience init?(_ candidate: Candidate, in context: AnalysisContext) {
        guard let summary = context.program.summary(of: candidate.call.file),
            let place = context.places(in: candidate.call.file, summary).step(at: candidate.start)
        else { return nil }
        let function = FunctionRef(file: candidate.call.file, function: place.function)
        self.init(step: place.step, function: function, summary: summary, tree: context.body(of: function, summary).tree)
    }

    /// A structure's middles (`except`, `otherwise`, `finally`, `case`) and its end, in order.
    func borders(of opener: Int) -> [Int] {
        let inside = tree.inside(opener)
        return inside.filter { summary.steps[$0].kind != .end && !summary.steps[$0].opens && tree.opener(of: $0) == opener } + [inside.upperBound]
    }

    /// The steps of the part a border begins, up to the next border.
    func part(_ border: Int, of opener: Int) -> Range<Int> {
        let next = borders(of: opener).first { $0 > border } ?? tree.inside(opener).upperBound
        return min(border + 1, next)..<next
    }

    /// Whether a step stands in a `finally`.
    func isInFinally(_ at: Int) -> Bool { tree.sections(around: at).contains { summary.steps[$0].kind == .finally } }

    func call(_ at: Int) -> SummaryCall? {
        let step = summary.steps[at]
        return step.kind == .call && step.value.kind == .call ? summary.calls[Int(step.value.index)] : nil
    }
}
