import FileRules
import Findings
import SourceFiles

/// Makes one file's findings: positions, source lines, suppressions, fingerprints. After this nothing opens the file again.
struct FindingWriter {
    private let path: String
    private let text: UnsafeBufferPointer<UInt8>
    private let lines: LineIndex
    private let hasByteOrderMark: Bool
    private var findings: [(finding: Finding, declaration: String)] = []
    private static let mostSourceLines = 8

    init(path: String, text: UnsafeBufferPointer<UInt8>, lines: LineIndex, hasByteOrderMark: Bool) {
        self.path = path
        self.text = text
        self.lines = lines
        self.hasByteOrderMark = hasByteOrderMark
    }

    var isEmpty: Bool { findings.isEmpty }

    /// - Parameters:
    ///   - bytes: where in the file; nil for a finding about the file as a whole.
    ///   - declaration: the names around the place, outermost first (`Client.fetch`).
    ///   - secrets: ranges of the file that must not be shown.
    mutating func add(_ rule: RuleMetadata, at bytes: Range<Int>?, in declaration: String = "", message: String, hiding secrets: [Range<Int>] = []) {
        let location = bytes.map { Location(path: path, bytes: $0, start: position(at: $0.lowerBound), end: position(at: $0.upperBound)) }
        let whole = Location(path: path, bytes: 0..<0, start: Position(line: 1, column: 1), end: Position(line: 1, column: 1))
        let finding = Finding(
            rule: rule.id, code: rule.code, family: rule.family, severity: rule.severity, confidence: rule.confidence, cwe: rule.cwe,
            location: location ?? whole, message: message, note: rule.note, sourceLines: location.map { sourceLines($0, hiding: secrets) } ?? [])
        findings.append((finding, declaration))
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
                self.add(rule, at: entry.bytes, message: MessageTemplate(rule.message).fill(fill))
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
        hashes.feed(UnsafeRawBufferPointer(text))
        let lineHashes = hashes.finish()
        var sequence = FingerprintSequence()
        return findings.map { entry in
            var finding = entry.finding
            guard !finding.sourceLines.isEmpty else {
                finding.fingerprint = sequence.next(rule: finding.rule, at: .wholeFile).description
                return finding
            }
            let context = FingerprintContext(region: finding.location.bytes, in: UnsafeRawBufferPointer(text), declaration: entry.declaration.utf8)
            finding.fingerprint = sequence.next(rule: finding.rule, at: context).description
            finding.lineHash = lineHashes[finding.location.start.line]?.description
            return finding
        }
    }

    private func sourceLines(_ location: Location, hiding secrets: [Range<Int>]) -> [String] {
        let last = min(max(location.end.line, location.start.line), location.start.line + Self.mostSourceLines - 1)
        return (location.start.line...last).map { Mask.text(UnsafeRawBufferPointer(text), lines.bytes(ofLine: $0, in: text), secrets: secrets) }
    }

    private func position(at offset: Int) -> Position { lines.position(at: offset, in: text) }
}
