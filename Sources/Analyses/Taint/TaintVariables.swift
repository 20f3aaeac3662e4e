import Linking
import Semantics

/// What a variable is bound to where it is read.
struct Definitions {
    /// Steps of the frame that may have bound it last.
    var binds: [Int] = []
    /// Whether it may still be what the function was given.
    var isGiven = true

    init(of variable: UInt32, before step: Int, in frame: Frame) {
        let all = frame.binds(of: variable)
        guard !all.isEmpty else { return }
        let here = all.partition(before: step)
        let last = all[..<here].last { !frame.steps[$0].flags.contains(.isAugmented) && frame.tree.isBefore($0, step) }
        isGiven = last == nil
        let loops = Self.loops(around: step, in: frame)
        // What comes later was before only in a loop.
        for bind in all[(last.map { all.partition(before: $0) } ?? 0)..<(loops.isEmpty ? here : all.count)] {
            if bind < step {
                if Self.areApart(bind, step, in: frame, loops) { continue }
            } else {
                // Only the turn before can have bound it, unless each turn binds it anew.
                let shared = Self.loops(around: bind, in: frame).filter(loops.contains)
                guard let outermost = shared.min(), last.map({ $0 < outermost }) ?? true else { continue }
            }
            binds.append(bind)
        }
    }

    private static func loops(around step: Int, in frame: Frame) -> [Int] { frame.tree.structures(around: step).filter { frame.steps[$0].kind == .loop } }

    /// Whether two steps are on different sides of one branch, and no loop is around it.
    private static func areApart(_ first: Int, _ second: Int, in frame: Frame, _ loops: [Int]) -> Bool {
        let sections = frame.tree.sections(around: first)
        for section in frame.tree.sections(around: second) {
            guard let opener = frame.tree.opener(of: section), frame.steps[opener].kind == .branch || frame.steps[opener].kind == .match else { continue }
            guard let other = sections.first(where: { frame.tree.opener(of: $0) == opener }), other != section else { continue }
            return !loops.contains { $0 < opener }
        }
        return false
    }
}

/// Variables, and the containers they hold.
extension TaintTrace {
    func local(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard let variable = frame.variable(value) else { return [] }
        let name = frame.summary.text(variable.name), owner = frame.owner(ofVariable: value.index)
        guard owner == frame.function else { return captured(value, name, owner, path, at: step, in: frame) }
        let definitions = Definitions(of: value.index, before: step, in: frame)
        let isObject = path.isWhole && !knowledge.shapes && !knowledge.whole && hasAttributes(value, reaching: definitions.binds, in: frame)
        if path.isWhole, !isObject, nameSource(value, in: frame) {
            let isKnownClean = !definitions.isGiven || owner == nil
            if isKnownClean, !definitions.binds.isEmpty, definitions.binds.allSatisfy({ isClean(frame.steps[$0].value, at: $0, in: frame) }) { return [] }
            let found = [named(name, value, at: definitions.binds.last ?? step, in: frame)]
            return !definitions.isGiven && isMadeUp(definitions.binds.map { frame.steps[$0].value }, in: frame) ? vague(found) : found
        }
        if knowledge.whole, isChosen(at: step, in: frame) { return [] }
        if isMasked(value, before: step, in: frame) || isMaskedAnew(value, definitions, in: frame) { return [] }
        var found: [TaintOrigin] = []
        let isOther = isOther(name) || isObject
        var giving: [TaintOrigin.Kind: Int] = [:]
        for bind in definitions.binds where !(isOther && isTakenAsItIs(frame.steps[bind].value, in: frame)) {
            let from = origins(of: frame.steps[bind].value, path, at: bind, in: frame)
            found += adding(TaintHop(place: place(bind, in: frame), message: "`\(name)` holds it"), to: from)
            for kind in Set(from.map(\.kind)) { giving[kind, default: 0] += 1 }
        }
        // One text of many is mostly another one.
        if definitions.binds.count >= Self.manyBinds, !definitions.binds.contains(where: { frame.steps[$0].flags.contains(.isAugmented) }) {
            found = found.flatMap { giving[$0.kind] == 1 ? vague([$0]) : [$0] }
        }
        if definitions.isGiven, let number = frame.parameter(value.index), mayBeGiven(value, name, path, in: frame) {
            found.append(TaintOrigin(kind: .parameter(number, path)))
        }
        found += added(to: value, name, path, before: step, in: frame)
        // Who has a text for hiding it has thought of who may see it.
        if definitions.binds.contains(where: { isMaskText(frame.steps[$0].value, in: frame) }) { found = vague(found) }
        return withoutCleared(found, of: value, path, before: step, in: frame)
    }

    private static let manyBinds = 4

    /// Whether a step is in a loop's turn that was picked by a comparison: it is about one of many.
    private func isChosen(at step: Int, in frame: Frame) -> Bool {
        frame.tree.sections(around: step).contains { section in
            let branch = frame.steps[section]
            guard branch.kind == .branch, let test = frame.expression(branch.value), test.kind == .binary else { return false }
            guard ["==", "in"].contains(frame.summary.text(test.string)) else { return false }
            return frame.tree.structures(around: section).contains { frame.steps[$0].kind == .loop }
        }
    }

    /// Whether somebody may give a function such a value as this parameter: the object it belongs to is none, nor what has a type of its own.
    private func mayBeGiven(_ value: SummaryValue, _ name: String, _ path: TaintPath, in frame: Frame) -> Bool {
        if name == "self" || name == "cls" { return false }
        return !path.isEmpty || !isOfOtherType(value, in: frame)
    }

    /// A variable of the file, or of a function around: whatever it is bound to anywhere.
    private func captured(
        _ value: SummaryValue, _ name: String, _ owner: UInt32?, _ path: TaintPath, at step: Int, in frame: Frame
    ) -> [TaintOrigin] {
        // `global` and `nonlocal`: what the function itself bound it to.
        let own = Definitions(of: value.index, before: step, in: frame)
        if !own.isGiven {
            return own.binds.flatMap { bind in
                adding(TaintHop(place: place(bind, in: frame), message: "`\(name)` holds it"), to: origins(of: frame.steps[bind].value, path, at: bind, in: frame))
            }
        }
        guard let home = frames.frame(file: frame.file, function: owner) else { return [] }
        let binds = home.binds(of: value.index)
        if path.isWhole, nameSource(value, in: frame) {
            if !binds.isEmpty, home.parameter(value.index) == nil, binds.allSatisfy({ isClean(home.steps[$0].value, at: $0, in: home) }) { return [] }
            return binds.isEmpty && owner == nil ? [] : [named(name, value, at: binds.last ?? step, in: binds.isEmpty ? frame : home)]
        }
        return binds.flatMap { bind in
            adding(
                TaintHop(place: place(bind, in: home), message: "`\(name)` holds it"), to: origins(of: home.steps[bind].value, path, at: bind, in: home).filter(\.isSource))
        }
    }

    // MARK: Containers

    /// Whether a loop before the step overwrites parts of the variable with a text that says so: `shown[key] = "REDACTED"`.
    private func isMasked(_ variable: SummaryValue, before step: Int, in frame: Frame) -> Bool {
        step > frames.firstMask(of: variable.index, in: frame) { value in
            guard let text = key(value, in: frame)?.lowercased() else { return false }
            return !text.contains { $0.isLetter || $0.isNumber } || context.isMatch(program.names.intern(text), knowledge.sanitizerNames)
        }
    }

    /// Whether it is bound to what a mask makes of it, be it under a condition: `if hide: shown = mask(shown)`. Somebody has thought of it.
    private func isMaskedAnew(_ variable: SummaryValue, _ definitions: Definitions, in frame: Frame) -> Bool {
        definitions.binds.contains { bind in
            let value = frame.steps[bind].value
            return frame.mentions(value, variable.index) && frame.mentions(value) { part in frame.call(part).map { isMask($0, in: frame) } ?? false }
        }
    }

    /// Whether it is a text that stands for what is hidden: `"<hidden>"`, `"***"`.
    func isMaskText(_ value: SummaryValue, in frame: Frame) -> Bool {
        guard let text = key(value, in: frame)?.lowercased() else { return false }
        if text.count >= 3, text.allSatisfy({ "*•x#".contains($0) }) { return true }
        return !text.contains(" ") && context.isMatch(program.names.intern(text), knowledge.masks)
    }

    /// Without what was in parts that are overwritten or taken out on the way.
    private func withoutCleared(
        _ origins: [TaintOrigin], of variable: SummaryValue, _ path: TaintPath, before step: Int, in frame: Frame
    ) -> [TaintOrigin] {
        guard path.isEmpty, origins.contains(where: { !$0.part.isEmpty }) else { return origins }
        let cleared = cleared(of: variable, before: step, in: frame)
        return origins.filter { origin in origin.part.first.map { !cleared.contains($0) } ?? true }
    }

    /// The parts of a variable's container that are taken out, or made clean, on every way to a step.
    private func cleared(of variable: SummaryValue, before step: Int, in frame: Frame) -> Set<TaintPart> {
        let question = CleanQuestion(file: frame.file, function: frame.function, variable: variable.index, step: step, depth: 0)
        if let known = memory.cleared[question] { return known }
        var cleared: Set<TaintPart> = []
        for (at, part) in clears(of: variable, in: frame) {
            guard at < step else { break }
            if frame.tree.isBefore(at, step) { cleared.insert(part) }
        }
        memory.cleared[question] = cleared
        return cleared
    }

    /// The steps that take a part of a variable's container out, or make it clean, in order.
    private func clears(of variable: SummaryValue, in frame: Frame) -> [(at: Int, part: TaintPart)] {
        let question = PutQuestion(file: frame.file, function: frame.function, variable: variable.index, path: [])
        if let known = memory.clears[question] { return known }
        var found: [(at: Int, part: TaintPart)] = []
        for at in frames.changes(of: variable.index, in: frame).all {
            let change = frame.steps[at]
            var part: TaintPart?
            switch change.kind {
            case .store: if isClean(change.value, at: at, in: frame) { part = frame.storedPart(change.target) }
            case .delete: part = frame.storedPart(change.target)
            default:
                guard let call = frame.call(change.value), frame.summary.text(call.method) == "pop" else { continue }
                part = frame.arguments(of: call).first.flatMap { key($0.value, in: frame) }.map(TaintPart.field)
            }
            if let part, part != .some { found.append((at, part)) }
        }
        memory.clears[question] = found
        return found
    }
}
