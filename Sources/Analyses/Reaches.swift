internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether a call, through plain calls, arrives at one that must not be made in its context.
struct Reaches: Analysis {
    private let key: ReachKey
    /// The same question about calls that are worth a note only; nil without such.
    private let minor: ReachKey?
    /// Chains of up to this many functions are as bad as a direct call.
    private let near: Int
    /// Longer chains are not followed.
    private let far: Int
    /// Whether chains longer than `near` are notes where one of their calls is not made each time; the others weigh one step less.
    private let isFarSlight: Bool
    /// Whether the candidate may itself be the forbidden call.
    private let isDirectIncluded: Bool
    /// Calls that run the function they are given as the whole program.
    private let entries: KnowledgeID
    /// The functions that their own file starts so, by the file.
    private var started: [Int32: [FunctionRef: CallRef]] = [:]

    init(_ rule: AnalysisRule) {
        let barriers = rule.calls("barriers"), guards = rule.calls("guards"), slight = rule.calls("minor")
        key = ReachKey(to: rule.calls("to"), barriers: barriers, guards: guards)
        minor = slight == .nothing ? nil : ReachKey(to: slight, barriers: barriers, guards: guards)
        near = rule.number("near") ?? .max
        far = rule.number("far") ?? Self.farWithoutLimit
        isDirectIncluded = rule.number("direct") == 1
        isFarSlight = rule.number("slight") == 1
        entries = rule.calls("entries")
    }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let verdict = settle(candidate, key, in: context)
        guard !verdict.isFinding, let minor else { return verdict }
        var slight = settle(candidate, minor, in: context)
        slight.severity = .info
        return slight
    }

    private mutating func settle(_ candidate: Candidate, _ key: ReachKey, in context: AnalysisContext) -> Verdict {
        let chain = chain(from: candidate.call, key, in: context)
        guard let root = chain.last?.call else { return Verdict(isFinding: false) }
        let depth = chain.count - 1
        if let earlier = earlier(than: candidate.call, to: root, key, in: context) {
            context.dismiss("an earlier call in the same function comes to the same place", at: context.program.location(of: earlier))
            return Verdict(isFinding: false)
        }
        if let start = start(ofFunctionAround: candidate.call, in: context) {
            context.explain("the function is the whole program: its file starts it, and nothing else runs beside it", at: context.program.location(of: start))
            return Verdict(isFinding: false)
        }
        var verdict = Verdict(isFinding: true)
        let titles = chain.map(\.title)
        verdict.variables = ["CHAIN": Self.inOneLine(titles), "ROOT": titles[titles.count - 1], "HOPS": String(depth)]
        if depth > near {
            let doubted = isFarSlight ? chain.dropFirst().first { !context.isCertain($0.call) } : nil
            if doubted != nil { verdict.severity = .info } else { verdict.isLowered = true }
            context.explain(
                "\(depth) functions lie between, more than \(near): the finding " + (doubted.map { "is a note, for \($0.title) is not called each time" } ?? "weighs one step less"),
                at: doubted.flatMap { context.program.location(of: $0.call) })
        }
        if depth > 0 {
            verdict.flow = chain.indices.compactMap { index in
                guard let location = context.program.location(of: chain[index].call) else { return nil }
                let message = index == 0 ? "calls \(titles[0])" : "\(titles[index - 1]) calls \(titles[index])"
                return FlowStep(location: location, message: message)
            }
        }
        return verdict
    }

    /// The calls from the candidate to the forbidden one; empty when it comes to none.
    private func chain(from call: CallRef, _ key: ReachKey, in context: AnalysisContext) -> [Hop] {
        guard let way = context.way(of: call, key) else {
            let (reason, bearing) = reasonForNoWay(call, key, in: context)
            context.explain(reason, at: context.program.location(of: call), bearing: bearing)
            return []
        }
        guard way.callee != nil else {
            if !isDirectIncluded { context.dismiss("\(context.title(of: call)) is itself such a call; another rule is for that") }
            return isDirectIncluded ? [Hop(call: call, title: context.title(of: call))] : []
        }
        for callee in context.bodies(runBy: call, key) {
            let chain = chain(from: call, into: callee, key, in: context)
            if !chain.isEmpty { return chain }
        }
        return []
    }

    private func chain(from call: CallRef, into callee: FunctionRef, _ key: ReachKey, in context: AnalysisContext) -> [Hop] {
        var chain = [Hop(call: call, title: title(of: call, into: callee, context))], function = callee, given = GivenFlags.unknown
        while true {
            let reach = context.reach(of: function, key, within: far + 1 - chain.count, calledBy: chain[chain.count - 1].call, given: &given)
            guard reach.isReached else {
                context.dismiss("\(context.title(of: function)) comes to no such call through up to \(far) plain calls", at: context.program.location(of: function))
                return []
            }
            let title = reach.callee.map { self.title(of: reach.call, into: $0, context) } ?? context.title(of: reach.call)
            chain.append(Hop(call: reach.call, title: title))
            context.explain("\(context.title(of: function)) calls \(title)", at: context.program.location(of: reach.call))
            guard let next = reach.callee else { return chain }
            function = next
        }
    }

    /// One step of a chain: a call, and what people call it.
    private struct Hop {
        var call: CallRef
        var title: String
    }

    /// `load`; `retry(load)` where it is `retry` that calls it.
    private func title(of call: CallRef, into callee: FunctionRef, _ context: AnalysisContext) -> String {
        let title = context.title(of: call)
        return context.callee(of: call) == callee ? title : title + "(" + context.title(of: callee) + ")"
    }

    /// The call in the same file that runs the candidate's function as the whole program: `asyncio.run(main())`.
    private mutating func start(ofFunctionAround call: CallRef, in context: AnalysisContext) -> CallRef? {
        guard !context.isEmpty(entries), let function = context.function(around: call), let summary = context.program.summary(of: call.file) else { return nil }
        if let known = started[call.file] { return known[function] }
        var found: [FunctionRef: CallRef] = [:]
        for number in context.fileCalls(of: call.file, summary).calls(in: entries, context) {
            for argument in summary.arguments(of: summary.calls[Int(number)]) {
                let given = argument.value.kind == .call ? context.callee(of: CallRef(file: call.file, call: argument.value.index)) : context.program.function(for: argument.value, in: call.file)
                if let given, found[given] == nil { found[given] = CallRef(file: call.file, call: number) }
            }
        }
        started[call.file] = found
        return found[function]
    }

    private func reasonForNoWay(_ call: CallRef, _ key: ReachKey, in context: AnalysisContext) -> (String, TrailStep.Bearing) {
        let title = context.title(of: call)
        if context.isMatch(context.program.calleeName(of: call), key.barriers) { return ("\(title) runs what it is given elsewhere", .answer) }
        if context.isMatch(call, key.barriers) { return ("the rule leaves out where and how \(title) is called here", .beside) }
        guard let callee = context.callee(of: call) else { return ("\(title) is not a function of the project", .beside) }
        guard context.body(runBy: call) != nil else { return ("calling \(title) runs nothing yet", .beside) }
        return ("a decorator of \(context.title(of: callee)) runs it elsewhere", .answer)
    }

    /// The call before this one in the same function that comes to the same forbidden call.
    private func earlier(than call: CallRef, to root: CallRef, _ key: ReachKey, in context: AnalysisContext) -> CallRef? {
        guard let function = context.function(around: call) else { return nil }
        for other in context.calls(of: function) {
            if other == call { return nil }
            guard let way = context.way(of: other, key), let callee = way.callee else { continue }
            var at = context.reach(of: callee, key, within: far)
            while let next = at.callee { at = context.reach(of: next, key, within: at.depth - 1) }
            if at.isReached, at.call == root { return other }
        }
        return nil
    }

    /// The chain as a message shows it: where it is long, its middle is left to the flow's steps.
    private static func inOneLine(_ titles: [String]) -> String {
        let whole = titles.joined(separator: " → ")
        if whole.count <= longestChain || titles.count < 3 { return whole }
        func shortened(to kept: Int) -> String { (titles.prefix(kept) + ["…"] + titles.suffix(1)).joined(separator: " → ") }
        let kept = stride(from: titles.count - 2, through: 1, by: -1).first { shortened(to: $0).count <= longestChain }
        return shortened(to: kept ?? 1)
    }

    /// What a rule gets that names no limit: chains nobody could follow are no help.
    private static let farWithoutLimit = 16

    /// Characters; what a message shows of one variable.
    private static let longestChain = 80
}
