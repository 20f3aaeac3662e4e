import Findings
import Foundation
import Rules
import SourceFiles

@testable import Scanning

/// A folder of real files and the rules to scan it with; the folder goes away with the last reference.
final class Project {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("scanning-\(UUID().uuidString)").resolvingSymlinksInPath().path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func setMode(_ name: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(path)/\(name)")
    }

    /// All of it as the one part there is.
    func part(_ rules: RuleSet) throws -> PartialScan? {
        try Scanner(rules: rules, options: Self.plain(path), known: []).runPart(Shard(1, of: 1)!, tool: Self.tool, setup: [])
    }

    func merge(_ rules: RuleSet, _ parts: [PartialScan]) throws -> ScanReport {
        try Scanner(rules: rules, options: Self.plain(path), known: []).merge(parts, tool: Self.tool)
    }

    private static let tool = ToolInfo(version: "test", grammars: [], ruleSet: "")

    private static func plain(_ path: String) -> ScanOptions {
        ScanOptions(selection: FileSelection(roots: ["."], usesGitignore: false), surroundings: Surroundings(workingDirectory: path), today: "2026-06-15")
    }

    func scan(
        _ rules: RuleSet = Project.rules, roots: [String] = ["."], jobs: Int = 1, prefilter: Bool = true, today: String = "2026-06-15",
        fileTimeout: Duration = .seconds(60), suppressionRules: [RuleMetadata] = SuppressionRules.all,
        programTimeout: Duration = .seconds(60), isEachFileAProgram: Bool = false, explained: ExplainedPlaces? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> ScanReport {
        var options = ScanOptions(
            selection: FileSelection(roots: roots, usesGitignore: false), surroundings: Surroundings(workingDirectory: path), jobs: jobs,
            prefilter: prefilter, fileTimeout: fileTimeout, today: today, suppressionRules: suppressionRules)
        options.programTimeout = programTimeout
        options.isEachFileAProgram = isEachFileAProgram
        options.explained = explained
        let known = Set(Self.rules.rules.flatMap { [$0.metadata.id, $0.metadata.code ?? ""] } + ["not-selected", "stalls", "TT101", "floods", "TT102"])
        return try Scanner(rules: rules, options: options, known: known).run(
            tool: ToolInfo(version: "test", grammars: [], ruleSet: ""), isCancelled: isCancelled)
    }

    /// What a scan of one text reports, in short: `rule:line`, silenced findings in parentheses.
    static func findings(_ text: String, in name: String = "a.py", today: String = "2026-06-15") throws -> [String] {
        try Project([name: text]).scan(today: today).findings.map(short)
    }

    static func short(_ finding: Finding) -> String {
        let text = "\(finding.rule):\(finding.location.start.line)"
        return finding.suppression == nil ? text : "(\(text))"
    }

    /// Rules small enough to know what they find.
    static let rules = compile(
        """
        id: no-sleep
        code: TT001
        language: python
        severity: error
        message: "`$CALLEE` blocks"
        rule: {call: time.sleep}
        ---
        id: no-open
        code: TT002
        language: python
        severity: warning
        message: "opens $PATH"
        rule: {pattern: "open($PATH)"}
        ---
        id: no-def
        language: python
        message: "a function"
        rule: {kind: function_definition, has: {field: name, regex: "^bad"}}
        ---
        id: swift-no-sleep
        code: TT003
        language: swift
        message: "blocks"
        rule: {pattern: "sleep($A)"}
        ---
        id: no-tag
        code: TT004
        language: file
        message: "a tag"
        files: ["**/*.yaml"]
        file: {content: "!!python"}
        ---
        id: no-exec
        code: TT005
        language: file
        message: "executable"
        files: ["**/*.yaml"]
        file: {mode: {any-of: "0111"}}
        ---
        id: no-token
        code: TT006
        language: text
        message: "a token"
        files: ["**/*"]
        text: {regex: "tok_([a-z0-9]{8,})", capture: 1, mask: true}
        """)

    static func compile(_ text: String) -> RuleSet {
        let read = RuleFileReader.read(text, file: "test.yaml")
        let (set, errors) = RuleSet.compile(read.rules)
        precondition((read.errors + errors).isEmpty, "\(read.errors + errors)")
        return set
    }
}
