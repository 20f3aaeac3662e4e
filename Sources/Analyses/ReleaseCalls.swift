internal import Linking
internal import Semantics

/// The calls of a file that release, by the last name of what they are called on.
final class ReleaseCalls {
    private var numbers: [String: [UInt32]] = [:]
    private var unknown: [UInt32] = []
    private var byFunction: [String: [(function: UInt32, calls: [UInt32])]] = [:]
    /// The functions (plus one) with such calls, by the last names of all that these are called on or given.
    private var ableByName: [String: Set<UInt32>] = [:]

    init(in file: Int32, _ summary: FileSummary, _ release: KnowledgeID, _ context: AnalysisContext) {
        for (number, call) in summary.calls.enumerated() where context.isMatchByMethod(CallRef(file: file, call: UInt32(number)), release) {
            let name = summary.isSelf(call.receiver) ? "self" : summary.endName(of: call.receiver)
            if call.receiver.kind == .unknown { unknown.append(UInt32(number)) }
            numbers[name, default: []].append(UInt32(number))
            for value in [call.receiver] + summary.arguments(of: call).map(\.value) {
                ableByName[summary.isSelf(value) ? "self" : summary.endName(of: value), default: []].insert(call.function)
            }
        }
        for (name, calls) in numbers {
            let groups = Dictionary(grouping: calls) { summary.calls[Int($0)].function }
            byFunction[name] = groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// The numbers of the calls on something of that name, in order; with those on something of which nothing is known, when asked for.
    func calls(named name: String, orUnknown: Bool) -> [UInt32] {
        let named = numbers[name] ?? []
        return orUnknown && !unknown.isEmpty ? Set(named + unknown).sorted() : named
    }

    /// The functions (plus one) that may give back what has that last name.
    func functions(givingBack name: String) -> Set<UInt32> { ableByName[name] ?? [] }

    /// The functions (plus one) that have such calls, in order.
    func functions(named name: String) -> [(function: UInt32, calls: [UInt32])] { byFunction[name] ?? [] }
}

extension AnalysisContext {
    func releases(in file: Int32, _ summary: FileSummary, _ release: KnowledgeID) -> ReleaseCalls {
        if let known = facts.releases[ReleaseKey(file: file, function: 0, list: release)] { return known }
        let made = ReleaseCalls(in: file, summary, release, self)
        facts.releases[ReleaseKey(file: file, function: 0, list: release)] = made
        return made
    }

    /// The names of the attributes that a function releases, itself or through what it calls, three functions deep.
    func attributesReleased(by root: FunctionRef, _ release: KnowledgeID) -> Set<String> {
        let key = ReleaseKey(file: root.file, function: root.function, list: release)
        if let known = facts.attributesReleased[key] { return known }
        var open = [root], seen: Set<FunctionRef> = [root], found: Set<String> = [], level = 0
        while level < 3, !open.isEmpty {
            var next: [FunctionRef] = []
            for function in open {
                guard let summary = program.summary(of: function.file) else { continue }
                for call in calls(of: function) {
                    let record = summary.calls[Int(call.call)]
                    if let expression = summary.expression(record.receiver), expression.kind == .attribute, isMatchByMethod(call, release) {
                        found.insert(summary.text(expression.string))
                    }
                    if let callee = callee(of: call), seen.insert(callee).inserted { next.append(callee) }
                }
            }
            open = next
            level += 1
        }
        facts.attributesReleased[key] = found
        return found
    }
}

/// A list of releasing calls, asked about a file or one of its functions.
struct ReleaseKey: Hashable {
    var file: Int32
    var function: UInt32
    var list: KnowledgeID
}
