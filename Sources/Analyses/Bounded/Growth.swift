import Findings
import Linking
import Semantics

/// What says that a collection grows with data, so that nobody chose how many things are in it.
enum Growth {
    /// Something gives data: a folder is read, rows are fetched. The text says why, for people.
    case source(String)
    /// Only a name says so.
    case name(String)
}

extension Ground {
    /// Whether the rule asks for it: without lists of what gives data, what is not known to be few counts as many.
    func asksForGrowth(in frame: Frame) -> Bool { frame.summary.language == .python && !context.isEmpty(lists.dataNames) }

    /// Why a collection is taken to grow; nil where nothing says so.
    func growth(of value: SummaryValue, in frame: Frame, depth: Int = 8) -> Growth? {
        guard depth > 0 else { return nil }
        switch value.kind {
        case .local: return growth(ofVariable: value, in: frame, depth: depth)
        case .call: return growth(ofCall: value, in: frame, depth: depth)
        case .expression:
            guard let expression = frame.expression(value) else { return nil }
            let parts = Array(frame.operands(value))
            switch expression.kind {
            case .attribute:
                if isDataName(frame.summary.text(expression.string)) { return .name("`\(frame.text(value))` is data by its name") }
                return parts.first.flatMap { growth(of: $0, in: frame, depth: depth - 1) }
            case .element:
                if parts.count > 1, parts[1].kind == .string, isDataName(frame.text(parts[1]).filter { $0 != "\"" && $0 != "'" }) {
                    return .name("what stands under \(frame.text(parts[1])) is data by its name")
                }
                return parts.first.flatMap { growth(of: $0, in: frame, depth: depth - 1) }
            // What each turn of another loop gives is one thing of many, and not many itself.
            case .item, .part, .text, .collection: return nil
            case .comprehension, .conditional:
                return parts.dropFirst().lazy.compactMap { self.growth(of: $0, in: frame, depth: depth - 1) }.first
            default: return parts.lazy.compactMap { self.growth(of: $0, in: frame, depth: depth - 1) }.first
            }
        default: return nil
        }
    }

    private func isDataName(_ name: String) -> Bool { isMatch(written: name.lowercased(), lists.dataNames) }

    private func growth(ofVariable value: SummaryValue, in frame: Frame, depth: Int) -> Growth? {
        let owner = frame.owner(ofVariable: value.index), name = frame.text(value)
        guard owner != nil, let home = owner == frame.function ? frame : self.frame(file: frame.file, function: owner) else { return nil }
        let byName = isDataName(name) ? Growth.name("`\(name)` is data by its name") : nil
        if let parameter = home.parameter(value.index) {
            // Where the callers are known, they say it.
            return callersGive(parameter, in: home, depth: depth) ?? byName
        }
        let binds = home.binds(of: value.index)
        for bind in binds {
            if let found = growth(of: home.steps[bind].value, in: home, depth: depth - 1) { return found }
        }
        // What is put into it in a loop over such things, or while they come.
        for step in home.steps(mentioning: SummaryValue(.local, index: value.index)) where home.steps[step].kind == .call {
            guard let call = home.call(home.steps[step].value), call.receiver.kind == .local, call.receiver.index == value.index, call.argumentCount > 0
            else { continue }
            for loop in loops(around: step, in: home) {
                let flags = home.steps[loop].flags
                if flags.contains(.isEndless) || flags.contains(.isAsync) { return .source("`\(name)` is filled as long as something comes") }
                if !flags.contains(.isWhile), let found = growth(of: home.steps[loop].value, in: home, depth: depth - 2) { return found }
            }
        }
        // What somebody was asked for, under a name that says what it is.
        return binds.contains { isAskedFor(home.steps[$0].value, in: home) } ? byName : nil
    }

    /// Not what is written out, and not one of many groups.
    private func isAskedFor(_ value: SummaryValue, in frame: Frame) -> Bool {
        switch value.kind {
        case .collection, .none, .string, .number, .boolean: return false
        case .expression:
            guard let kind = frame.expression(value)?.kind else { return true }
            if kind == .conditional || kind == .choice {
                return frame.operands(value).dropFirst(kind == .conditional ? 1 : 0).allSatisfy { isAskedFor($0, in: frame) }
            }
            return ![.collection, .item, .part].contains(kind)
        case .call:
            // items = list(spec.items): what the object calls it counts.
            guard let call = frame.call(value), isMatch(value, in: frame, lists.wrappers) else { return true }
            let parts = frame.arguments(of: call).map(\.value) + [call.receiver]
            return !parts.contains { frame.expression($0)?.kind == .attribute }
        default: return true
        }
    }

    /// What the callers in the file give, for a function that only they call: nil when none is known, nothing inside when none of them says that it grows.
    private func callersGive(_ number: Int, in frame: Frame, depth: Int) -> Growth?? {
        guard depth > 3, let function = frame.reference, isCalledHereOnly(function, in: frame) else { return nil }
        var isKnown = false
        for caller in callers(of: function, in: frame) {
            guard let given = argument(number, of: function, given: caller.work, in: caller.frame) else { continue }
            isKnown = true
            if let found = growth(of: given, in: caller.frame, depth: depth - 3) { return .some(found) }
        }
        return isKnown ? .some(nil) : nil
    }

    private func growth(ofCall value: SummaryValue, in frame: Frame, depth: Int) -> Growth? {
        guard let call = frame.call(value) else { return nil }
        let text = frame.calleeText(call)
        if isMatch(value, in: frame, lists.dataSources) { return .source("`\(text)` gives data") }
        let name = call.method != 0 ? call.method : call.callee
        if isDataName(String(frame.summary.text(name).split(separator: ".").last ?? "")) { return .name("`\(text)` gives data, by its name") }
        if isMatch(value, in: frame, lists.wrappers) || isMatch(value, in: frame, lists.ranges) || isMatch(value, in: frame, lists.batchers)
            || isMatch(value, in: frame, lists.each)
        {
            for argument in frame.arguments(of: call) {
                if let found = growth(of: argument.value, in: frame, depth: depth - 1) { return found }
            }
        } else if depth > 3, case .function(let function) = target(of: value, in: frame), let home = self.frame(function) {
            for step in home.tree.range where home.steps[step].kind == .return {
                if let found = growth(of: home.steps[step].value, in: home, depth: depth - 3) { return found }
            }
        }
        return call.receiver.kind == .unknown ? nil : growth(of: call.receiver, in: frame, depth: depth - 1)
    }

    // MARK: Callers

    /// Whether all callers of a function stand in its file: its name says so, it is defined inside of another, or it is a method that only its
    /// own class is seen to call.
    func isCalledHereOnly(_ function: FunctionRef, in frame: Frame) -> Bool {
        guard let record = frame.record else { return false }
        if frame.summary.text(record.name).hasPrefix("_") || record.outerFunction != 0 { return true }
        guard record.ownerClass != 0 else { return false }
        let callers = callers(of: function, in: frame)
        return !callers.isEmpty && callers.allSatisfy { caller in
            guard let receiver = caller.work.receiver(in: caller.frame), receiver.kind == .local else { return false }
            return caller.frame.text(receiver) == "self"
        }
    }

    /// The calls of a function in its own file, but for its own.
    func callers(of function: FunctionRef, in frame: Frame) -> [(work: Work, frame: Frame)] {
        guard let record = frame.record, record.name != 0 else { return [] }
        return context.fileCalls(of: frame.file, frame.summary).calls(of: function, named: frame.summary.text(record.name), context).compactMap { at in
            let caller = frame.summary.calls[Int(at)].function
            guard caller - 1 != function.function || caller == 0, let home = self.frame(file: frame.file, function: caller == 0 ? nil : caller - 1) else { return nil }
            return (Work(call: SummaryValue(.call, index: at), in: home), home)
        }
    }
}
