import CSyntax
import Rules
import Semantics
import Syntax

/// `call`, `name`, `type`: what an expression stands for, and the arguments of a call.
extension Matcher {
    func isName(_ name: Name, _ clause: Clause) -> Bool {
        let hits = nameHits.hits(of: name, in: program.names, code.dispatch, semantics)
        return !hits.ids.isEmpty && nameHits.contains(hits, anyOf: code.lists[Int(clause.a)..<Int(clause.a + clause.b)])
    }

    /// The wanted names that a node calls or, where it is no call, has itself.
    func wantedNames(_ node: NodeIndex, _ bucket: Int) -> NameHits.Hits {
        guard code.dispatch.isCall(bucket) else { return nameHits.hits(of: semantics.qualifiedName(of: node), in: program.names, code.dispatch, semantics) }
        if lastCall.node != node { lastCall = lookUp(node) }
        return lastCall.hits
    }

    func isCall(_ clause: Clause, _ node: NodeIndex) -> Bool {
        if lastCall.node != node { lastCall = lookUp(node) }
        let callee = lastCall.callee
        guard !lastCall.hits.ids.isEmpty else { return false }
        let call = code.calls[Int(clause.a)]
        guard nameHits.contains(lastCall.hits, anyOf: code.lists[Int(call.nameStart)..<Int(call.nameStart + call.nameCount)]) else { return false }
        if call.argumentCount == 0 && call.absentCount == 0 && !call.limitsCount { return true }
        let mark = bindings.mark
        if argumentsHold(call, node, callee) { return true }
        bindings.undo(to: mark)
        return false
    }

    private func lookUp(_ node: NodeIndex) -> (node: Int, callee: Int, hits: NameHits.Hits) {
        guard let callee = semantics.callee(of: node) else { return (node, 0, .none) }
        return (node, callee, nameHits.hits(of: semantics.qualifiedName(of: callee), in: program.names, code.dispatch, semantics))
    }

    private func argumentsHold(_ call: CallClause, _ node: NodeIndex, _ callee: NodeIndex) -> Bool {
        collectArguments(of: node, callee)
        let wanted = Int(call.argumentStart)..<Int(call.argumentStart + call.argumentCount)
        let absent = wanted.upperBound..<(wanted.upperBound + Int(call.absentCount))
        let hasSplat = arguments.contains { $0.splat != .none }
        // A splat might bring any argument, and any number.
        if hasSplat, !absent.isEmpty || call.limitsCount { return false }
        guard arguments.count >= Int(call.least), arguments.count <= Int(call.most) else { return false }
        for index in absent where argument(code.callArguments[index]) != nil { return false }
        for index in wanted {
            let asked = code.callArguments[index]
            guard let value = argument(asked), holds(asked.clause, value) else { return false }
            // The clause may have asked about another call's arguments.
            if index + 1 < wanted.upperBound { collectArguments(of: node, callee) }
        }
        return true
    }

    /// The value of the argument a clause speaks of, nil when it is not given.
    func argument(_ asked: CallArgument) -> NodeIndex? {
        for argument in arguments where argument.splat == .none && isNamed(asked, argument) { return argument.value }
        return nil
    }

    private func isNamed(_ asked: CallArgument, _ argument: Argument) -> Bool {
        if asked.position >= 0 { return argument.position == asked.position }
        guard let label = argument.label else { return false }
        let node = nodes[label], count = Int(node.end - node.start)
        guard count == Int(asked.textCount) else { return false }
        for offset in 0..<count where bytes[Int(node.start) + offset] != code.texts[Int(asked.textStart) + offset] { return false }
        return true
    }

    /// A call's arguments in `arguments`. Through `functools.partial(f, a, k=b)` those given there come first.
    func collectArguments(of node: NodeIndex, _ callee: NodeIndex) {
        arguments.removeAll(keepingCapacity: true)
        var shift: Int32 = 0
        if let partial = semantics.partialCall(of: callee) {
            for argument in semantics.arguments(of: partial) where argument.position != 0 || argument.splat != .none { arguments.append(argument) }
            for index in arguments.indices {
                if arguments[index].splat == .positional { shift = -1 }
                if arguments[index].position > 0 {
                    arguments[index].position -= 1
                    if shift >= 0 { shift = arguments[index].position + 1 }
                }
            }
        }
        for argument in semantics.arguments(of: node) {
            var argument = argument
            if argument.position >= 0 { argument.position = shift < 0 ? -1 : argument.position + shift }
            // A keyword given again replaces the one before.
            if let label = argument.label { arguments.removeAll { $0.label.map { isSameText($0, label) } ?? false } }
            arguments.append(argument)
        }
    }
}
