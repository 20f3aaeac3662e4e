import FileRules
import Findings
import Linking
import Rules
import Semantics
import SourceFiles
import Syntax

/// Scans files one after another on one thread: each is opened at most once, and only when some rule must see its content.
final class FileScanner {
    private let plan: ScanPlan
    private let code: CodeScanner
    private let fileRules: FileRuleScanner
    private let buffer = FileBuffer()

    init(_ plan: ScanPlan) {
        self.plan = plan
        code = CodeScanner(plan)
        fileRules = FileRuleScanner(plan)
    }

    /// Nil when no rule is for the file.
    /// - Parameter focus: where it is less than the whole file, the rules are asked whose findings may depend on others.
    func scan(_ listed: SourceFile, _ focus: Focus) -> FileResult? {
        guard focus.isWhole else { return scan(within: focus, listed) }
        var file = listed
        var judgement = fileRules.judge(file)
        guard file.language != nil || file.isStandardInput || !judgement.rules.isEmpty || plan.asksForMentions else { return nil }
        var result = FileResult(path: file.path, language: file.language?.name ?? "other")
        let needsContent =
            file.language != nil || file.isStandardInput || !judgement.undecided.isEmpty || !judgement.hits.isEmpty || plan.asksForMentions
        // A comment that silences nothing is told of also where every rule was content with the file's mode.
        guard needsContent || plan.closing.audit.isAsked else { return result }
        switch buffer.read(file, plan.options.limits) {
        case .text(let text):
            result.bytes = text.bytes.count
            result.content = content(text)
            if file.isStandardInput { recognise(&file, by: text, &result) }
            if plan.options.explained?.containsAll(of: file.path) == true { result.cleared = fileRules.looks(judgement, at: file) }
            fileRules.finish(&judgement, content: UnsafeRawBufferPointer(text.bytes))
            result.cleared.removeAll { rule in judgement.hits.contains { $0.rule == rule } }
            scan(text, file, judgement, .all, &result)
        case .skipped(let skipped):
            // Binary data in a file no language claims is none of a rule's business.
            if file.language != nil || (skipped.isFailure && needsContent) { result.skipped = skipped }
            // What could be told without the content stands.
            var writer = FindingWriter(path: file.path, text: .empty, lines: LineIndex(FileText.empty.bytes))
            for (rule, hit) in judgement.hits { writer.add(hit, rule: rule, message: message(rule, hit.variables)) }
            result.open = writer.describe()
        }
        return result
    }

    private func scan(within focus: Focus, _ file: SourceFile) -> FileResult? {
        guard file.language != nil, case .text(let text) = buffer.read(file, plan.options.limits) else { return nil }
        var result = FileResult(path: file.path, language: file.language?.name ?? "other")
        result.bytes = text.bytes.count
        result.content = content(text)
        scan(text, file, FileRuleScanner.Judgement(), focus, &result)
        return result
    }

    /// What the program must know of a file that is not scanned: of Swift, what it may declare; Python's modules are found by their paths.
    func glance(_ file: SourceFile) -> FileResult? {
        guard plan.hasAnalyses, file.language == .swift, case .text(let text) = buffer.read(file, plan.options.limits) else { return nil }
        var result = FileResult.glance(at: file)
        result.content = content(text)
        result.declared = DeclaredNames(UnsafeRawBufferPointer(text.bytes))
        return result
    }

    /// Reads a file for the rest of the program only: nil when it cannot be read, with the reason, where there is one, in `result`.
    func summarise(_ file: SourceFile, _ result: inout FileResult) -> SummarisedFile? {
        switch buffer.read(file, plan.options.limits) {
        case .text(let text): return summarise(text, file, &result)
        case .skipped(let skipped):
            result.skipped = result.skipped ?? skipped
            return nil
        }
    }

    private func summarise(_ text: FileText, _ file: SourceFile, _ result: inout FileResult) -> SummarisedFile? {
        guard let language = file.language else { return nil }
        result.content = content(text)
        let outcome = code.summarise(text, file, language)
        result.note(outcome, of: file)
        return outcome.summary
    }

    /// Adds what reading the file later would give, where it was not parsed and an analysis may come to it.
    func addSpare(to result: inout FileResult, _ file: SourceFile) {
        guard plan.hasAnalyses, file.language != nil, result.summary == nil else { return }
        result.spare = spare(file)
    }

    private func spare(_ file: SourceFile) -> SpareReading {
        switch buffer.read(file, plan.options.limits) {
        case .text(let text):
            var result = FileResult(path: file.path, language: "")
            let summary = summarise(text, file, &result)
            return SpareReading(
                summary: summary, notUnderstood: result.isParsed ? result.notUnderstood : nil, skipped: result.skipped,
                words: file.language == .python ? WordFilter(UnsafeRawBufferPointer(text.bytes)) : nil)
        case .skipped(let skipped): return SpareReading(skipped: skipped)
        }
    }

    /// The words of a file; nil when it cannot be read.
    func words(_ file: SourceFile) -> (words: WordFilter, content: ContentHash?)? {
        guard case .text(let text) = buffer.read(file, plan.options.limits) else { return nil }
        return (WordFilter(UnsafeRawBufferPointer(text.bytes)), content(text))
    }

    /// What a cache knows a file's content by; nil when it cannot be read.
    func content(of file: SourceFile) -> ContentHash? {
        guard case .text(let text) = buffer.read(file, plan.options.limits) else { return nil }
        return content(text)
    }

    private func content(_ text: FileText) -> ContentHash? { plan.options.cache == nil ? nil : ContentHash(text) }

    private func scan(_ text: FileText, _ file: SourceFile, _ judgement: FileRuleScanner.Judgement, _ focus: Focus, _ result: inout FileResult) {
        var outcome = CodeScanner.Outcome()
        if let language = file.language {
            outcome = code.scan(text, file, language, focus)
        } else {
            outcome.mayHoldSuppressions = code.mayHoldSuppressions(text)
            if plan.asksForMentions { outcome.mentions = FileMentions(text: UnsafeRawBufferPointer(text.bytes)) }
        }
        result.note(outcome, of: file)
        result.summary = outcome.summary
        result.mentions = outcome.mentions
        result.declared = outcome.declared
        result.missed = outcome.missed
        // Out of a cache a summary comes when somebody asks for it; until then this is what is known.
        if plan.options.cache != nil, result.declared == nil, plan.hasAnalyses, file.language == .swift {
            result.declared = DeclaredNames(UnsafeRawBufferPointer(text.bytes))
        }
        result.mayCallApproved = outcome.mayCallApproved && outcome.summary != nil
        guard !outcome.sites.isEmpty || !judgement.hits.isEmpty || outcome.mayHoldSuppressions else { return }
        let lines = LineIndex(text.bytes)
        var writer = FindingWriter(path: file.path, text: text, lines: lines)
        for site in outcome.sites { writer.add(site) }
        for (rule, hit) in judgement.hits { writer.add(hit, rule: rule, message: message(rule, hit.variables)) }
        var suppressions = SuppressionIndex.none, ran: Set<String> = []
        if outcome.mayHoldSuppressions {
            suppressions = outcome.tree.map { SuppressionIndex($0, lines: lines) } ?? SuppressionIndex(text.bytes, lines: lines)
            let profile = plan.profile(of: file)
            ran = Set(judgement.rules.map { plan.rules.rules[$0].metadata }.filter { profile?.allows($0) != false }.flatMap(\.names))
            if let language = file.language, outcome.tree != nil { ran.formUnion(code.names(of: file, language)) }
        }
        result.open = writer.describe(suppressions, ran: ran) { plan.rules.rules[$0].metadata.equivalents }
    }

    /// The walk tells a script's language by its first line; of standard input that is known only now.
    private func recognise(_ file: inout SourceFile, by text: FileText, _ result: inout FileResult) {
        guard file.language == nil, let language = LanguageRecognition.language(ofShebang: text.bytes) else { return }
        file.language = language
        result.language = language.name
    }

    private func message(_ rule: Int, _ variables: [String: String]) -> String { plan.templates[rule].fill { variables[$0] } }
}

extension FileResult {
    /// Of a file that is not scanned.
    static func glance(at file: SourceFile) -> FileResult {
        var result = FileResult(path: file.path, language: file.language?.name ?? "other")
        result.isGlancedAt = true
        return result
    }

    /// What reading the file later came to, though it was read at once.
    mutating func apply(_ spare: SpareReading) {
        skipped = skipped ?? spare.skipped
        guard let notUnderstood = spare.notUnderstood else { return }
        isParsed = true
        self.notUnderstood = notUnderstood
    }

    /// What parsing the file came to.
    fileprivate mutating func note(_ outcome: CodeScanner.Outcome, of file: SourceFile) {
        if let failure = outcome.failure { skipped = skipped ?? SkippedFile(path: file.path, reason: failure, isFailure: true) }
        if let tree = outcome.tree {
            isParsed = true
            notUnderstood = tree.coverage.notUnderstood
        }
    }
}
