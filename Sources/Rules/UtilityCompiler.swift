import YAML

/// Utilities: what `matches:` names. One without parameters is compiled once a rule and may refer to itself through a relation; one with
/// parameters is compiled anew for each call.
extension CodeRuleCompiler {
    mutating func reference(_ name: Marked<String>) -> Int32 {
        if let bound = scope.parameters[name.value] { return bound }
        if let known = scope.compiled[name.value] { return known }
        guard let utility = scope.utilities[name.value] else {
            if !isPartial { errors.add(name.mark, "no utility is called `\(name.value)`; define it under `utils`") }
            return add(Clause(operation: .never))
        }
        guard utility.parameters.isEmpty else {
            errors.add(name.mark, "the utility `\(name.value)` needs its parameters: \(utility.parameters.joined(separator: ", "))")
            return add(Clause(operation: .never))
        }
        let reference = add(Clause(operation: .reference))
        scope.compiled[name.value] = reference
        program.clauses[Int(reference)].a = body(of: utility, parameters: [:])
        return reference
    }

    /// Utilities that call each other twice double at every level.
    private static let mostClauses = 20_000

    /// A utility with parameters is compiled anew for each call: its arguments take the places of its parameters.
    mutating func expansion(_ call: UtilityCall) -> Int32 {
        guard let utility = scope.utilities[call.name.value], scope.parameters[call.name.value] == nil else {
            if !isPartial { errors.add(call.name.mark, "no utility called `\(call.name.value)` takes parameters") }
            return add(Clause(operation: .never))
        }
        let given = call.arguments.map(\.parameter.value)
        for parameter in utility.parameters where !given.contains(parameter) {
            errors.add(call.name.mark, "the utility `\(call.name.value)` needs the parameter `\(parameter)`")
        }
        for argument in call.arguments where !utility.parameters.contains(argument.parameter.value) {
            errors.add(argument.parameter.mark, "the utility `\(call.name.value)` has no parameter `\(argument.parameter.value)`")
        }
        guard !scope.open.contains(call.name.value) else {
            errors.add(call.name.mark, "the utility `\(call.name.value)` calls itself with parameters and would never end")
            return add(Clause(operation: .never))
        }
        guard program.clauses.count - scope.firstClause < Self.mostClauses else {
            if errors.all.isEmpty { errors.add(call.name.mark, "the rule's utilities, put in where they are called, grow beyond \(Self.mostClauses) clauses") }
            return add(Clause(operation: .never))
        }
        var parameters: [String: Int32] = [:]
        for (parameter, rule) in call.arguments { parameters[parameter.value] = compile(rule) }
        return body(of: utility, parameters: parameters)
    }

    mutating func body(of utility: Utility, parameters: [String: Int32]) -> Int32 {
        let outer = scope.parameters, outerFile = errors.file
        scope.parameters = parameters
        errors.file = utility.file
        scope.open.append(utility.name.value)
        defer {
            scope.parameters = outer
            errors.file = outerFile
            scope.open.removeLast()
        }
        let root = compile(utility.rule)
        guard !utility.constraints.isEmpty else { return root }
        var pairs: [Int32] = []
        for (variable, rule) in utility.constraints {
            let slot = slot(constrained: variable)
            let clause = compile(rule)
            if let slot { pairs += [slot, clause] }
        }
        let start = Int32(program.lists.count)
        program.lists += pairs
        return add(Clause(operation: .constrained, a: root, b: start, c: Int32(pairs.count / 2)))
    }

    /// Refuses utilities that ask about themselves at the very node they are asked at. Through `inside`, `has` and the like another node is
    /// asked, and the matcher ends such a search; without, nothing could.
    mutating func checkRecursion() {
        enum State { case open, done }
        var states: [Int32: State] = [:]
        /// The first clause found that leads back to itself: always a reference, since nothing else is shared.
        func cycle(_ index: Int32) -> Int32? {
            switch states[index] {
            case .open?: return index
            case .done?: return nil
            case nil: break
            }
            states[index] = .open
            for next in program.sameNodeClauses(of: index) { if let found = cycle(next) { return found } }
            states[index] = .done
            return nil
        }
        let names = Dictionary(scope.compiled.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        for reference in names.keys.sorted() {
            guard let looping = cycle(reference) else { continue }
            // One message a circle: everything on it has been looked at.
            for index in states.keys { states[index] = .done }
            guard let utility = names[looping].flatMap({ scope.utilities[$0] }) else { continue }
            let outer = errors.file
            errors.file = utility.file
            errors.add(
                utility.name.mark, "the utility `\(utility.name.value)` refers to itself at the same node and would never end; put `inside` or `has` between")
            errors.file = outer
        }
    }
}
