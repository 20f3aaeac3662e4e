import Findings
import Linking
import Rules
import Semantics

/// Calls: what their results hold.
extension TaintTrace {
    func call(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard let call = frame.call(value) else { return [] }
        let at = call.step > 0 ? min(Int(call.step) - 1, step) : step
        let arguments = Array(frame.arguments(of: call))
        switch role(of: value, call, in: frame) {
        case .sanitizer: return []
        case .source:
            guard path.isAll || !knowledge.whole else { return [] }
            var source = self.source(title(of: call, arguments, path, in: frame), at: at, in: frame)
            source.holdsParts = !knowledge.whole
            source.file = fileName(readBy: call, at: at, in: frame)
            return [source]
        case .getter:
            guard let key = key(askedOf: arguments, in: frame) else { break }
            if let named = sourceByKey(key, of: holder(of: call, arguments), path, at: at, in: frame) { return named }
            return origins(of: holder(of: call, arguments), [.field(key)] + path, at: at, in: frame)
        case .unmask: if path.isEmpty, let shown = allFields(of: holder(of: call, arguments), at: at, in: frame) { return [shown] }
        case .propagator: return propagated(call, arguments, path, at: at, in: frame)
        case .other: break
        }
        switch program.target(of: frame.reference(value)) {
        case .function(let callee): return returned(by: callee, call, value, path, at: at, in: frame)
        case .type(let type, let initializer): return made(type, initializer, call, value, path, at: at, in: frame)
        case .external, .unknown: return sourceByCallee(call, path, at: at, in: frame)
        }
    }

    // MARK: Lists

    /// What the rule says about a call.
    enum Role { case sanitizer, source, getter, unmask, propagator, other }

    func role(of value: SummaryValue, _ call: SummaryCall, in frame: Frame) -> Role {
        let reference = frame.reference(value)
        if let known = frames.roles[reference] { return known }
        let role = self.role(asked: value, call, in: frame)
        frames.roles[reference] = role
        return role
    }

    private func role(asked value: SummaryValue, _ call: SummaryCall, in frame: Frame) -> Role {
        if isListed(lastOf: call, knowledge.sanitizerNames, in: frame) || isAskedToMask(call, in: frame) { return .sanitizer }
        let lists: [(KnowledgeID, Role)] = [
            (knowledge.sanitizers, .sanitizer), (knowledge.sources, .source), (knowledge.getters, .getter), (knowledge.unmasks, .unmask),
            (knowledge.propagators, .propagator),
        ]
        // As it is written first: what that says need not be resolved.
        for (list, role) in lists where isWritten(call, list, in: frame) { return role }
        if isNamedSource(value, call, in: frame) { return .source }
        let name = program.calleeName(of: frame.reference(value))
        return lists.first { context.isMatch(name, $0.0) || hasTag(value, $0.0, in: frame) }?.1 ?? .other
    }

    private func hasTag(_ value: SummaryValue, _ list: KnowledgeID, in frame: Frame) -> Bool {
        context.hasClauses(list) && context.isMatch(frame.reference(value), list)
    }

    /// Whether a list has the call by its name in the file, or by the method's.
    private func isWritten(_ call: SummaryCall, _ list: KnowledgeID, in frame: Frame) -> Bool {
        call.receiver.kind != .unknown && isListed(call.method, list, in: frame) || isListed(call.callee, list, in: frame)
    }

    func isListed(_ string: StringID, _ list: KnowledgeID, in frame: Frame) -> Bool {
        guard string != 0, !context.isEmpty(list) else { return false }
        let key = TaintFrames.ListKey(string: TaintFrames.StringKey(file: frame.file, string: string), list: list)
        if let known = frames.listed[key] { return known }
        let isListed = context.isMatch(program.names.intern(frame.summary.strings[string]), list)
        frames.listed[key] = isListed
        return isListed
    }

    func isListed(lastOf call: SummaryCall, _ list: KnowledgeID, in frame: Frame) -> Bool {
        guard !context.isEmpty(list) else { return false }
        let last = frame.summary.lastName(of: call).lowercased()
        return !last.isEmpty && context.isMatch(program.names.intern(last), list)
    }

    /// Whether a call's name says that it masks what it is given.
    func isMask(_ call: SummaryCall, in frame: Frame) -> Bool { isListed(lastOf: call, knowledge.sanitizerNames, in: frame) }

    /// Whether a call is told to: `address(privacy=True)`.
    private func isAskedToMask(_ call: SummaryCall, in frame: Frame) -> Bool {
        frame.arguments(of: call).contains { $0.label != 0 && $0.value.kind == .boolean && frame.summary.text($0.value.string) == "True" && isListed($0.label, knowledge.masks, in: frame) }
    }

    func isSanitizer(_ value: SummaryValue, _ call: SummaryCall, in frame: Frame) -> Bool { role(of: value, call, in: frame) == .sanitizer }

    /// `request.text()` of something whose type is not known.
    private func isNamedSource(_ value: SummaryValue, _ call: SummaryCall, in frame: Frame) -> Bool {
        guard !context.isEmpty(knowledge.sourceNames), call.receiver.kind != .unknown else { return false }
        return isNamedSource(call.receiver, frame.summary.text(call.method), in: frame)
    }

    func isNamedSource(_ base: SummaryValue, _ name: String, in frame: Frame) -> Bool {
        guard !context.isEmpty(knowledge.sourceNames) else { return false }
        let written = lastName(of: base, in: frame).lowercased() + "." + name.lowercased()
        return context.isMatch(program.names.intern(written), knowledge.sourceNames)
    }

    /// The key a getter is given. Of a section and an option (`get("mail", "sort_command")`) the one whose name says that it is meant to get there.
    private func key(askedOf arguments: [SummaryArgument], in frame: Frame) -> String? {
        let keys = arguments.compactMap { key($0.value, in: frame) }
        guard let meant = knowledge.meant, keys.count > 1 else { return keys.first }
        return keys.first { meant.judge($0).judgement != .none } ?? keys.first
    }

    /// What a getter looks into: its object, or the first thing it is given (`getattr(x, "y")`).
    private func holder(of call: SummaryCall, _ arguments: [SummaryArgument]) -> SummaryValue {
        if call.receiver.kind != .unknown || arguments.count < 1 { return call.receiver }
        return arguments[0].value.kind == .string ? call.receiver : arguments[0].value
    }

    // MARK: Results

    /// What a call passes on of what it is given.
    private func propagated(_ call: SummaryCall, _ arguments: [SummaryArgument], _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        let method = frame.summary.text(call.method)
        var found: [TaintOrigin] = []
        if call.receiver.kind != .unknown {
            // Every turn of a loop over a dictionary's values gives one of them.
            let among = path.first == .turn ? [.some] + path.dropFirst() : path
            switch (method, path.count) {
            // Of the pairs of a dictionary only the second parts are values.
            case ("items", 2...) where path[1] == .index(0): return []
            case ("items", 2...): return origins(of: call.receiver, [among[0]] + path.dropFirst(2), at: step, in: frame)
            case ("values", _), ("items", _): return origins(of: call.receiver, among, at: step, in: frame)
            default: found += origins(of: call.receiver, path, at: step, in: frame)
            }
            // A method's arguments say how; a module's function is given what its result holds.
            if call.receiver.kind != .name, !isListed(call.method, knowledge.joiners, in: frame) { return found }
        }
        let isLoop = isListed(call.callee, knowledge.iterators, in: frame)
        for argument in arguments {
            let label = frame.summary.text(argument.label)
            if argument.splat == 2, method == "format", let named = shown(of: argument.value, by: NamedFormats.names(inBraces: frame.summary.text(call.receiver.string)), at: step, in: frame) {
                found += named
            } else if isLoop, label.isEmpty {
                found += turns(of: argument.value, path, at: step, in: frame)
            } else if label.isEmpty || path.isEmpty {
                var here = origins(of: argument.value, path, at: step, in: frame)
                if !label.isEmpty, here.isEmpty, let named = sourceByPair(label, argument.value, at: step, in: frame) { here = [named] }
                found += here
            } else if path[0].mayBe(.field(label)) {
                found += origins(of: argument.value, Array(path.dropFirst()), at: step, in: frame)
            }
        }
        return found
    }

    /// What `list(x)` holds: what a loop over it gives.
    private func turns(of value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        let found = origins(of: value, [.turn] + path.dropFirst(), at: step, in: frame)
        guard path.isEmpty else { return found }
        return found.map { origin in
            var origin = origin
            if origin.part.count < TaintPath.longest { origin.part.insert(.some, at: 0) }
            return origin
        }
    }

    /// `get_password()`, of which nothing else is known.
    private func sourceByCallee(_ call: SummaryCall, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard path.isWhole, let found = knowledge.names?.judge(function: frame.summary.text(call.method)), !knowledge.shapes, found.judgement == .certain else { return [] }
        var origin = named(frame.calleeText(call) + "()", found, at: step, in: frame)
        // What is not seen may give any text that was kept so, or an object.
        origin.isAmbiguous = frame.summary.language == .python
        return [origin]
    }

    /// What a function of the project gives.
    private func returned(
        by callee: FunctionRef, _ call: SummaryCall, _ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame
    ) -> [TaintOrigin] {
        guard let fact = results(callee) else { return [] }
        let given = GivenArguments(call, to: callee, in: frame, frames)
        let title = context.title(of: callee), hop = TaintHop(place: place(of: call, in: frame), message: "`\(title)` returns it")
        var found: [TaintOrigin] = []
        for origin in fact.origins {
            guard let (asked, left) = path.difference(origin.part) else { continue }
            switch origin.kind {
            case .source(let what, let place):
                guard (knowledge.whole ? asked.isAll : asked.isWhole) || origin.holdsParts else { continue }
                var origin = origin
                if !asked.isWhole { origin.kind = .source(titled(what, asked), place) }
                origin.part = left
                found += adding(hop, to: [origin])
            case .parameter(let number, let inner):
                guard let given else { continue }
                for (argument, isElement) in given.values(of: number) {
                    let deeper = isElement ? Array(inner.dropFirst()) + asked : inner + asked
                    let from = origins(of: argument, deeper, at: step, in: frame).map { source in
                        var source = source
                        source.part = left + source.part
                        source.isLowered = source.isLowered || origin.isLowered
                        source.isVague = source.isVague || origin.isVague
                        source.isAmbiguous = source.isAmbiguous || origin.isAmbiguous
                        return source
                    }
                    found += adding(hop, to: from)
                }
            }
        }
        return found.isEmpty || !isMasking(callee) ? found : vague(found)
    }

    /// Whether a text that stands for what is hidden is somewhere in a function: it masks what it gives, on one way at least.
    private func isMasking(_ function: FunctionRef) -> Bool {
        if let known = frames.masking[function] { return known }
        let isMasking = frames.frame(function).map { frame in
            frame.tree.range.contains { at in frame.mentions(frame.steps[at].value, where: { isMaskText($0, in: frame) }) }
        } ?? false
        frames.masking[function] = isMasking
        return isMasking
    }

    /// An object, made of what its initialiser is given.
    private func made(
        _ type: ClassRef, _ initializer: FunctionRef?, _ call: SummaryCall, _ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame
    ) -> [TaintOrigin] {
        guard case .field(let field)? = path.first else { return [] }
        let rest = Array(path.dropFirst())
        guard let initializer else {
            // Made by fields: `Settings(host=…, password=…)`.
            let given = frame.arguments(of: call)
            if let labelled = given.first(where: { frame.summary.text($0.label) == field }) { return origins(of: labelled.value, rest, at: step, in: frame) }
            guard let home = program.summary(of: type.file), let number = home.fields(of: type.type).firstIndex(of: field) else { return [] }
            let plain = given.filter { $0.label == 0 && $0.splat == 0 }
            return number < plain.count ? origins(of: plain[plain.startIndex + number].value, rest, at: step, in: frame) : []
        }
        guard let given = GivenArguments(call, to: initializer, in: frame, frames), let home = program.summary(of: type.file) else { return [] }
        var found: [TaintOrigin] = []
        for attribute in home.attributes where attribute.ownerClass == type.type && home.text(attribute.name) == field && attribute.step > 0 {
            let set = Int(attribute.step) - 1
            guard home.function(ofStep: set) == initializer.function, let body = frames.frame(file: type.file, function: initializer.function) else { continue }
            for origin in origins(of: attribute.value, rest, at: set, in: body) {
                guard case .parameter(let number, let inner) = origin.kind else {
                    found.append(origin)
                    continue
                }
                for (argument, _) in given.values(of: number) { found += origins(of: argument, inner, at: step, in: frame) }
            }
        }
        return found
    }
}

extension FileSummary {
    /// The names a class's body declares, in order.
    func fields(of type: UInt32) -> [String] {
        guard type < classes.count else { return [] }
        var names: [String] = []
        for binding in bindings where binding.scope == classes[Int(type)].scope {
            let name = text(binding.name)
            if !names.contains(name) { names.append(name) }
        }
        return names
    }
}
