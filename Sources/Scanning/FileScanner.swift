import CSyntax
import Findings
import Matching
import Rules
import Semantics
import SourceFiles
import Syntax
import TextMatching

/// Scans files one after another on one thread: select rules, parse, match, suppress. All of its memory is reused.
final class FileScanner {
    private let rules: RuleSet
    private let options: ScanOptions
    private let prefilter: Prefilter
    private let known: Set<String>
    private let templates: [MessageTemplate]
    private let parser = TreeParser()
    private let buffer: FileBuffer
    private let hits: LiteralHits
    private var engines: [Engine]

    /// What one language needs.
    private final class Engine {
        let semantics: FileSemantics
        let matcher: Matcher
        var active: ActiveRules

        init(_ language: Language, _ program: MatchProgram) {
            semantics = FileSemantics(language: language)
            matcher = Matcher(program: program, semantics: semantics)
            active = ActiveRules(program: program)
        }
    }

    /// - Parameter known: ids and codes of all rules there are, selected or not: what suppressions may name.
    init(rules: RuleSet, options: ScanOptions, prefilter: Prefilter, known: Set<String>, templates: [MessageTemplate]) {
        self.rules = rules
        self.options = options
        self.prefilter = prefilter
        self.known = known
        self.templates = templates
        buffer = FileBuffer()
        hits = prefilter.makeHits()
        engines = Language.allCases.map { Engine($0, rules.programs[Int($0.rawValue)]) }
    }

    func scan(_ file: SourceFile) -> FileResult {
        var result = FileResult(path: file.path, language: file.language?.name ?? "other")
        guard let language = file.language else { return result }
        switch buffer.read(file, options.limits) {
        case .skipped(let skipped): result.skipped = skipped
        case .text(let text):
            result.bytes = text.bytes.count
            scan(text, file, language, &result)
        }
        return result
    }

    private func scan(_ text: FileText, _ file: SourceFile, _ language: Language, _ result: inout FileResult) {
        let bytes = UnsafeRawBufferPointer(text.bytes)
        let engine = engines[Int(language.rawValue)]
        prefilter.scan(bytes, into: hits)
        select(engine, file, language)
        let mayHoldSuppressions = prefilter.mayHoldSuppressions(hits)
        guard !engine.active.isEmpty || mayHoldSuppressions else { return }

        let tree: FlatTree
        do {
            tree = try parser.parse(bytes, as: language, deadline: options.fileTimeout)
        } catch {
            result.skipped = SkippedFile(path: file.path, reason: Self.words(error, options.fileTimeout), isFailure: true)
            return
        }
        result.isParsed = true
        result.notUnderstood = tree.coverage.notUnderstood
        engine.semantics.analyse(tree, isMainFile: file.role == .entryPoint)
        var sites: [FindingSite] = []
        engine.matcher.run(tree, active: engine.active) { match in
            let index = Int(rules.ruleOfProgram[Int(language.rawValue)][match.rule])
            let message = templates[index].fill { name in
                engine.matcher.text(of: name, rule: match.rule) ?? Self.builtinVariable(name, match.node, engine.semantics, tree)
            }
            sites.append(FindingSite(rule: index, node: match.node, message: message))
        }
        guard !sites.isEmpty || mayHoldSuppressions else { return }
        let lines = LineIndex(text.bytes)
        var suppressions = mayHoldSuppressions ? SuppressionIndex(tree, lines: lines) : .none
        var writer = FindingWriter(path: file.path, text: text.bytes, lines: lines, hasByteOrderMark: text.hasByteOrderMark)
        for site in sites {
            let node = tree.nodes[site.node]
            writer.add(
                rules.rules[site.rule].metadata, at: Int(node.start)..<Int(node.end), in: tree.declaration(around: site.node), message: site.message)
        }
        writer.suppress(&suppressions, today: options.today)
        writer.report(suppressions, known: known, active: Set(activeNames(language, file)), today: options.today, requireReason: options.requireReason)
        result.findings = writer.finish()
    }

    /// Chooses the rules that apply to a file and could match in it.
    private func select(_ engine: Engine, _ file: SourceFile, _ language: Language) {
        engine.active.removeAll()
        let owners = rules.ruleOfProgram[Int(language.rawValue)]
        for rule in owners.indices {
            if options.prefilter && !prefilter.allows(rule, language, hits) { continue }
            if rules.rules[Int(owners[rule])].scope.contains(file.path, role: file.role) { engine.active.insert(rule) }
        }
    }

    private static func words(_ error: SyntaxError, _ timeout: Duration) -> String {
        switch error {
        case .deadlinePassed: "not parsed within \(timeout); --file-timeout gives more time"
        case .parserCrashed: "the parser crashed on it (contained: no other file is affected)"
        case .outOfMemory: "parsing it takes too much memory"
        case .notUnderstood: "nested too deeply or too broadly for the parser"
        }
    }

    /// Ids and codes of the rules that would have reported in this file: only a suppression of one of these can be unused.
    private func activeNames(_ language: Language, _ file: SourceFile) -> [String] {
        rules.ruleOfProgram[Int(language.rawValue)].flatMap { index -> [String] in
            let rule = rules.rules[Int(index)]
            guard rule.scope.contains(file.path, role: file.role) else { return [] }
            return [rule.metadata.id] + (rule.metadata.code.map { [$0] } ?? [])
        }
    }

    /// `$CALLEE`, what a matched call calls, as written.
    private static func builtinVariable(_ name: String, _ node: NodeIndex, _ semantics: FileSemantics, _ tree: FlatTree) -> String? {
        guard name == "CALLEE" else { return nil }
        return tree.string(semantics.callee(of: node) ?? node)
    }
}

/// A match on its way to a finding.
struct FindingSite {
    /// Index in the rule set.
    var rule: Int
    var node: NodeIndex
    var message: String
}
