import Analyses
import CSyntax
import Findings
import Linking
import Matching
import Rules
import Semantics
import SourceFiles
import Syntax
import TextMatching

/// Holds code rules against Python and Swift texts, one after another on one thread: select rules, parse, match. All of its memory is reused.
final class CodeScanner {
    private let plan: ScanPlan
    private let parser = TreeParser()
    private let hits: LiteralHits
    private var engines: [Engine?] = Language.allCases.map { _ in nil }

    /// What one language needs.
    private final class Engine {
        let semantics: FileSemantics
        let matcher: Matcher
        var active: ActiveRules
        var scopes: RuleScopes

        init(_ language: Language, _ rules: RuleSet) {
            let program = rules.programs[Int(language.rawValue)]
            semantics = FileSemantics(language: language)
            matcher = Matcher(program: program, semantics: semantics)
            active = ActiveRules(program: program)
            scopes = RuleScopes(rules, language)
        }
    }

    init(_ plan: ScanPlan) {
        self.plan = plan
        hits = plan.prefilter.makeHits()
    }

    /// What a text gave.
    struct Outcome {
        var sites: [CodeSite] = []
        /// Nil where the text was not parsed, because nothing could match, or not looked through to its end.
        var tree: FlatTree?
        /// Why it was not, in words.
        var failure: String?
        var mayHoldSuppressions = false
        /// What the rest of the program is told of the text: made where something here is to be settled, or where it was asked for.
        var summary: SummarisedFile?
        /// What a Swift file that has no summary may declare.
        var declared: DeclaredNames?
        var mayCallApproved = false
        /// What the text mentions, where a rule asks for that.
        var mentions: FileMentions?
        /// See `FileResult.missed`.
        var missed: Set<UInt32> = []
    }

    /// The outcome is valid until the next call.
    func scan(_ text: FileText, _ file: SourceFile, _ language: Language, _ focus: Focus) -> Outcome {
        let bytes = UnsafeRawBufferPointer(text.bytes)
        let engine = engine(language)
        var outcome = Outcome()
        plan.prefilter.scan(bytes, into: hits)
        outcome.mayHoldSuppressions = plan.prefilter.mayHoldSuppressions(hits)
        outcome.mayCallApproved = plan.prefilter.mayCallApproved(hits)
        if !focus.rest.isEmpty { hideRest(focus, text) }
        select(engine, file, language, focus)
        // Standard input cannot be read again.
        let isWanted = plan.hasAnalyses && (!plan.options.prefilter || outcome.mayCallApproved || file.isStandardInput || plan.asksForMentions)
        guard !engine.active.isEmpty || outcome.mayHoldSuppressions && focus.isWhole || isWanted else {
            if plan.hasAnalyses, language == .swift { outcome.declared = DeclaredNames(bytes) }
            return outcome
        }
        let end = ContinuousClock.now + plan.options.fileTimeout
        do throws(SyntaxError) {
            let tree = try parser.parse(bytes, as: language, deadline: plan.options.fileTimeout)
            engine.semantics.analyse(tree, isMainFile: file.role == .entryPoint)
            // Once parsed, so that nobody has to parse it again.
            let summary = plan.hasAnalyses ? engine.semantics.makeSummary() : nil
            if plan.asksForMentions, let summary { outcome.mentions = FileMentions(tree, summary) }
            if !engine.active.isEmpty {
                outcome.sites = try sites(
                    in: tree, summary, engine, language, isNearSuppressions: outcome.mayHoldSuppressions, missed: &outcome.missed, until: end)
            }
            if let summary { outcome.summary = try summarised(summary, tree, engine, until: end) }
            outcome.tree = tree
        } catch {
            outcome = Outcome(failure: Self.words(error, plan.options.fileTimeout), mayHoldSuppressions: outcome.mayHoldSuppressions)
            if plan.asksForMentions { outcome.mentions = FileMentions(text: bytes) }
        }
        return outcome
    }

    /// Reads a text for the rest of the program only.
    func summarise(_ text: FileText, _ file: SourceFile, _ language: Language) -> Outcome {
        let bytes = UnsafeRawBufferPointer(text.bytes), engine = engine(language)
        plan.prefilter.scan(bytes, into: hits)
        var outcome = Outcome()
        let end = ContinuousClock.now + plan.options.fileTimeout
        do throws(SyntaxError) {
            let tree = try parser.parse(bytes, as: language, deadline: plan.options.fileTimeout)
            engine.semantics.analyse(tree, isMainFile: file.role == .entryPoint)
            outcome.summary = try summarised(engine.semantics.makeSummary(), tree, engine, until: end)
            outcome.tree = tree
        } catch {
            outcome.failure = Self.words(error, plan.options.fileTimeout)
        }
        return outcome
    }

    /// Clauses are asked wherever the file lies: who calls it may be anywhere.
    private func summarised(
        _ summary: FileSummary, _ tree: FlatTree, _ engine: Engine, until end: ContinuousClock.Instant
    ) throws(SyntaxError) -> SummarisedFile {
        var file = SummarisedFile(summary: PackedSummary(summary))
        engine.active.removeAll()
        let program = engine.matcher.program
        for rule in program.rules.indices where program.rules[rule].isClause {
            if !plan.options.prefilter || plan.prefilter.allows(rule, program.language, hits) { engine.active.insert(rule) }
        }
        guard !engine.active.isEmpty else { return file }
        let isDone = engine.matcher.run(tree, active: engine.active, isOverdue: { ContinuousClock.now > end }) { match in
            if let call = engine.semantics.callNumber(of: match.node) { file.tags.append(SummarisedFile.Tag(clause: Int32(match.rule), call: call)) }
        }
        guard isDone else { throw .deadlinePassed }
        return file
    }

    private static let nodesSearched = 1000

    /// The call an analysis is to speak of; nil when there is none. Of a match that is no call itself, the outermost call in it.
    private func call(in node: NodeIndex, _ semantics: FileSemantics, _ tree: FlatTree) -> UInt32? {
        for inner in node..<min(Int(tree.nodes[node].next), node + Self.nodesSearched) {
            if let call = semantics.callNumber(of: inner) { return call }
        }
        return nil
    }

    /// Whether an analysis may find something in a call, as far as its file tells.
    private func isOpen(_ call: UInt32, _ analysis: CompiledAnalysis, _ summary: FileSummary, _ missed: inout Set<UInt32>) -> Bool {
        guard plan.options.explained?.isThorough != true, Int(call) < summary.calls.count else { return true }
        if !analysis.needsProjectCallee || plan.projectNames.mayDeclareCallee(of: summary.calls[Int(call)], in: summary, missed: &missed) { return true }
        guard let known = analysis.knowledge["coroutines"] else { return false }
        return summary.strings[summary.calls[Int(call)].callee].withUnsafeBytes { known.matches(name: $0) }
    }

    /// The same question about a text of another kind.
    func mayHoldSuppressions(_ text: FileText) -> Bool {
        plan.prefilter.scan(UnsafeRawBufferPointer(text.bytes), into: hits)
        return plan.prefilter.mayHoldSuppressions(hits)
    }

    /// Ids and codes of the code rules that are for a file.
    func names(of file: SourceFile, _ language: Language) -> [String] {
        let profile = plan.profile(of: file)
        return plan.rules.ruleOfProgram[Int(language.rawValue)].flatMap { index -> [String] in
            let rule = plan.rules.rules[Int(index)]
            return profile?.allows(rule.metadata) != false && rule.scope.contains(file.path, role: file.role) ? rule.metadata.names : []
        }
    }

    private func engine(_ language: Language) -> Engine {
        let index = Int(language.rawValue)
        if let engine = engines[index] { return engine }
        let engine = Engine(language, plan.rules)
        engines[index] = engine
        return engine
    }

    /// Asks the prefilter about a text without the declarations in which nothing is asked.
    private func hideRest(_ focus: Focus, _ text: FileText) {
        let lines = LineIndex(text.bytes)
        var shown = Array(text.bytes)
        for range in focus.rest {
            let start = lines.bytes(ofLine: range.lowerBound, in: text.bytes).lowerBound, end = lines.bytes(ofLine: range.upperBound, in: text.bytes).upperBound
            for place in start..<end where shown[place] != UInt8(ascii: "\n") { shown[place] = UInt8(ascii: " ") }
        }
        shown.withUnsafeBytes { plan.prefilter.scan($0, into: hits) }
    }

    /// Chooses the rules that apply to a file and could match in it.
    private func select(_ engine: Engine, _ file: SourceFile, _ language: Language, _ focus: Focus) {
        engine.active.removeAll()
        let owners = plan.rules.ruleOfProgram[Int(language.rawValue)], program = plan.rules.programs[Int(language.rawValue)]
        let profile = plan.profile(of: file)
        engine.scopes.open(file)
        for rule in owners.indices where !program.rules[rule].isClause {
            if plan.options.prefilter && !plan.prefilter.allows(rule, language, hits) { continue }
            if let profile, !profile.allows(rule, language) { continue }
            if !focus.isWhole, plan.rules.rules[Int(owners[rule])].analysis == nil { continue }
            if engine.scopes.contain(rule) { engine.active.insert(rule) }
        }
    }

    private func sites(
        in tree: FlatTree, _ summary: FileSummary?, _ engine: Engine, _ language: Language, isNearSuppressions: Bool,
        missed: inout Set<UInt32>, until end: ContinuousClock.Instant
    ) throws(SyntaxError) -> [CodeSite] {
        let owners = plan.rules.ruleOfProgram[Int(language.rawValue)]
        var sites: [CodeSite] = []
        var declarations = EnclosingNodes<DeclarationName>.declarations(of: tree)
        var statements = isNearSuppressions ? EnclosingNodes<Range<Int>>.statementHeads(of: tree) : nil
        let isDone = engine.matcher.run(tree, active: engine.active, isOverdue: { ContinuousClock.now > end }) { match in
            let rule = Int(owners[match.rule]), node = tree.nodes[match.node]
            var pendingCall: UInt32?, pendingBytes: Range<UInt32> = 0..<0
            if let analysis = plan.rules.rules[rule].analysis {
                let isPlace = analysis.kind.startsAtPlaces
                guard let summary, let call = call(in: match.node, engine.semantics, tree) ?? (isPlace ? Candidate.noCall : nil), isOpen(call, analysis, summary, &missed)
                else { return }
                (pendingCall, pendingBytes) = (call, isPlace ? node.start..<node.end : 0..<0)
            }
            func value(_ name: String) -> String? {
                engine.matcher.text(of: name, rule: match.rule) ?? Self.builtinVariable(name, match.node, engine.semantics, tree)
            }
            var site = CodeSite(
                rule: rule, node: match.node, bytes: Int(node.start)..<Int(node.end), statement: statements?.innermost(atOrAround: match.node),
                declaration: declarations.innermost(around: match.node)?.path ?? "", message: "", isMinor: engine.matcher.isMinor(match))
            let template = plan.template(of: rule, isMinor: site.isMinor)
            if let pendingCall {
                let variables = template.variables.compactMap { name in value(name).map { (name, $0) } }
                site.pending = PendingFinding(call: pendingCall, bytes: pendingBytes, variables: Dictionary(variables) { first, _ in first })
                if plan.rules.rules[rule].analysis?.kind.namesLines == true { sites += Self.lines(within: &site, of: tree) }
            } else {
                site.message = template.fill(value)
            }
            sites.append(site)
        }
        guard isDone else { throw .deadlinePassed }
        return sites
    }

    /// The lines of a match behind its first, where a finding may come to stand instead.
    private static func lines(within site: inout CodeSite, of tree: FlatTree) -> [CodeSite] {
        var found: [CodeSite] = [], start = site.bytes.lowerBound, line = 0
        while line < mostLines, let end = (start..<site.bytes.upperBound).first(where: { tree.bytes[$0] == UInt8(ascii: "\n") }) {
            start = end + 1
            line += 1
            let rest = start..<((start..<site.bytes.upperBound).first { tree.bytes[$0] == UInt8(ascii: "\n") } ?? site.bytes.upperBound)
            guard let first = rest.first(where: { tree.bytes[$0] > UInt8(ascii: " ") }), let last = rest.last(where: { tree.bytes[$0] > UInt8(ascii: " ") }) else { continue }
            var other = site
            other.bytes = first..<last + 1
            other.statement = nil
            other.pending?.place = .line(line)
            found.append(other)
        }
        site.pending?.place = .match(lines: line)
        return found
    }

    private static let mostLines = 200

    private static func words(_ error: SyntaxError, _ timeout: Duration) -> String {
        switch error {
        case .deadlinePassed: "not parsed and matched within \(timeout); --file-timeout gives more time"
        case .parserCrashed: "the parser crashed on it (contained: no other file is affected)"
        case .outOfMemory: "parsing it takes too much memory"
        case .notUnderstood: "nested too deeply or too broadly for the parser"
        }
    }

    private static let longestCallee = 400

    /// `$CALLEE`, what a matched call calls, as written.
    private static func builtinVariable(_ name: String, _ node: NodeIndex, _ semantics: FileSemantics, _ tree: FlatTree) -> String? {
        guard name == "CALLEE" else { return nil }
        // Calls of calls nest: their whole texts would add up to the square of the file.
        let text = String(decoding: tree.text(semantics.callee(of: node) ?? node).prefix(Self.longestCallee), as: UTF8.self)
        // The Swift grammar reads `await a().b()` as `(await a()).b()`.
        return text.hasPrefix("await ") ? String(text.dropFirst(6)) : text
    }
}

/// A match of a code rule, on its way to a finding.
struct CodeSite {
    /// Index in the rule set.
    var rule: Int
    var node: NodeIndex
    var bytes: Range<Int>
    /// The head of the statement it stands in; looked for only where comments may ask for it.
    var statement: Range<Int>?
    var declaration: String
    var message: String
    /// Whether it is a note, whatever severity the rule has.
    var isMinor: Bool
    /// Set when the rule's analysis is to settle it.
    var pending: PendingFinding?
}

extension CompiledAnalysis {
    /// Whether nothing can come of a call unless it runs a function of the project, or one of the coroutine functions the rule knows.
    fileprivate var needsProjectCallee: Bool {
        switch kind {
        case .unused: numbers["coroutine"] == 1
        case .reaches: numbers["direct"] != 1
        case .abandoned: true
        default: false
        }
    }
}
