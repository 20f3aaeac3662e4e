import FileRules
import Findings
import Glibc
import Rules
import SourceFiles

/// Holds `file` and `text` rules against files of any kind, one after another on one thread. A file is opened only when a rule that is for
/// it must see its content.
final class FileRuleScanner {
    private let rules: [(rule: CompiledRule, template: MessageTemplate)]
    private let options: ScanOptions
    private let buffer = FileBuffer()
    private var tracked: TrackedModes
    private let trustsModes: Bool
    private let user = getuid()

    init(rules: RuleSet, options: ScanOptions, trustsModes: Bool, templates: [MessageTemplate]) {
        self.rules = zip(rules.rules, templates).compactMap { rule, template in
            if case .code = rule.body { return nil }
            return (rule, template)
        }
        self.options = options
        self.trustsModes = trustsModes
        tracked = TrackedModes(workingDirectory: options.surroundings.workingDirectory)
    }

    var isIdle: Bool { rules.isEmpty }

    /// Nil when no rule is for the file.
    func scan(_ file: SourceFile) -> FileResult? {
        let wanted = rules.filter { $0.rule.scope.contains(file.path, role: file.role) }
        guard !wanted.isEmpty else { return nil }
        var result = FileResult(path: file.path, language: "other")
        let facts = FileFacts(
            path: file.path, mode: trustsModes && !file.isStandardInput ? file.mode : nil, indexMode: tracked.mode(of: file.path), size: file.size,
            owner: file.uid, user: user)
        var hits: [(index: Int, hit: FileHit)] = [], unread: [Int] = []
        for (index, (rule, _)) in wanted.enumerated() {
            guard case .file(let fileRule) = rule.body else {
                unread.append(index)
                continue
            }
            switch fileRule.judge(facts) {
            case .clean: break
            case .hits(let found): hits += found.map { (index, $0) }
            case .needsContent: unread.append(index)
            }
        }
        guard !unread.isEmpty || !hits.isEmpty else { return result }
        let content: FileText
        switch buffer.read(file, options.limits) {
        case .text(let text): content = text
        case .skipped(let skipped):
            // What could be told without the content stands; binary data is none of a rule's business.
            if skipped.isFailure { result.skipped = skipped }
            content = FileText.empty
        }
        result.bytes = content.bytes.count
        for index in unread { hits += Self.hits(wanted[index].rule.body, facts, UnsafeRawBufferPointer(content.bytes)).map { (index, $0) } }
        guard !hits.isEmpty else { return result }
        let lines = LineIndex(content.bytes)
        var writer = FindingWriter(path: file.path, text: content.bytes, lines: lines, hasByteOrderMark: content.hasByteOrderMark)
        for (index, hit) in hits {
            let message = wanted[index].template.fill { hit.variables[$0] }
            writer.add(wanted[index].rule.metadata, at: hit.bytes, message: message, hiding: hit.secrets)
        }
        var suppressions = SuppressionIndex(content.bytes, lines: lines)
        writer.suppress(&suppressions, today: options.today)
        result.findings = writer.finish()
        return result
    }

    private static func hits(_ body: CompiledBody, _ facts: FileFacts, _ content: UnsafeRawBufferPointer) -> [FileHit] {
        switch body {
        case .file(let rule): rule.hits(facts, content)
        case .text(let rule): rule.hits(in: content)
        case .code: []
        }
    }

    /// Whether the permission bits of these files were set by someone, or are what their file system shows for everything.
    static func trustsModes(of files: [SourceFile], workingDirectory: String) -> Bool {
        var trust = ModeTrust(), tracked = TrackedModes(workingDirectory: workingDirectory)
        for file in files { trust.add(mode: file.mode, indexMode: file.mode & 0o111 == 0 ? nil : tracked.mode(of: file.path)) }
        return trust.isTrusted
    }
}
