import BuiltinRules
import Findings
import Foundation
import Rules
import Testing

@testable import Scanning

/// The same findings whatever must not matter: the prefilter, the number of threads, the order of the files.
@Suite struct SameResultTests {
    /// Without those for audits, which read every file.
    static let files = ruleTable.flatMap { RuleFileReader.read("\($0.text)", file: "\($0.path)").rules }.filter { $0.metadata.severity != .off }
    static let vocabularies = ruleTable.flatMap { VocabularyReader.read("\($0.text)", file: "\($0.path)").vocabularies }
    static let rules = RuleSet.compile(files, vocabularies: vocabularies).0

    /// All fixtures of the repository, and code made of their lines.
    private static func project() throws -> Project {
        let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../fixtures").standardizedFileURL
        let project = try Project()
        var lines: [String: [String]] = [:]
        for case let url as URL in try #require(FileManager.default.enumerator(at: fixtures, includingPropertiesForKeys: nil)) {
            guard ["py", "swift", "yaml", "toml", "json"].contains(url.pathExtension), let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
            try project.write("code" + url.path.dropFirst(fixtures.path.count), text)
            if ["py", "swift"].contains(url.pathExtension) { lines[url.pathExtension, default: []] += text.split(separator: "\n").map(String.init) }
        }
        var generator = SeededGenerator(seed: 11)
        for (ending, lines) in lines.sorted(by: { $0.key < $1.key }) {
            for number in 0..<12 {
                let text = (0..<60).map { _ in lines.randomElement(using: &generator) ?? "" }.joined(separator: "\n")
                try project.write("generated/\(number).\(ending)", text + "\n")
            }
        }
        // Of interest to no rule.
        try project.write("plain.py", "def add(a, b):\n    return a + b\n")
        try project.write("plain.swift", "func add(_ a: Int, _ b: Int) -> Int { a + b }\n")
        return project
    }

    @Test("With the prefilter and without it, all rules together and every rule alone")
    func prefilter() throws {
        let project = try Self.project()
        let with = try project.scan(Self.rules, jobs: 2), without = try project.scan(Self.rules, jobs: 2, prefilter: false)
        #expect(with.findings == without.findings)
        #expect(with.summary.parsed < without.summary.parsed)
        #expect(Set(with.findings.map(\.rule)).count > 20)
        for file in Self.files {
            guard case .code = file.body else { continue }
            let alone = RuleSet.compile([file], vocabularies: Self.vocabularies).0
            let with = try project.scan(alone, jobs: 2, suppressionRules: []).findings, without = try project.scan(alone, jobs: 2, prefilter: false, suppressionRules: []).findings
            #expect(with == without, "\(file.metadata.id)")
            #expect(!with.isEmpty, "\(file.metadata.id)")
        }
    }

    @Test("On one thread and on four, in any order of the files")
    func order() throws {
        let project = try Self.project()
        let one = try project.scan(Self.rules)
        let four = try project.scan(Self.rules, jobs: 4)
        #expect(one.findings == four.findings)
        var generator = SeededGenerator(seed: 5)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: project.path).filter { $0.contains(".") }.shuffled(using: &generator)
        let shuffled = try project.scan(Self.rules, roots: paths, jobs: 3)
        #expect(shuffled.findings == one.findings)
        #expect(shuffled.summary.files == one.summary.files)
        #expect(shuffled.summary.bytes == one.summary.bytes)
        #expect(shuffled.summary.parseCoverage == one.summary.parseCoverage)
        #expect(shuffled.summary.skipped == one.summary.skipped)
    }

    @Test("What the whole program decides, too: file order, threads and prefilter all at once", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func wholeProgram(seed: UInt64) throws {
        let files = GeneratedProgram.files(seed: seed)
        let project = try Project(files)
        var rules = WholeProgramTests.rules
        rules.approve(["pkg.m1.f1"])
        let expected = try project.scan(rules, prefilter: false)
        #expect(!expected.findings.isEmpty)
        var generator = SeededGenerator(seed: seed)
        for jobs in [1, 2, 5] {
            for prefilter in [true, false] {
                let paths = files.keys.sorted().shuffled(using: &generator)
                let report = try project.scan(rules, roots: paths, jobs: jobs, prefilter: prefilter)
                #expect(report.findings == expected.findings)
                #expect(report.summary.fanOuts == expected.summary.fanOuts)
            }
        }
    }
}

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
