internal import Linking
internal import Semantics

/// The step a candidate that is a place stands for.
struct CandidateSite {
    var function: FunctionRef
    var step: Int
    /// The call, when the place is one.
    var call: CallRef?
}

extension AnalysisContext {
    /// Nil at the top of a file, and for places without a step.
    func site(of candidate: Candidate) -> CandidateSite? {
        let file = candidate.call.file
        guard let summary = program.summary(of: file), let number = summary.function(around: candidate.start) else { return nil }
        let function = FunctionRef(file: file, function: number)
        if candidate.call.call < summary.calls.count {
            let call = summary.calls[Int(candidate.call.call)]
            if call.step > 0, call.site.start == candidate.start, call.site.end == candidate.end, call.function == number + 1 {
                return CandidateSite(function: function, step: Int(call.step) - 1, call: candidate.call)
            }
        }
        let kinds: Set<SummaryStep.Kind> = [.with, .store, .bind, .delete]
        guard let step = summary.stepRange(of: number).first(where: { summary.steps[$0].start == candidate.start && kinds.contains(summary.steps[$0].kind) }) else { return nil }
        return CandidateSite(function: function, step: step, call: nil)
    }

    /// Names of a class's decorators or attributes.
    func decorators(of type: ClassRef) -> [GlobalName] {
        guard let summary = program.summary(of: type.file) else { return [] }
        let record = summary.classes[Int(type.type)]
        return summary.names[Int(record.firstDecorator)..<Int(record.firstDecorator + record.decoratorCount)].map { program.names.intern(summary.strings[$0]) }
    }
}

extension SummaryStep {
    /// Whether it may wait as a task does, so that others run meanwhile.
    var suspends: Bool {
        switch kind {
        case .await: true
        case .loop, .with: flags.contains(.isAsync)
        default: false
        }
    }
}

extension FileSummary {
    /// The innermost function around a byte; nil at the top of the file. Functions stand in the order of the file, each before those in it.
    func function(around byte: UInt32) -> UInt32? {
        var low = 0, high = functions.count
        while low < high {
            let middle = (low + high) / 2
            if functions[middle].site.start <= byte { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        var at = UInt32(low)
        while at != 0 {
            if byte < functions[Int(at - 1)].site.end { return at - 1 }
            at = functions[Int(at - 1)].outerFunction
        }
        return nil
    }
}
