import Findings
import Foundation
import Testing

@testable import Syntax

/// Input that breaks parsers, made here because it is large. Each ends in a tree or in a plain error, and the parser goes on.
@Suite struct HostileInputTests {
    private static func repeated(_ text: String, _ count: Int) -> [UInt8] { (0..<count).flatMap { _ in Array(text.utf8) } }

    @Test(arguments: [Language.python, .swift]) func anEmptyFileHasARoot(language: Language) throws {
        try withTree([], as: language) { tree in
            #expect(tree.nodes.count == 1)
            #expect(tree.coverage == ParseCoverage(bytes: 0))
        }
    }

    @Test(arguments: [Language.python, .swift]) func nestingOf100000Brackets(language: Language) throws {
        let source = Array("x = ".utf8) + Self.repeated("[", 100_000) + Self.repeated("]", 100_000) + [10]
        try withTree(source, as: language) { tree in
            #expect(tree.coverage.notUnderstood == 0)
            #expect(tree.nodes.count > 300_000)
        }
    }

    /// More children than 16 bits count: libtree-sitter 0.20 corrupts the heap here, and what it returns is wrong.
    @Test(arguments: [Language.python, .swift], ["(", "(\n", "f("]) func unclosedBrackets(language: Language, open: String) {
        #expect(failure(Self.repeated(open, 70_000), as: language) == .notUnderstood)
    }

    @Test(arguments: [Language.python, .swift]) func anUnclosedNestedLiteral(language: Language) {
        let source = Array("x = ".utf8) + Self.repeated("[[1, 2, 3], [4, [5, 6]],\n", 20_000)
        #expect(failure(source, as: language) == .notUnderstood)
    }

    @Test(arguments: [Language.python, .swift]) func aLineOf5MB(language: Language) {
        let source = Array("x = [".utf8) + Self.repeated("1, ", 1_700_000) + Array("1]".utf8)
        let parser = TreeParser(memoryLimit: 64 << 20)
        #expect(failure(source, as: language, parser: parser) == .outOfMemory)
        #expect(failure(Array("x = 1\n".utf8), as: language, parser: parser) == nil)
    }

    @Test(arguments: [Language.python, .swift]) func theDeadlineHoldsAndTheParserGoesOn(language: Language) {
        let parser = TreeParser()
        let source = Array("x = [".utf8) + Self.repeated("a + b, ", 300_000) + Array("1]".utf8)
        #expect(failure(source, as: language, parser: parser, deadline: .milliseconds(20)) == .deadlinePassed)
        #expect(failure(Array("x = 1\n".utf8), as: language, parser: parser) == nil)
    }

    @Test(arguments: [Language.python, .swift], [1, 1_000, 100_000]) func nulBytes(language: Language, count: Int) {
        let source = Array("x = 1\n".utf8) + [UInt8](repeating: 0, count: count) + Array("\ny = 2\n".utf8)
        _ = failure(source, as: language)
        #expect(failure(Array("x = 1\n".utf8), as: language) == nil)
    }

    @Test(arguments: [Language.python, .swift]) func noise(language: Language) {
        let parser = TreeParser()
        var random = SplitMix(state: 42)
        for _ in 0..<20 {
            let source = (0..<4_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let outcome = failure(source, as: language, parser: parser)
            #expect(outcome == nil || outcome == .notUnderstood)
        }
        #expect(failure(Array("x = 1\n".utf8), as: language, parser: parser) == nil)
    }

    @Test func deepBlocks() throws {
        let python = (0..<2_000).map { String(repeating: " ", count: $0) + "if x:\n" }.joined() + String(repeating: " ", count: 2_000) + "pass\n"
        #expect(failure(Array(python.utf8), as: .python) == nil)
        let swift = String(repeating: "if a { ", count: 10_000) + String(repeating: "}", count: 10_000)
        #expect(failure(Array(swift.utf8), as: .swift) == nil)
    }

    @Test func aSmallStackIsEnough() {
        let source = Array("x = ".utf8) + Self.repeated("[", 50_000) + Self.repeated("]", 50_000)
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var outcome: SyntaxError? = .parserCrashed
        let thread = Thread {
            outcome = failure(source, as: .python)
            done.signal()
        }
        thread.stackSize = 128 << 10
        thread.start()
        done.wait()
        #expect(outcome == nil)
    }

    @Test func parsersOnManyThreadsDoNotMeet() async throws {
        let sources = (0..<8).map { index in Array(String(repeating: "def f\(index)(a):\n    return [a, \(index)]\n", count: 200 + index).utf8) }
        let counts = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for (index, source) in sources.enumerated() {
                group.addTask {
                    let parser = TreeParser()
                    var count = 0
                    for _ in 0..<20 { count = try withTree(source, as: .python, parser: parser) { $0.nodes.count } }
                    return (index, count)
                }
            }
            return try await group.reduce(into: [Int: Int]()) { $0[$1.0] = $1.1 }
        }
        for (index, source) in sources.enumerated() {
            #expect(try withTree(source, as: .python) { $0.nodes.count } == counts[index])
        }
    }
}

/// A small generator with a fixed seed, so that a failure comes back.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
