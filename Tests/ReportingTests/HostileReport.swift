import Findings

/// A report made of what breaks formats: names and texts with every kind of sign that means something to one of them.
enum HostileReport {
    static let texts = [
        "a b.py", "quo\"te'.py", "comma,semi;colon:.py", "line\nfeed\r\n.py", "tab\t.py", "nul\u{0}bel\u{7}esc\u{1B}[31m.py", "del\u{7F}c1\u{85}\u{9B}.py",
        "par\u{2028}\u{2029}.py", "bidi\u{202E}yp.exe", "\u{FEFF}bom\u{FFFE}\u{FFFF}.py", "not utf-8 \u{FFFD}.py", "<b>&amp;</b>]]><!--.py",
        "a|b\\|c\\\\|d `e|f\\` g.py", "``` ~~~ `` ` `", "`x` and `", "</details></summary><script>alert(1)</script>", "@octocat #1 GH-2 $x$ *a* _b_ ~~c~~ [d](e)",
        "=1+1", "+1", "-1", "@SUM(A1)", " =cmd|' /C calc'!A0", "\t=1", "＝1+1", "\"=1\"\u{301}", "\"\u{301},=1+1,\"", "e\u{301}.py", "\u{E9}.py",
        "%0A%25::error file=x::y", "::stop-commands::x\n::error::y", "👩‍💻🇩🇪🏽.py", "-", "", " ", "$CALLEE", "{{ x }}", "${{ github.token }}",
        String(repeating: "long ", count: 2000),
    ]

    /// Each text is a path once, a message once and a source line once; suppressed ones among them.
    static var report: ScanReport {
        var findings: [Finding] = []
        for (i, text) in texts.enumerated() {
            for (j, severity) in [Severity.error, .warning, .info, .hint].enumerated() {
                let other = texts[(i + j + 1) % texts.count]
                findings.append(
                    Finding(
                        rule: "rule-\(i % 7)", code: i % 2 == 0 ? "XX00\(i % 7)" : nil, family: .other, severity: severity, confidence: .medium, cwe: [1, 22],
                        location: Location(path: text, bytes: 0..<4, start: Position(line: j + 1, column: 2), end: Position(line: j + 1 + i % 3, column: 1 + i % 4)),
                        message: other, note: i % 3 == 0 ? other : nil, sourceLines: [other, text], fingerprint: i % 2 == 0 ? "1:ab:1" : "",
                        suppression: (i + j) % 5 == 0 ? Suppression(line: 1, reason: other, until: text) : nil))
            }
        }
        findings.sort(by: Finding.inReportOrder)
        var summary = ScanSummary()
        summary.files = ["python": texts.count]
        summary.skipped = texts.map { SkippedFile(path: $0, reason: $0, isFailure: true) }
        summary.problems = texts
        summary.partial = true
        let rules = (0..<7).map { RuleMetadata(id: "rule-\($0)", language: "python", message: texts[$0], note: texts[$0 + 7]) }
        return ScanReport(tool: ToolInfo(version: "0", grammars: [], ruleSet: ""), summary: summary, findings: findings, rules: rules)
    }
}
