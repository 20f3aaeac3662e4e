import FileRules
import Findings
import SourceFiles

/// Makes one file's findings: positions, source lines, suppressions, fingerprints. After this nothing opens the file again.
struct FindingWriter {
    private let path: String
    private let text: FileText
    private let lines: LineIndex
    private var drafts: [Draft] = []

    /// A finding on its way.
    private struct Draft {
        var rule: RuleMetadata
        /// Where in the file; nil for a finding about the file as a whole.
        var bytes: Range<Int>?
        /// The head of the statement it stands in.
        var statement: Range<Int>?
        /// The names around the place, outermost first (`Client.fetch`).
        var declaration: String
        var message: String
        /// What of the file must not be shown.
        var secrets: [Range<Int>]
        var suppression: Suppression?
    }

    init(path: String, text: FileText, lines: LineIndex) {
        self.path = path
        self.text = text
        self.lines = lines
    }

    mutating func add(_ site: CodeSite, _ rule: RuleMetadata) {
        drafts.append(
            Draft(rule: rule, bytes: site.bytes, statement: site.statement, declaration: site.declaration, message: site.message, secrets: []))
    }

    mutating func add(_ hit: FileHit, _ rule: RuleMetadata, message: String) {
        drafts.append(Draft(rule: rule, bytes: hit.bytes, declaration: "", message: message, secrets: hit.secrets))
    }

    mutating func add(_ faults: [SuppressionAudit.Fault]) {
        drafts += faults.map { Draft(rule: $0.rule, bytes: $0.bytes, declaration: "", message: $0.message, secrets: []) }
    }

    /// Marks the findings that comments silence.
    mutating func suppress(_ suppressions: inout SuppressionIndex, today: String) {
        for index in drafts.indices {
            let place = drafts[index].bytes.map { bytes in
                let statement = drafts[index].statement ?? bytes.lowerBound..<bytes.lowerBound
                return SuppressionIndex.Place(
                    line: lines.line(at: bytes.lowerBound),
                    statement: lines.line(at: statement.lowerBound)...lines.line(at: max(statement.lowerBound, statement.upperBound - 1)))
            }
            drafts[index].suppression = suppressions.silence(drafts[index].rule, at: place, today: today)
        }
    }

    /// The findings in report order, each with its fingerprints.
    func finish() -> [Finding] {
        let positions = PositionTable(drafts.compactMap(\.bytes).flatMap { [$0.lowerBound, $0.upperBound] }, lines, in: text.bytes)
        var shown = SourceLines(text: text.bytes, lines: lines, secrets: drafts.flatMap(\.secrets))
        let findings = drafts.map { draft in (draft, finding(draft, positions, &shown)) }
            .sorted { Finding.inReportOrder($0.1, $1.1) }
        let lineHashes = lineHashes(of: findings.lazy.filter { $0.0.bytes != nil }.map(\.1.location.start.line))
        var sequence = FingerprintSequence()
        return findings.map { draft, finding in
            var finding = finding
            let context = draft.bytes.map { FingerprintContext(region: $0, in: UnsafeRawBufferPointer(text.bytes), declaration: draft.declaration.utf8) }
            finding.fingerprint = sequence.next(rule: finding.rule, at: context ?? .wholeFile).description
            finding.lineHash = context == nil ? nil : lineHashes[finding.location.start.line]?.description
            return finding
        }
    }

    private func finding(_ draft: Draft, _ positions: PositionTable, _ shown: inout SourceLines) -> Finding {
        let rule = draft.rule, bytes = draft.bytes ?? 0..<0
        let location = Location(path: path, bytes: bytes, start: positions[bytes.lowerBound], end: positions[bytes.upperBound])
        return Finding(
            rule: rule.id, code: rule.code, family: rule.family, severity: rule.severity, confidence: rule.confidence, cwe: rule.cwe, location: location,
            message: draft.message, note: rule.note, sourceLines: draft.bytes == nil ? [] : shown[location.start.line...max(location.start.line, location.end.line)],
            suppression: draft.suppression)
    }

    private func lineHashes(of wanted: some Sequence<Int>) -> [Int: LineHash] {
        var hashes = LineHashes(lines: wanted)
        if text.hasByteOrderMark { [0xEF, 0xBB, 0xBF].withUnsafeBytes { hashes.feed($0) } }
        hashes.feed(UnsafeRawBufferPointer(text.bytes))
        return hashes.finish()
    }
}
