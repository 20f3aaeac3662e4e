import CSyntax
import Findings
import SourceFiles
import Syntax

/// Makes one file's findings: positions, source lines, suppressions, fingerprints. After this nothing opens the file again.
struct FindingWriter {
    private let path: String
    private let tree: FlatTree
    private let lines: LineIndex
    private let hasByteOrderMark: Bool
    private var findings: [(finding: Finding, node: NodeIndex)] = []
    private static let mostSourceLines = 8

    init(path: String, tree: FlatTree, lines: LineIndex, hasByteOrderMark: Bool) {
        self.path = path
        self.tree = tree
        self.lines = lines
        self.hasByteOrderMark = hasByteOrderMark
    }

    mutating func add(_ rule: RuleMetadata, at node: NodeIndex, message: String) {
        let start = Int(tree.nodes[node].start), end = Int(tree.nodes[node].end)
        let location = Location(path: path, bytes: start..<end, start: position(at: start), end: position(at: end))
        findings.append(
            (
                Finding(
                    rule: rule.id, code: rule.code, family: rule.family, severity: rule.severity, confidence: rule.confidence, cwe: rule.cwe,
                    location: location, message: message, note: rule.note, sourceLines: sourceLines(location)), node
            ))
    }

    /// Marks the findings that comments silence.
    mutating func suppress(_ suppressions: inout SuppressionIndex, today: String) {
        for index in findings.indices {
            let finding = findings[index].finding
            guard let entry = suppressions.silence(rule: finding.rule, code: finding.code, line: finding.location.start.line, today: today) else { continue }
            findings[index].finding.suppression = Suppression(
                line: entry.line, reason: entry.comment.reason.isEmpty ? nil : entry.comment.reason, until: entry.comment.until)
        }
    }

    /// Adds what is wrong with the suppressions themselves.
    mutating func report(_ suppressions: SuppressionIndex, known: Set<String>, active: Set<String>, today: String, requireReason: Bool) {
        for entry in suppressions.entries {
            func add(_ rule: RuleMetadata, _ fill: (String) -> String? = { _ in nil }) {
                self.add(rule, at: entry.node, message: MessageTemplate(rule.message).fill(fill))
            }
            if let mistake = entry.comment.mistake {
                add(SuppressionRules.malformed) { $0 == "WHY" ? mistake : nil }
                continue
            }
            for rule in entry.comment.rules {
                if !known.contains(rule) {
                    add(SuppressionRules.unknownRule) { $0 == "RULE" ? rule : nil }
                } else if active.contains(rule) && !entry.used.contains(rule) {
                    add(SuppressionRules.unused)
                }
            }
            if let until = entry.comment.until, until < today {
                add(SuppressionRules.expired) { $0 == "UNTIL" ? until : nil }
            }
            if requireReason && entry.comment.reason.isEmpty { add(SuppressionRules.withoutReason) }
        }
    }

    /// The findings in report order, each with its fingerprints.
    mutating func finish() -> [Finding] {
        findings.sort { Finding.inReportOrder($0.finding, $1.finding) }
        var hashes = LineHashes(lines: findings.map(\.finding.location.start.line))
        if hasByteOrderMark { [0xEF, 0xBB, 0xBF].withUnsafeBytes { hashes.feed($0) } }
        hashes.feed(tree.bytes)
        let lineHashes = hashes.finish()
        var sequence = FingerprintSequence()
        return findings.map { entry in
            var finding = entry.finding
            let context = FingerprintContext(region: finding.location.bytes, in: tree.bytes, declaration: declaration(around: entry.node).utf8)
            finding.fingerprint = sequence.next(rule: finding.rule, at: context).description
            finding.lineHash = lineHashes[finding.location.start.line]?.description
            return finding
        }
    }

    private func sourceLines(_ location: Location) -> [String] {
        let last = min(max(location.end.line, location.start.line), location.start.line + Self.mostSourceLines - 1)
        return (location.start.line...last).map { String(decoding: text[lines.bytes(ofLine: $0, in: text)], as: UTF8.self) }
    }

    private var text: UnsafeBufferPointer<UInt8> { tree.bytes.bindMemory(to: UInt8.self) }
    private func position(at offset: Int) -> Position { lines.position(at: offset, in: text) }

    /// The names of the declarations around a node, outermost first: `Client.fetch`.
    private func declaration(around node: NodeIndex) -> String {
        let name = Grammar.of(tree.language).field("name")
        var names: [String] = []
        var at = node
        while at != 0 {
            at = Int(tree.nodes[at].parent)
            guard at != 0, Grammar.of(tree.language).isDeclaration(tree.nodes[at].symbol) else { continue }
            var child = at + 1
            while child < Int(tree.nodes[at].next) {
                if tree.nodes[child].field == name {
                    names.append(tree.string(child))
                    break
                }
                child = Int(tree.nodes[child].next)
            }
        }
        return names.reversed().joined(separator: ".")
    }
}

extension Grammar {
    /// Kinds that name what they hold: functions, classes and their like.
    fileprivate func isDeclaration(_ kind: Kind) -> Bool {
        guard kind != Grammar.errorKind else { return false }
        switch language {
        case .python: return name(of: kind) == "function_definition" || name(of: kind) == "class_definition"
        case .swift: return ["function_declaration", "class_declaration", "protocol_declaration", "property_declaration"].contains(name(of: kind))
        }
    }
}
