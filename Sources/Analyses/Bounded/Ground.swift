import Findings
import Linking
import Semantics

/// What `bounded`, `recursive` and `fed` read while they settle the candidates of one file: the rule's lists of calls, and the functions looked at.
final class Ground {
    let context: AnalysisContext
    let lists: Lists
    /// The file the candidates are in.
    let home: Int32
    private var frames: [FrameKey: Frame] = [:]
    private var matching: [MatchKey: [Int]] = [:]
    private var acquiring: [FrameKey: [(step: Int, limiter: SummaryValue)]] = [:]
    /// Names looked for as written, where nothing is known of what they belong to.
    private var written: [String: GlobalName] = [:]

    private struct FrameKey: Hashable {
        var file: Int32
        var function: UInt32?
    }

    private struct MatchKey: Hashable {
        var frame: FrameKey
        var list: KnowledgeID
    }

    /// Functions of other files that were looked at.
    private var guests = 0

    /// Whether so much was read of other files that another should begin anew. What is kept of its own file is about as large as the file.
    var isLarge: Bool { guests > 128 }

    /// The rule's lists of calls, by what they are for. docs/analyses.md explains each.
    struct Lists {
        let limiters, limiterNames, acquires, parks, iterables, batchers, ranges, wrappers, few, each, drains, collects, starts, starterNames, spawns, starters, light, approved: KnowledgeID
        let pauses, takes, limits, held, dataNames, dataSources, asked, concurrency, through, pools, receives, accepts: KnowledgeID
        /// Up to this count a constant fan-out is fine.
        let small: Int

        init(_ rule: AnalysisRule) {
            limiters = rule.calls("limiters")
            limiterNames = rule.calls("limiter-names")
            acquires = rule.calls("acquires")
            parks = rule.calls("parks")
            iterables = rule.calls("bounded-iterables")
            batchers = rule.calls("batchers")
            ranges = rule.calls("ranges")
            wrappers = rule.calls("wrappers")
            few = rule.calls("few-names")
            each = rule.calls("each")
            drains = rule.calls("drains")
            collects = rule.calls("collects")
            starts = rule.calls("starts")
            starterNames = rule.calls("starter-names")
            spawns = rule.calls("spawns")
            starters = rule.calls("starters")
            light = rule.calls("light")
            pauses = rule.calls("pauses")
            takes = rule.calls("takes")
            limits = rule.calls("limits")
            held = rule.calls("held-names")
            dataNames = rule.calls("data-names")
            dataSources = rule.calls("data-sources")
            asked = rule.calls("asked-names")
            concurrency = rule.calls("concurrency-names")
            through = rule.calls("through")
            pools = rule.calls("pools")
            receives = rule.calls("receives")
            accepts = rule.calls("accepts")
            approved = rule.calls("approved")
            small = rule.number("small") ?? 64
        }
    }

    init(_ context: AnalysisContext, _ lists: Lists, home: Int32) {
        self.context = context
        self.lists = lists
        self.home = home
    }

    var program: Program { context.program }

    func frame(file: Int32, function: UInt32?) -> Frame? {
        let key = FrameKey(file: file, function: function)
        if let known = frames[key] { return known }
        let frame = Frame(file: file, function: function, in: program)
        if file != home { guests += 1 }
        frames[key] = frame
        return frame
    }

    func frame(_ function: FunctionRef) -> Frame? { frame(file: function.file, function: function.function) }

    /// The steps of a frame whose call a list has, in order. Asked for once a frame, not once a place in it.
    func steps(matching list: KnowledgeID, in frame: Frame) -> [Int] {
        guard list != .nothing else { return [] }
        let key = MatchKey(frame: FrameKey(file: frame.file, function: frame.function), list: list)
        if let known = matching[key] { return known }
        let found = frame.calling.filter { isMatch(frame.steps[$0].value, in: frame, list) }
        matching[key] = found
        return found
    }

    /// The steps of a frame that take a permit, in order, and of what.
    func acquisitions(in frame: Frame) -> [(step: Int, limiter: SummaryValue)] {
        let key = FrameKey(file: frame.file, function: frame.function)
        if let known = acquiring[key] { return known }
        let found = frame.calling.compactMap { step in acquired(frame.steps[step].value, in: frame).map { (step, $0) } }
        acquiring[key] = found
        return found
    }

    /// The frame a call stands in.
    func frame(around call: CallRef) -> Frame? {
        guard let summary = program.summary(of: call.file), call.call < summary.calls.count else { return nil }
        let function = summary.calls[Int(call.call)].function
        return frame(file: call.file, function: function == 0 ? nil : function - 1)
    }

    // MARK: Names

    /// Whether a list has a call: by its name, or (`**.acquire`) by its last name where nothing is known about the receiver.
    func isMatch(_ call: SummaryValue, in frame: Frame, _ list: KnowledgeID) -> Bool {
        guard list != .nothing, let record = frame.call(call) else { return false }
        if context.isMatch(frame.reference(call), list) { return true }
        guard record.method != 0, record.receiver.kind != .unknown else { return false }
        return isMatch(written: "_." + frame.summary.text(record.method), list)
    }

    func isMatch(written name: String, _ list: KnowledgeID) -> Bool {
        guard list != .nothing, !name.isEmpty else { return false }
        let id = written[name] ?? program.names.intern(name)
        written[name] = id
        return context.isMatch(id, list)
    }

    /// The last name of a value as written: `sem` of `self.sem`.
    func lastName(_ value: SummaryValue, in frame: Frame) -> String {
        switch value.kind {
        case .local: return frame.summary.text(value.string)
        case .name: return String(frame.summary.text(value.string).split(separator: ".").last ?? "")
        case .call: return frame.call(value).map { frame.summary.text($0.method) } ?? ""
        case .expression:
            guard let expression = frame.expression(value) else { return "" }
            if expression.kind == .attribute { return frame.summary.text(expression.string) }
            return frame.operands(value).first.map { lastName($0, in: frame) } ?? ""
        default: return ""
        }
    }

    // MARK: Values

    /// The values a variable is bound to in the function (or file) it belongs to; nil for a parameter or what is not known.
    func values(of variable: UInt32, in frame: Frame) -> [SummaryValue]? {
        guard frame.parameter(variable) == nil else { return nil }
        let owner = frame.owner(ofVariable: variable)
        guard let home = owner == frame.function ? frame : self.frame(file: frame.file, function: owner) else { return nil }
        let found = home.binds(of: variable).filter { !home.steps[$0].flags.contains(.isAugmented) }.map { home.steps[$0].value }
        return found.isEmpty ? nil : found
    }

    /// The one value a variable has.
    func value(of variable: UInt32, in frame: Frame) -> SummaryValue? {
        guard let values = values(of: variable, in: frame), values.count == 1 else { return nil }
        return values[0]
    }

    /// The value a variable of the function itself was last given before a step, where that is on every way to it.
    func lastValue(of variable: UInt32, before step: Int, in frame: Frame) -> SummaryValue? {
        guard step > 0, frame.parameter(variable) == nil, let last = frame.binds(of: variable).last(where: { $0 < step }), frame.tree.isBefore(last, step) else { return nil }
        return frame.steps[last].value
    }

    /// What a call arrives at; a function nested in another also where only the file knows its name.
    func target(of value: SummaryValue, in frame: Frame) -> CallTarget {
        let target = program.target(of: frame.reference(value))
        guard target == .unknown, let call = frame.call(value), call.receiver.kind == .unknown else { return target }
        let bound = call.called.kind == .local ? self.value(of: call.called.index, in: frame) ?? call.called : call.called
        if let function = program.function(for: bound, in: frame.file) { return .function(function) }
        let name = bound.kind == .name ? bound.string : call.callee
        guard name != 0, frame.summary.text(name).hasPrefix("@") else { return target }
        let text = frame.summary.text(name)
        let found = frame.summary.functions.indices.filter { frame.summary.text(frame.summary.functions[$0].qualifiedName) == text }
        return found.count == 1 ? .function(FunctionRef(file: frame.file, function: UInt32(found[0]))) : target
    }

    // MARK: Places

    func location(of function: FunctionRef) -> Location? {
        guard let summary = program.summary(of: function.file), function.function < summary.functions.count else { return nil }
        return location(of: summary.functions[Int(function.function)].site, in: function.file)
    }

    func location(of call: CallRef) -> Location? { program.location(of: call) }

    private func location(of site: SummarySite, in file: Int32) -> Location {
        let start = Position(line: Int(site.line), column: Int(site.column))
        return Location(
            path: program.files[Int(file)].path, bytes: Int(site.start)..<Int(site.start) + 1, start: start,
            end: Position(line: start.line, column: start.column + 1))
    }
}
