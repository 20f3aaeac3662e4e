import CSyntax
import Findings
import Linking
import Rules
import Semantics
import Syntax
import Testing

@testable import Analyses

/// Sources parsed, summarised and linked, and an analysis asked about the calls in them.
struct TestProgram {
    let program: Program

    /// - Parameter files: sources by path; `.swift` files are Swift.
    init(_ files: KeyValuePairs<String, String>) throws {
        func language(_ path: String) -> Language { path.hasSuffix(".swift") ? .swift : .python }
        let parser = TreeParser()
        program = Program(
            files: try files.map { path, source in
                let summary = try Array(source.utf8).withUnsafeBytes { bytes in
                    let tree = try parser.parse(bytes, as: language(path))
                    let semantics = FileSemantics(language: language(path))
                    semantics.analyse(tree, isMainFile: false)
                    return semantics.makeSummary()
                }
                return ProgramFile(path: path, language: language(path), summary: PackedSummary(summary))
            })
    }

    static func list(_ names: [String]) -> Knowledge {
        var table = NameTable()
        for name in names { _ = table.add(name) }
        return Knowledge(names: table)
    }

    static func rule(_ kind: AnalysisKind, _ lists: [String: [String]] = [:], _ numbers: [String: Int] = [:]) -> CompiledAnalysis {
        CompiledAnalysis(kind: kind, knowledge: lists.mapValues(list), numbers: numbers)
    }

    /// The calls that are findings, as `path:line`, each with the verdict.
    func findings(_ analysis: CompiledAnalysis, where isCandidate: (SummaryCall, FileSummary) -> Bool = { _, _ in true }) -> [(place: String, verdict: Verdict)] {
        var analyses = Analyses(program: program, analyses: [(0, analysis)])
        var found: [(String, Verdict)] = []
        for file in program.files.indices {
            guard let summary = program.summary(of: Int32(file)) else { continue }
            for (number, call) in summary.calls.enumerated() where isCandidate(call, summary) {
                let verdict = analyses.settle(Candidate(rule: 0, call: CallRef(file: Int32(file), call: UInt32(number))))
                if verdict.isFinding { found.append(("\(program.files[file].path):\(call.site.line)", verdict)) }
            }
        }
        return found
    }

    /// The same for candidates that are calls of one of these names.
    func places(_ analysis: CompiledAnalysis, of callees: Set<String>) -> [String] {
        findings(analysis) { call, summary in callees.contains(summary.text(call.callee)) || callees.contains(summary.text(call.method)) }.map(\.place)
    }
}
