import FileRules
import Findings
import Foundation
import Rules
import SourceFiles
import Testing
import YAML

/// The shipped file and text rules over their fixtures, in a real repository with real modes: every mark must come true, and every
/// finding must be marked.
@Suite struct FixtureTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let rules: [String] = ["files", "text"].flatMap { folder in
        ((try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("rules/\(folder)").path)) ?? [])
            .filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0.dropLast(".yaml".count) }
    }

    @Test func thereAreRules() { #expect(Self.rules.count >= 6) }

    @Test(arguments: rules) func everyMarkComesTrueAndEveryFindingIsMarked(rule: String) throws {
        let id = String(rule.split(separator: "/")[1])
        let compiled = try Self.compile(rule)
        let fixture = try Fixture(id: id, folder: Self.root.appendingPathComponent("fixtures/rules/\(id)"))
        var modes = TrackedModes(workingDirectory: fixture.scratch.path)
        var distributions = SourceDistributions(workingDirectory: fixture.scratch.path)
        var found: Set<Expectation> = []
        for path in fixture.paths {
            guard compiled.scope.contains(path, role: FileRole(path: path)) else { continue }
            let attributes = try FileManager.default.attributesOfItem(atPath: fixture.scratch.path + "/" + path)
            let facts = FileFacts(
                path: path, mode: UInt16(truncatingIfNeeded: attributes[.posixPermissions] as? Int ?? 0), indexMode: modes.mode(of: path),
                isInDistribution: distributions.contain(path), size: attributes[.size] as? Int ?? 0, owner: 1000, user: 1000)
            let content = Array(try fixture.scratch.read(path))
            let hits = try compiled.hits(facts, content), secrets = hits.flatMap(\.secrets)
            for hit in hits {
                let line = hit.bytes.map { range in 1 + content[..<range.lowerBound].count { $0 == UInt8(ascii: "\n") } } ?? 0
                found.insert(Expectation(path: path, line: line))
                for secret in hit.secrets where secret.count > 8 {
                    let text = String(decoding: content[secret], as: UTF8.self)
                    #expect(!hit.variables.values.contains { $0.contains(text) }, "the message shows the secret of \(path):\(line)")
                    let end = content[secret.upperBound...].firstIndex(of: UInt8(ascii: "\n")) ?? content.count
                    let shown = content.withUnsafeBytes { Mask.text($0, (hit.bytes?.lowerBound ?? 0)..<end, secrets: secrets) }
                    #expect(!shown.contains(text), "the excerpt shows the secret of \(path):\(line)")
                }
            }
        }
        #expect(found.subtracting(fixture.bad).sorted() == [], "unmarked findings")
        #expect(fixture.bad.subtracting(found).sorted() == [], "marks that did not come true")
        #expect(fixture.bad.count >= 3 && fixture.ok.count >= 5, "\(fixture.bad.count) bad, \(fixture.ok.count) near misses")
        #expect(fixture.ok.intersection(found).isEmpty)
    }

    private struct NotAFileRule: Error {}

    private struct Compiled {
        var scope: PathScope
        var hits: (FileFacts, [UInt8]) throws -> [FileHit]
    }

    private static func compile(_ rule: String) throws -> Compiled {
        let text = try String(contentsOf: root.appendingPathComponent("rules/\(rule).yaml"), encoding: .utf8)
        let (files, errors) = RuleFileReader.read(text, file: rule)
        #expect(errors == [])
        let (set, problems) = RuleSet.compile(files)
        #expect(problems == [])
        let compiled = try #require(set.rules.first)
        #expect(compiled.metadata.id == rule.split(separator: "/")[1])
        let file: FileRule
        switch compiled.body {
        case .text(let rule): return Compiled(scope: compiled.scope) { _, content in content.withUnsafeBytes { rule.hits(in: $0) } }
        case .file(let rule): file = rule
        case .code: throw NotAFileRule()
        }
        return Compiled(scope: compiled.scope) { facts, content in
            let all = content.withUnsafeBytes { file.hits(facts, $0) }
            // What is said without opening the file is what is said after.
            switch file.judge(facts) {
            case .clean: #expect(all == [], "\(facts.path)")
            case .hits(let hits): #expect(all == hits, "\(facts.path)")
            case .needsContent: break
            }
            return all
        }
    }
}

/// A place where a finding is expected; line 0 is the file as a whole.
private struct Expectation: Hashable, Comparable, CustomStringConvertible {
    var path: String
    var line: Int

    static func < (a: Self, b: Self) -> Bool { (a.path, a.line) < (b.path, b.line) }
    var description: String { "\(path):\(line)" }
}

/// A fixture folder, copied into a repository of its own, with the modes its `fixture.yaml` gives:
/// `name: {mode: "0755", index-mode: "100755" or none, expect: bad or ok}`, where `expect` is about the file as a whole.
private struct Fixture {
    let scratch: Scratch
    private(set) var paths: [String] = []
    private(set) var bad: Set<Expectation> = []
    private(set) var ok: Set<Expectation> = []

    init(id: String, folder: URL) throws {
        scratch = try Scratch()
        let list = folder.appendingPathComponent("fixture.yaml")
        let settings = try? YAML.parse(String(contentsOf: list, encoding: .utf8), file: list.path).first
        let names = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }.sorted()
        try scratch.git("init", "-q")
        for path in names where path != "fixture.yaml" {
            let file = folder.appendingPathComponent(path)
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            paths.append(path)
            let copy = scratch.url.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: file, to: copy)
            // Tokens are cut up by `<+>`, so that nobody's scanner takes a fixture for a leak.
            let content = try Data(contentsOf: file)
            let whole = Data(String(decoding: content, as: UTF8.self).replacing("<+>", with: "").utf8)
            if whole.count < content.count { try whole.write(to: copy) }
            try readMarks(id, path, Array(whole))
            try apply(settings?[path], path)
        }
        for (key, _) in settings?.entries ?? [] { try #require(paths.contains(key.text ?? ""), "fixture.yaml names \(key.text ?? ""), which is not there") }
    }

    private mutating func apply(_ setting: YAMLNode?, _ path: String) throws {
        let mode = Int(setting?["mode"]?.text ?? "0644", radix: 8) ?? 0
        let indexMode = setting?["index-mode"]?.text ?? "100644"
        if indexMode != "none" {
            try scratch.git("add", "-f", "--", path)
            try scratch.git("update-index", indexMode == "100755" ? "--chmod=+x" : "--chmod=-x", "--", path)
        }
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: scratch.path + "/" + path)
        switch setting?["expect"]?.text {
        case "bad": bad.insert(Expectation(path: path, line: 0))
        case "ok": ok.insert(Expectation(path: path, line: 0))
        case let other: try #require(other == nil, "expect is bad or ok")
        }
    }

    /// A mark alone on its line speaks of the next line, one behind something of its own.
    private mutating func readMarks(_ id: String, _ path: String, _ content: [UInt8]) throws {
        for (number, line) in String(decoding: content, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for (mark, isBad) in [("ruleid: \(id)", true), ("ok: \(id)", false)] {
                guard let range = line.range(of: mark) else { continue }
                let isAlone = line[..<range.lowerBound].allSatisfy { " \t#/;-<!".contains($0) }
                let place = Expectation(path: path, line: isAlone ? number + 2 : number + 1)
                if isBad { bad.insert(place) } else { ok.insert(place) }
            }
        }
    }
}
