import Linking
import Semantics

/// What work each call of a function of the project starts, without waiting for it or limiting how much of it runs.
struct Spawning: Hashable {
    enum Work: Hashable {
        /// The coroutine or callable it is given as this parameter (0 is `self`).
        case given(Int)
        /// Each of those it is given as this parameter.
        case each(Int)
        /// One run of this function of the project, to which it hands on what it was given.
        case own(FunctionRef)
    }
    /// Each kind once, in the order of the function's steps.
    private(set) var works: [Work] = []
    /// The call that starts the first of them.
    private(set) var call: CallRef?

    static let nothing = Spawning()
    var isNothing: Bool { works.isEmpty }

    mutating func add(_ work: Work, by call: CallRef) {
        guard !works.contains(work) else { return }
        works.append(work)
        if self.call == nil { self.call = call }
    }

    /// What the fact depends on.
    struct Key: Hashable {
        var collects: KnowledgeID, starts: KnowledgeID, limiters: KnowledgeID
    }
}

/// How a call starts work.
enum Starting {
    case nothing(String)
    /// All it is given at once.
    case all
    case one
    /// By what the project's function that it calls does.
    case through(Spawning)
}

extension Ground {
    /// - Parameter spawning: what a function of the project starts.
    func starting(_ value: SummaryValue, in frame: Frame, _ spawning: (FunctionRef) -> Spawning) -> Starting {
        let call = frame.reference(value)
        if case .function(let function) = program.target(of: call), !context.isEmpty(lists.starts) {
            let found = spawning(function)
            // What a method that is left to subclasses does, only its name can say.
            if found.isNothing, self.frame(function)?.summary.isLeftToOthers(function.function) == true, isMatch(value, in: frame, lists.starts) { return .one }
            return found.isNothing ? .nothing("`\(name(of: value, in: frame))` starts nothing of what it is given, or limits it") : .through(found)
        }
        if context.isMatch(call, lists.collects) { return .all }
        if context.isEmpty(lists.starts) || isMatch(value, in: frame, lists.starts) { return .one }
        return .nothing("nothing says that `\(name(of: value, in: frame))` starts what it is given")
    }

    private func name(of value: SummaryValue, in frame: Frame) -> String { frame.call(value).map { frame.calleeText($0) } ?? "" }

    /// What a call of a function starts, as far as the rule's lists say. Worked out once, from the callees up.
    func spawning(of function: FunctionRef) -> Spawning {
        let key = Spawning.Key(collects: lists.collects, starts: lists.starts, limiters: lists.limiters)
        var table = context.facts.spawnings.removeValue(forKey: key) ?? FactTable<Spawning>()
        defer { context.facts.spawnings[key] = table }
        return table.value(of: function, unknown: .nothing) { function in
            self.frame(function).map { starters(in: $0) } ?? []
        } answer: { function, known in
            guard let frame = self.frame(function), var reader = SpawnReader(ground: self, frame: frame, known: { known[$0] ?? .nothing }) else { return .nothing }
            return reader.read()
        }
    }

    /// The project's functions called in one that may start what they are given, by their names.
    private func starters(in frame: Frame) -> [FunctionRef] {
        frame.tree.range.compactMap { step in
            guard frame.steps[step].kind == .call, let call = frame.call(frame.steps[step].value),
                isMatch(written: frame.summary.text(call.method), lists.starterNames),
                case .function(let function) = program.target(of: frame.reference(frame.steps[step].value))
            else { return nil }
            return function
        }
    }

    /// What a call starts through a function of the project.
    func started(by value: SummaryValue, through spawning: Spawning, _ turns: [Turns], in frame: Frame) -> Started {
        guard let call = frame.call(value), case .function(let function) = program.target(of: frame.reference(value)) else {
            return .nothing(.unknown("nothing is known about what it starts"))
        }
        let step = Int(call.step) - 1
        var fans: [FanOut] = [], gathering = Gathering(ground: self, frame: frame, site: step)
        for work in spawning.works {
            switch work {
            case .given(let parameter):
                let arguments = arguments(of: call, from: parameter, of: function, in: frame)
                guard !turns.isEmpty, !arguments.isEmpty else { continue }
                fans.append(FanOut(work: self.work(in: arguments, frame), frame: frame, step: step, turns: turns, starter: spawning))
            case .own(let inner):
                if !turns.isEmpty { fans.append(FanOut(work: Work(call: value, in: frame), frame: frame, step: step, turns: turns, inner: inner, starter: spawning)) }
            case .each(let parameter):
                for argument in arguments(ofStarOrList: parameter, of: function, given: call, in: frame) { gathering.many(argument) }
            }
        }
        fans += gathering.found.map { fan in
            var fan = fan
            fan.starter = spawning
            return fan
        }
        if fans.isEmpty { return .nothing(gathering.reason ?? NoFanOut(words: "one is started, or what it is given is written out one by one")) }
        return .fanOuts(fans)
    }

    /// What a call gives for a parameter, first, and all that stands after it.
    func arguments(of call: SummaryCall, from parameter: Int, of function: FunctionRef, in frame: Frame) -> [SummaryArgument] {
        let arguments = Array(frame.arguments(of: call))
        guard let place = place(of: parameter, in: function) else { return [] }
        if let labelled = arguments.firstIndex(where: { $0.label != 0 && frame.summary.text($0.label) == place.name }) {
            var argument = arguments[labelled]
            argument.label = 0
            return [argument]
        }
        guard place.position >= 0, place.position < arguments.count, arguments[...place.position].allSatisfy({ $0.label == 0 && $0.splat == 0 }) else { return [] }
        return Array(arguments[place.position...])
    }

    /// The lists a call gives for a parameter: those behind stars for a `*parameter`, the argument itself for another.
    func arguments(ofStarOrList parameter: Int, of function: FunctionRef, given call: SummaryCall, in frame: Frame) -> [SummaryValue] {
        guard let place = place(of: parameter, in: function) else { return [] }
        guard place.isStar else { return arguments(of: call, from: parameter, of: function, in: frame).prefix(1).map(\.value) }
        return frame.arguments(of: call).dropFirst(max(0, place.position)).filter { $0.splat == 1 }.map(\.value)
    }

    /// A parameter's name and place among the arguments.
    private func place(of parameter: Int, in function: FunctionRef) -> (name: String, position: Int, isStar: Bool)? {
        guard let home = frame(function), let record = home.record, parameter < record.parameterCount else { return nil }
        let parameters = home.summary.parameters[Int(record.firstParameter)..<Int(record.firstParameter + record.parameterCount)].map { $0 }
        let first = home.summary.text(parameters[0].name)
        let isMethod = record.ownerClass != 0 && (first == "self" || first == "cls")
        return (home.summary.text(parameters[parameter].name), parameter - (isMethod ? 1 : 0), parameters[parameter].form == .positionalSplat)
    }
}
