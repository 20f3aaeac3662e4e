internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether shared state is written by what was known of it before the task waited, and others ran: check, then act.
///
/// A candidate is the write, or the awaited call of a function that writes after it has waited.
struct Interleaved: Analysis {
    private let rules: LockRules
    private let once: KnowledgeID, own: KnowledgeID, ownMethods: KnowledgeID, makers: KnowledgeID, resources: KnowledgeID, flags: KnowledgeID

    init(_ rule: AnalysisRule) {
        rules = LockRules(rule)
        once = rule.calls("once-names")
        own = rule.calls("own-names")
        ownMethods = rule.calls("own-methods")
        makers = rule.calls("makers")
        resources = rule.calls("resources")
        flags = rule.calls("flag-names")
    }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let summary = context.program.summary(of: candidate.call.file), let site = context.site(of: candidate) else { return none }
        guard summary.functions[Int(site.function.function)].flags.contains(.isAsync) else { return none }
        guard summary.language == .python || Isolation(of: site.function.function, in: site.function.file, context) != .none else {
            context.dismiss("it belongs to no actor")
            return none
        }
        let found = site.call.map { called($0, site, summary, context) } ?? written(site, summary, context)
        guard var found else { return none }
        if let owner = context.ownerClass(of: site.function), isOwn(owner, context) {
            context.dismiss("its objects belong to one task each")
            return none
        }
        if isOnce(site.function, summary, context) { found.severity = .info }
        return found
    }

    /// Whether several tasks are known to use what holds the place: an actor, a module, or an object that has locks for other things.
    private func isUsedByMany(_ place: SharedPlace, _ function: FunctionRef, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        guard summary.language == .python, place.root == .object else { return true }
        guard let type = context.ownerClass(of: function), let home = context.program.summary(of: type.file) else { return false }
        return home.attributes.contains { attribute in
            guard attribute.ownerClass == type.type, attribute.value.kind == .call, attribute.value.index < home.calls.count else { return false }
            return context.isMatch(CallRef(file: type.file, call: attribute.value.index), rules.locks)
        }
    }

    /// Whether a function is called once in an object's life, by its name, or only by those who know what else runs.
    private func isOnce(_ function: FunctionRef, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        let name = summary.text(summary.functions[Int(function.function)].name)
        return name.hasPrefix("_") || context.isNamed(name, once)
    }

    private func isOwn(_ type: ClassRef, _ context: AnalysisContext) -> Bool {
        guard let summary = context.program.summary(of: type.file) else { return false }
        if context.isNamed(summary.text(summary.classes[Int(type.type)].name), own) { return true }
        return ownMethods != .nothing && summary.functions.contains { $0.ownerClass == type.type + 1 && context.isNamed(summary.text($0.name), ownMethods) }
    }

    // MARK: The write itself

    private func written(_ site: CandidateSite, _ summary: FileSummary, _ context: AnalysisContext) -> Verdict? {
        let step = summary.steps[site.step]
        guard let (place, isElement) = context.writtenPlace(step, in: site.function, summary), let uses = StateUses(place, in: site.function, context),
            let gap = WaitingGap(uses: uses, rules: rules)
        else { return nil }
        if Self.isReset(step.value, summary) {
            context.dismiss("it is only reset")
            return nil
        }
        if let wait = gap.isFed(site.step) { return finding(place, wait, site, summary, context, how: "is worked out from what it was before") }
        guard let check = gap.check(before: site.step) else { return nil }
        var verdict = finding(place, check.wait, site, summary, context, how: "was looked at", at: check.step)
        // What is the same whoever fetches it is fetched twice; a second connection is one too many. Who refuses a second call means it.
        let isCostly = !isElement && check.asksForAbsence && !check.refuses
            && (isMaking(step.value, before: site.step, site.function, summary, context) || isClaim(of: place, at: site.step, site.function, summary, context))
        if !isCostly || !isUsedByMany(place, site.function, summary, context) { verdict.severity = .info }
        return verdict
    }

    /// Nothing is lost when what was there is forgotten twice.
    static func isReset(_ value: SummaryValue, _ summary: FileSummary) -> Bool {
        switch value.kind {
        case .none: return true
        case .boolean: return summary.text(value.string).lowercased() == "false"
        case .collection: return value.index == 0
        case .number: return summary.text(value.string) == "0"
        case .string: return summary.text(value.string).count <= 2
        case .expression:
            guard let expression = summary.expression(value) else { return false }
            return expression.kind == .collection && expression.count == 0
        case .call:
            let call = summary.calls[Int(value.index)]
            return call.argumentCount == 0 && ["dict", "list", "set", "deque"].contains(summary.lastName(of: call))
        default: return false
        }
    }

    /// Whether a value is something that was made for this, of which a second one is one too many: a connection, a task. A variable is what it was
    /// bound to last.
    private func isMaking(_ value: SummaryValue, before step: Int, _ function: FunctionRef, _ summary: FileSummary, _ context: AnalysisContext, depth: Int = 5) -> Bool {
        guard depth > 0 else { return false }
        switch value.kind {
        case .call:
            let call = summary.calls[Int(value.index)], name = summary.lastName(of: call)
            return context.isNamed(name, resources) || call.flags.contains(.isAwaited) && context.isNamed(name, makers)
        case .local:
            let last = summary.stepRange(of: function.function).last {
                $0 < step && summary.steps[$0].kind == .bind && summary.steps[$0].target.kind == .local && summary.steps[$0].target.index == value.index
            }
            return last.map { isMaking(summary.steps[$0].value, before: $0, function, summary, context, depth: depth - 1) } ?? false
        case .expression:
            guard let kind = summary.expression(value)?.kind, [.awaited, .attempted, .entered, .choice, .conditional].contains(kind) else { return false }
            return summary.operands(of: value).contains { isMaking($0, before: step, function, summary, context, depth: depth - 1) }
        default: return false
        }
    }

    /// Whether a flag is set that says that something was done once (`isStarted = true`), by a function that makes what must not be made twice. What
    /// it makes under a condition of its own is looked at there.
    private func isClaim(of place: SharedPlace, at step: Int, _ function: FunctionRef, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        let value = summary.steps[step].value
        guard value.kind == .boolean, let name = place.path.last, summary.text(value.string).lowercased() == "true",
            context.isNamed(context.program.names.text(name), flags)
        else { return false }
        let tree = context.body(of: function, summary).tree, around = Set(tree.structures(around: step))
        return context.calls(of: function).contains { call in
            guard isMaking(SummaryValue(.call, index: call.call), before: 0, function, summary, context) else { return false }
            let at = Int(summary.calls[Int(call.call)].step) - 1
            return at >= 0 && !tree.structures(around: at).contains { summary.steps[$0].kind == .branch && !around.contains($0) }
        }
    }

    // MARK: A write in what is called

    private func called(_ call: CallRef, _ site: CandidateSite, _ summary: FileSummary, _ context: AnalysisContext) -> Verdict? {
        guard summary.calls[Int(call.call)].flags.contains(.isAwaited), let callee = context.body(runOrAwaitedBy: call), callee != site.function
        else { return nil }
        for late in context.lateWrites(of: callee, rules) {
            guard let place = context.place(late.place, of: callee, seenFrom: call), place.isShared, let uses = StateUses(place, in: site.function, context),
                let gap = WaitingGap(uses: uses, rules: rules)
            else { continue }
            guard let check = gap.controllingCheck(of: site.step), check.asksForAbsence else { continue }
            if gap.isLocked(check.step, site.step) { continue }
            var verdict = Verdict(isFinding: true)
            let other = context.program.summary(of: late.function.file) ?? summary
            let value = other.steps[late.step].value
            let isCostly = isMaking(value, before: late.step, late.function, other, context) || isClaim(of: place, at: late.step, late.function, other, context)
            if check.refuses || !isCostly || !isUsedByMany(place, site.function, summary, context) { verdict.severity = .info }
            let line = context.program.summary(of: late.function.file).map { String($0.steps[late.step].line) } ?? "?"
            verdict.variables = [
                "STATE": context.title(of: place), "LINE": String(summary.steps[check.step].line),
                "HOW": "was looked at at line \(summary.steps[check.step].line), and `\(context.shortTitle(of: callee))` waits before it sets it (line \(line))",
            ]
            verdict.flow = [
                context.flowStep(check.step, in: site.function.file, "looks at \(context.title(of: place))"), context.program.location(of: call).map { FlowStep(location: $0, message: "calls \(context.title(of: callee))") },
                context.flowStep(late.wait, in: late.function.file, "waits: others run"), context.flowStep(late.step, in: late.function.file, "sets it, whatever happened meanwhile"),
            ].compactMap { $0 }
            return verdict
        }
        context.dismiss("what it calls sets nothing that was looked at, or does not wait before")
        return nil
    }

    private func finding(
        _ place: SharedPlace, _ wait: Int, _ site: CandidateSite, _ summary: FileSummary, _ context: AnalysisContext, how: String, at check: Int? = nil
    ) -> Verdict {
        var verdict = Verdict(isFinding: true)
        let line = summary.steps[wait].line, where_ = check.map { " at line \(summary.steps[$0].line)" } ?? ""
        verdict.variables = ["STATE": context.title(of: place), "LINE": String(line), "HOW": "\(how)\(where_), before the wait at line \(line)"]
        let file = site.function.file
        verdict.flow = [
            check.flatMap { context.flowStep($0, in: file, "looks at \(context.title(of: place))") }, context.flowStep(wait, in: file, "waits: others run"),
            context.flowStep(site.step, in: file, "sets it, whatever happened meanwhile"),
        ].compactMap { $0 }
        return verdict
    }
}

extension AnalysisContext {
    /// A function's name without that of its class.
    func shortTitle(of function: FunctionRef) -> String { title(of: function).split(separator: ".").last.map(String.init) ?? "?" }

    func flowStep(_ step: Int, in file: Int32, _ message: String) -> FlowStep? {
        location(ofStep: step, in: file).map { FlowStep(location: $0, message: message) }
    }
}
