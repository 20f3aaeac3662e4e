import CSyntax
import Rules
import Syntax

/// Matches a pattern against a node: ast-grep's algorithm (its `match_tree`), on the flat tree. It walks pattern and code side by side, passes
/// over what the strictness allows, and lets an ellipsis take nodes until the next piece of the pattern fits.
extension Matcher {
    /// How one piece of a pattern fares against one node.
    private enum Outcome {
        case both, skipBoth, skipGoal, skipCandidate, no
    }

    /// Whether pattern node `goal` matches `candidate`. What it binds stays bound only when it does.
    func matchesPattern(_ goal: Int32, _ candidate: NodeIndex, _ strictness: Strictness) -> Bool {
        let mark = bindings.mark
        if match(goal, candidate, strictness) == .both { return true }
        bindings.undo(to: mark)
        return false
    }

    private func match(_ goal: Int32, _ candidate: NodeIndex, _ strictness: Strictness) -> Outcome {
        let pattern = code.patternNodes[Int(goal)]
        switch pattern.form {
        case .terminal: return matchTerminal(pattern, candidate, strictness)
        case .capture:
            if skipsExtras(strictness) && isExtra(candidate) { return .skipCandidate }
            if pattern.named && !isNamed(candidate) { return .no }
            return bind(pattern.slot, candidate) ? .both : .no
        case .dropped:
            if skipsExtras(strictness) && isExtra(candidate) { return .skipCandidate }
            return pattern.named && !isNamed(candidate) ? .no : .both
        // Ellipses are dealt with among their siblings; a pattern is never one alone.
        case .ellipsis, .ellipsisCapture: return .both
        case .internal_:
            let kind = nodes[candidate].symbol
            guard strictness == .template || pattern.kind == kind || pattern.kind == Grammar.errorKind else { return .no }
            return matchChildren(goal, candidate, strictness) ? .both : .no
        }
    }

    private func matchTerminal(_ pattern: PatternNode, _ candidate: NodeIndex, _ strictness: Strictness) -> Outcome {
        let isSameKind = pattern.kind == nodes[candidate].symbol || pattern.kind == Grammar.errorKind
        if isSameKind && (!pattern.named || hasText(pattern, candidate)) { return .both }
        if skipsExtras(strictness) && isExtra(candidate) { return .skipCandidate }
        let skipGoal: Bool, skipCandidate: Bool
        switch strictness {
        case .cst: (skipGoal, skipCandidate) = (false, false)
        case .smart: (skipGoal, skipCandidate) = (false, !isNamed(candidate))
        case .ast, .relaxed: (skipGoal, skipCandidate) = (!pattern.named, !isNamed(candidate))
        case .signature:
            if isSameKind { return .both }
            (skipGoal, skipCandidate) = (!pattern.named, !isNamed(candidate))
        case .template:
            if hasText(pattern, candidate) { return .both }
            (skipGoal, skipCandidate) = (false, !isNamed(candidate))
        }
        switch (skipGoal, skipCandidate) {
        case (true, true): return .skipBoth
        case (true, false): return .skipGoal
        case (false, true): return .skipCandidate
        case (false, false): return .no
        }
    }

    private func matchChildren(_ goalParent: Int32, _ candidateParent: NodeIndex, _ strictness: Strictness) -> Bool {
        var goal = goalParent + 1
        let goalEnd = code.patternNodes[Int(goalParent)].next
        var candidate = candidateParent + 1
        let candidateEnd = Int(nodes[candidateParent].next)
        guard candidate < candidateEnd else { return false }
        while true {
            guard goal < goalEnd else { return true }
            if isEllipsis(goal) {
                switch takeEllipsis(&goal, goalEnd, &candidate, candidateEnd, strictness) {
                case .fails: return false
                case .matchesAll: return true
                case .again: continue
                case .fitsNext: break
                }
            }
            guard fit(&goal, goalEnd, &candidate, candidateEnd, strictness) else { return false }
            if goal < goalEnd {
                goal = code.patternNodes[Int(goal)].next
                if candidate < candidateEnd { candidate = next(candidate) }
            }
            if goal >= goalEnd {
                while candidate < candidateEnd {
                    guard isTrailing(candidate, strictness) else { return false }
                    candidate = next(candidate)
                }
                return true
            }
            guard candidate < candidateEnd else { return false }
        }
    }

    private enum EllipsisOutcome { case fails, matchesAll, again, fitsNext }

    /// Lets the ellipsis at `goal` take nodes until the piece of the pattern after it fits.
    private func takeEllipsis(
        _ goal: inout Int32, _ goalEnd: Int32, _ candidate: inout NodeIndex, _ candidateEnd: NodeIndex, _ strictness: Strictness
    ) -> EllipsisOutcome {
        let ellipsis = code.patternNodes[Int(goal)]
        let takenFrom = taken.count
        defer { taken.removeLast(taken.count - takenFrom) }
        goal = ellipsis.next
        var skippedGoals = 0
        // Punctuation after an ellipsis belongs to it: `$$$A, b` takes the comma too.
        while goal < goalEnd, code.patternNodes[Int(goal)].form == .terminal, !code.patternNodes[Int(goal)].named {
            goal = code.patternNodes[Int(goal)].next
            skippedGoals += 1
        }
        if goal >= goalEnd {
            while candidate < candidateEnd {
                taken.append(Int32(candidate))
                candidate = next(candidate)
            }
            return bindTaken(ellipsis, takenFrom, skippedGoals) ? .matchesAll : .fails
        }
        if isEllipsis(goal) {
            taken.append(Int32(candidate))
            candidate = next(candidate)
            guard candidate < candidateEnd else { return .fails }
            return bindTaken(ellipsis, takenFrom, skippedGoals) ? .again : .fails
        }
        while true {
            let mark = bindings.mark
            let outcome = match(goal, candidate, strictness)
            bindings.undo(to: mark)
            if outcome == .both { return bindTaken(ellipsis, takenFrom, skippedGoals) ? .fitsNext : .fails }
            taken.append(Int32(candidate))
            candidate = next(candidate)
            guard candidate < candidateEnd else { return .fails }
        }
    }

    /// Fits the piece at `goal` to the next candidate it may be fitted to, passing over what the strictness allows.
    private func fit(
        _ goal: inout Int32, _ goalEnd: Int32, _ candidate: inout NodeIndex, _ candidateEnd: NodeIndex, _ strictness: Strictness
    ) -> Bool {
        while true {
            guard candidate < candidateEnd else {
                while goal < goalEnd {
                    guard isOptional(goal, strictness) else { return false }
                    goal = code.patternNodes[Int(goal)].next
                }
                return true
            }
            switch match(goal, candidate, strictness) {
            case .both: return true
            case .no: return false
            case .skipCandidate: candidate = next(candidate)
            case .skipBoth:
                candidate = next(candidate)
                goal = code.patternNodes[Int(goal)].next
                if goal >= goalEnd { return true }
            case .skipGoal:
                goal = code.patternNodes[Int(goal)].next
                if goal >= goalEnd { return true }
            }
        }
    }

    private func isEllipsis(_ goal: Int32) -> Bool {
        let form = code.patternNodes[Int(goal)].form
        return form == .ellipsis || form == .ellipsisCapture
    }

    /// Whether code after the end of the pattern is passed over.
    private func isTrailing(_ candidate: NodeIndex, _ strictness: Strictness) -> Bool {
        switch strictness {
        case .cst: false
        case .ast: !isNamed(candidate)
        case .smart, .template: true
        case .relaxed, .signature: !isNamed(candidate) || isExtra(candidate)
        }
    }

    /// Whether comments and line continuations are passed over, as ast-grep does it since 0.45.
    private func skipsExtras(_ strictness: Strictness) -> Bool { strictness != .cst && strictness != .ast }

    private func isExtra(_ node: NodeIndex) -> Bool { nodes[node].flags & UInt16(SL_EXTRA) != 0 }

    /// Whether a piece of the pattern may be missing at the end of the code.
    private func isOptional(_ goal: Int32, _ strictness: Strictness) -> Bool {
        let pattern = code.patternNodes[Int(goal)]
        if pattern.form == .ellipsis || pattern.form == .ellipsisCapture { return strictness != .cst }
        switch strictness {
        case .cst, .smart, .template: return false
        case .ast, .relaxed, .signature: return pattern.form != .internal_ && !pattern.named
        }
    }

    private func hasText(_ pattern: PatternNode, _ candidate: NodeIndex) -> Bool {
        let node = nodes[candidate]
        let count = Int(node.end - node.start)
        guard count == Int(pattern.textCount) else { return false }
        for offset in 0..<count where bytes[Int(node.start) + offset] != code.texts[Int(pattern.textStart) + offset] { return false }
        return true
    }

    // MARK: variables

    private func bind(_ slot: Int32, _ node: NodeIndex) -> Bool {
        if let held = bindings.single(slot), !isSameCode(held, node) { return false }
        bindings.bind(slot, to: node)
        return true
    }

    private func bindTaken(_ ellipsis: PatternNode, _ from: Int, _ skippedGoals: Int) -> Bool {
        guard ellipsis.form == .ellipsisCapture else { return true }
        let matched = from..<max(from, taken.count - skippedGoals)
        if let held = bindings.multiple(ellipsis.slot), !isSameSequence(held, matched) { return false }
        bindings.bind(ellipsis.slot, to: matched, of: taken)
        return true
    }

    /// Whether two ellipses hold the same code, punctuation aside: `held` among the bound nodes, `new` among those taken.
    private func isSameSequence(_ held: Range<Int>, _ new: Range<Int>) -> Bool {
        var left = held.lowerBound, right = new.lowerBound
        while true {
            while left < held.upperBound, !isNamed(bindings.node(left)) { left += 1 }
            while right < new.upperBound, !isNamed(Int(taken[right])) { right += 1 }
            guard left < held.upperBound, right < new.upperBound else { return left == held.upperBound && right == new.upperBound }
            guard isSameCode(bindings.node(left), Int(taken[right])) else { return false }
            left += 1
            right += 1
        }
    }

    /// Whether two nodes are the same code: the same kinds down to the named leaves, and their texts.
    private func isSameCode(_ a: NodeIndex, _ b: NodeIndex) -> Bool {
        if a == b { return true }
        var left = a, right = b
        let end = Int(nodes[a].next)
        while left < end {
            if isNamedLeaf(left) || isNamedLeaf(right) {
                guard isSameText(left, right) else { return false }
                left = next(left)
                right = next(right)
            } else {
                guard nodes[left].symbol == nodes[right].symbol, childCount(left) == childCount(right) else { return false }
                left += 1
                right += 1
            }
        }
        return true
    }

    func isNamedLeaf(_ node: NodeIndex) -> Bool {
        var child = node + 1
        while child < Int(nodes[node].next) {
            if isNamed(child) { return false }
            child = next(child)
        }
        return true
    }

    func isSameText(_ a: NodeIndex, _ b: NodeIndex) -> Bool {
        let left = nodes[a], right = nodes[b]
        guard left.end - left.start == right.end - right.start else { return false }
        for offset in 0..<Int(left.end - left.start) where bytes[Int(left.start) + offset] != bytes[Int(right.start) + offset] { return false }
        return true
    }

    private func childCount(_ node: NodeIndex) -> Int {
        var count = 0, child = node + 1
        while child < Int(nodes[node].next) {
            count += 1
            child = next(child)
        }
        return count
    }
}
