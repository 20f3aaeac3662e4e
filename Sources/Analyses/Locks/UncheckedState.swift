internal import Findings
internal import Linking
internal import Semantics

/// Swift: whether a class that says of itself that it may be shared (`@unchecked Sendable`) changes a property without protection.
struct UncheckedState {
    let rules: LockRules
    let starts: KnowledgeID, guards: KnowledgeID, mutators: KnowledgeID, heldNames: KnowledgeID, confined: KnowledgeID, inline: KnowledgeID
    let context: AnalysisContext

    func settle(_ site: CandidateSite, _ summary: FileSummary) -> Verdict? {
        guard let type = context.ownerClass(of: site.function).flatMap({ declaration(of: $0) }), isUnchecked(type) else {
            context.dismiss("it is no class that is @unchecked Sendable")
            return nil
        }
        guard let name = property(writtenAt: site.step, summary), !context.program.attributes(name, of: type).isEmpty else {
            context.dismiss("it is no property of the class")
            return nil
        }
        if summary.steps[site.step].kind == .call, !isCollection(name, type) {
            context.doubt("it may be an object that looks after itself")
            return nil
        }
        let accesses = accesses(of: name, type, site.function.file, summary)
        guard let open = accesses.first(where: { $0.protection == .none && $0.isWrite }), open.step == site.step else {
            explain(accesses.first { $0.step == site.step }?.protection)
            return nil
        }
        let others = accesses.filter { $0.protection == .proven }
        var verdict = Verdict(isFinding: true)
        let state = context.program.names.text(name)
        verdict.variables["STATE"] = state
        if let other = others.first {
            let line = summary.steps[other.step].line
            verdict.variables["HOW"] = "is changed here without the protection it has elsewhere (line \(line))"
            verdict.flow = [context.flowStep(other.step, in: site.function.file, "\(state) is protected here"), context.flowStep(site.step, in: site.function.file, "but not here")]
                .compactMap { $0 }
        } else {
            verdict.variables["HOW"] = "is changed without a lock, a queue or an actor"
            // Whoever made the class may have told its users to call it from one thread.
            verdict.severity = summary.steps[site.step].flags.contains(.isAugmented) ? .warning : .info
        }
        return verdict
    }

    /// Why a place that changes the property is not told of.
    private func explain(_ protection: Protection?) {
        switch protection {
        case .some(.proven): context.explain("it is protected here")
        case .some(.unknown): context.doubt("whether it is protected here is not known")
        case .some(.none), nil: context.dismiss("it is told of at another place, or nobody else has the object yet")
        }
    }

    // MARK: The class

    /// What an extension extends; a class is its own.
    private func declaration(of type: ClassRef) -> ClassRef? {
        guard let summary = context.program.summary(of: type.file) else { return nil }
        let record = summary.classes[Int(type.type)]
        guard summary.text(record.keyword) == "extension" else { return type }
        guard case .type(let declared) = context.program.entity(of: SummaryValue(.name, string: record.qualifiedName), in: type.file) else { return nil }
        return declared
    }

    /// Whether a class, or an extension of it in its file, is `@unchecked Sendable`, and nobody confines it to one thread.
    private func isUnchecked(_ type: ClassRef) -> Bool {
        guard let summary = context.program.summary(of: type.file) else { return false }
        let record = summary.classes[Int(type.type)]
        // A lock's own state is the lock.
        guard summary.text(record.keyword) == "class", !context.isNamed(summary.text(record.name), rules.names) else { return false }
        let all = summary.classes.filter { $0.qualifiedName == record.qualifiedName }
        func names(_ first: UInt32, _ count: UInt32) -> [String] { summary.names[Int(first)..<Int(first + count)].map { summary.text($0) } }
        guard all.contains(where: { names($0.firstDecorator, $0.decoratorCount).contains("unchecked") }) else { return false }
        return !all.contains { names($0.firstBase, $0.baseCount).contains { context.isNamed(String($0.split(separator: ".").last ?? ""), confined) } }
    }

    // MARK: Its properties

    /// The property of the object that a step changes: sets, sets an element of, or calls a changing method of.
    private func property(writtenAt step: Int, _ summary: FileSummary) -> GlobalName? {
        let record = summary.steps[step]
        if record.kind == .call, record.value.kind == .call {
            let call = summary.calls[Int(record.value.index)]
            guard context.isNamed(summary.text(call.method), mutators), let name = property(call.receiver, summary) else { return nil }
            return name
        }
        var target = record.target
        while let expression = summary.expression(target), expression.kind == .element, let base = summary.operands(of: target).first { target = base }
        return record.kind == .store ? property(target, summary) : nil
    }

    private func property(_ value: SummaryValue, _ summary: FileSummary) -> GlobalName? {
        guard let expression = summary.expression(value), expression.kind == .attribute, let base = summary.operands(of: value).first else { return nil }
        let isOwn = base.kind == .instance || base.kind == .local && base.index < summary.variables.count && summary.isObject(summary.variables[Int(base.index)])
        return isOwn ? context.program.names.intern(summary.strings[expression.string]) : nil
    }

    /// Whether a property is a collection, which its methods change; objects may look after themselves.
    private func isCollection(_ name: GlobalName, _ type: ClassRef) -> Bool {
        context.program.attributes(name, of: type).contains { file, attribute in
            if attribute.value.kind == .collection { return true }
            guard attribute.type != 0, let summary = context.program.summary(of: file) else { return false }
            return ["Array", "Dictionary", "Set", "Deque", "String", "Data"].contains(summary.text(attribute.type))
        }
    }

    // MARK: Its uses

    struct Access {
        var step: Int
        var isWrite: Bool
        var protection: Protection
    }

    enum Protection: Comparable {
        case none
        /// In a closure of which nobody here says where it runs.
        case unknown
        case proven
    }

    /// The uses of a property in its class and the extensions in the file, in the order of the file; those of initialisers do not count.
    private func accesses(of name: GlobalName, _ type: ClassRef, _ file: Int32, _ summary: FileSummary) -> [Access] {
        var found: [Access] = []
        for number in summary.functions.indices {
            let function = FunctionRef(file: file, function: UInt32(number))
            guard let owner = context.ownerClass(of: function), declaration(of: owner) == type, !isBeforeOrAfter(function, summary) else { continue }
            for step in summary.stepRange(of: UInt32(number)) {
                let isWrite = property(writtenAt: step, summary) == name
                guard isWrite || summary.reads(summary.steps[step], { property($0, summary) == name }) else { continue }
                found.append(Access(step: step, isWrite: isWrite, protection: protection(step, function, summary)))
            }
        }
        return found
    }

    /// Whether a function belongs to an initialiser or deinitialiser: nobody else has the object then.
    private func isBeforeOrAfter(_ function: FunctionRef, _ summary: FileSummary) -> Bool {
        var at = function.function + 1
        while at != 0 {
            let record = summary.functions[Int(at - 1)]
            if record.outerFunction == 0 || record.ownerClass != 0 { return record.name == 0 && !record.flags.contains(.isClosure) || summary.text(record.name) == "init" }
            at = record.outerFunction
        }
        return false
    }

    // MARK: Protection

    private func protection(_ step: Int, _ function: FunctionRef, _ summary: FileSummary, depth: Int = 4) -> Protection {
        if let held = context.heldLocks(in: function, rules), held.held(at: step) != 0 { return .proven }
        if Isolation(of: function.function, in: function.file, context) != .none { return .proven }
        let record = summary.functions[Int(function.function)]
        if context.isNamed(summary.text(record.name), heldNames) { return .unknown }
        let range = summary.stepRange(of: function.function)
        if range.contains(where: { $0 < step && isGuard(summary.steps[$0], function.file, summary) }) { return .proven }
        guard depth > 0 else { return .unknown }
        if record.name == 0, let call = givenTo(function, summary) { return protection(ofClosureGivenTo: call, function.file, summary, depth) }
        // A helper that is only called where it is protected.
        return callers(of: function, record, summary).map { caller, at in
            isBeforeOrAfter(caller, summary) ? .unknown : protection(at, caller, summary, depth: depth - 1)
        }.min() ?? .none
    }

    private func isGuard(_ step: SummaryStep, _ file: Int32, _ summary: FileSummary) -> Bool {
        guard step.kind == .call, step.value.kind == .call else { return false }
        let call = summary.calls[Int(step.value.index)]
        return context.isMatch(CallRef(file: file, call: step.value.index), guards) || context.isMatch(method: call, in: summary, guards)
    }

    /// The call a closure is an argument of.
    private func givenTo(_ function: FunctionRef, _ summary: FileSummary) -> UInt32? {
        summary.calls.indices.first { number in
            summary.arguments(of: summary.calls[number]).contains { $0.value.kind == .closure && $0.value.index == function.function }
        }.map { UInt32($0) }
    }

    private func protection(ofClosureGivenTo number: UInt32, _ file: Int32, _ summary: FileSummary, _ depth: Int) -> Protection {
        let reference = CallRef(file: file, call: number), call = summary.calls[Int(number)]
        if context.isMatch(reference, starts) { return .none }
        if context.isMatch(reference, rules.scopes) || context.isMatch(method: call, in: summary, rules.scopes) { return .proven }
        guard context.isMatch(method: call, in: summary, inline), call.function > 0, call.step > 0 else { return .unknown }
        return protection(Int(call.step) - 1, FunctionRef(file: file, function: call.function - 1), summary, depth: depth - 1)
    }

    private func callers(of function: FunctionRef, _ record: SummaryFunction, _ summary: FileSummary) -> [(FunctionRef, Int)] {
        guard record.name != 0 else { return [] }
        return summary.calls.indices.compactMap { number in
            let call = summary.calls[number]
            guard call.function > 0, call.function - 1 != function.function, call.step > 0, call.method == record.name || summary.lastName(of: call) == summary.text(record.name) else { return nil }
            guard context.callee(of: CallRef(file: function.file, call: UInt32(number))) == function else { return nil }
            return (FunctionRef(file: function.file, function: call.function - 1), Int(call.step) - 1)
        }
    }
}
