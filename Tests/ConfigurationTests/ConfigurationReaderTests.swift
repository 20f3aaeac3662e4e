import Findings
import Foundation
import Testing

@testable import Configuration

/// What a configuration file may say, and what is told of one that says something else.
@Suite struct ConfigurationReaderTests {
    static func read(_ text: String) -> (configuration: Configuration, errors: [ConfigurationError]) { read(Data(text.utf8)) }

    static func read(_ data: Data) -> (configuration: Configuration, errors: [ConfigurationError]) {
        data.withUnsafeBytes { ConfigurationReader.read($0, file: "c.yaml", path: "/p/c.yaml") }
    }

    static let full = """
        extends: [../base.yaml, team.yaml]
        select: [BA, unbounded-concurrency]
        ignore: py-sleep
        severity:
          BA001: warning
          LK: off
        overrides:
          - paths: ["tests/**", "*_gen.py"]
            ignore: [BA]
          - paths: scripts/
            severity: {BA001: hint}
        exclude: [vendor/, "!vendor/ours"]
        approved: [app.pools.*]
        rules: [lint/rules]
        limits: {max-file-size: 2M, file-timeout: 2.5, program-timeout: 100}
        fail-on: never
        baseline: .sluice-baseline
        min-confidence: medium

        """

    @Test("Every setting is read, each with the place it is written at")
    func everything() throws {
        let (configuration, errors) = Self.read(Self.full)
        #expect(errors.isEmpty)
        #expect(configuration.extends.map(\.value) == ["../base.yaml", "team.yaml"])
        #expect(configuration.choice.select?.map(\.value) == ["BA", "unbounded-concurrency"])
        #expect(configuration.choice.ignore.map(\.origin.description) == ["c.yaml:3:9"])
        #expect(configuration.choice.severities.map(\.severity) == [.warning, .off])
        #expect(configuration.choice.severities.map(\.name.origin.line) == [5, 6])
        #expect(configuration.overrides.map { $0.paths.map(\.value) } == [["tests/**", "*_gen.py"], ["scripts/"]])
        #expect(configuration.maxFileSize?.value == 2 << 20)
        #expect(configuration.fileTimeout?.value == .milliseconds(2500))
        #expect(configuration.programTimeout?.value == .seconds(100))
        #expect(configuration.failOn?.value == .off)
        #expect(configuration.minConfidence?.value == .medium)
        #expect(configuration.baseline?.origin.description == "c.yaml:17:1")
        #expect(configuration.resolve("lint/rules") == "/p/lint/rules")
    }

    @Test("A byte order mark, CRLF and CR change no place", arguments: ["\r\n", "\r", "\n"])
    func lineEnds(end: String) {
        let text = Self.full.replacingOccurrences(of: "\n", with: end)
        #expect(Self.read(Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)).errors.isEmpty)
        let wrong = Self.read(Data([0xEF, 0xBB, 0xBF]) + Data("selec: [a]\(end)ignore:\(end)  - 5\(end)".utf8))
        #expect(wrong.errors.map(\.origin.description) == ["c.yaml:1:1", "c.yaml:3:5"])
    }

    @Test("Nothing but comments is a configuration that says nothing", arguments: ["", "# later\n", "---\n...\n", "{}"])
    func empty(text: String) { #expect(Self.read(text).errors.isEmpty) }

    @Test(
        "A mistake is told where it stands, with what was most likely meant",
        arguments: [
            ("slect: [BA]", "c.yaml:1:1: ", "did you mean `select`?"),
            ("something: 1", "c.yaml:1:1: ", "has extends, select"),
            ("- a\n- b", "c.yaml:1:1: ", "not a list"),
            ("select: {a: b}", "c.yaml:1:9: ", "a string or a list of strings, not a mapping"),
            ("select:", "c.yaml:1:", "not nothing"),
            ("select: [BA, 7]", "c.yaml:1:14: ", "not the number 7"),
            ("ignore: ['']", "c.yaml:1:10: ", "empty string"),
            ("severity: [BA]", "c.yaml:1:11: ", "a mapping of rules"),
            ("severity: {BA: eror}", "c.yaml:1:16: ", "did you mean `error`?"),
            ("severity: {BA: fatality}", "c.yaml:1:16: ", "expected error, warning, info, hint or off"),
            ("severity: {BA: 3}", "c.yaml:1:16: ", "the number 3"),
            ("overrides: {paths: x}", "c.yaml:1:12: ", "a list of mappings"),
            ("overrides:\n  - ignore: [BA]", "c.yaml:2:5: ", "needs `paths`"),
            ("overrides:\n  - paths: [a]\n    exclude: [b]", "c.yaml:3:5: ", "unknown key `exclude`"),
            ("overrides:\n  - paths: ['[a']", "c.yaml:2:13: ", "can match nothing"),
            ("exclude: ['src/{a,b}']", "c.yaml:1:11: ", "no wildcard"),
            ("exclude: [../x]", "c.yaml:1:11: ", "without `./` or `..`"),
            ("approved: [my pool]", "c.yaml:1:12: ", "dotted names"),
            ("limits: {max-file-siez: 1}", "c.yaml:1:10: ", "did you mean `max-file-size`?"),
            ("limits: {max-file-size: 1X}", "c.yaml:1:25: ", "bytes above 0"),
            ("limits: {max-file-size: 0}", "c.yaml:1:25: ", "bytes above 0"),
            ("limits: {max-file-size: 99999999999999G}", "c.yaml:1:25: ", "bytes above 0"),
            ("limits: {file-timeout: 0}", "c.yaml:1:24: ", "more than 0"),
            ("limits: {program-timeout: 4000}", "c.yaml:1:27: ", "at most 3600"),
            ("limits: {file-timeout: .nan}", "c.yaml:1:24: ", "more than 0"),
            ("fail-on: off", "c.yaml:1:10: ", "never"),
            ("baseline: [a]", "c.yaml:1:11: ", "a string, not a list"),
            ("min-confidence: hihg", "c.yaml:1:17: ", "did you mean `high`?"),
            ("select: [a]\nselect: [b]", "c.yaml:2:1: ", "twice"),
            ("select: [a", "c.yaml:", "bracket"),
            ("a: 1\n---\nb: 2", "c.yaml:", "one document"),
        ])
    func mistake(text: String, place: String, words: String) throws {
        let errors = Self.read(text + "\n").errors.map(\.description)
        #expect(errors.contains { $0.hasPrefix(place) && $0.contains(words) }, "\(errors)")
    }

    @Test("All mistakes are told at once")
    func all() {
        let errors = Self.read("slect: a\nseverity: {BA: eror, LK: of}\nfail-on: 3\noverrides: [{pahts: a}]\n").errors
        #expect(errors.map(\.origin.line).sorted() == [1, 2, 2, 3, 4, 4])
    }

    @Test("Bytes that are no UTF-8 have a place, too")
    func noText() {
        #expect(Self.read(Data("ignore: [".utf8) + Data([0xFF, 0xFE])).errors.map(\.origin.line) == [1])
    }
}
