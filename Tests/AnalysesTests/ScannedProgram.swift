import BuiltinRules
import Findings
import Foundation
import Rules
import Scanning
import SourceFiles

/// A folder of real files, scanned whole with one of the rules that come with the program.
final class ScannedProgram {
    let path: String

    init(_ files: [String: String]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("analyses-\(UUID().uuidString)").resolvingSymlinksInPath().path
        for (name, text) in files {
            let file = URL(fileURLWithPath: path).appendingPathComponent(name)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func findings(_ codes: String...) throws -> [Finding] {
        let files = ruleTable.flatMap { RuleFileReader.read("\($0.text)", file: "\($0.path)").rules }
            .filter { codes.contains($0.metadata.code ?? "") }
        let (rules, errors) = RuleSet.compile(files, vocabularies: ruleTable.flatMap { VocabularyReader.read("\($0.text)", file: "\($0.path)").vocabularies })
        precondition(errors.isEmpty, "\(errors)")
        let options = ScanOptions(
            selection: FileSelection(roots: ["."], usesGitignore: false), surroundings: Surroundings(workingDirectory: path), jobs: 1, prefilter: true,
            fileTimeout: .seconds(60), today: "2026-06-15", suppressionRules: [])
        return try Scanner(rules: rules, options: options, known: Set(codes)).run(
            tool: ToolInfo(version: "test", grammars: [], ruleSet: ""), isCancelled: { false }
        ).findings
    }

    /// `path:line` of each finding of one rule in one file or several.
    static func places(_ code: String, _ files: [String: String]) throws -> [String] {
        try ScannedProgram(files).findings(code).map { "\($0.location.path):\($0.location.start.line)" }
    }

    /// The lines of the findings of one rule in one Python text.
    static func lines(_ code: String, _ text: String, _ file: String = "a.py") throws -> [Int] {
        try ScannedProgram([file: text]).findings(code).map(\.location.start.line)
    }
}
