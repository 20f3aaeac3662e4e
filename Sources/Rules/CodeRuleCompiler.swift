import CSyntax
import Findings
import Syntax
import TextMatching
import YAML

/// Compiles the code rules of one language into one program, rule after rule. A rule that fails leaves nothing behind but its errors.
struct CodeRuleCompiler {
    var program: MatchProgram
    private let grammar: Grammar
    private let patterns: PatternCompiler
    /// By pattern, the regex of the program that is it; those of rules that failed are not there.
    private var regexes: [String: Int32] = [:]
    /// Utilities shared by a whole project, by name.
    private let shared: [String: Utility]
    /// By name.
    let vocabularies: [String: Vocabulary]

    /// What is known while one rule is compiled.
    struct Scope {
        var utilities: [String: Utility]
        var slots: [String: Int32] = [:]
        var multipleSlots: [String: Int32] = [:]
        /// Clauses bound to the parameters of the utility being compiled.
        var parameters: [String: Int32] = [:]
        /// Utilities without parameters that are compiled, or being compiled: their reference clause.
        var compiled: [String: Int32] = [:]
        /// The utilities being compiled.
        var open: [String] = []
        /// Where the rule's clauses begin.
        var firstClause = 0
    }
    var scope = Scope(utilities: [:])
    var errors = RuleErrors(file: "")
    private var isTrusted = false

    /// Whether to remember what each clause was written as.
    private let keepsOrigins: Bool
    /// Whether parts of the rules could not be read: what they would define or use is not known then.
    var isPartial = false

    init(language: Language, shared: [Utility], vocabularies: [String: Vocabulary] = [:], parser: TreeParser, keepsOrigins: Bool = false) {
        self.keepsOrigins = keepsOrigins
        self.vocabularies = vocabularies
        program = MatchProgram(language: language)
        grammar = Grammar.of(language)
        patterns = PatternCompiler(grammar: grammar, parser: parser)
        self.shared = Dictionary(shared.map { ($0.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What else is wrong with a rule that was read with errors: kinds, patterns, regexes.
    static func mistakes(in file: RuleFile) -> [RuleError] {
        guard case .code(let rule) = file.body, case .code(let language) = file.language else { return [] }
        var compiler = CodeRuleCompiler(language: language, shared: [], parser: TreeParser())
        compiler.isPartial = true
        guard case .failure(let failure) = compiler.add(file, rule) else { return [] }
        return failure.errors
    }

    /// A rule in the program: its index there, and its analysis, whose clauses are the rules of the program that follow it.
    struct Added {
        var index: Int32
        var analysis: CompiledAnalysis?
    }

    /// Adds a rule, or gives its errors.
    mutating func add(_ file: RuleFile, _ rule: CodeRule) -> Result<Added, CompileFailure> {
        let before = program
        errors = RuleErrors(file: file.file)
        isTrusted = file.isTrusted
        var utilities = shared
        for utility in rule.utils { utilities[utility.name.value] = utility }
        scope = Scope(utilities: utilities, firstClause: program.clauses.count)
        let root = compile(rule.rule)
        // Utilities that nothing uses are still read, so that a mistake in one is found.
        for utility in rule.utils where utility.parameters.isEmpty && scope.compiled[utility.name.value] == nil { _ = reference(utility.name) }
        var constraints: [Int32] = []
        for (variable, object) in rule.constraints {
            // Looked up first: a variable only constraints know cannot be constrained.
            let slot = slot(constrained: variable)
            let clause = compile(object)
            if let slot { constraints += [slot, clause] }
        }
        let minor = rule.minor.map { compile($0.rule) }
        if !isPartial { checkVariables(rule) }
        let index = append(root: root, at: rule.rule, constraints: constraints)
        program.rules[Int(index)].minor = minor ?? -1
        let analysis = rule.analysis.map { compile($0, utilities: utilities) }
        if let analysis, errors.all.isEmpty { program.rules[Int(index)].requirement.and(program.requirement(of: analysis)) }
        guard errors.all.isEmpty else {
            program = before
            return .failure(CompileFailure(errors: errors.all))
        }
        return .success(Added(index: index, analysis: analysis))
    }

    /// Makes what was compiled in this scope a rule of the program, unless something is wrong with it.
    mutating func append(root: Int32, at object: RuleObject, constraints: [Int32] = [], isClause: Bool = false) -> Int32 {
        checkRecursion()
        let kinds = errors.all.isEmpty ? program.possibleKinds(of: root) : nil
        if errors.all.isEmpty, !isPartial {
            if let kinds, kinds.isEmpty { errors.add(object.mark, "this rule can never match: no node has all the kinds its clauses ask for") }
            if kinds == nil, !isScopedByType(object) {
                errors.add(object.mark, "a rule must say what kind of node it looks at: add `kind`, `pattern` or `call` (inside `all`, or in every branch of `any`)")
            }
        }
        let constraintStart = Int32(program.lists.count)
        program.lists += constraints
        program.rules.append(
            ProgramRule(
                root: root, constraintStart: constraintStart, constraintCount: Int32(constraints.count / 2), singles: scope.slots.sorted { $0.value < $1.value }.map(\.key),
                multiples: scope.multipleSlots.sorted { $0.value < $1.value }.map(\.key), kinds: kinds?.sorted(), isClause: isClause,
                requirement: errors.all.isEmpty ? program.requirement(of: root) : .none))
        return Int32(program.rules.count - 1)
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
        return program
    }

    // MARK: clauses

    mutating func compile(_ object: RuleObject) -> Int32 {
        let parts = object.clauses.map { clause in
            let index = compile(clause, at: object.mark)
            if keepsOrigins { keep(ClauseOrigin(clause, mark: object.mark), of: index) }
            return index
        }
        return parts.count == 1 ? parts[0] : list(.all, parts)
    }

    mutating func compile(_ clause: RuleClause, at mark: YAMLMark) -> Int32 {
        switch clause {
        case .pattern(let text): return pattern(text)
        case .kind(let name): return kind(name)
        case .regex(let text):
            do {
                return add(Clause(operation: .regex, a: try regex(text.value)))
            } catch {
                errors.add(text.mark, "\(error)")
                return add(Clause(operation: .never))
            }
        case .nthChild(let text):
            let ofRule = text.ofRule.map { compile($0) } ?? -1
            return add(
                Clause(operation: .nthChild, flag: text.reverse ? 1 : 0, a: Int32(clamping: text.position.step), b: Int32(clamping: text.position.offset), c: ofRule))
        case .range(let range):
            program.ranges.append(range)
            return add(Clause(operation: .range, a: Int32(program.ranges.count - 1)))
        case .call(let call):
            return self.call(call)
        case .name(let names):
            let start = nameList(names)
            return add(Clause(operation: .name, a: start, b: Int32(names.count)))
        case .type(let names):
            let start = nameList(names)
            return add(Clause(operation: .type, a: start, b: Int32(names.count)))
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

    mutating func add(_ clause: Clause) -> Int32 {
        program.clauses.append(clause)
        return Int32(program.clauses.count - 1)
    }

    /// Rules often ask the same: a pattern is built once.
    private mutating func regex(_ pattern: String) throws(RegexError) -> Int32 {
        let known = regexes[pattern] ?? -1
        if program.regexes.indices.contains(Int(known)), program.regexes[Int(known)].pattern == pattern { return known }
        program.regexes.append(try LinearRegex(pattern, options: isTrusted ? .trusted : []))
        let number = Int32(program.regexes.count - 1)
        regexes[pattern] = number
        return number
    }

    private mutating func keep(_ origin: ClauseOrigin, of clause: Int32) {
        while program.origins.count < program.clauses.count { program.origins.append(nil) }
        // A utility's parameter is what was given for it, and that has an origin already.
        if program.origins[Int(clause)] == nil { program.origins[Int(clause)] = origin }
    }

    private mutating func list(_ operation: Clause.Operation, _ parts: [Int32]) -> Int32 {
        let start = Int32(program.lists.count)
        program.lists += parts
        return add(Clause(operation: operation, a: start, b: Int32(parts.count)))
    }

    private mutating func nameList(_ names: [Marked<String>]) -> Int32 {
        for name in names { check(name: name) }
        let start = Int32(program.lists.count)
        for name in names { program.lists.append(program.names.add(name.value)) }
        return start
    }

    mutating func check(name: Marked<String>) {
        guard !DottedName.isWritten(name.value) else { return }
        errors.add(name.mark, "`\(name.value)` is no dotted name such as asyncio.gather")
    }

    private mutating func call(_ call: CallText) -> Int32 {
        let names = nameList(call.names)
        // Compiled first: the arguments of one call stand together.
        let clauses = call.arguments.map { compile($0.rule) }
        let start = Int32(program.callArguments.count)
        for (argument, clause) in zip(call.arguments, clauses) { addArgument(argument.argument, clause) }
        for name in call.absent { addArgument(name, -1) }
        program.calls.append(
            CallClause(
                nameStart: names, nameCount: Int32(call.names.count), argumentStart: start, argumentCount: Int32(clauses.count),
                absentCount: Int32(call.absent.count), least: Int32(clamping: call.count?.lowerBound ?? 0),
                most: Int32(clamping: call.count?.upperBound ?? Int.max)))
        return add(Clause(operation: .call, a: Int32(program.calls.count - 1)))
    }

    private mutating func addArgument(_ name: ArgumentName, _ clause: Int32) {
        var argument = CallArgument(position: -1, textStart: Int32(program.texts.count), textCount: 0, clause: clause)
        switch name {
        case .position(let position): argument.position = Int32(clamping: position)
        case .keyword(let text):
            program.texts += text.utf8
            argument.textCount = Int32(text.utf8.count)
        }
        program.callArguments.append(argument)
    }

    private mutating func kind(_ name: Marked<String>) -> Int32 {
        let kinds = KindAliases.kinds(name.value, in: grammar)
        switch kinds.count {
        case 0:
            errors.add(name.mark, "the \(grammar.language.name) grammar has no kind `\(name.value)`; `sluice debug tree FILE` shows the kinds of a file")
            return add(Clause(operation: .never))
        case 1: return add(Clause(operation: .kind, field: kinds[0]))
        default:
            program.kinds += kinds
            return add(Clause(operation: .kindIn, a: Int32(program.kinds.count - kinds.count), b: Int32(kinds.count)))
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

    /// The slot of a variable a constraint is about; nil, after an error, when there is none.
    mutating func slot(constrained variable: Marked<String>) -> Int32? {
        if let slot = scope.slots[variable.value] { return slot }
        if scope.multipleSlots[variable.value] != nil {
            if !isPartial { errors.add(variable.mark, "$$$\(variable.value) holds any number of nodes; constraints look at variables that hold one, such as $A") }
        } else if !isPartial {
            errors.add(variable.mark, "constraint on `\(variable.value)`, but the rule has no metavariable $\(variable.value)")
        }
        return nil
    }

    /// Rules of ours may start from a type alone; they are asked at every node.
    private func isScopedByType(_ object: RuleObject) -> Bool {
        object.clauses.contains { if case .type = $0 { true } else { false } }
    }
}

/// All the errors of one rule.
struct CompileFailure: Error { var errors: [RuleError] }
