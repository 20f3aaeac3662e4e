import Linking
import Semantics

/// How many things an iterable gives, as far as it matters here.
enum Amount: Equatable {
    /// So few that starting one piece of work for each is fine; says why.
    case few(String)
    /// What an object or module holds, no input: nobody knows how many.
    case held
    case many
}

/// Step b of `bounded`: whether a count is small and constant.
extension Ground {
    func amount(of value: SummaryValue, in frame: Frame, depth: Int = 10) -> Amount {
        let amount = plainAmount(of: value, in: frame, depth: depth)
        guard amount == .many else { return amount }
        let isOfModule = value.kind == .local && frame.function != nil && frame.owner(ofVariable: value.index) == nil
        return isOfModule || isHeldByName(value, in: frame) ? .held : .many
    }

    /// Whether any name on the path to a value says that the program set it up itself: `config.urls`, `app.plugins.values()`.
    func isHeldByName(_ value: SummaryValue, in frame: Frame, depth: Int = 6) -> Bool {
        guard depth > 0, !context.isEmpty(lists.held) else { return false }
        switch value.kind {
        case .local, .name: return isMatch(written: lastName(value, in: frame).lowercased(), lists.held)
        case .call:
            guard let call = frame.call(value) else { return false }
            let name = call.method != 0 ? call.method : call.callee
            if isMatch(written: String(frame.summary.text(name).split(separator: ".").last ?? "").lowercased(), lists.held) { return true }
            guard call.receiver.kind != .unknown else { return false }
            return isHeldByName(call.receiver, in: frame, depth: depth - 1)
        case .expression:
            guard let expression = frame.expression(value), let base = frame.operands(value).first else { return false }
            switch expression.kind {
            case .attribute:
                return isMatch(written: frame.summary.text(expression.string).lowercased(), lists.held) || isHeldByName(base, in: frame, depth: depth - 1)
            case .element, .slice, .awaited, .attempted: return isHeldByName(base, in: frame, depth: depth - 1)
            default: return false
            }
        default: return false
        }
    }

    private func plainAmount(of value: SummaryValue, in frame: Frame, depth: Int) -> Amount {
        guard depth > 0 else { return .many }
        let name = lastName(value, in: frame)
        switch value.kind {
        case .collection: return .few("it is written out")
        case .string, .number, .none: return .few("it is constant")
        case .name, .local, .expression:
            if isFew(name, value, in: frame) { return .few("`\(frame.text(value))` is small by its name") }
        default: break
        }
        switch value.kind {
        case .local: return amount(ofVariable: value, in: frame, depth: depth)
        case .name: return amount(ofNamed: value, in: frame, depth: depth)
        case .call: return amount(ofCall: value, in: frame, depth: depth)
        case .expression: return amount(ofExpression: value, in: frame, depth: depth)
        default: return .many
        }
    }

    /// By convention: `MAX_WORKERS`, and what the rule lists.
    private func isFew(_ name: String, _ value: SummaryValue, in frame: Frame) -> Bool {
        if let kind = frame.expression(value)?.kind, kind != .attribute { return false }
        if isMatch(written: name.lowercased(), lists.few) { return true }
        if isMatch(written: "_." + name, lists.iterables) { return true }
        return name.count > 1 && name.contains { $0.isLetter } && name.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
    }

    private func amount(ofVariable value: SummaryValue, in frame: Frame, depth: Int) -> Amount {
        let owner = frame.owner(ofVariable: value.index)
        if owner == frame.function, let number = frame.parameter(value.index), let given = amount(ofParameter: number, in: frame, depth: depth) { return given }
        guard frame.parameter(value.index) == nil || owner == frame.function && lastCut(of: value, in: frame) != nil, let home = owner == frame.function ? frame : self.frame(file: frame.file, function: owner) else {
            return .many
        }
        var binds = home.binds(of: value.index)
        guard !binds.isEmpty else { return owner == nil ? .held : .many }
        // `xs = xs[:10]` makes few of whatever it was before.
        if owner != nil, let cut = lastCut(of: value, in: home) { binds = [cut] }
        // What is added in a loop over many makes it many again.
        for step in home.tree.range where home.steps[step].kind == .call {
            guard let call = home.call(home.steps[step].value), call.receiver == value, call.argumentCount > 0, !call.flags.contains(.isAwaited)
            else { continue }
            for loop in loops(around: step, in: home) where !binds.contains(where: home.tree.inside(loop).contains) {
                if !isFewTurns(loop, in: home, depth: depth - 1) { return .many }
            }
        }
        var weakest = Amount.few("`\(frame.text(value))` is")
        for bind in binds {
            let bound = amount(of: home.steps[bind].value, in: home, depth: depth - 1)
            switch (weakest, bound) {
            case (_, .many): return .many
            case (_, .held): weakest = .held
            case (.few, .few(let why)): weakest = .few(why)
            default: break
            }
        }
        return weakest
    }

    /// Whether somebody is asked for no more than so many: `search(text, top_k=10)`, `fetch(max_pages)`.
    private func isToldHowMany(_ call: SummaryCall, in frame: Frame) -> Bool {
        guard !isMatch(written: frame.summary.text(call.method == 0 ? call.callee : call.method), lists.wrappers) else { return false }
        return frame.arguments(of: call).contains { argument in
            if let number = number(argument.value, in: frame), number > lists.small { return false }
            return [frame.summary.text(argument.label), lastName(argument.value, in: frame)].contains { isMatch(written: $0.lowercased(), lists.asked) }
        }
    }

    /// What a function that only its own file calls is given there, where all callers give few or what is held; nil when one does not.
    private func amount(ofParameter number: Int, in frame: Frame, depth: Int) -> Amount? {
        guard depth > 6, !context.isEmpty(lists.held), let function = frame.reference, isCalledHereOnly(function, in: frame) else { return nil }
        var found: Amount?
        for caller in callers(of: function, in: frame) where caller.frame.function != nil {
            guard let given = argument(number, of: function, given: caller.work, in: caller.frame) else { return nil }
            if amount(of: given, in: caller.frame, depth: depth - 3) == .many { return nil }
            // A subclass, or a test, may call it with more: no more than a note.
            found = .held
        }
        return found
    }

    /// The last thing a variable is bound to, on every way: a slice of something, to which nothing is added.
    private func lastCut(of value: SummaryValue, in home: Frame) -> Int? {
        guard let cut = home.binds(of: value.index).last, home.tree.section(of: cut) == nil, home.expression(home.steps[cut].value)?.kind == .slice,
            !home.calling.contains(where: { $0 > cut && home.call(home.steps[$0].value)?.receiver == value })
        else { return nil }
        return cut
    }

    private func amount(ofNamed value: SummaryValue, in frame: Frame, depth: Int) -> Amount {
        switch program.entity(of: value, in: frame.file) {
        case .variable(let file, let variable):
            let values = program.values(ofVariable: variable, in: file)
            guard !values.isEmpty, let home = self.frame(file: file, function: nil) else { return .held }
            for bound in values {
                guard case .few = amount(of: bound, in: home, depth: depth - 1) else { return .held }
            }
            return .few("`\(frame.text(value))` is written out")
        default: return .held
        }
    }

    private func amount(ofCall value: SummaryValue, in frame: Frame, depth: Int) -> Amount {
        guard let call = frame.call(value) else { return .many }
        // `self.fetch(batch_size, max_concurrent_tasks)`: whoever gives them is told how many to give at once.
        if call.receiver.kind != .unknown, frame.arguments(of: call).contains(where: { isMatch(written: lastName($0.value, in: frame).lowercased(), lists.concurrency) }) {
            return .few("`\(frame.calleeText(call))` is told how many may run")
        }
        if isToldHowMany(call, in: frame) { return .held }
        if isMatch(value, in: frame, lists.iterables) { return .few("`\(frame.calleeText(call))` gives few") }
        let arguments = frame.arguments(of: call).map(\.value)
        if isMatch(value, in: frame, lists.ranges) {
            // range(0, len(xs)) counts xs.
            if let length = arguments.first(where: { isMatch($0, in: frame, lists.wrappers) }), arguments.count < 3 {
                return amount(of: length, in: frame, depth: depth - 1)
            }
            let numbers = arguments.map { number($0, in: frame) }
            if !numbers.isEmpty, let largest = numbers.compactMap({ $0 }).max(), numbers.allSatisfy({ $0 != nil }) {
                return largest <= lists.small ? .few("it is \(largest) at most") : .many
            }
            return arguments.allSatisfy { isFewNumber($0, in: frame) } && !arguments.isEmpty ? .few("its limit is a constant") : .many
        }
        if isMatch(value, in: frame, lists.wrappers) {
            let amounts = (arguments.filter { $0.kind != .number && $0.kind != .closure && $0.kind != .boolean } + (call.receiver.kind == .unknown ? [] : [call.receiver]))
                .map { amount(of: $0, in: frame, depth: depth - 1) }
            // zip ends with its shortest.
            if let few = amounts.first(where: { if case .few = $0 { true } else { false } }) { return few }
            if frame.calleeText(call) == "zip", amounts.contains(.held) { return .held }
            return amounts.contains(.many) || amounts.isEmpty ? .many : .held
        }
        if givesFew(value, in: frame, depth: depth) { return .held }
        // self.sessions.all()
        if arguments.isEmpty, isOwn(call.receiver, in: frame) { return .held }
        return .many
    }

    /// Whether a function of the project returns few in every case: `return [first, *others[:5]]`.
    private func givesFew(_ value: SummaryValue, in frame: Frame, depth: Int) -> Bool {
        guard depth > 4, case .function(let function) = target(of: value, in: frame), let home = self.frame(function) else { return false }
        let returned = home.tree.range.filter { home.steps[$0].kind == .return && home.steps[$0].value.kind != .none }.map { home.steps[$0].value }
        return !returned.isEmpty && returned.count < 20 && returned.allSatisfy { value in
            if case .few = amount(of: value, in: home, depth: depth - 4) { return true }
            return false
        }
    }

    /// A limit that is no measure of the input: a constant by name.
    private func isFewNumber(_ value: SummaryValue, in frame: Frame) -> Bool {
        if number(value, in: frame) != nil || isFew(lastName(value, in: frame), value, in: frame) { return true }
        // min(n, 8)
        guard let call = frame.call(value), call.receiver.kind == .unknown, frame.calleeText(call) == "min" else { return false }
        return frame.arguments(of: call).contains { number($0.value, in: frame) != nil || isFew(lastName($0.value, in: frame), $0.value, in: frame) }
    }

    /// The value of a number, also by way of a variable that is only ever that number.
    func number(_ value: SummaryValue, in frame: Frame, depth: Int = 4) -> Int? {
        guard depth > 0 else { return nil }
        switch value.kind {
        case .number: return Int(frame.summary.text(value.string).filter { $0 != "_" })
        case .local: return self.value(of: value.index, in: frame).flatMap { number($0, in: frame, depth: depth - 1) }
        case .name:
            guard case .variable(let file, let variable) = program.entity(of: value, in: frame.file), let home = self.frame(file: file, function: nil)
            else { return nil }
            let values = program.values(ofVariable: variable, in: file)
            return values.count == 1 ? number(values[0], in: home, depth: depth - 1) : nil
        default: return nil
        }
    }

    private func amount(ofExpression value: SummaryValue, in frame: Frame, depth: Int) -> Amount {
        guard let expression = frame.expression(value) else { return .many }
        let parts = Array(frame.operands(value))
        func part(_ number: Int) -> Amount { number < parts.count ? amount(of: parts[number], in: frame, depth: depth - 1) : .many }
        switch expression.kind {
        case .collection:
            for part in parts where frame.expression(part)?.kind == .star {
                guard case .few = amount(of: part, in: frame, depth: depth - 1) else { return .many }
            }
            return .few("it is written out")
        case .awaited, .star, .attempted, .entered: return part(0)
        case .slice: return amount(ofSlice: parts, in: frame, depth: depth)
        case .item:
            // Each of the groups something is cut into.
            if let call = parts.first, call.kind == .call, isMatch(call, in: frame, lists.batchers) { return .few("it is one group of `\(frame.text(call))`") }
            if let whole = parts.first, amount(of: whole, in: frame, depth: depth - 1) == .held { return .held }
            return .many
        case .choice, .conditional:
            let chosen = expression.kind == .conditional ? Array(parts.dropFirst()) : parts
            let amounts = chosen.map { amount(of: $0, in: frame, depth: depth - 1) }
            return amounts.contains(.many) || amounts.isEmpty ? .many : amounts.contains(.held) ? .held : amounts[0]
        case .binary:
            let operation = frame.summary.text(expression.string)
            if operation == "..<" || operation == "..." {
                guard parts.count == 2 else { return .many }
                if let last = number(parts[1], in: frame) { return last <= lists.small ? .few("it is \(last) at most") : .many }
                return isFew(lastName(parts[1], in: frame), parts[1], in: frame) ? .few("its limit is a constant") : .many
            }
            guard operation == "+" || operation == "|", part(0) != .many, part(1) != .many else { return .many }
            return part(0) == .held ? .held : part(1)
        case .comprehension:
            let amounts = parts.dropFirst().map { amount(of: $0, in: frame, depth: depth - 1) }
            return amounts.contains(.many) || amounts.isEmpty ? .many : amounts.contains(.held) ? .held : amounts[0]
        case .attribute:
            // An object's own parts. What comes from outside is handed over as a parameter.
            return isOwn(parts.first, in: frame) ? .held : .many
        default: return .many
        }
    }

    private func isOwn(_ base: SummaryValue?, in frame: Frame) -> Bool {
        guard let base else { return false }
        switch base.kind {
        case .local: return ["self", "cls"].contains(frame.text(base))
        case .name: return true
        case .expression: return frame.expression(base)?.kind == .attribute && isOwn(frame.operands(base).first, in: frame)
        default: return false
        }
    }

    /// `xs[:10]`, `xs[-10:]`, `xs[i:i + size]`.
    private func amount(ofSlice parts: [SummaryValue], in frame: Frame, depth: Int) -> Amount {
        guard parts.count >= 3 else { return .many }
        let lower = parts[1], upper = parts[2]
        if upper.kind == .none || upper.kind == .unknown {
            if frame.expression(lower)?.kind == .unary { return .few("it is the end of a list") }
            return amount(of: parts[0], in: frame, depth: depth - 1)
        }
        if let sum = frame.expression(upper), sum.kind == .binary, frame.summary.text(sum.string) == "+" {
            let operands = Array(frame.operands(upper))
            if operands.contains(lower) || lower.kind == .none { return .few("it is a slice of fixed width") }
        }
        return upper.kind == .call ? .many : .few("it is a slice of fixed width")
    }

    /// What is gone through, for people: `urls` of `enumerate(urls)`, `range(len(urls))` with what it counts.
    func textOfMany(_ value: SummaryValue, in frame: Frame, depth: Int = 4) -> String {
        guard depth > 0, let call = frame.call(value) else { return frame.text(value) }
        let arguments = frame.arguments(of: call).map(\.value)
        if isMatch(value, in: frame, lists.ranges) {
            let texts = arguments.map { argument in
                guard let inner = frame.call(argument), inner.argumentCount == 1 else { return frame.text(argument) }
                return frame.calleeText(inner) + "(" + textOfMany(frame.arguments(of: inner).map(\.value)[0], in: frame, depth: depth - 1) + ")"
            }
            if !texts.isEmpty, texts.allSatisfy({ !$0.isEmpty }) { return frame.calleeText(call) + "(" + texts.joined(separator: ", ") + ")" }
        } else if call.receiver.kind == .unknown, arguments.count == 1, isMatch(value, in: frame, lists.wrappers) {
            let inner = textOfMany(arguments[0], in: frame, depth: depth - 1)
            if !inner.isEmpty { return inner }
        }
        return frame.text(value)
    }

    // MARK: Loops

    /// The loops around a step, from the inside out.
    func loops(around step: Int, in frame: Frame) -> [Int] { frame.tree.structures(around: step).filter { frame.steps[$0].kind == .loop } }

    func isFewTurns(_ loop: Int, in frame: Frame, depth: Int = 10) -> Bool {
        guard !frame.steps[loop].flags.contains(.isWhile) else { return false }
        if case .few = amount(of: frame.steps[loop].value, in: frame, depth: depth) { return true }
        return false
    }

    /// Whether a loop counts up to a number somebody chose, and what it starts makes nothing of the count but a name:
    /// `for _ in range(n)` starts n workers.
    func isCountOfWorkers(_ loop: Int, work: [SummaryValue], in frame: Frame) -> Bool {
        let over = frame.steps[loop].value
        if let call = frame.call(over) {
            guard isMatch(over, in: frame, lists.ranges) else { return false }
            let arguments = frame.arguments(of: call).map(\.value)
            guard arguments.allSatisfy({ isChosen($0, in: frame) }), arguments.count < 3, arguments.contains(where: { number($0, in: frame) == nil })
            else { return false }
        } else {
            guard let range = frame.expression(over), range.kind == .binary, ["..<", "..."].contains(frame.summary.text(range.string)),
                frame.operands(over).allSatisfy({ isChosen($0, in: frame) })
            else { return false }
        }
        let bind = loop + 1
        guard frame.tree.inside(loop).contains(bind), frame.steps[bind].kind == .bind, frame.steps[bind].target.kind == .local else { return true }
        let counter = frame.steps[bind].target.index
        // xs[i] makes the count one of items.
        return !frame.summary.expressions.contains { expression in
            guard expression.kind == .element, expression.count >= 2 else { return false }
            let first = Int(expression.first)
            return first + 1 < frame.summary.operands.count && frame.mentions(frame.summary.operands[first + 1], counter)
        }
    }

    /// A number that is no length of something: a constant, a parameter, a setting.
    private func isChosen(_ value: SummaryValue, in frame: Frame, depth: Int = 4) -> Bool {
        guard depth > 0 else { return false }
        switch value.kind {
        case .number: return true
        case .local:
            if frame.parameter(value.index) != nil { return true }
            guard let values = values(of: value.index, in: frame) else { return false }
            return values.allSatisfy { isChosen($0, in: frame, depth: depth - 1) }
        case .name: return true
        case .expression:
            guard let kind = frame.expression(value)?.kind else { return false }
            if kind == .attribute { return lastName(value, in: frame) != "count" }
            // `counts[group]` of a table of such numbers.
            if kind == .element { return isMatch(written: lastName(value, in: frame).lowercased(), lists.few) }
            if kind == .conditional { return frame.operands(value).dropFirst().allSatisfy { isChosen($0, in: frame, depth: depth - 1) } }
            return [.binary, .choice].contains(kind) && frame.operands(value).allSatisfy { isChosen($0, in: frame, depth: depth - 1) }
        default: return false
        }
    }
}
