internal import Linking
internal import Semantics

/// The fact `runsOn`: how a function comes to run on another thread than the rest of its file.
struct ThreadEntry {
    /// The call that starts it: `Thread(target=…)`, `submit`.
    var start: CallRef
    /// The functions from the one that is started to the one asked about.
    var path: [FunctionRef]
    /// The calls between them.
    var calls: [CallRef]
    /// Whether it is started more than once: in a loop, or by several calls.
    var isRepeated: Bool
    /// The callable that was handed over, as written at the start.
    var target: SummaryValue
}

extension AnalysisContext {
    /// How a function is run on another thread by what its own file starts there; nil when nothing in the file does. Callers in other files are not
    /// known.
    func threadEntry(of function: FunctionRef, starts: KnowledgeID) -> ThreadEntry? {
        let key = ThreadQuestion(function: function, starts: starts)
        if let known = facts.threads[key] { return known }
        let found = findEntry(of: function, starts)
        facts.threads[key] = .some(found)
        return found
    }

    private static let mostFunctions = 50, longestPath = 5

    private func findEntry(of function: FunctionRef, _ starts: KnowledgeID) -> ThreadEntry? {
        guard let summary = program.summary(of: function.file), hasStarts(function.file, summary, starts) else { return nil }
        var queue: [(path: [FunctionRef], calls: [CallRef])] = [([function], [])], seen: Set<FunctionRef> = [function], next = 0
        while next < queue.count, next < Self.mostFunctions {
            let (path, calls) = queue[next]
            next += 1
            let at = path[0], record = summary.functions[Int(at.function)]
            // What runs on a loop of its own is called by that.
            if record.flags.contains(.isAsync) { continue }
            let found = self.starts(of: at, starts, summary)
            if let first = found.first {
                let isRepeated = found.count > 1 || found.contains { self.isRepeated($0.call, in: function.file, summary) }
                return ThreadEntry(start: CallRef(file: function.file, call: first.call), path: path, calls: calls, isRepeated: isRepeated, target: first.target)
            }
            guard path.count < Self.longestPath, record.name != 0 else { continue }
            for number in fileCalls(of: function.file, summary).calls(of: at, named: summary.text(record.name), self) {
                let call = summary.calls[Int(number)]
                guard call.function != 0, isNamed(call, record, summary) else { continue }
                let reference = CallRef(file: function.file, call: number), caller = FunctionRef(file: function.file, function: call.function - 1)
                guard !seen.contains(caller) else { continue }
                seen.insert(caller)
                queue.append(([caller] + path, [reference] + calls))
            }
        }
        return nil
    }

    private func isNamed(_ call: SummaryCall, _ function: SummaryFunction, _ summary: FileSummary) -> Bool {
        if call.method != 0 { return call.method == function.name || summary.strings[call.method].elementsEqual(summary.strings[function.name]) }
        return summary.lastName(of: call) == summary.text(function.name)
    }

    /// Whether a file starts anything on another thread at all.
    private func hasStarts(_ file: Int32, _ summary: FileSummary, _ starts: KnowledgeID) -> Bool { !startCalls(in: file, summary, starts).isEmpty }

    func startCalls(in file: Int32, _ summary: FileSummary, _ starts: KnowledgeID) -> [UInt32] {
        let key = ThreadQuestion(function: FunctionRef(file: file, function: .max), starts: starts)
        if let known = facts.threadStarts[key] { return known }
        // Most calls share their names with others.
        var isStart: [StringID: Bool] = [:]
        let found = summary.calls.indices.map { UInt32($0) }.filter { number in
            let reference = CallRef(file: file, call: number)
            if hasClauses(starts) { return isMatchInFile(reference, summary, starts) }
            let callee = summary.calls[Int(number)].callee
            if let known = isStart[callee] { return known }
            let isListed = isMatchInFile(reference, summary, starts)
            isStart[callee] = isListed
            return isListed
        }
        facts.threadStarts[key] = found
        return found
    }

    /// The calls that start a function, with the value they are given for it.
    private func starts(of function: FunctionRef, _ starts: KnowledgeID, _ summary: FileSummary) -> [(call: UInt32, target: SummaryValue)] {
        let key = ThreadQuestion(function: FunctionRef(file: function.file, function: .max), starts: starts)
        if let known = facts.threadTargets[key] { return known[function] ?? [] }
        var found: [FunctionRef: [(call: UInt32, target: SummaryValue)]] = [:]
        for number in startCalls(in: function.file, summary, starts) {
            for argument in summary.arguments(of: summary.calls[Int(number)]) {
                guard let given = self.function(runBy: argument.value, in: function.file), found[given]?.last?.call != number else { continue }
                found[given, default: []].append((number, argument.value))
            }
        }
        facts.threadTargets[key] = found
        return found[function] ?? []
    }

    private func function(runBy value: SummaryValue, in file: Int32) -> FunctionRef? {
        switch value.kind {
        case .closure: return FunctionRef(file: file, function: value.index)
        case .name, .local, .expression, .call: return program.function(for: value, in: file)
        default: return nil
        }
    }

    /// Whether a call stands in a loop or a comprehension of its function, and does not wait for each before the next.
    private func isRepeated(_ call: UInt32, in file: Int32, _ summary: FileSummary) -> Bool {
        let record = summary.calls[Int(call)]
        if record.flags.contains(.isAwaited) { return false }
        if summary.lastName(of: record) == "map" { return true }
        guard record.step > 0 else { return false }
        let tree = record.function == 0 ? StepTree(summary.stepRange(of: nil), in: summary.steps) : body(of: FunctionRef(file: file, function: record.function - 1), summary).tree
        return tree.structures(around: Int(record.step) - 1).contains { summary.steps[$0].kind == .loop }
    }
}

struct ThreadQuestion: Hashable {
    var function: FunctionRef
    var starts: KnowledgeID
}
