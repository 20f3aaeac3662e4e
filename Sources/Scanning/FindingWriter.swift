import FileRules
import Findings
import SourceFiles

/// Describes what was found in one file: positions, source lines, fingerprint contexts. After this nothing opens the file again.
struct FindingWriter {
    private let path: String
    private let text: FileText
    private let lines: LineIndex
    private var drafts: [Draft] = []

    /// A finding on its way.
    private struct Draft {
        /// Index in the rule set.
        var rule: Int
        /// Where in the file; nil for a finding about the file as a whole.
        var bytes: Range<Int>?
        /// The head of the statement it stands in.
        var statement: Range<Int>?
        /// The names around the place, outermost first (`Client.fetch`).
        var declaration: String
        var message: String
        var isMinor = false
        /// What of the file must not be shown.
        var secrets: [Range<Int>]
        var pending: PendingFinding?
    }

    init(path: String, text: FileText, lines: LineIndex) {
        self.path = path
        self.text = text
        self.lines = lines
    }

    mutating func add(_ site: CodeSite) {
        drafts.append(
            Draft(
                rule: site.rule, bytes: site.bytes, statement: site.statement, declaration: site.declaration, message: site.message,
                isMinor: site.isMinor, secrets: [], pending: site.pending))
    }

    mutating func add(_ hit: FileHit, rule: Int, message: String) {
        drafts.append(Draft(rule: rule, bytes: hit.bytes, declaration: "", message: message, isMinor: hit.isNote, secrets: hit.secrets))
    }

    /// What was added, described, with the comments that may silence it.
    /// - Parameters:
    ///   - ran: ids and codes of the rules that looked at the file.
    ///   - equivalents: what other tools' comments call a rule, by its index in the rule set.
    func describe(_ suppressions: SuppressionIndex = .none, ran: Set<String> = [], equivalents: (Int) -> [String] = { _ in [] }) -> OpenFile {
        let comments = suppressions.entries.map(\.bytes)
        let positions = PositionTable((drafts.compactMap(\.bytes) + comments).flatMap { [$0.lowerBound, $0.upperBound] }, lines, in: text.bytes)
        let starts = (drafts.compactMap(\.bytes) + comments).map { positions[$0.lowerBound].line }
        let hashes = LineHashes(text, lines: lines).of(starts)
        var shown = SourceLines(text: text.bytes, lines: lines, secrets: drafts.flatMap(\.secrets))
        func place(_ bytes: Range<Int>?, _ declaration: String) -> DescribedPlace {
            guard let bytes else {
                let start = Position(line: 1, column: 1)
                return DescribedPlace(location: Location(path: path, bytes: 0..<0, start: start, end: start), context: .wholeFile)
            }
            let location = Location(path: path, bytes: bytes, start: positions[bytes.lowerBound], end: positions[bytes.upperBound])
            return DescribedPlace(
                location: location, sourceLines: shown[location.start.line...max(location.start.line, location.end.line)],
                context: FingerprintContext(region: bytes, in: UnsafeRawBufferPointer(text.bytes), declaration: declaration.utf8),
                lineHash: hashes[location.start.line]?.description)
        }
        return OpenFile(
            findings: drafts.map { draft in
                OpenFinding(
                    rule: draft.rule, place: place(draft.bytes, draft.declaration), reach: suppressions.entries.isEmpty ? nil : reach(draft),
                    message: draft.message, isMinor: draft.isMinor, answer: answer(draft, equivalents(draft.rule)), pending: draft.pending)
            }, suppressions: suppressions, comments: comments.map { place($0, "") }, ran: ran)
    }

    /// Where a comment must stand to silence a finding.
    private func reach(_ draft: Draft) -> SuppressionIndex.Place? {
        draft.bytes.map { bytes in
            let statement = draft.statement ?? bytes.lowerBound..<bytes.lowerBound
            return SuppressionIndex.Place(
                line: lines.line(at: bytes.lowerBound),
                statement: lines.line(at: statement.lowerBound)...lines.line(at: max(statement.lowerBound, statement.upperBound - 1)))
        }
    }

    /// The comment of another tool that silences the same fault where a finding begins or ends.
    private func answer(_ draft: Draft, _ names: [String]) -> String? {
        guard !names.isEmpty, let bytes = draft.bytes else { return nil }
        let first = lines.line(at: bytes.lowerBound), last = lines.line(at: max(bytes.lowerBound, bytes.upperBound - 1))
        return [first, last].lazy.compactMap { OtherToolsComment.silencing(names, in: text.bytes[lines.bytes(ofLine: $0, in: text.bytes)]) }.first
    }
}
