import CSyntax
import Findings
import Foundation
import Semantics
import SourceFiles
import Syntax

/// What naming and summarising files costs beside the bare parse: both in turns, file by file.
enum SummaryCost {
    /// Of at most `files` files, spread over the folder.
    static func measure(_ folder: String, files: Int) throws {
        guard let found = FileManager.default.enumerator(atPath: folder) else { throw Stop(.inputMissing, "cannot read \(folder)") }
        let paths = found.compactMap { $0 as? String }.filter { LanguageRecognition.language(named: $0) != nil }.sorted()
        let every = max(1, paths.count / max(1, files))
        let clock = ContinuousClock()
        var parsing = Duration.zero, naming = Duration.zero, making = Duration.zero
        var counts = Counts()
        let parser = TreeParser(), semantics = [FileSemantics(language: .python), FileSemantics(language: .swift)]
        for (number, path) in paths.enumerated() where number % every == 0 {
            guard let language = LanguageRecognition.language(named: path),
                let data = FileManager.default.contents(atPath: folder + "/" + path)
            else { continue }
            data.withUnsafeBytes { bytes in
                let start = clock.now
                guard let tree = try? parser.parse(bytes, as: language) else { return }
                let parsed = clock.now
                let semantics = semantics[language == .python ? 0 : 1]
                semantics.analyse(tree)
                _ = semantics.contexts(of: 0)
                let named = clock.now
                let summary = semantics.makeSummary()
                let made = clock.now
                parsing += start.duration(to: parsed)
                naming += parsed.duration(to: named)
                making += named.duration(to: made)
                counts.add(summary, bytes: bytes.count)
            }
        }
        let shares = [naming, making].map { Int(($0 / parsing * 1000).rounded()) }
        try Terminal.show(
            """
            | \(counts.files) files, \(counts.bytes) bytes | time | share of the parse, thousandths |
            | --- | ---: | ---: |
            | parse | \(parsing) | 1000 |
            | names and scopes | \(naming) | \(shares[0]) |
            | summary | \(making) | \(shares[1]) |

            \(counts.calls) calls (\(counts.missed) without a step), \(counts.steps) steps, \(counts.expressions) expressions, \
            \(counts.variables) variables, \(counts.encoded) bytes encoded

            """)
    }

    private struct Counts {
        var files = 0, bytes = 0, calls = 0, missed = 0, steps = 0, expressions = 0, variables = 0, encoded = 0

        mutating func add(_ summary: FileSummary, bytes: Int) {
            files += 1
            self.bytes += bytes
            calls += summary.calls.count
            missed += summary.calls.count { $0.step == 0 }
            steps += summary.steps.count
            expressions += summary.expressions.count
            variables += summary.variables.count
            encoded += summary.encode().count
        }
    }
}
