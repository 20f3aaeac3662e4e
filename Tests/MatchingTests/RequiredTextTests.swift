import Findings
import Foundation
import Matching
import Rules
import Semantics
import Syntax
import Testing
import TextMatching

/// A rule that matches a file finds in it all the text it said it needs: otherwise the prefilter would lose findings.
@Suite struct RequiredTextTests {
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// The rules of `set` that match `source` though it lacks text they require, and how many rules matched.
    private func unsound(_ set: RuleSet, _ language: Language, _ source: String) throws -> (ids: [String], matched: Int) {
        let bytes = Array(source.utf8), parser = TreeParser(), semantics = FileSemantics(language: language)
        let matcher = Matcher(program: set.programs[Int(language.rawValue)], semantics: semantics)
        var active = ActiveRules(program: matcher.program)
        for rule in matcher.program.rules.indices { active.insert(rule) }
        var matched: Set<Int> = []
        try bytes.withUnsafeBytes { buffer in
            let tree = try parser.parse(buffer, as: language)
            semantics.analyse(tree)
            matcher.run(tree, active: active) { matched.insert($0.rule) }
        }
        let owners = set.ruleOfProgram[Int(language.rawValue)]
        let unsound = matched.sorted().filter { rule in
            // What an analysis needs beside a match is asked of files with findings, not of those with matches.
            set.rules[Int(owners[rule])].analysis?.kind.needsStartInFile != true && !isMet(matcher.program.rules[rule].requirement, by: bytes)
        }
        return (unsound.map { set.rules[Int(owners[$0])].metadata.id }, matched.count)
    }

    private func isMet(_ requirement: LiteralRequirement, by text: [UInt8]) -> Bool {
        switch requirement {
        case .none: true
        case .oneOf(let literals): literals.contains { contains(text, $0.bytes, ignoringCase: $0.ignoresCase) }
        case .all(let parts): parts.allSatisfy { isMet($0, by: text) }
        case .any(let parts): parts.contains { isMet($0, by: text) }
        }
    }

    private func contains(_ text: [UInt8], _ part: [UInt8], ignoringCase: Bool) -> Bool {
        func fold(_ bytes: [UInt8]) -> [UInt8] { ignoringCase ? bytes.map { (65...90).contains($0) ? $0 + 32 : $0 } : bytes }
        return !fold(text).ranges(of: fold(part)).isEmpty
    }

    @Test func theBuiltInRulesOverTheirFixtures() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        func files(_ folder: String, _ suffixes: [String]) -> [URL] {
            let all = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
            return all.filter { suffixes.contains($0.pathExtension) }.sorted { $0.path < $1.path }
        }
        let rules = try files("rules", ["yaml"]).flatMap { RuleFileReader.read(try String(contentsOf: $0, encoding: .utf8), file: $0.path).rules }
        let words = try files("rules", ["yaml"]).flatMap { VocabularyReader.read(try String(contentsOf: $0, encoding: .utf8), file: $0.path).vocabularies }
        let set = RuleSet.compile(rules, vocabularies: words).0
        var matched = 0
        for file in files("fixtures/rules", ["py", "swift"]) {
            let (ids, count) = try unsound(set, file.pathExtension == "py" ? .python : .swift, String(contentsOf: file, encoding: .utf8))
            #expect(ids.isEmpty, "\(file.lastPathComponent): \(ids)")
            matched += count
        }
        #expect(matched > 20)
    }

    /// Types of literals have names that no one writes.
    @Test(arguments: [
        ("call: str.join", "','.join(x)\n"), ("type: dict", "x = {}\nf(x)\n"), ("call: list.append", "x = []\nx.append(1)\n"),
        ("call: m.f, args: {0: {type: int}}", "from m import f\nf(1)\n"), ("call: 'm.*'", "import m as n\nn.g()\n"),
        ("call: ['a.b', 'c.d']", "import c as x\nx.d()\n"), ("pattern: $A not in $B", "a not  in b\n"),
        ("pattern: {context: 'f($$$A, longname)', strictness: signature}", "g(1, x)\n"),
        ("pattern: {context: 'async def f(): pass', strictness: ast}", "def f(): pass\n"), ("kind: call, regex: '(?i)sleep'", "SLEEP()\n"),
    ] as [(String, String)])
    func withoutTheWordsOfTheRule(_ rule: String, _ source: String) throws {
        let set = try RuleProbe("rule: {\(rule)}").set
        let (ids, matched) = try unsound(set, .python, source)
        #expect(ids.isEmpty && matched == 1, "\(ids) \(matched)")
    }

    @Test(arguments: [Language.python, .swift], 0..<40)
    func randomRulesOverRandomPrograms(_ language: Language, _ seed: Int) throws {
        var random = Random(state: UInt64(seed) &* 2 &+ UInt64(language.rawValue))
        let names = ["alpha", "beta", "f", "g"]
        func expression(_ depth: Int, _ leaf: (inout Random) -> String) -> String {
            switch depth > 2 ? 0 : Int.random(in: 0..<8, using: &random) {
            case 0, 1: return leaf(&random)
            case 2, 3, 4:
                let arguments = (0..<Int.random(in: 0..<3, using: &random)).map { _ in expression(depth + 1, leaf) }
                return "\(names.randomElement(using: &random) ?? "f")(\(arguments.joined(separator: ", ")))"
            case 5: return "\(expression(depth + 1, leaf)) \(language == .python ? "not in" : "==") \(leaf(&random))"
            case 6: return "\(leaf(&random)).\(names.randomElement(using: &random) ?? "f")"
            default: return "[\(expression(depth + 1, leaf))]"
            }
        }
        func code(_ random: inout Random) -> String { (names + ["1", "\"text\""]).randomElement(using: &random) ?? "1" }
        func hole(_ random: inout Random) -> String { (names + ["$A", "$B", "$_", "$$$", "$$$C"]).randomElement(using: &random) ?? "1" }
        let source = (0..<6).map { _ in expression(0, code) + "\n" }.joined()
        let strictness = ["cst", "smart", "ast", "relaxed", "signature"]
        let documents = (0..<8).map { index -> String in
            let pattern = Bool.random(using: &random) ? expression(1, hole) : expression(2, hole)
            let inner = expression(2, hole)
            let call = language == .python ? "call" : "call_expression"
            let rule =
                switch Int.random(in: 0..<4, using: &random) {
                case 0: "{any: [{pattern: '\(pattern)'}, {pattern: '\(inner)'}]}"
                case 1: "{kind: \(call), has: {stopBy: end, pattern: '\(inner)'}}"
                case 2: "{call: [\(names[0]), '\(names[1]).*', '*.\(names[2])'], not: {regex: zzz}}"
                default: "{pattern: {context: '\(pattern)', strictness: \(strictness.randomElement(using: &random) ?? "smart")}}"
                }
            return "id: r\(index)\nlanguage: \(language.name)\nrule: \(rule)\n"
        }
        let set = RuleSet.compile(documents.flatMap { RuleFileReader.read($0, file: "r.yaml").rules }).0
        #expect(try unsound(set, language, source).ids == [], "\(documents) over \(source)")
    }
}
