import FileRules
import Findings
import Rules
import SourceFiles

/// Holds `file` and `text` rules against files of any kind, one after another on one thread.
final class FileRuleScanner {
    private let plan: ScanPlan
    /// Indices in the rule set.
    private let rules: [Int]
    private var facts: FactsReader

    init(_ plan: ScanPlan) {
        self.plan = plan
        rules = plan.rules.rules.indices.filter { plan.rules.rules[$0].isForFiles }
        facts = FactsReader(workingDirectory: plan.options.surroundings.workingDirectory, trustsModes: plan.trustsModes)
    }

    /// How far a file was judged.
    struct Judgement {
        /// The rules that are for the file.
        var rules: [Int] = []
        var hits: [(rule: Int, hit: FileHit)] = []
        /// Those of `rules` that must see the content.
        var undecided: [Int] = []
        fileprivate var facts: FileFacts?
    }

    /// Judges a file that has not been opened.
    func judge(_ file: SourceFile) -> Judgement {
        var judgement = Judgement()
        guard !rules.isEmpty else { return judgement }
        judgement.rules = rules.filter { plan.rules.rules[$0].scope.contains(file.path, role: file.role) }
        guard !judgement.rules.isEmpty else { return judgement }
        let facts = facts.facts(of: file)
        judgement.facts = facts
        for index in judgement.rules {
            guard case .file(let rule) = plan.rules.rules[index].body else {
                judgement.undecided.append(index)
                continue
            }
            switch rule.judge(facts) {
            case .clean: break
            case .hits(let hits): judgement.hits += hits.map { (index, $0) }
            case .needsContent: judgement.undecided.append(index)
            }
        }
        return judgement
    }

    /// The rules that see what they ask of a file: its content, or permission bits that mean something.
    func looks(_ judgement: Judgement, at file: SourceFile) -> [Int] {
        plan.trustsModes && !file.isStandardInput ? judgement.rules : judgement.undecided
    }

    /// Decides what `judge` left open.
    func finish(_ judgement: inout Judgement, content: UnsafeRawBufferPointer) {
        guard let facts = judgement.facts else { return }
        for index in judgement.undecided {
            let hits: [FileHit] =
                switch plan.rules.rules[index].body {
                case .file(let rule): rule.hits(facts, content)
                case .text(let rule): rule.hits(in: content)
                case .code: []
                }
            judgement.hits += hits.map { (index, $0) }
        }
        judgement.undecided = []
    }
}

extension CompiledRule {
    /// Whether it looks at files of any kind, rather than at syntax.
    var isForFiles: Bool { if case .code = body { false } else { true } }
}
