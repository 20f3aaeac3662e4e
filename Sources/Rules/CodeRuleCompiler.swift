import CSyntax
import Findings
import Syntax
import TextMatching
import YAML

/// Compiles the code rules of one language into one program, rule after rule. A rule that fails leaves nothing behind but its errors.
struct CodeRuleCompiler {
    private(set) var program: MatchProgram
    private let grammar: Grammar
    private let patterns: PatternCompiler
    /// Utilities shared by a whole project, by name.
    private let shared: [String: Utility]

    /// What is known while one rule is compiled.
    private struct Scope {
        var utilities: [String: Utility]
        var slots: [String: Int32] = [:]
        var multipleSlots: [String: Int32] = [:]
        /// Clauses bound to the parameters of the utility being compiled.
        var parameters: [String: Int32] = [:]
        /// Utilities without parameters that are compiled, or being compiled: their reference clause.
        var compiled: [String: Int32] = [:]
        /// The utilities being compiled, with how many relations deep each began.
        var open: [(name: String, relations: Int)] = []
        var relations = 0
    }
    private var scope = Scope(utilities: [:])
    private var errors = RuleErrors(file: "")

    init(language: Language, shared: [Utility], parser: TreeParser) {
        program = MatchProgram(language: language)
        grammar = Grammar.of(language)
        patterns = PatternCompiler(grammar: grammar, parser: parser)
        self.shared = Dictionary(shared.map { ($0.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Adds a rule; returns its index in `program.rules` and what a file must hold for it, or the errors.
    mutating func add(_ file: RuleFile, _ rule: CodeRule) -> Result<(index: Int32, requirement: LiteralRequirement), CompileFailure> {
        let before = program
        errors = RuleErrors(file: file.file)
        var utilities = shared
        for utility in rule.utils { utilities[utility.name.value] = utility }
        scope = Scope(utilities: utilities)

        let root = compile(rule.rule)
        // Utilities that nothing uses are still read, so that a mistake in one is found.
        for utility in rule.utils where utility.parameters.isEmpty && scope.compiled[utility.name.value] == nil { _ = reference(utility.name) }
        var constraints: [(slot: Int32, clause: Int32)] = []
        for (variable, object) in rule.constraints {
            let clause = compile(object)
            if let slot = scope.slots[variable.value] {
                constraints.append((slot, clause))
            } else {
                errors.add(variable.mark, "constraint on `\(variable.value)`, but the rule has no metavariable $\(variable.value)")
            }
        }
        let kinds = potentialKinds(root)
        if errors.all.isEmpty {
            if let kinds, kinds.isEmpty { errors.add(rule.rule.mark, "this rule can never match: no node has all the kinds its clauses ask for") }
            if kinds == nil, !isScopedByKind(rule.rule) {
                errors.add(rule.rule.mark, "a rule must say what kind of node it looks at: add `kind`, `pattern` or `call` (inside `all`, or in every branch of `any`)")
            }
        }
        guard errors.all.isEmpty else {
            program = before
            return .failure(CompileFailure(errors: errors.all))
        }
        program.rules.append(
            ProgramRule(
                root: root, constraints: constraints, singles: scope.slots.sorted { $0.value < $1.value }.map(\.key),
                multiples: scope.multipleSlots.sorted { $0.value < $1.value }.map(\.key), kinds: kinds?.sorted()))
        return .success((Int32(program.rules.count - 1), requirement(of: root, depth: 0)))
    }

    /// Builds the tables that depend on all rules. `name`-only and `type`-only rules are asked at expressions, so `nil` kinds go everywhere.
    mutating func finish() -> MatchProgram {
        let errorBucket = grammar.kindCount
        var buckets: [[Int32]] = Array(repeating: [], count: errorBucket + 1)
        for (index, rule) in program.rules.enumerated() {
            if let kinds = rule.kinds {
                for kind in kinds { buckets[kind == Grammar.errorKind ? errorBucket : Int(kind)].append(Int32(index)) }
            } else {
                for bucket in buckets.indices { buckets[bucket].append(Int32(index)) }
            }
        }
        program.dispatchStart = [0]
        for bucket in buckets {
            program.dispatch += bucket
            program.dispatchStart.append(Int32(program.dispatch.count))
        }
        program.isComment = grammar.kindNames.map { $0.contains("comment") } + [false]
        return program
    }

    // MARK: clauses

    private mutating func compile(_ object: RuleObject) -> Int32 {
        let parts = object.clauses.map { compile($0, at: object.mark) }
        return parts.count == 1 ? parts[0] : list(.all, parts)
    }

    private mutating func compile(_ clause: RuleClause, at mark: YAMLMark) -> Int32 {
        switch clause {
        case .pattern(let text): return pattern(text)
        case .kind(let name): return kind(name)
        case .regex(let text):
            do {
                program.regexes.append(try LinearRegex(text.value))
            } catch {
                errors.add(text.mark, "\(error)")
                return add(Clause(operation: .never))
            }
            return add(Clause(operation: .regex, a: Int32(program.regexes.count - 1)))
        case .nthChild(let text):
            let ofRule = text.ofRule.map { compile($0) } ?? -1
            return add(
                Clause(operation: .nthChild, flag: text.reverse ? 1 : 0, a: Int32(clamping: text.position.step), b: Int32(clamping: text.position.offset), c: ofRule))
        case .range(let range):
            program.ranges.append(range)
            return add(Clause(operation: .range, a: Int32(program.ranges.count - 1)))
        case .call(let call):
            let arguments = call.arguments.map { (Self.bytes($0.argument), compile($0.rule)) }
            program.calls.append(
                CallClause(names: nameList(call.names), arguments: arguments, absent: call.absent.map { Self.bytes($0) }, count: call.count))
            return add(Clause(operation: .call, a: Int32(program.calls.count - 1)))
        case .name(let names): return add(Clause(operation: .name, a: nameList(names)))
        case .type(let names): return add(Clause(operation: .type, a: nameList(names)))
        case .within(let contexts):
            var bits: Int32 = 0
            for context in contexts { bits |= 1 << Int32(RuleObjectReader.contexts.firstIndex(of: context.value) ?? 31) }
            return add(Clause(operation: .within, a: bits))
        case .awaited(let flag): return add(Clause(operation: .awaited, flag: flag ? 1 : 0))
        case .resultUsed(let flag): return add(Clause(operation: .resultUsed, flag: flag ? 1 : 0))
        case .all(let objects): return list(.all, objects.map { compile($0) })
        case .any(let objects): return list(.any, objects.map { compile($0) })
        case .not(let object):
            let inner = compile(object)
            return add(Clause(operation: .not, a: inner))
        case .matches(let call): return call.arguments.isEmpty ? reference(call.name) : expansion(call)
        case .relation(let relation): return self.relation(relation)
        }
    }

    private mutating func add(_ clause: Clause) -> Int32 {
        program.clauses.append(clause)
        return Int32(program.clauses.count - 1)
    }

    private mutating func list(_ operation: Clause.Operation, _ parts: [Int32]) -> Int32 {
        let start = Int32(program.lists.count)
        program.lists += parts
        return add(Clause(operation: operation, a: start, b: Int32(parts.count)))
    }

    private mutating func nameList(_ names: [Marked<String>]) -> Int32 {
        for name in names where name.value.isEmpty || name.value.contains(" ") || name.value.contains("..") {
            errors.add(name.mark, "`\(name.value)` is no dotted name such as asyncio.gather")
        }
        program.nameLists.append(names.map { program.names.add($0.value) })
        return Int32(program.nameLists.count - 1)
    }

    private static func bytes(_ name: ArgumentName) -> ArgumentBytes {
        switch name {
        case .position(let index): .position(index)
        case .keyword(let text): .keyword(Array(text.utf8))
        }
    }

    private mutating func kind(_ name: Marked<String>) -> Int32 {
        let kinds = KindAliases.kinds(name.value, in: grammar)
        switch kinds.count {
        case 0:
            errors.add(name.mark, "the \(grammar.language.name) grammar has no kind `\(name.value)`; `sluice debug tree FILE` shows the kinds of a file")
            return add(Clause(operation: .never))
        case 1: return add(Clause(operation: .kind, field: kinds[0]))
        default:
            program.kindLists.append(kinds)
            return add(Clause(operation: .kindIn, a: Int32(program.kindLists.count - 1)))
        }
    }

    private mutating func pattern(_ text: PatternText) -> Int32 {
        let compiled: PatternCompiler.Compiled
        do {
            compiled = try patterns.compile(text)
        } catch {
            errors.add(text.source.mark, error.message)
            return add(Clause(operation: .never))
        }
        let start = Int32(program.patternNodes.count)
        for (index, node) in compiled.nodes.enumerated() {
            var node = node
            node.next += start
            switch compiled.variables[index] {
            case .capture(let name, _)?: node.slot = Self.slot(name, in: &scope.slots)
            case .ellipsisCapture(let name)?: node.slot = Self.slot(name, in: &scope.multipleSlots)
            default: break
            }
            node.textStart = Int32(program.texts.count)
            node.textCount = Int32(compiled.texts[index].count)
            program.texts += compiled.texts[index]
            program.patternNodes.append(node)
        }
        let strictness = Strictness.allCases.firstIndex(of: text.strictness) ?? 1
        return add(Clause(operation: .pattern, flag: UInt8(strictness), a: start, b: compiled.rootKind.map(Int32.init) ?? -1))
    }

    private static func slot(_ name: String, in slots: inout [String: Int32]) -> Int32 {
        if let slot = slots[name] { return slot }
        let slot = Int32(slots.count)
        slots[name] = slot
        return slot
    }

    private mutating func relation(_ relation: Relation) -> Int32 {
        scope.relations += 1
        defer { scope.relations -= 1 }
        let inner = compile(relation.rule)
        let stop: Int32
        switch relation.stop {
        case .neighbor: stop = -1
        case .end: stop = -2
        case .rule(let object): stop = compile(object)
        }
        var field: Field = 0
        if let name = relation.field {
            if let known = grammar.field(name.value) {
                field = known
            } else {
                errors.add(name.mark, "the \(grammar.language.name) grammar has no field `\(name.value)`")
            }
        }
        let operation: Clause.Operation =
            switch relation.direction {
            case .inside: .inside
            case .has: .has
            case .precedes: .precedes
            case .follows: .follows
            }
        return add(Clause(operation: operation, field: field, a: inner, b: stop))
    }

    // MARK: utilities

    private mutating func reference(_ name: Marked<String>) -> Int32 {
        if let bound = scope.parameters[name.value] { return bound }
        if let open = scope.open.last(where: { $0.name == name.value }), open.relations == scope.relations {
            errors.add(name.mark, "the utility `\(name.value)` refers to itself at the same node and would never end; put `inside` or `has` between")
            return add(Clause(operation: .never))
        }
        if let known = scope.compiled[name.value] { return known }
        guard let utility = scope.utilities[name.value] else {
            errors.add(name.mark, "no utility is called `\(name.value)`; define it under `utils`")
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

    /// A utility with parameters is compiled anew for each call: its arguments take the places of its parameters.
    private mutating func expansion(_ call: UtilityCall) -> Int32 {
        guard let utility = scope.utilities[call.name.value], scope.parameters[call.name.value] == nil else {
            errors.add(call.name.mark, "no utility called `\(call.name.value)` takes parameters")
            return add(Clause(operation: .never))
        }
        let given = call.arguments.map(\.parameter.value)
        for parameter in utility.parameters where !given.contains(parameter) {
            errors.add(call.name.mark, "the utility `\(call.name.value)` needs the parameter `\(parameter)`")
        }
        for argument in call.arguments where !utility.parameters.contains(argument.parameter.value) {
            errors.add(argument.parameter.mark, "the utility `\(call.name.value)` has no parameter `\(argument.parameter.value)`")
        }
        guard !scope.open.contains(where: { $0.name == call.name.value }) else {
            errors.add(call.name.mark, "the utility `\(call.name.value)` calls itself with parameters and would never end")
            return add(Clause(operation: .never))
        }
        var parameters: [String: Int32] = [:]
        for (parameter, rule) in call.arguments { parameters[parameter.value] = compile(rule) }
        return body(of: utility, parameters: parameters)
    }

    private mutating func body(of utility: Utility, parameters: [String: Int32]) -> Int32 {
        let outer = scope.parameters
        scope.parameters = parameters
        scope.open.append((utility.name.value, scope.relations))
        defer {
            scope.parameters = outer
            scope.open.removeLast()
        }
        let root = compile(utility.rule)
        guard !utility.constraints.isEmpty else { return root }
        var pairs: [Int32] = []
        for (variable, rule) in utility.constraints {
            let clause = compile(rule)
            if let slot = scope.slots[variable.value] { pairs += [slot, clause] }
        }
        let start = Int32(program.lists.count)
        program.lists += pairs
        return add(Clause(operation: .constrained, a: root, b: start, c: Int32(pairs.count / 2)))
    }

    // MARK: what a rule can match

    /// The kinds a node must have for the clause to hold; nil when nothing is known.
    private func potentialKinds(_ index: Int32, depth: Int = 0) -> Set<Kind>? {
        guard depth < 64 else { return nil }
        let clause = program.clauses[Int(index)]
        switch clause.operation {
        case .all:
            return parts(clause).compactMap { potentialKinds($0, depth: depth + 1) }.reduce(nil) { $0?.intersection($1) ?? $1 }
        case .any:
            var union: Set<Kind> = []
            for part in parts(clause) {
                guard let kinds = potentialKinds(part, depth: depth + 1) else { return nil }
                union.formUnion(kinds)
            }
            return union
        case .reference, .constrained: return potentialKinds(clause.a, depth: depth + 1)
        case .kind: return [clause.field]
        case .kindIn: return Set(program.kindLists[Int(clause.a)])
        case .pattern:
            if clause.b >= 0 { return [Kind(clause.b)] }
            let node = program.patternNodes[Int(clause.a)]
            guard node.form == .terminal || node.form == .internal_, node.kind != Grammar.errorKind else { return nil }
            return [node.kind]
        case .nthChild: return clause.c >= 0 ? potentialKinds(clause.c, depth: depth + 1) : nil
        case .call: return Set(ExpressionKinds.calls(grammar))
        case .name: return Set(ExpressionKinds.names(grammar))
        case .never: return []
        case .not, .regex, .range, .type, .within, .awaited, .resultUsed, .inside, .has, .precedes, .follows: return nil
        }
    }

    /// Rules of ours may start from a type alone; they are asked at every node.
    private func isScopedByKind(_ object: RuleObject) -> Bool {
        object.clauses.contains { if case .type = $0 { true } else { false } }
    }

    private func parts(_ clause: Clause) -> ArraySlice<Int32> { program.lists[Int(clause.a)..<Int(clause.a + clause.b)] }

    // MARK: what a file must hold

    private func requirement(of index: Int32, depth: Int) -> LiteralRequirement {
        guard depth < 64 else { return .none }
        let clause = program.clauses[Int(index)]
        switch clause.operation {
        case .all:
            var result = LiteralRequirement.none
            for part in parts(clause) { result.and(requirement(of: part, depth: depth + 1)) }
            return result
        case .any: return .or(parts(clause).map { requirement(of: $0, depth: depth + 1) })
        case .reference, .constrained: return requirement(of: clause.a, depth: depth + 1)
        case .inside, .has, .precedes, .follows: return requirement(of: clause.a, depth: depth + 1)
        case .pattern: return patternRequirement(clause)
        case .call:
            var result = nameRequirement(program.calls[Int(clause.a)].names)
            for (_, inner) in program.calls[Int(clause.a)].arguments { result.and(requirement(of: inner, depth: depth + 1)) }
            return result
        case .name, .type: return nameRequirement(clause.a)
        case .within:
            return grammar.language == .python && clause.a == 1 << 0 ? LiteralRequirement(anyOf: [Self.literal("async")]) : .none
        case .awaited: return clause.flag == 1 ? LiteralRequirement(anyOf: [Self.literal("await")]) : .none
        case .regex: return LiteralRequirement(anyOf: program.regexes[Int(clause.a)].requiredLiterals ?? [])
        case .not, .kind, .kindIn, .nthChild, .range, .resultUsed, .never: return .none
        }
    }

    /// The longest text every match of the pattern holds.
    private func patternRequirement(_ clause: Clause) -> LiteralRequirement {
        let strictness = Strictness.allCases[Int(clause.flag)]
        guard strictness != .signature else { return .none }
        var longest: ArraySlice<UInt8> = []
        for node in program.patternNodes[Int(clause.a)..<Int(program.patternNodes[Int(clause.a)].next)] where node.form == .terminal {
            guard node.named || strictness == .cst || strictness == .smart else { continue }
            let text = program.texts[Int(node.textStart)..<Int(node.textStart + node.textCount)]
            if text.count > longest.count { longest = text }
        }
        return LiteralRequirement(anyOf: [Literal(Array(longest))])
    }

    private static func literal(_ text: String) -> Literal { Literal(Array(text.utf8)) }

    /// A name resolves only in a file that writes each of its segments somewhere, if only in an import.
    private func nameRequirement(_ list: Int32) -> LiteralRequirement {
        let names = program.nameLists[Int(list)].map { program.names.text(of: $0) }
        let segments = names.map { $0.split(separator: ".").map { $0.hasSuffix("()") ? $0.dropLast(2) : $0 }.filter { !$0.contains("*") }.map(String.init) }
        guard segments.allSatisfy({ !$0.isEmpty }) else { return .none }
        var result = LiteralRequirement.or(segments.map { LiteralRequirement(all: $0.map { [Self.literal($0)] }) })
        if names.allSatisfy({ !($0.split(separator: ".").last ?? "*").contains("*") }) {
            result.and(LiteralRequirement(anyOf: Set(segments.compactMap(\.last)).sorted().map { Self.literal($0) }))
        }
        return result
    }
}

/// All the errors of one rule.
struct CompileFailure: Error { var errors: [RuleError] }

/// The kinds at which names and calls stand.
enum ExpressionKinds {
    static func calls(_ grammar: Grammar) -> [Kind] {
        switch grammar.language {
        case .python: ["call"].compactMap { grammar.kind($0) }
        case .swift: ["call_expression", "constructor_expression"].compactMap { grammar.kind($0) }
        }
    }

    static func names(_ grammar: Grammar) -> [Kind] {
        switch grammar.language {
        case .python: ["identifier", "attribute"].compactMap { grammar.kind($0) }
        case .swift: ["simple_identifier", "navigation_expression"].compactMap { grammar.kind($0) }
        }
    }
}
