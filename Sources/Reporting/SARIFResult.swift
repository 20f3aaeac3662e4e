internal import Findings

extension SARIFReport {
    /// One finding as a `result` object (section 3.27).
    func result(_ finding: Finding, _ writer: inout JSONWriter) {
        writer.member("ruleId", finding.rule)
        if let index = ruleIndices[finding.rule] { writer.member("ruleIndex", index) }
        writer.member("level", finding.severity.sarifLevel)
        writer.member("message", object: { $0.member("text", finding.message) })
        writer.member("locations", array: {
            $0.object { SARIFLocation.write(finding.location, snippet: Snippet.text(of: finding), to: &$0) }
        })
        writer.member("partialFingerprints", object: {
            $0.member("primaryLocationLineHash", ifAny: finding.lineHash)
            if !finding.fingerprint.isEmpty { $0.member("sluice/v1", finding.fingerprint) }
        })
        writer.member("baselineState", ifAny: finding.baseline?.rawValue)
        if !finding.flow.isEmpty { writer.member("codeFlows", array: { $0.object { codeFlow(finding.flow, &$0) } }) }
        if hasSuppressions {
            writer.member("suppressions", array: { list in
                guard let suppression = finding.suppression else { return }
                list.object { self.suppression(suppression, path: finding.location.path, &$0) }
            })
        }
        writer.member("properties", object: { $0.member("confidence", finding.confidence.rawValue) })
    }

    private func codeFlow(_ steps: [FlowStep], _ writer: inout JSONWriter) {
        writer.member("threadFlows", array: {
            $0.object {
                $0.member("locations", array: { list in
                    for step in steps {
                        list.object {
                            $0.member("location", object: { SARIFLocation.write(step.location, message: step.message, to: &$0) })
                        }
                    }
                })
            }
        })
    }

    private func suppression(_ suppression: Suppression, path: String, _ writer: inout JSONWriter) {
        writer.member("kind", "inSource")
        writer.member("justification", ifAny: suppression.reason)
        let line = Position(line: suppression.line, column: 1)
        writer.member("location", object: { SARIFLocation.write(path: path, line: line.line, to: &$0) })
        if let until = suppression.until { writer.member("properties", object: { $0.member("until", until) }) }
    }
}

/// The exact text of a finding's region, as `region.snippet` must hold it.
private enum Snippet {
    /// Longer ones are left out: they would not be read and results have limits on their size.
    static let mostBytes = 2000

    /// Nil where the finding does not carry the whole text.
    static func text(of finding: Finding) -> String? {
        let (start, end) = (finding.location.start, finding.location.end)
        let lines = finding.sourceLines
        let endsAtLineStart = end.column == 1 && end.line == start.line + lines.count
        guard !lines.isEmpty, endsAtLineStart || end.line == start.line + lines.count - 1 else { return nil }
        guard lines.reduce(0, { $0 + $1.utf8.count }) <= mostBytes else { return nil }
        var pieces = lines.map { $0[...] }
        if !endsAtLineStart { pieces[lines.count - 1] = prefix(of: lines[lines.count - 1], scalars: end.column - 1) }
        if start.column > 1 {
            let cut = prefix(of: lines[0], scalars: start.column - 1)
            guard cut.endIndex <= pieces[0].endIndex else { return nil }
            pieces[0] = lines[0][cut.endIndex..<pieces[0].endIndex]
        }
        let text = pieces.joined(separator: "\n") + (endsAtLineStart ? "\n" : "")
        return text.isEmpty ? nil : text
    }

    private static func prefix(of line: String, scalars: Int) -> Substring {
        Substring(line.unicodeScalars.prefix(max(0, scalars)))
    }
}

extension Severity {
    /// The `level` of results and rule configurations (section 3.27.10).
    var sarifLevel: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .info, .hint: "note"
        case .off: "none"
        }
    }
}
