internal import Linking
internal import Semantics

/// What a rule says about locks: which calls take and give them back, and of which types they are.
struct LockRules: Hashable {
    /// Types of locks that must not be taken twice.
    let locks: KnowledgeID
    /// Last names, in small letters, that locks have whose type is not known.
    let names: KnowledgeID
    /// Calls that take their receiver, or what they are given.
    let acquires: KnowledgeID
    let releases: KnowledgeID
    /// Calls that run the closure they are given while they hold their receiver.
    let scopes: KnowledgeID
    /// Labels of a constructor's arguments that make it another kind of lock: `attributes: .concurrent`.
    let exempt: KnowledgeID

    init(_ rule: AnalysisRule) {
        locks = rule.calls("locks")
        names = rule.calls("lock-names")
        acquires = rule.calls("acquires")
        releases = rule.calls("releases")
        scopes = rule.calls("scopes")
        exempt = rule.calls("exempt-labels")
    }

    /// How sure it is that a value is such a lock.
    enum Sureness: Comparable { case no, byName, yes }

    func isLock(_ value: SummaryValue, in file: Int32, _ summary: FileSummary, _ context: AnalysisContext) -> Sureness {
        let type: GlobalName
        switch context.program.type(of: value, in: file) {
        case .external(let name): type = name
        case .type(let declared): type = context.program.name(of: declared)
        case .unknown:
            return context.isNamed(summary.lastName(of: value), names) ? .byName : .no
        }
        return context.isMatch(type, locks) ? .yes : context.isNamed(summary.lastName(of: value), names) ? .byName : .no
    }

    /// Whether a lock is made in a way that lets several in: `DispatchQueue(label:, attributes: .concurrent)`.
    func isExempt(_ place: SharedPlace, _ function: FunctionRef, _ context: AnalysisContext) -> Bool {
        guard exempt != .nothing else { return false }
        var made: [(file: Int32, value: SummaryValue)] = []
        switch place.root {
        case .object:
            guard place.path.count == 1, let type = context.ownerClass(of: function) else { return true }
            made = context.program.attributes(place.path[0], of: type).map { ($0.file, $0.attribute.value) }
        case .global(let file, let variable), .local(let file, let variable): made = context.program.values(ofVariable: variable, in: file).map { (file, $0) }
                case .external: return false
        }
        return made.contains { file, value in
            guard value.kind == .call, let summary = context.program.summary(of: file) else { return false }
            return summary.arguments(of: summary.calls[Int(value.index)]).contains { context.isNamed(summary.text($0.label), exempt) }
        }
    }

    /// What a call takes or gives back: its receiver (`lock.acquire()`), or what it is given (`pthread_mutex_lock(&mutex)`).
    func subject(of call: CallRef, _ list: KnowledgeID, _ context: AnalysisContext) -> SummaryValue? {
        guard list != .nothing, let summary = context.program.summary(of: call.file) else { return nil }
        let record = summary.calls[Int(call.call)]
        let isListed = context.isMatch(call, list) || record.receiver.kind != .unknown && context.isMatch(method: record, in: summary, list)
        guard isListed else { return nil }
        if record.receiver.kind != .unknown { return record.receiver }
        guard var value = summary.arguments(of: record).first?.value else { return nil }
        if summary.expression(value)?.kind == .unary, let inner = summary.operands(of: value).first { value = inner }
        return value
    }
}

extension AnalysisContext {
    /// Whether a list of names, written in small letters, has a name.
    func isNamed(_ name: String, _ list: KnowledgeID) -> Bool {
        !name.isEmpty && list != .nothing && isMatch(program.names.intern(name.lowercased()), list)
    }

    /// Whether a list has a method by its name alone (`_.acquire` in the list), for receivers of which nothing is known.
    func isMatch(method call: SummaryCall, in summary: FileSummary, _ list: KnowledgeID) -> Bool {
        call.method != 0 && isMatch(program.names.intern("_." + summary.text(call.method)), list)
    }
}

extension FileSummary {
    /// The last name of a value as written: `lock` of `self.lock`.
    func lastName(of value: SummaryValue) -> String {
        switch value.kind {
        case .local: return value.index < variables.count ? text(variables[Int(value.index)].name) : ""
        case .name, .instance: return String(text(value.string).split(separator: ".").last ?? "")
        case .call: return value.index < calls.count ? text(calls[Int(value.index)].method) : ""
        case .unknown: return text(value.string)
        case .expression:
            guard let expression = expression(value) else { return "" }
            if expression.kind == .attribute { return text(expression.string) }
            return operands(of: value).first.map { lastName(of: $0) } ?? ""
        default: return ""
        }
    }
}
