import Findings
import Linking
import Rules
import Semantics

/// Follows values backwards to where they come from.
///
/// Nothing is worked out before somebody asks: from a call's argument to the variables in it, to what was bound to those before, to what the
/// functions return that gave it. Calls of the project's functions are looked up in `results`.
final class TaintTrace {
    let knowledge: TaintKnowledge
    let context: AnalysisContext
    let frames: TaintFrames
    /// What a function's result is made of; nil while that is being asked.
    let results: (FunctionRef) -> TaintFact?

    /// How many values one question looks at.
    private var budget = 2000
    private var depth = 0
    /// The questions that wait for others, and how deep each is.
    private var open: [Question: Int] = [:]
    /// The depth of the outermost question whose answer one of those since would have needed; 0 when a limit was met.
    private var cut = Int.max
    let memory: TaintMemory

    /// A variable where it is read.
    struct CleanQuestion: Hashable {
        var file: Int32
        var function: UInt32?
        var variable: UInt32
        var step: Int
        /// How far it may still be followed.
        var depth: Int
    }

    struct Question: Hashable {
        var file: Int32
        var function: UInt32?
        var value: SummaryValue
        var path: TaintPath
        var step: Int
    }

    /// - Parameter memory: of traces with the same knowledge and the same results; a new one where results are not settled yet.
    init(
        _ knowledge: TaintKnowledge, _ context: AnalysisContext, _ frames: TaintFrames, memory: TaintMemory = TaintMemory(),
        results: @escaping (FunctionRef) -> TaintFact?
    ) {
        self.memory = memory
        self.knowledge = knowledge
        self.context = context
        self.frames = frames
        self.results = results
    }

    var program: Program { context.program }

    /// Where a part of a value comes from, as it is before a step.
    func origins(of value: SummaryValue, _ path: TaintPath = [], at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard path.count <= TaintPath.longest else { return [] }
        guard budget > 0 else {
            cut = 0
            return []
        }
        budget -= 1
        let question = Question(file: frame.file, function: frame.function, value: value, path: path, step: step)
        if let known = memory.known(question) { return known }
        guard depth < Self.deepest else {
            cut = 0
            return []
        }
        if let outer = open[question] {
            cut = min(cut, outer)
            return []
        }
        depth += 1
        open[question] = depth
        let cutBefore = cut
        cut = .max
        let found = newOrigins(of: value, path, at: step, in: frame)
        // An answer that lacks one which is being looked for is not all there is to say.
        if cut >= depth { memory.keep(found, question) }
        cut = min(cutBefore, cut >= depth ? .max : cut)
        depth -= 1
        open[question] = nil
        return found
    }

    /// Whether no more values are looked at.
    var isSpent: Bool { budget <= 0 }

    /// Notes that something was left out, so that no answer that lacks it is remembered.
    func giveUp() { cut = 0 }

    /// Asks something, and says whether the answer is all there is to say: none of it waits for a question that is still open, and no limit was met.
    func completely<Answer>(_ ask: () -> Answer) -> (answer: Answer, isAll: Bool) {
        let before = cut
        cut = .max
        defer { cut = min(before, cut) }
        return (ask(), cut == .max)
    }

    private func newOrigins(of value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        if path.isAll, let typed = sourceByType(value, at: step, in: frame) { return typed }
        switch absence(of: value, at: step, in: frame) {
        case .empty: return []
        case .misshapen: return vague(present(value, path, at: step, in: frame))
        case nil: return present(value, path, at: step, in: frame)
        }
    }

    private func present(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        switch value.kind {
        case .local: return local(value, path, at: step, in: frame)
        case .name: return thing(value, path, at: step, in: frame)
        case .unknown where value.string != 0: return unbound(value, path, at: step, in: frame)
        case .call: return call(value, path, at: step, in: frame)
        case .expression: return expression(value, path, at: step, in: frame)
        default: return []
        }
    }

    private static let deepest = 100

    // MARK: Expressions

    private func expression(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard let expression = frame.expression(value) else { return [] }
        let operands = Array(frame.operands(value))
        func each(_ some: some Sequence<SummaryValue>, _ path: TaintPath) -> [TaintOrigin] {
            some.flatMap { origins(of: $0, path, at: step, in: frame) }
        }
        switch expression.kind {
        case .attribute: return attribute(value, path, at: step, in: frame)
        case .element: return element(operands, path, at: step, in: frame)
        case .slice: return slice(operands, path, at: step, in: frame)
        case .part: return each(operands.prefix(1), [.index(Int(expression.number))] + path)
        case .item: return each(operands.prefix(1), [frame.summary.language == .python ? .turn : .some] + path)
        case .entered, .awaited, .attempted: return each(operands.prefix(1), path)
        case .star: return each(operands.prefix(1), path)
        case .binary: return binary(operands, frame.summary.text(expression.string), path, at: step, in: frame)
        case .unary: return frame.summary.text(expression.string) == "&" ? each(operands, path) : []
        case .choice: return each(frame.summary.text(expression.string) == "and" ? operands.suffix(1) : operands[...], path)
        case .conditional:
            // Somebody has thought of what may be shown.
            let isChosen = operands.dropFirst().contains { isMaskText($0, in: frame) }
            return isChosen ? vague(each(operands.dropFirst(), path)) : each(operands.dropFirst(), path)
        case .text: return text(operands, at: step, in: frame)
        case .collection: return collection(operands, path, at: step, in: frame)
        case .pair: return each(operands.dropFirst(), path)
        case .comprehension: return comprehension(expression, operands, path, at: step, in: frame)
        case .other: return []
        }
    }

    /// Text with values in it is one value: its parts have no names any more.
    func flat(_ origins: [TaintOrigin]) -> [TaintOrigin] {
        origins.map { origin in
            var origin = origin
            origin.part = []
            return origin
        }
    }

    private func text(_ operands: [SummaryValue], at step: Int, in frame: Frame) -> [TaintOrigin] {
        var found: [TaintOrigin] = []
        for (position, operand) in operands.enumerated() {
            if knowledge.redacted, !isShown(operand, at: position, of: operands, in: frame) { continue }
            found += origins(of: operand, at: step, in: frame)
        }
        return flat(found)
    }

    private func binary(_ operands: [SummaryValue], _ operation: String, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard Self.joining.contains(operation) else { return [] }
        if operation == "%", operands.count == 2, operands[0].kind == .string {
            let numbers = NumberFormats.operands(operands[0], operands[1], in: frame)
            let values = frame.expression(operands[1])?.kind == .collection ? Array(frame.operands(operands[1])) : [operands[1]]
            if !numbers.isEmpty { return flat(values.filter { !numbers.contains($0) }.flatMap { origins(of: $0, at: step, in: frame) }) }
            if let named = shown(of: operands[1], by: NamedFormats.names(inPercent: frame.summary.text(operands[0].string)), at: step, in: frame) { return named }
        }
        // Of a mapping a format nobody knows may name another part.
        if operation == "%", operands.count == 2, operands[0].kind != .string, frame.expression(operands[1])?.kind != .collection {
            return flat(origins(of: operands[0], at: step, in: frame) + vague(origins(of: operands[1], at: step, in: frame)))
        }
        let both = operands.flatMap { origins(of: $0, operation == "|" ? path : [], at: step, in: frame) }
        return operation == "|" ? both : flat(both)
    }

    /// Operators whose result holds what stands on both sides.
    private static let joining: Set<String> = ["+", "%", "|"]

    /// A key that is written out.
    func key(_ value: SummaryValue, in frame: Frame) -> String? { frame.key(value) }

    private func element(_ operands: [SummaryValue], _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard operands.count > 1 else { return [] }
        let base = operands[0], index = operands[1]
        if let key = key(index, in: frame) {
            if let named = sourceByKey(key, of: base, path, at: step, in: frame) { return named }
            return origins(of: base, [.field(key)] + path, at: step, in: frame)
        }
        if index.kind == .number {
            // One character of a secret is none.
            if path.isEmpty, !isPlural(base, in: frame), nameSource(base, in: frame) { return [] }
            return origins(of: base, [Int(frame.summary.text(index.string)).map(TaintPart.index) ?? .one] + path, at: step, in: frame)
        }
        return origins(of: base, [.one] + path, at: step, in: frame)
    }

    /// A few characters of a secret tell nothing; some more are worth a note.
    private func slice(_ operands: [SummaryValue], _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard operands.count >= 3 else { return [] }
        if isShort(operands, in: frame) { return [] }
        let length = shownLength(from: operands[1], to: operands[2], in: frame)
        return origins(of: operands[0], path, at: step, in: frame).map { origin in
            var origin = origin
            if let length { origin.isLowered = true; origin.isVague = origin.isVague || length <= Self.someCharacters }
            return origin
        }
    }

    func isShort(_ operands: [SummaryValue], in frame: Frame) -> Bool {
        guard operands.count >= 3 else { return false }
        return shownLength(from: operands[1], to: operands[2], in: frame).map { $0 <= Self.fewCharacters } ?? false
    }

    private static let fewCharacters = 4
    /// So many of a longer one are worth a note.
    private static let someCharacters = 16

    /// How many characters `x[:4]` or `x[-4:]` leave; nil when that is not known.
    private func shownLength(from lower: SummaryValue, to upper: SummaryValue, in frame: Frame) -> Int? {
        func number(_ value: SummaryValue) -> Int? { value.kind == .number ? Int(frame.summary.text(value.string)) : nil }
        if lower.kind == .none || number(lower) == 0 { return number(upper) }
        if upper.kind == .none, frame.expression(lower)?.kind == .unary, let operand = frame.operands(lower).first { return number(operand) }
        if let from = number(lower), let to = number(upper) { return to - from }
        return nil
    }

    private func collection(_ operands: [SummaryValue], _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        var found: [TaintOrigin] = []
        for (number, operand) in operands.enumerated() {
            switch frame.expression(operand)?.kind {
            case .pair:
                let sides = Array(frame.operands(operand))
                guard sides.count == 2 else { continue }
                found += part(key(sides[0], in: frame).map(TaintPart.field) ?? .some, is: sides[1], path, at: step, in: frame)
            case .star: found += origins(of: operand, path.isEmpty ? [] : path, at: step, in: frame)
            default: found += part(.index(number), is: operand, path, at: step, in: frame)
            }
        }
        return found
    }

    /// A container one part of which is known: what comes from there into what is asked for.
    func part(_ part: TaintPart, is value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        var rest = path
        if let first = path.first {
            guard first.mayBe(part) else { return [] }
            rest.removeFirst()
        }
        var found = origins(of: value, rest, at: step, in: frame)
        if rest.isEmpty, case .field(let key) = part {
            if found.isEmpty { found = sourceByPair(key, value, at: step, in: frame).map { [$0] } ?? [] }
            // A key is surer than a name that other things go by: `{"Authorization": auth_header}`.
            if isSure(key: key) { found = found.map { var origin = $0; origin.isAmbiguous = false; return origin } }
        }
        guard path.isEmpty else { return found }
        return found.map { origin in
            var origin = origin
            if origin.part.count < TaintPath.longest { origin.part.insert(part, at: 0) }
            return origin
        }
    }

    /// `"***" if key in HIDDEN else value`, for each of many: what is shown is decided by a comparison.
    private func isMasking(_ element: SummaryValue, in frame: Frame) -> Bool {
        if frame.expression(element)?.kind == .pair { return frame.operands(element).last.map { isMasking($0, in: frame) } ?? false }
        guard frame.expression(element)?.kind == .conditional, let test = frame.operands(element).first.flatMap(frame.expression) else { return false }
        return test.kind == .binary && ["==", "!=", "in", "not in"].contains(frame.summary.text(test.string))
    }

    /// What goes through a comprehension that picks by name is chosen; one that leaves some out may have forgotten others.
    private func comprehension(
        _ expression: SummaryExpression, _ operands: [SummaryValue], _ path: TaintPath, at step: Int, in frame: Frame
    ) -> [TaintOrigin] {
        let opening = Int(expression.number)
        guard let element = operands.first, frame.tree.range.contains(opening) else { return [] }
        let inside = frame.tree.inside(opening)
        var isChosen = false, isFiltered = false
        for at in inside where frame.steps[at].kind == .branch {
            guard let test = frame.expression(frame.steps[at].value), test.kind == .binary || test.kind == .unary else { continue }
            switch frame.summary.text(test.string) {
            case "in", "==": isChosen = true
            case "not in", "!=", "not": isFiltered = true
            default: break
            }
        }
        if isChosen || isMasking(element, in: frame) { return [] }
        let end = max(inside.upperBound - 1, inside.lowerBound)
        let found: [TaintOrigin]
        if frame.expression(element)?.kind == .pair {
            let sides = Array(frame.operands(element))
            found = part(sides.first.flatMap { key($0, in: frame) }.map(TaintPart.field) ?? .some, is: sides.last ?? element, path, at: end, in: frame)
        } else {
            found = part(.some, is: element, path, at: end, in: frame)
        }
        return found.map { origin in
            var origin = origin
            if isFiltered { origin.isLowered = true }
            return origin
        }
    }

    // MARK: Making origins

    func place(_ step: Int, in frame: Frame) -> TaintPlace {
        guard frame.steps.indices.contains(step) else { return TaintPlace(file: frame.file, start: 0, line: 1) }
        return TaintPlace(file: frame.file, start: frame.steps[step].start, line: frame.steps[step].line)
    }

    func place(of call: SummaryCall, in frame: Frame) -> TaintPlace {
        TaintPlace(file: frame.file, start: call.site.start, line: call.site.line, column: call.site.column)
    }

    func source(_ what: String, at step: Int, in frame: Frame) -> TaintOrigin {
        let place = place(step, in: frame)
        return TaintOrigin(kind: .source(what, place), hops: [TaintHop(place: place, message: "`\(what)` is read")])
    }

    func vague(_ origins: [TaintOrigin]) -> [TaintOrigin] {
        origins.map { origin in
            var origin = origin
            origin.isVague = true
            return origin
        }
    }

    func adding(_ hop: TaintHop, to origins: [TaintOrigin]) -> [TaintOrigin] {
        origins.map { origin in
            var origin = origin
            if origin.hops.count < Self.longestWay { origin.hops.append(hop) }
            return origin
        }
    }

    /// Steps of a finding; what comes after them is not told.
    private static let longestWay = 24
}
