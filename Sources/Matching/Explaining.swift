import CSyntax
import Rules
import Semantics
package import Syntax

/// Asks a rule clause by clause and says what it found. For people: it allocates as it likes, and asks again what the matcher asked.
extension Matcher {
    /// How a rule fares at a node. The program must have been compiled with `keepsOrigins` for clauses to have their words.
    package func explain(_ rule: Int, at node: NodeIndex) -> MatchExplanation {
        let entry = program.rules[rule]
        recursions = 0
        bindings.reset(singles: entry.singles.count, multiples: entry.multiples.count)
        var root = explain(entry.root, node, depth: 0)
        if root.parts.isEmpty || root.words != "rule" { root = MatchExplanation(words: "rule", line: 0, holds: root.holds, reason: "", parts: [root]) }
        guard root.holds else { return root }
        for pair in 0..<Int(entry.constraintCount) {
            let slot = program.lists[Int(entry.constraintStart) + 2 * pair], clause = program.lists[Int(entry.constraintStart) + 2 * pair + 1]
            guard let held = bindings.single(slot) else { continue }
            let inner = explain(clause, held, depth: 1)
            root.parts.append(
                MatchExplanation(
                    words: "constraints: \(entry.singles[Int(slot)])", line: inner.line, holds: inner.holds, reason: "it holds \(quoted(held))",
                    parts: [inner]))
            root.holds = root.holds && inner.holds
        }
        return root
    }

    /// How deep an explanation goes: a utility may lead back to itself.
    private static let deepest = 24

    private func explain(_ index: Int32, _ node: NodeIndex, depth: Int) -> MatchExplanation {
        let clause = program.clauses[Int(index)]
        let origin = Int(index) < program.origins.count ? program.origins[Int(index)] : nil
        var result = MatchExplanation(words: origin?.words ?? (depth == 0 ? "rule" : "all"), line: origin?.line ?? 0, holds: false, reason: "", parts: [])
        if depth < Self.deepest {
            let mark = bindings.mark
            (result.reason, result.parts) = found(clause, node, depth: depth)
            bindings.undo(to: mark)
        }
        // Asked last, so that what it binds stays bound for the clauses after it.
        result.holds = holds(index, node)
        return result
    }

    private func found(_ clause: Clause, _ node: NodeIndex, depth: Int) -> (String, [MatchExplanation]) {
        switch clause.operation {
        case .all, .any:
            return ("", clauseParts(clause).map { explain($0, node, depth: depth + 1) })
        case .not, .reference, .constrained: return ("", [explain(clause.a, node, depth: depth + 1)])
        case .kind, .kindIn: return ("the node is of kind \(kindName(node))", [])
        case .pattern: return (patternReason(clause, node), [])
        case .regex: return ("the text is \(quoted(node))", [])
        case .nthChild: return (positionReason(node), [])
        case .range: return ("the node stands elsewhere, unless it spans exactly that", [])
        case .call: return callReason(clause, node, depth: depth)
        case .name: return (nameReason(semantics.qualifiedName(of: node), node, "resolves to"), [])
        case .type: return (nameReason(semantics.typeName(of: node), node, "has the type"), [])
        case .within:
            let contexts = Context.allCases.filter { semantics.isWithin($0, node: node) }.map(\.name)
            return (contexts.isEmpty ? "it stands in none of the contexts rules know" : "it stands in: \(contexts.joined(separator: ", "))", [])
        case .awaited: return (semantics.isAwaited(node) ? "it is awaited" : "it is not awaited", [])
        case .resultUsed: return (semantics.isResultUsed(node) ? "its value is used" : "its value is not used", [])
        case .inside, .has, .precedes, .follows: return relationReason(clause, node, depth: depth)
        case .never: return ("it can never hold", [])
        }
    }

    private func clauseParts(_ clause: Clause) -> ArraySlice<Int32> { program.lists[Int(clause.a)..<Int(clause.a + clause.b)] }

    // MARK: reasons

    private func patternReason(_ clause: Clause, _ node: NodeIndex) -> String {
        if matchesPattern(clause.a, node, Strictness.allCases[Int(clause.flag)]) { return "" }
        let pattern = program.patternNodes[Int(clause.a)], wanted = clause.b >= 0 ? Kind(clause.b) : pattern.kind
        if pattern.form == .internal_ || pattern.form == .terminal, wanted != nodes[node].symbol {
            return "the pattern is of kind \(program.grammar.name(of: wanted)), the node of kind \(kindName(node))"
        }
        return "the code is \(quoted(node))"
    }

    private func positionReason(_ node: NodeIndex) -> String {
        guard node != 0 else { return "the root has no siblings" }
        var at = Int(nodes[node].parent) + 1, place = 0, count = 0
        while at < next(Int(nodes[node].parent)) {
            if isNamed(at) {
                count += 1
                if at == node { place = count }
            }
            at = next(at)
        }
        return "it is child \(place) of \(count)"
    }

    private func nameReason(_ name: Name, _ node: NodeIndex, _ verb: String) -> String {
        guard name != 0 else { return "\(quoted(node)) \(verb == "resolves to" ? "resolves to nothing known" : "has no type that could be inferred")" }
        return "\(quoted(node)) \(verb) \(String(decoding: semantics.text(of: name), as: UTF8.self))"
    }

    private func callReason(_ clause: Clause, _ node: NodeIndex, depth: Int) -> (String, [MatchExplanation]) {
        guard let callee = semantics.callee(of: node) else { return ("the node is no call, it is of kind \(kindName(node))", []) }
        let call = program.calls[Int(clause.a)]
        var parts: [MatchExplanation] = []
        collectArguments(of: node, callee)
        let given = arguments
        func part(_ words: String, _ holds: Bool, _ reason: String, _ parts: [MatchExplanation] = []) -> MatchExplanation {
            MatchExplanation(words: words, line: 0, holds: holds, reason: reason, parts: parts)
        }
        let first = Int(call.argumentStart), wantedEnd = first + Int(call.argumentCount)
        for asked in program.callArguments[first..<wantedEnd] {
            collectArguments(of: node, callee)
            let words = "args: \(name(of: asked))"
            guard let value = argument(asked) else {
                parts.append(part(words, false, "this argument is not given"))
                continue
            }
            let inner = explain(asked.clause, value, depth: depth + 1)
            parts.append(part(words, inner.holds, "it is \(quoted(value))", [inner]))
        }
        let splat = given.first { $0.splat != .none }
        for asked in program.callArguments[wantedEnd..<(wantedEnd + Int(call.absentCount))] {
            collectArguments(of: node, callee)
            let value = argument(asked)
            let reason = value.map { "it is given: \(quoted($0))" } ?? splat.map { "it may come through the splat \(quoted($0.value))" } ?? ""
            parts.append(part("arg-absent: \(name(of: asked))", reason.isEmpty, reason))
        }
        if call.limitsCount {
            let bounds = call.least == call.most ? "\(call.least)" : "\(call.least) to \(call.most == .max ? "any" : "\(call.most)")"
            let holds = splat == nil && given.count >= Int(call.least) && given.count <= Int(call.most)
            parts.append(part("arg-count: \(bounds)", holds, splat == nil ? "\(given.count) given" : "a splat may bring any number"))
        }
        return (nameReason(semantics.qualifiedName(of: callee), callee, "resolves to"), parts)
    }

    private func name(of asked: CallArgument) -> String {
        if asked.position >= 0 { return "\(asked.position)" }
        return String(decoding: program.texts[Int(asked.textStart)..<Int(asked.textStart + asked.textCount)], as: UTF8.self)
    }

    /// A relation that looks at one node tells how that one fares; one that searches tells what it came past.
    private func relationReason(_ clause: Clause, _ node: NodeIndex, depth: Int) -> (String, [MatchExplanation]) {
        let place = related(clause, node)
        if let hit = place.first(where: { at in
            let mark = bindings.mark
            defer { bindings.undo(to: mark) }
            return holds(clause.a, at)
        }) {
            return ("\(kindName(hit)) in line \(line(of: hit))", [explain(clause.a, hit, depth: depth + 1)])
        }
        guard let only = place.first else { return ("there is no such node", []) }
        if place.count == 1 { return ("the only one is of kind \(kindName(only))", [explain(clause.a, only, depth: depth + 1)]) }
        let kinds = place.prefix(8).map { kindName($0) }.joined(separator: ", ")
        return ("none of these is it: \(kinds)\(place.count > 8 ? " and \(place.count - 8) more" : "")", [])
    }

    /// The nodes a relation looks at, in its order, as if its search never met what it looks for.
    private func related(_ clause: Clause, _ node: NodeIndex) -> [NodeIndex] {
        var found: [NodeIndex] = []
        walk(clause, node) { found.append($0) }
        return found
    }

    private func walk(_ clause: Clause, _ node: NodeIndex, _ visit: (NodeIndex) -> Void) {
        switch clause.operation {
        case .inside:
            var child = node
            while child != 0 {
                let ancestor = Int(nodes[child].parent)
                if clause.field == 0 || firstChild(of: ancestor, field: clause.field) == child { visit(ancestor) }
                if stops(clause, ancestor) { return }
                child = ancestor
            }
        case .has:
            var from = node
            if clause.field != 0 {
                guard let child = firstChild(of: node, field: clause.field) else { return }
                visit(child)
                if stops(clause, child) { return }
                from = child
            }
            var at = from + 1
            while at < next(from) {
                visit(at)
                at = clause.field != 0 && clause.b >= 0 || stops(clause, at) ? next(at) : at + 1
            }
        default:
            guard node != 0 else { return }
            var at: NodeIndex? = clause.operation == .precedes ? sibling(after: node) : previous(node)
            while let sibling = at {
                visit(sibling)
                if stops(clause, sibling) { return }
                at = clause.operation == .precedes ? self.sibling(after: sibling) : previous(sibling)
            }
        }
    }

    private func sibling(after node: NodeIndex) -> NodeIndex? {
        let after = next(node)
        return after < next(Int(nodes[node].parent)) ? after : nil
    }

    // MARK: words

    private func kindName(_ node: NodeIndex) -> String { program.grammar.name(of: nodes[node].symbol) }

    private func line(of node: NodeIndex) -> Int { bytes[..<Int(nodes[node].start)].count { $0 == UInt8(ascii: "\n") } + 1 }

    private static let longest = 60

    /// The code of a node in backticks, its first line at most.
    private func quoted(_ node: NodeIndex) -> String {
        let whole = String(decoding: text(node), as: UTF8.self), line = whole.prefix { !$0.isNewline }
        let shown = line.prefix(Self.longest)
        return "`\(shown)\(shown.count < whole.count ? "…" : "")`"
    }
}
