internal import Linking
internal import Semantics

/// Something that has to be released, as one function has it: the locals that hold it, and what each step does with it.
///
/// Only the steps that read it are looked at, so a function that has a thousand such things is not gone through a thousand times.
final class Custody {
    let context: AnalysisContext
    let lists: ReleaseLists
    let file: Int32
    let summary: FileSummary
    let function: UInt32
    let body: FunctionBody
    var range: Range<Int> { body.range }
    /// The steps that may read it, in order; those of `local` left out.
    private var own: [Int] = []
    /// The one local that holds it, as the function has it wherever it comes from. Kept with the function: it may be the name of many things.
    private var local: Custody?
    /// Locals of the function that hold it.
    private(set) var variables: Set<UInt32> = []
    /// Calls whose result stands for it.
    private var calls: Set<UInt32> = []
    /// Whether a `with` does not release it.
    let isUnclosedByWith: Bool
    private let isOrigin: (SummaryValue) -> Bool
    private let parameterDealing: (FunctionRef, Int) -> Dealing

    /// - Parameters:
    ///   - roots: what every value for which `isOrigin` holds is, or is made of.
    ///   - isOrigin: whether a value is where the function has it from: a call, a parameter, an attribute.
    ///   - isOneOfMany: whether what is found out about a local that holds it is kept, for others of the same name.
    ///   - parameterDealing: what a function of the project does with its parameter of that number.
    init(
        of function: FunctionRef, _ lists: ReleaseLists, in context: AnalysisContext, _ summary: FileSummary, isUnclosedByWith: Bool = false,
        roots: [StepUses.Root], isOneOfMany: Bool = false, isOrigin: @escaping (SummaryValue) -> Bool, parameterDealing: @escaping (FunctionRef, Int) -> Dealing
    ) {
        self.context = context
        self.lists = lists
        (file, self.function) = (function.file, function.function)
        self.summary = summary
        body = context.body(of: function, summary)
        self.isUnclosedByWith = isUnclosedByWith
        self.isOrigin = isOrigin
        self.parameterDealing = parameterDealing
        if !isOneOfMany || !followLocal(roots) { follow(roots) }
    }

    /// Whether a function defined inside mentions a local that holds it.
    var isCaptured: Bool { !variables.isEmpty && !variables.isDisjoint(with: context.captured(outOf: FunctionRef(file: file, function: function), summary)) }

    // MARK: Values

    /// Whether a value is the thing itself.
    func isIt(_ value: SummaryValue) -> Bool {
        if isOrigin(value) { return true }
        switch value.kind {
        case .local: return variables.contains(value.index)
        case .call: return calls.contains(value.index)
        case .expression:
            guard let expression = summary.expression(value), let base = summary.operands(of: value).first else { return false }
            switch expression.kind {
            case .text, .binary: return lists.isComposed && !Self.comparisons.contains(summary.text(expression.string)) && summary.operands(of: value).contains(where: isIt)
            case .attempted, .entered, .awaited: return isIt(base)
            case .attribute: return !context.isEmpty(lists.handles) && isIt(base) && context.isMatch(context.program.names.intern(summary.strings[expression.string]), lists.handles)
            default: return false
            }
        default: return false
        }
    }

    private static let comparisons: Set<String> = ["==", "!=", "<", ">", "<=", ">=", "in", "not in", "is", "is not"]

    /// Whether a value is the thing, or may be, or has it as its own.
    func carries(_ value: SummaryValue) -> Bool {
        var open = [value]
        while let next = open.popLast() {
            if isIt(next) { return true }
            switch summary.expression(next)?.kind {
            case .collection, .pair, .star, .choice, .attempted, .awaited, .entered: open += summary.operands(of: next)
            case .conditional: open += summary.operands(of: next).dropFirst()
            case .comprehension: open += summary.operands(of: next).prefix(1)
            default: break
            }
        }
        return false
    }

    /// Whether a value is the thing in some cases only: `open(path) if path else sys.stdin`.
    func isPerhapsIt(_ value: SummaryValue) -> Bool {
        guard let kind = summary.expression(value)?.kind, kind == .choice || kind == .conditional else { return false }
        return carries(value)
    }

    /// Whether a value is the thing or an alternative to it, but nothing that merely has it in it.
    private func isAlias(_ value: SummaryValue) -> Bool { isIt(value) || isPerhapsIt(value) }

    /// The locals that hold it, whatever the order they get it in: from what reads it to what reads those.
    private func follow(_ roots: [StepUses.Root]) {
        let uses = body.uses(in: summary)
        var open = roots, seen: Set<Int32> = []
        while let root = open.popLast() {
            for at in uses.steps(reading: root) {
                seen.insert(at)
                let step = summary.steps[Int(at)]
                switch step.kind {
                case .bind where step.target.kind == .local && !variables.contains(step.target.index):
                    guard isAlias(step.value), summary.isLocal(step.target.index, to: function) else { continue }
                    variables.insert(step.target.index)
                    open.append(.local(step.target.index))
                case .call where step.value.kind == .call && !calls.contains(step.value.index):
                    guard isDerived(step.value.index) else { continue }
                    calls.insert(step.value.index)
                    open.append(.call(step.value.index))
                default: continue
                }
            }
        }
        own = seen.map(Int.init).sorted()
    }

    /// The same where all that reads it is a bind to one local, and what reads that.
    /// - Returns: false, and nothing is changed, where it is otherwise.
    private func followLocal(_ roots: [StepUses.Root]) -> Bool {
        let uses = body.uses(in: summary), first = roots.flatMap { uses.steps(reading: $0) }
        let bound = Set(first.compactMap { at -> UInt32? in
            let step = summary.steps[Int(at)]
            return step.kind == .bind && step.target.kind == .local && isAlias(step.value) && summary.isLocal(step.target.index, to: function) ? step.target.index : nil
        })
        guard bound.count == 1, let variable = bound.first else { return false }
        let isDerivedFrom = first.contains { at in
            let step = summary.steps[Int(at)]
            return step.kind == .call && step.value.kind == .call && isDerived(step.value.index)
        }
        if isDerivedFrom { return false }
        let shared = context.custody(of: variable, like: self) {
            Custody(
                of: FunctionRef(file: file, function: function), lists, in: context, summary, isUnclosedByWith: isUnclosedByWith, roots: [.local(variable)],
                isOrigin: { $0.kind == .local && $0.index == variable }, parameterDealing: parameterDealing)
        }
        if first.contains(where: { shared.own.hasSorted(Int($0)) }) { return false }
        local = shared
        variables = shared.variables.union([variable])
        calls = shared.calls
        own = Set(first.map(Int.init)).sorted()
        return true
    }

    /// The steps that may store it, in order.
    private(set) lazy var storing: [Int] = {
        let mine = own.filter { summary.steps[$0].kind == .store }
        guard let local else { return mine }
        return mine.isEmpty ? local.storing : (mine + local.storing).sorted()
    }()

    /// Whether a local is bound to it or to something else.
    private(set) lazy var isPerhapsBound: Bool =
        own.contains { summary.steps[$0].kind == .bind && isPerhapsIt(summary.steps[$0].value) } || local?.isPerhapsBound ?? false

    private func isDerived(_ number: UInt32) -> Bool {
        guard !context.isEmpty(lists.derives) else { return false }
        let call = summary.calls[Int(number)]
        guard isIt(call.receiver) || summary.arguments(of: call).contains(where: { isIt($0.value) }) else { return false }
        return context.isMatchByMethod(CallRef(file: file, call: number), lists.derives)
    }

    // MARK: Steps

    /// What each step does with it.
    private(set) lazy var dealings: Dealings = {
        var found = local?.dealings ?? Dealings()
        for at in own { found.insert(dealing(summary.steps[at]), at: at) }
        return found
    }()

    /// The `except` and `finally` parts around each of the steps that release it.
    private(set) lazy var cleanups: [[Int]] = {
        let steps = local == nil ? dealings.handing : own
        return (local?.cleanups ?? []) + steps.filter { dealings[$0] == .closes }.map { at in
            body.tree.sections(around: at).filter { summary.steps[$0].kind == .except || summary.steps[$0].kind == .finally }
        }
    }()

    /// What a step does with it.
    private func dealing(_ step: SummaryStep) -> Dealing {
        // Most steps have nothing to do with it.
        guard summary.reads(step, isIt) else { return .nothing }
        switch step.kind {
        case .call: return step.value.kind == .call ? dealing(ofCall: step.value.index) : .nothing
        case .with:
            guard isAlias(step.value) else { return uses(step.value) }
            return isLeftOpen(byWithOn: step.value) ? .uses : .closes
        case .await:
            guard isIt(step.value) else { return uses(step.value) }
            return lists.isAwaited && step.value.kind != .call ? .closes : .uses
        case .bind where step.target.kind == .local && summary.isLocal(step.target.index, to: function):
            guard carries(step.value) else { return uses(step.value) }
            return isAlias(step.value) ? .uses : .hands
        case .bind, .store, .return, .yield, .element, .raise: return carries(step.value) ? .hands : uses(step.value)
        // for f in (a, b): …
        case .loop where summary.expression(step.value)?.kind == .collection: return carries(step.value) ? .hands : uses(step.value)
        case .drop: return isIt(step.value) ? .nothing : uses(step.value)
        default: return uses(step.value)
        }
    }

    /// Whether a value is what a call gives that was given it: `f = open(f.name)` goes by the same name for a reason.
    func isMadeWithIt(_ value: SummaryValue) -> Bool {
        var value = value
        while let kind = summary.expression(value)?.kind, [.entered, .awaited, .attempted].contains(kind), let base = summary.operands(of: value).first { value = base }
        guard value.kind == .call else { return false }
        return summary.arguments(of: summary.calls[Int(value.index)]).contains { summary.mentions($0.value, isIt) }
    }

    private func isLeftOpen(byWithOn value: SummaryValue) -> Bool {
        guard value.kind == .call, calls.contains(value.index) else { return isUnclosedByWith }
        return context.isMatch(CallRef(file: file, call: value.index), lists.unclosed)
    }

    private func uses(_ value: SummaryValue) -> Dealing { summary.mentions(value, isIt) ? .uses : .nothing }

    private func dealing(ofCall number: UInt32) -> Dealing {
        let call = summary.calls[Int(number)], ref = CallRef(file: file, call: number)
        var found = Dealing.nothing
        if summary.mentions(call.receiver, isIt) || summary.mentions(call.called, isIt) {
            if isAlias(call.receiver), context.isMatchByMethod(ref, lists.closes) { return .closes }
            found = .uses
        }
        for (position, argument) in summary.arguments(of: call).enumerated() {
            guard summary.mentions(argument.value, isIt) else { continue }
            if context.isMatchByMethod(ref, lists.closes) { return .closes }
            if calls.contains(number) || context.isMatchByMethod(ref, lists.borrows) {
                found = max(found, .uses)
            } else if carries(argument.value) {
                found = max(found, given(to: ref, argument, at: position))
            } else {
                found = max(found, isItsClose(argument.value) ? .hands : .uses)
            }
        }
        return found
    }

    /// Whether a value is the method that releases it: `stack.callback(f.close)`.
    private func isItsClose(_ value: SummaryValue) -> Bool {
        guard let expression = summary.expression(value), expression.kind == .attribute else { return false }
        return context.isMatch(context.program.names.intern(summary.strings[expression.string]), lists.closes)
    }

    /// What becomes of it in a call it is given to.
    private func given(to ref: CallRef, _ argument: SummaryArgument, at position: Int) -> Dealing {
        guard let target = context.parameter(for: argument, at: position, of: ref, in: summary) else { return .hands }
        return parameterDealing(target.function, target.parameter)
    }
}

/// The locals of one function that hold what has to be released.
struct KnownCustodies {
    struct Key: Hashable {
        var local: UInt32
        var closes: KnowledgeID, derives: KnowledgeID, borrows: KnowledgeID
        var isUnclosedByWith: Bool
    }

    var function: FunctionRef
    var known: [Key: Custody] = [:]
}

extension AnalysisContext {
    /// What a local holds, made once for all that it holds in turn. Kept for one function at a time: it has the summary of the file with it.
    fileprivate func custody(of local: UInt32, like other: Custody, make: () -> Custody) -> Custody {
        let function = FunctionRef(file: other.file, function: other.function), lists = other.lists
        let key = KnownCustodies.Key(local: local, closes: lists.closes, derives: lists.derives, borrows: lists.borrows, isUnclosedByWith: other.isUnclosedByWith)
        if let kept = facts.custodies, kept.function == function, let known = kept.known[key] { return known }
        let made = make()
        if facts.custodies?.function != function { facts.custodies = KnownCustodies(function: function) }
        facts.custodies?.known[key] = made
        return made
    }
}
