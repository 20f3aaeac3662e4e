internal import Linking
internal import Semantics

/// Something that must be completed, in the function it is made in or given to: the variables that hold it, and the closures that know it.
struct Completable {
    let file: Int32
    let summary: FileSummary
    /// The function it is made in, or is a parameter of.
    let root: UInt32
    private(set) var variables: Set<UInt32>
    /// Closures and functions inside of the root, in the order of the file.
    let inner: [UInt32]
    /// Those of them that know it, or know others that do.
    private(set) var knowing: Set<UInt32> = []
    /// Names of those that were bound to one.
    private(set) var named: [UInt32: UInt32] = [:]
    /// How often each variable is bound in the root and inside of it.
    private let bindCounts: [UInt32: Int]
    private let views: (StringID) -> Bool

    /// - Parameter views: whether a member of that name is only a look at it.
    init(file: Int32, summary: FileSummary, root: UInt32, variable: UInt32, views: @escaping (StringID) -> Bool) {
        self.file = file
        self.summary = summary
        self.root = root
        self.views = views
        variables = [variable]
        // Functions stand in the order of the file, each before those inside of it.
        inner = (Int(root) + 1..<max(Int(root) + 1, summary.functions.count)).lazy.map(UInt32.init).prefix { summary.isNested($0, in: root) }.map { $0 }
        var counts: [UInt32: Int] = [:]
        for body in [root] + inner {
            for step in summary.steps[summary.stepRange(of: body)] where step.kind == .bind && step.target.kind == .local { counts[step.target.index, default: 0] += 1 }
        }
        bindCounts = counts
        // A name may be given to another, a closure to a name, and a closure may know another by its name: few are that far apart.
        for _ in 0..<4 {
            let before = (variables.count, named.count, knowing.count)
            follow()
            if before == (variables.count, named.count, knowing.count) { break }
        }
    }

    private mutating func follow() {
        for body in [root] + inner {
            for step in summary.steps[summary.stepRange(of: body)] {
                // What is declared further out may be read before, or by others.
                if step.kind == .bind, step.target.kind == .local, bindCounts[step.target.index] == 1, summary.isLocal(step.target.index, to: body),
                    !isGiven(step.target.index)
                {
                    if isIt(step.value) { variables.insert(step.target.index) }
                    if let function = function(step.value), knowing.contains(function) { named[step.target.index] = function }
                }
                guard body != root, !knowing.contains(body) else { continue }
                let knows = summary.reads(step) { value in
                    value.kind == .local && variables.contains(value.index) || function(value).map { $0 != body && knowing.contains($0) } ?? false
                }
                if knows { learn(body) }
            }
        }
    }

    private mutating func learn(_ body: UInt32) {
        var at = body
        while at != root, knowing.insert(at).inserted, summary.functions[Int(at)].outerFunction != 0 { at = summary.functions[Int(at)].outerFunction - 1 }
    }

    /// The closure, or function defined inside, that a value is.
    func function(_ value: SummaryValue) -> UInt32? {
        switch value.kind {
        case .closure: return value.index
        case .local:
            if let known = named[value.index] { return known }
            let alias = summary.variables[Int(value.index)].alias
            return alias == 0 ? nil : local(alias)
        case .name: return local(value.string)
        default: return nil
        }
    }

    private func local(_ name: StringID) -> UInt32? {
        inner.first { summary.functions[Int($0)].name != 0 && summary.functions[Int($0)].qualifiedName == name }
    }

    func isIt(_ value: SummaryValue) -> Bool {
        var value = value
        // `try?` and a cast are still it.
        while let expression = summary.expression(value), expression.kind == .attempted || expression.kind == .awaited, let operand = summary.operands(of: value).first {
            value = operand
        }
        return value.kind == .local && variables.contains(value.index)
    }

    /// Whether a value has it in it, otherwise than to look at it.
    func isMentioned(in value: SummaryValue) -> Bool {
        var open = [value]
        while let next = open.popLast() {
            if isIt(next) { return true }
            if let expression = summary.expression(next), expression.kind == .attribute, views(expression.string), summary.operands(of: next).first.map(isIt) ?? false { continue }
            open += summary.operands(of: next)
        }
        return false
    }

    /// The closures in a value that know it.
    func closures(in value: SummaryValue) -> [UInt32] {
        var found: [UInt32] = [], open = [value]
        while let next = open.popLast() {
            if let function = function(next), knowing.contains(function) { found.append(function) }
            open += summary.operands(of: next)
        }
        return found
    }

    /// Whether a variable of the root, or around it, takes more than one value.
    func isChanging(_ variable: UInt32) -> Bool {
        let count = bindCounts[variable] ?? 0
        return count > 1 || count == 1 && summary.variables[Int(variable)].flags.contains(.isParameter)
    }

    /// Whether one of its members is set: `it.member = value`.
    func hasMember(stored isNamed: (StringID) -> Bool) -> Bool {
        ([root] + inner).contains { body in
            summary.steps[summary.stepRange(of: body)].contains { step in
                guard step.kind == .store, let expression = summary.expression(step.target), expression.kind == .attribute else { return false }
                return isNamed(expression.string) && summary.operands(of: step.target).first.map(isIt) ?? false
            }
        }
    }

    func isGiven(_ variable: UInt32) -> Bool { summary.variables[Int(variable)].flags.contains(.isParameter) }

    func isBox(_ variable: UInt32) -> Bool { (bindCounts[variable] ?? 0) > 1 }
}
