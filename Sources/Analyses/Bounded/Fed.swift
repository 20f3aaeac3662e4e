import Findings
import Linking
import Semantics

/// Settles whether a channel made without a size is filled without an end: some put into it stands in a loop without one, or in a callback.
/// A worker that puts back what it takes out, and a channel filled from what is there already, are silent.
struct Fed: Analysis {
    private let lists: Ground.Lists
    private let puts, gets, handlers, sources: KnowledgeID
    private var kept = KeptGround()

    init(_ rule: AnalysisRule) {
        lists = Ground.Lists(rule)
        puts = rule.calls("puts")
        gets = rule.calls("gets")
        handlers = rule.calls("handler-names")
        sources = rule.calls("sources")
    }

    private static let ends: Set<String> = ["sync_q", "async_q"]

    /// What the channel is called: a variable, or an attribute of the class.
    private enum Symbol: Hashable {
        case variable(file: Int32, UInt32)
        case attribute(file: Int32, type: UInt32, name: StringID)
    }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let ground = kept.ground(for: candidate.call.file, context, lists)
        guard let frame = ground.frame(around: candidate.call) else { return Verdict(isFinding: false) }
        let place = context.program.location(of: candidate.call)
        let symbols = names(of: SummaryValue(.call, index: candidate.call.call), in: frame)
        guard !symbols.isEmpty else {
            context.doubt("nothing is known about where it is kept", at: place)
            return Verdict(isFinding: false)
        }
        var seen = Set(symbols), waiting = symbols.map { ($0, frame, 3) }
        var note: Verdict?
        while let (symbol, origin, depth) = waiting.popLast() {
            for home in homes(of: symbol, from: origin, ground) {
                if let verdict = fed(symbol, in: home, made: frame, at: place, ground) {
                    if verdict.severity == nil { return verdict }
                    if note == nil { note = verdict }
                }
                guard depth > 0 else { continue }
                for next in handedOn(symbol, in: home, ground) where seen.insert(next.0).inserted { waiting.append((next.0, next.1, depth - 1)) }
            }
        }
        if note == nil { context.doubt("no put into it is known that stands in a loop without an end, or in a callback", at: place) }
        return note ?? Verdict(isFinding: false)
    }

    /// The names a value is given.
    private func names(of value: SummaryValue, in frame: Frame) -> [Symbol] {
        var found: [Symbol] = []
        for step in frame.steps(mentioning: value) {
            let record = frame.steps[step]
            guard record.kind == .bind || record.kind == .store else { continue }
            guard record.value.kind == value.kind && record.value.index == value.index || isPart(record.value, of: value, in: frame) else { continue }
            if let symbol = symbol(of: record.target, in: frame) { found.append(symbol) }
        }
        return found
    }

    private func isPart(_ part: SummaryValue, of value: SummaryValue, in frame: Frame) -> Bool {
        guard let kind = frame.expression(part)?.kind, kind == .part || kind == .choice || kind == .conditional else { return false }
        return frame.operands(part).contains { $0.kind == value.kind && $0.index == value.index }
    }

    private func symbol(of target: SummaryValue, in frame: Frame) -> Symbol? {
        if target.kind == .local { return .variable(file: frame.file, target.index) }
        guard let expression = frame.expression(target), expression.kind == .attribute, let type = ownerClass(of: frame) else { return nil }
        return .attribute(file: frame.file, type: type, name: expression.string)
    }

    /// The class a function is a member of, closures in methods included.
    private func ownerClass(of frame: Frame) -> UInt32? {
        var function = frame.function
        for _ in 0..<20 {
            guard let at = function, at < frame.summary.functions.count else { return nil }
            let record = frame.summary.functions[Int(at)]
            if record.ownerClass != 0 { return record.ownerClass - 1 }
            function = record.outerFunction == 0 ? nil : record.outerFunction - 1
        }
        return nil
    }

    /// The functions in which a name may be used.
    private func homes(of symbol: Symbol, from origin: Frame, _ ground: Ground) -> [Frame] {
        let file = origin.file, count = UInt32(origin.summary.functions.count)
        switch symbol {
        case .variable(_, let variable):
            let owner = origin.owner(ofVariable: variable)
            var homes = ground.frame(file: file, function: owner).map { [$0] } ?? []
            for function in 0..<count where function != owner && isInside(function, owner, origin) {
                if let frame = ground.frame(file: file, function: function) { homes.append(frame) }
            }
            return homes
        case .attribute(_, let type, let name):
            // Functions that do not read it do nothing with it.
            return ground.context.outline(of: file, origin.summary).functions(readingAttribute: ground.program.names.intern(origin.summary.strings[name])).compactMap { function in
                guard let frame = ground.frame(file: file, function: function), ownerClass(of: frame) == type else { return nil }
                return frame
            }
        }
    }

    private func isInside(_ function: UInt32, _ owner: UInt32?, _ frame: Frame) -> Bool {
        guard let owner else { return true }
        var at = frame.summary.functions[Int(function)].outerFunction
        for _ in 0..<50 where at != 0 {
            if at - 1 == owner { return true }
            at = frame.summary.functions[Int(at - 1)].outerFunction
        }
        return false
    }

    private func isSymbol(_ given: SummaryValue, _ symbol: Symbol, in frame: Frame) -> Bool {
        var value = given
        // The two ends of one queue, for threads and for the loop.
        if let expression = frame.expression(given), expression.kind == .attribute, Self.ends.contains(frame.summary.text(expression.string)) {
            value = frame.operands(given).first ?? given
        }
        switch symbol {
        case .variable(let file, let variable): return value.kind == .local && value.index == variable && file == frame.file
        case .attribute(_, _, let name):
            guard let expression = frame.expression(value), expression.kind == .attribute else { return false }
            return expression.string == name
        }
    }

    /// The steps that may have to do with it, in order.
    private func steps(with symbol: Symbol, in frame: Frame, _ ground: Ground) -> [Int] {
        switch symbol {
        case .variable(let file, let variable): file == frame.file ? frame.steps(mentioning: SummaryValue(.local, index: variable)) : []
        case .attribute(_, _, let name):
            frame.reference.map { ground.context.body(of: $0, frame.summary).uses(in: frame.summary).steps(reading: .attribute(name)).map(Int.init) } ?? frame.calling
        }
    }

    private func fed(_ symbol: Symbol, in frame: Frame, made: Frame, at place: Location?, _ ground: Ground) -> Verdict? {
        let calls = steps(with: symbol, in: frame, ground).filter { step in
            guard frame.steps[step].kind == .call, let call = frame.call(frame.steps[step].value) else { return false }
            return isSymbol(call.receiver, symbol, in: frame)
        }
        guard calls.contains(where: { ground.isMatch(frame.steps[$0].value, in: frame, puts) }) else { return nil }
        let takes = calls.contains { ground.isMatch(frame.steps[$0].value, in: frame, gets) } || takesByOtherName(symbol, in: frame, ground)
        for step in calls where ground.isMatch(frame.steps[step].value, in: frame, puts) {
            let put = ground.program.location(of: frame.reference(frame.steps[step].value))
            if takes {
                ground.context.explain("a worker puts back what it takes out", at: put)
                continue
            }
            // A queue an object keeps: how fast it is read is decided by who holds the object.
            var isKept = false
            if case .attribute = symbol { isKept = true }
            guard let (why, isNote) = endless(step, in: frame, made: made, isKept: isKept, ground) else { continue }
            ground.context.explain("put into \(why)", at: put)
            var finding = Verdict(isFinding: true)
            if isNote { finding.severity = .info }
            finding.variables = ["WHERE": why]
            if let place { finding.flow.append(FlowStep(location: place, message: "made without a size")) }
            if let put { finding.flow.append(FlowStep(location: put, message: "filled \(why)")) }
            return finding
        }
        return nil
    }

    /// Whether the function takes from what it calls by the same name but for underscores: `queue`, given as an argument, beside `self._queue`.
    private func takesByOtherName(_ symbol: Symbol, in frame: Frame, _ ground: Ground) -> Bool {
        guard case .attribute(_, _, let name) = symbol else { return false }
        return frame.tree.range.contains { step in
            guard frame.steps[step].kind == .call, let call = frame.call(frame.steps[step].value), call.receiver.kind == .local,
                ground.isMatch(frame.steps[step].value, in: frame, gets)
            else { return false }
            return frame.text(call.receiver).filter { $0 != "_" } == frame.summary.text(name).filter { $0 != "_" }
        }
    }

    /// What makes a put one without an end, and whether it only weighs as a note.
    private func endless(_ step: Int, in frame: Frame, made: Frame, isKept: Bool, _ ground: Ground) -> (String, Bool)? {
        let turns = ground.turns(around: step, in: frame)
        for turns in turns {
            if waitsForReader(step, in: turns, ground) { return nil }
            switch turns.kind {
            case .endless: return ("in an endless loop", isKept || isOfChild(turns, ground) || !readsInput(in: turns, ground))
            case .asyncEach: return ("for each of what an asynchronous source gives", isKept || isOwnStream(turns.over, in: turns.frame, ground))
            case .condition: return ("in a loop with no count", true)
            case .each, .call:
                if ground.amount(of: turns.over, in: turns.frame) != .many { continue }
                // Filled from what is there already, before anyone takes from it.
                if frame.function == made.function, frame.file == made.file { continue }
                return ("for each of `\(frame.text(turns.over))`", true)
            }
        }
        // How often a callback is called, and whether its caller waits by other means, is not seen here.
        guard turns.isEmpty, let record = frame.record else { return nil }
        if record.name != 0, ground.isMatch(written: frame.summary.text(record.name), handlers) { return ("by the callback `\(frame.summary.text(record.name))`", true) }
        guard let function = frame.function, isHandedOver(function, frame, ground) else { return nil }
        return ("by a callback", true)
    }

    /// Whether the writer waits in the same turn until it is told to go on: `await taken.wait()`, `queue.join()`.
    private func waitsForReader(_ step: Int, in turns: Turns, _ ground: Ground) -> Bool {
        let frame = turns.frame
        let around = frame.tree.sections(around: step)
        return turns.body.contains { other in
            guard other > step, frame.steps[other].kind == .call, let call = frame.call(frame.steps[other].value), call.receiver.kind != .unknown,
                ["wait", "join"].contains(frame.summary.text(call.method))
            else { return false }
            return frame.tree.section(of: other).map(around.contains) ?? true
        }
    }

    /// Whether each turn reads what comes from outside, as fast as it comes: a turn that does something else has a pace of its own.
    private func readsInput(in turns: Turns, _ ground: Ground) -> Bool {
        let frame = turns.frame
        return turns.body.contains { step in
            guard frame.steps[step].kind == .call, let call = frame.call(frame.steps[step].value),
                ground.isMatch(frame.steps[step].value, in: frame, sources) || ground.isMatch(written: frame.calleeText(call), sources)
            else { return false }
            return loops(around: step, in: frame).first == turns.step
        }
    }

    private func loops(around step: Int, in frame: Frame) -> [Int] { frame.tree.structures(around: step).filter { frame.steps[$0].kind == .loop } }

    /// Whether what is read is what a child process writes: it ends with it.
    private func isOfChild(_ turns: Turns, _ ground: Ground) -> Bool {
        let frame = turns.frame
        return turns.body.contains { step in
            guard frame.steps[step].kind == .call, let call = frame.call(frame.steps[step].value), call.receiver.kind != .unknown else { return false }
            let name = ground.lastName(call.receiver, in: frame)
            return name.hasSuffix("stdout") || name.hasSuffix("stderr")
        }
    }

    /// Whether a stream is one of the project's own, started here for this one job: it comes to an end with it.
    private func isOwnStream(_ value: SummaryValue, in frame: Frame, _ ground: Ground) -> Bool {
        if value.kind == .local, frame.parameter(value.index) == nil {
            let owner = frame.owner(ofVariable: value.index)
            guard let home = owner == frame.function ? frame : ground.frame(file: frame.file, function: owner) else { return false }
            let binds = home.binds(of: value.index)
            return !binds.isEmpty && binds.allSatisfy { isOwnStream(home.steps[$0].value, in: home, ground) }
        }
        // async with aclosing(self.answers()) as answers
        if frame.expression(value)?.kind == .entered { return frame.operands(value).first.map { isOwnStream($0, in: frame, ground) } ?? false }
        guard value.kind == .call, let call = frame.call(value) else { return false }
        if call.argumentCount == 1, frame.calleeText(call).lowercased().hasSuffix("closing"), let inner = frame.arguments(of: call).first?.value,
            inner.kind == .call
        {
            return isOwnStream(inner, in: frame, ground)
        }
        if case .function = ground.program.target(of: frame.reference(value)) { return true }
        // An answer to a question ends; what is subscribed to goes on.
        let name = frame.summary.text(call.method == 0 ? call.callee : call.method).lowercased()
        return call.argumentCount > 0 && !["subscri", "listen", "consum", "watch", "rec"].contains { name.contains($0) }
    }

    /// Whether a nested function or closure is given to somebody as an argument.
    private func isHandedOver(_ function: UInt32, _ frame: Frame, _ ground: Ground) -> Bool {
        let record = frame.summary.functions[Int(function)]
        guard record.outerFunction != 0 || record.flags.contains(.isClosure) else { return false }
        let outer = record.outerFunction == 0 ? nil : record.outerFunction - 1
        guard let home = ground.frame(file: frame.file, function: outer) else { return false }
        for step in home.tree.range where home.steps[step].kind == .call {
            guard let call = home.call(home.steps[step].value) else { continue }
            for argument in home.arguments(of: call) {
                if argument.value.kind == .closure, argument.value.index == function { return true }
                guard record.name != 0, argument.value.kind == .name || argument.value.kind == .local else { continue }
                if ground.program.function(for: argument.value, in: home.file) == FunctionRef(file: home.file, function: function) { return true }
            }
        }
        return false
    }

    /// The parameters that get the channel in the functions it is given to.
    private func handedOn(_ symbol: Symbol, in frame: Frame, _ ground: Ground) -> [(Symbol, Frame)] {
        var found: [(Symbol, Frame)] = []
        for step in steps(with: symbol, in: frame, ground) where frame.steps[step].kind == .call {
            let value = frame.steps[step].value
            guard let call = frame.call(value), frame.arguments(of: call).contains(where: { isSymbol($0.value, symbol, in: frame) }),
                case .function(let callee) = ground.program.target(of: frame.reference(value)), let home = ground.frame(callee), let record = home.record
            else { continue }
            let work = Work(call: value, in: frame)
            for number in 0..<Int(record.parameterCount) {
                guard let given = ground.argument(number, of: callee, given: work, in: frame), isSymbol(given, symbol, in: frame) else { continue }
                let name = home.summary.parameters[Int(record.firstParameter) + number].name
                guard let variable = home.summary.variables.firstIndex(where: { $0.scope == record.scope && $0.name == name }) else { continue }
                found.append((.variable(file: home.file, UInt32(variable)), home))
            }
        }
        return found
    }
}
