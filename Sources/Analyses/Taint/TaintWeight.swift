import Findings
import Linking
import Rules
import Semantics

/// What is said of a value that arrives, and how much it weighs.
extension TaintTrace {
    /// - Parameter ways: what becomes of it from the candidate on.
    func finding(_ origin: TaintOrigin, ways: [TaintHop]) -> Verdict {
        guard case .source(let what, _) = origin.kind else { return Verdict(isFinding: false) }
        let way = origin.hops + ways
        var verdict = Verdict(isFinding: true)
        let last = what.split(separator: ".").last.map { String($0.prefix { $0 != "(" }) } ?? ""
        verdict.isLowered = origin.isLowered || context.isMatch(program.names.intern(last), knowledge.minorSources)
        if origin.isVague || origin.isAmbiguous {
            context.explain("`\(what)` may be something else that is called so, or is not of the form of such a value, or is hidden on another way")
            (verdict.severity, verdict.isLowered) = (.info, true)
        }
        verdict.variables["WHAT"] = what
        verdict.variables["WAY"] = ways.compactMap { $0.message.split(separator: "`").first.map(String.init) }.joined(separator: " → ")
        verdict.flow = way.count > 1 ? way.compactMap { hop in location(of: hop.place).map { FlowStep(location: $0, message: hop.message) } } : []
        for hop in way { context.explain(hop.message, at: location(of: hop.place)) }
        return verdict
    }

    /// Of a step only the line is known: its first column stands for it.
    private func location(of place: TaintPlace) -> Location? {
        guard program.files.indices.contains(Int(place.file)) else { return nil }
        let start = Position(line: Int(place.line), column: max(1, Int(place.column)))
        return Location(
            path: program.files[Int(place.file)].path, bytes: Int(place.start)..<Int(place.start), start: start,
            end: Position(line: start.line, column: start.column + 1))
    }

    func weigh(_ verdict: inout Verdict, _ origin: TaintOrigin, _ call: CallRef, _ record: SummaryCall, in frame: Frame) {
        guard case .source(let what, _) = origin.kind else { return }
        if let why = whyMinor(what, call, record, in: frame) {
            context.explain(why)
            (verdict.severity, verdict.isLowered) = (.info, true)
        }
        if let file = origin.file.flatMap({ context.faultyFile(named: $0, by: knowledge.raisers) }) {
            context.explain("\(file.path) has a finding of \(file.rule)")
            verdict.isRaised = true
            verdict.remark = "it is read from \(file.path), which has a finding of \(file.rule)"
        }
    }

    /// A finding all the same, where nothing is known of what a sink is given.
    func verdictOnUnknown(_ call: CallRef, _ record: SummaryCall, in frame: Frame) -> Verdict? {
        let isUnknown = context.isMatch(call, knowledge.unknown)
        guard isUnknown || context.isMatch(call, knowledge.doubtful) else { return nil }
        let step = Int(record.step) - 1, given = context.sinkArguments(of: record, knowledge, in: frame)
        guard let argument = given.first(where: { !isClean($0.value, at: step, in: frame) && !comesFromSanitizer($0.value, at: step, in: frame) }) else { return nil }
        context.explain("nothing is known of what it is given")
        var verdict = Verdict(isFinding: true)
        verdict.isLowered = isUnknown
        if !isUnknown || whyMinor("", call, record, in: frame) != nil { (verdict.severity, verdict.isLowered) = (.info, true) }
        let text = frame.text(argument.value)
        verdict.variables["WHAT"] = text.isEmpty ? "what it is given" : text
        return verdict
    }

    private func whyMinor(_ what: String, _ call: CallRef, _ record: SummaryCall, in frame: Frame) -> String? {
        if isMinorSink(call, record, in: frame) { return "to arrive there is worth a note" }
        if let meant = knowledge.meant {
            let name = what.split { ".[]()".contains($0) }.last.map(String.init) ?? ""
            if meant.judge(name).judgement != .none { return "`\(name)` is meant to get there" }
        }
        if !context.isEmpty(knowledge.trusted), isTrusted(what) { return "`\(what)` is what whoever starts the program says, who runs commands anyway" }
        if knowledge.commands, isCommandOfSetting(record, in: frame) { return "the command is what the setting says from its first word on" }
        if !context.isEmpty(knowledge.guards), hasCall(of: knowledge.guards, before: record, in: frame) { return "what came was looked at before" }
        if knowledge.tested, isTested(record, in: frame) { return "the value is compared before" }
        return nil
    }

    /// Whether a source is one of those whose owner runs the program himself, by the name it goes by: `os.environ[HOOK]`, `os.getenv()`.
    private func isTrusted(_ title: String) -> Bool {
        let name = title.prefix { $0 != "[" && $0 != "(" }
        return context.isMatch(program.names.intern(String(name)), knowledge.trusted)
    }

    private func hasCall(of list: KnowledgeID, before record: SummaryCall, in frame: Frame) -> Bool {
        frame.summary.calls.indices.contains { at in
            let other = frame.summary.calls[at]
            return other.function == record.function && other.step > 0 && other.step <= record.step
                && context.isMatch(CallRef(file: frame.file, call: UInt32(at)), list)
        }
    }

    /// Whether a condition before the call asks for one of its arguments: `if name not in ALLOWED`, `if name.startswith("app.")`.
    private func isTested(_ record: SummaryCall, in frame: Frame) -> Bool {
        let arguments = frame.arguments(of: record).map(\.value)
        func isGiven(_ value: SummaryValue) -> Bool {
            arguments.contains { argument in
                if argument.kind == .local { return value.kind == .local && value.index == argument.index }
                return argument == value || !frame.text(argument).isEmpty && frame.text(argument) == frame.text(value)
            }
        }
        func asks(_ value: SummaryValue, _ depth: Int) -> Bool {
            guard depth > 0 else { return false }
            if let call = frame.call(value) { return isGiven(call.receiver) || frame.arguments(of: call).contains { isGiven($0.value) } }
            guard frame.expression(value) != nil else { return false }
            return frame.operands(value).contains { isGiven($0) || asks($0, depth - 1) }
        }
        return frame.tree.range.contains { at in
            at < Int(record.step) - 1 && (frame.steps[at].kind == .branch || frame.steps[at].kind == .match) && asks(frame.steps[at].value, 6)
        }
    }

    /// `loads(dumps(x))`, also by way of a variable.
    private func comesFromSanitizer(_ value: SummaryValue, at step: Int, in frame: Frame) -> Bool {
        if let call = frame.call(value) { return isSanitizer(value, call, in: frame) }
        guard value.kind == .local, frame.owner(ofVariable: value.index) == frame.function else { return false }
        let definitions = Definitions(of: value.index, before: step, in: frame)
        return !definitions.isGiven && !definitions.binds.isEmpty
            && definitions.binds.allSatisfy { at in frame.call(frame.steps[at].value).map { isSanitizer(frame.steps[at].value, $0, in: frame) } ?? false }
    }
}
