import Linking
import Rules
import Semantics

/// The functions looked at lately: questions come file by file.
final class TaintFrames {
    private let program: Program
    private var frames: [Key: Frame] = [:]
    private var changes: [Key: [UInt32: Changes]] = [:]
    private var masks: [Key: [UInt32: Int]] = [:]
    private var askedIn: (file: Int32, variables: Set<UInt32>)?
    private var stored: [ClassRef: [String: [(step: Int, value: SummaryValue)]]] = [:]

    /// What the rule says about calls, and about strings of a file.
    var roles: [CallRef: TaintTrace.Role] = [:]
    var judgements: [StringKey: Vocabulary.Found] = [:]
    var judged = JudgedNames()
    /// What the text of a class's objects shows.
    var shapes: [ClassRef: TaintTrace.Field?] = [:]
    /// Functions in which something is masked.
    var masking: [FunctionRef: Bool] = [:]
    /// Files all of whose sinks are minor.
    var minorFiles: [Int32: Bool] = [:]
    /// Lists, by what a file's string is.
    var listed: [ListKey: Bool] = [:]

    struct StringKey: Hashable {
        var file: Int32
        var string: StringID
    }

    struct ListKey: Hashable {
        var string: StringKey
        var list: KnowledgeID
    }

    private struct Key: Hashable {
        var file: Int32
        var function: UInt32?
    }

    /// For questions by names, where the rule's own are about objects: what a call is may be answered otherwise there.
    private(set) lazy var aboutNames = TaintFrames(program)

    init(_ program: Program) { self.program = program }

    /// Nil while the file is missing.
    func frame(file: Int32, function: UInt32?) -> Frame? {
        let key = Key(file: file, function: function)
        if let known = frames[key] { return known }
        guard let frame = Frame(file: file, function: function, in: program) else { return nil }
        if frames.count >= Self.limit { frames.removeAll() }
        frames[key] = frame
        return frame
    }

    func frame(_ function: FunctionRef) -> Frame? { frame(file: function.file, function: function.function) }

    /// The steps that put something into a variable's container, or take something out, in order.
    struct Changes {
        fileprivate(set) var all: [Int] = []
        /// Those that store under one key.
        fileprivate var keyed: [String: [Int]] = [:]
        private var others: [Int] = []
        private var parts: [Int: TaintPart] = [:]

        /// The part that a step stores, where it is a store and the part is known.
        func part(storedAt step: Int) -> TaintPart? { parts[step] }

        /// Those that may concern what a path leads to.
        func steps(concerning path: TaintPath) -> [Int] {
            guard case .field(let key) = path.first else { return all }
            return others.isEmpty ? keyed[key] ?? [] : (others + (keyed[key] ?? [])).sorted()
        }

        fileprivate mutating func add(_ step: Int, storing part: TaintPart?) {
            all.append(step)
            parts[step] = part
            if case .field(let key) = part { keyed[key, default: []].append(step) } else { others.append(step) }
        }
    }

    func changes(of variable: UInt32, in frame: Frame) -> Changes {
        let key = Key(file: frame.file, function: frame.function)
        if let known = changes[key] { return known[variable] ?? Changes() }
        var found: [UInt32: Changes] = [:]
        for at in frame.tree.range {
            guard let changed = Self.changed(by: frame.steps[at], in: frame) else { continue }
            found[changed, default: Changes()].add(at, storing: frame.steps[at].kind == .store ? frame.storedPart(frame.steps[at].target) : nil)
        }
        if changes.count >= Self.limit { changes.removeAll() }
        changes[key] = found
        return found[variable] ?? Changes()
    }

    /// The first step that puts into a variable's container, under any key, what `isMask` says; `Int.max` where none does.
    func firstMask(of variable: UInt32, in frame: Frame, isMask: (SummaryValue) -> Bool) -> Int {
        let key = Key(file: frame.file, function: frame.function)
        if let known = masks[key]?[variable] { return known }
        let found = changes(of: variable, in: frame).all.first { at in
            frame.steps[at].kind == .store && frame.storedPart(frame.steps[at].target) == .some && isMask(frame.steps[at].value)
        } ?? .max
        if masks.count >= Self.limit { masks.removeAll() }
        masks[key, default: [:]][variable] = found
        return found
    }

    /// The variables of a file that are asked for an attribute, method calls aside.
    func asked(in frame: Frame) -> Set<UInt32> {
        if let askedIn, askedIn.file == frame.file { return askedIn.variables }
        var found: Set<UInt32> = []
        for expression in frame.summary.expressions where expression.kind == .attribute && Int(expression.first) < frame.summary.operands.count {
            let base = frame.summary.operands[Int(expression.first)]
            if base.kind == .local { found.insert(base.index) }
        }
        askedIn = (frame.file, found)
        return found
    }

    /// Swift: what the methods of a type store into a property, by the property's name.
    func stores(_ name: String, of type: ClassRef, in summary: FileSummary) -> [(step: Int, value: SummaryValue)] {
        if let known = stored[type] { return known[name] ?? [] }
        var found: [String: [(step: Int, value: SummaryValue)]] = [:]
        for number in summary.functions.indices where summary.functions[number].ownerClass == type.type + 1 {
            for at in summary.stepRange(of: UInt32(number)) where summary.steps[at].kind == .store {
                let target = summary.steps[at].target
                guard let expression = summary.expression(target), expression.kind == .attribute, summary.operands(of: target).first?.kind == .instance else { continue }
                found[summary.text(expression.string), default: []].append((at, summary.steps[at].value))
            }
        }
        stored[type] = found
        return found[name] ?? []
    }

    private static func changed(by step: SummaryStep, in frame: Frame) -> UInt32? {
        var container = SummaryValue()
        switch step.kind {
        case .store, .delete: container = frame.operands(step.target).first ?? container
        case .call:
            guard let call = frame.call(step.value), call.receiver.kind == .local else { return nil }
            let method = frame.summary.text(call.method)
            if method == "pop" || UseTrace.adders.contains(method) { container = call.receiver }
        default: return nil
        }
        return container.kind == .local ? container.index : nil
    }

    private static let limit = 128
}

extension Frame {
    /// The part of a variable that a store sets.
    func storedPart(_ target: SummaryValue) -> TaintPart? {
        guard let expression = expression(target) else { return nil }
        switch expression.kind {
        case .attribute: return .field(summary.text(expression.string))
        case .element: return operands(target).dropFirst().first.flatMap { key($0) }.map(TaintPart.field) ?? .some
        default: return nil
        }
    }

    /// A key that is written out.
    func key(_ value: SummaryValue) -> String? {
        guard value.kind == .string, value.string != 0 else { return nil }
        var text = summary.text(value.string)[...]
        while let first = text.first, first != "\"", first != "'" { text = text.dropFirst() }
        return String(text.drop { $0 == "\"" || $0 == "'" }.reversed().drop { $0 == "\"" || $0 == "'" }.reversed())
    }
}

extension FileSummary {
    /// The assignment to an attribute or element that starts at a byte.
    func store(at start: UInt32) -> Int? { steps.firstIndex { $0.kind == .store && $0.start == start } }

    /// The function a step belongs to; nil at the top of the file.
    func function(ofStep step: Int) -> UInt32? {
        // Functions' steps stand one after the other in the order of the functions.
        var low = 0, high = functions.count
        while low < high {
            let middle = (low + high) / 2
            if Int(functions[middle].firstStep + functions[middle].stepCount) <= step { low = middle + 1 } else { high = middle }
        }
        guard low < functions.count else { return nil }
        let record = functions[low]
        return step >= Int(record.firstStep) && step < Int(record.firstStep + record.stepCount) ? UInt32(low) : nil
    }
}
