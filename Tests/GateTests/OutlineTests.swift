import Findings
import Testing

@testable import Gate

/// Of a text: which names lead to what its lines change, and what is asked about around lines.
@Suite("Outlines of texts")
struct OutlineTests {
    private func names(_ text: String, _ language: Language, changing lines: ClosedRange<Int>) -> Set<String> {
        var text = text
        return text.withUTF8 { bytes in
            Set(Outline(bytes, language).names { $0.overlaps(lines) }.map { String(decoding: $0.mention, as: UTF8.self) })
        }
    }

    private func focus(_ text: String, _ language: Language, on lines: Int...) -> FocusedText {
        var text = text
        return text.withUTF8 { Outline($0, language).focus(on: lines) }
    }

    private static let python = #"""
        from .pools import bounded, Pool as Workers
        LIMIT: int = 3
        text = """
        def in_a_string(): pass
        """

        @decorated(
            option=1)
        async def fetch(url,
                        retries=2):
            local = [
        1]
            """class in a string: no type"""
            def inner():
                return local
            return inner  # )

        class Store(Base):
            size = limit = 5

            def __init__(self):
                self.items = {}

            @property
            def rows(self): return self.items

            class Entry:
                def touch(self): pass
        after = 1
        """#

    @Test("Python: functions by name, members behind a dot, what making a value runs by its type", arguments: [
        (1, ["bounded", "Workers"]), (2, ["LIMIT"]), (4, ["text"]), (7, ["fetch"]), (12, ["fetch"]), (15, ["fetch", "inner"]), (16, ["fetch"]), (18, ["Store"]),
        (19, [".size", ".limit", "Store"]), (22, ["Store"]), (24, [".rows"]), (25, [".rows"]), (28, [".touch"]), (29, ["after"]),
    ])
    func python(line: Int, expected: [String]) {
        #expect(names(Self.python, .python, changing: line...line) == Set(expected))
    }

    @Test("Python: the function around a line, the declaration around that, and all others")
    func pythonFocus() {
        let focus = focus(Self.python, .python, on: 1, 22, 28)
        #expect(focus.calls == [1...1, 22...22, 28...28])
        #expect(focus.functions == [1...1, 21...22, 28...28])
        #expect(focus.declarations == [1...1, 18...28])
        #expect(focus.rest == [7...16])
    }

    @Test("Python: a line between members is the type's")
    func betweenMembers() {
        let focus = focus(Self.python, .python, on: 19)
        #expect(focus.functions == [18...28])
    }

    private static let swift = #"""
        import Foundation
        let limit = [
            1,
        ]
        /* func not(/* nested */) { */
        @available(macOS 13, *)
        public final class Store<Item>: Base {
            static let shared = Store()
            private var text = "} \(limit.map { "\($0)" }) {"
            init?(size: Int = { 3 }()) {
                let local = size
            }

            class func make() -> Store { Store.init(size: 1)! }

            var count: Int {
                func inner() -> Int { 1 }
                return inner()
            }
        }

        extension Outer.Inner {
            func fetch<T>(_ url: String,
                          retries: Int) async throws -> T where T: Sendable {
                let raw = #"" } "#
                return try await load(raw)
            }
            static func == (a: Self, b: Self) -> Bool { true }
        }
        protocol Loading {
            func load() async
            var name: String { get }
        }
        struct Last {}
        """#

    @Test("Swift: functions, types by their last name, what making a value runs by its type", arguments: [
        (3, ["limit"]), (7, ["Store"]), (8, ["shared", "Store"]), (9, ["text", "Store"]), (11, ["Store"]), (14, ["make"]), (18, ["count", "Store"]),
        (22, ["Inner"]), (23, ["fetch"]), (25, ["fetch"]), (28, ["=="]), (31, ["load"]), (32, ["name", "Loading"]), (34, ["Last"]),
    ])
    func swift(line: Int, expected: [String]) {
        #expect(names(Self.swift, .swift, changing: line...line) == Set(expected))
    }

    @Test("Swift: the function around a line, the declaration around that, and all others")
    func swiftFocus() {
        let focus = focus(Self.swift, .swift, on: 11, 26)
        #expect(focus.functions == [10...12, 23...27])
        #expect(focus.declarations == [6...20, 22...29])
        #expect(focus.rest == [30...33, 34...34])
    }

    @Test("Swift: a line end behind a backslash in a long string counts")
    func continuedLine() {
        #expect(names("let a = \"\"\"\n  one \\\n  two\n  \"\"\"\nfunc f() {}\n", .swift, changing: 5...5) == ["f"])
    }

    @Test("Texts that end in the middle of something", arguments: ["def", "def f(", "x = \"", "@", "class A:\n  '''", "from a import (b", "\\", "a = \\"])
    func brokenPython(text: String) {
        #expect(names(text, .python, changing: 1...9).allSatisfy { !$0.isEmpty })
    }

    @Test("Swift texts that end in the middle of something", arguments: [
        "func", "func f(", "let x = \"\\(", "\"\"\"", "/*", "#\"", "}", "class A {", "@", "`", "extension A.", String(repeating: "\"\\(", count: 5000),
    ])
    func brokenSwift(text: String) {
        #expect(names(text, .swift, changing: 1...9).allSatisfy { !$0.isEmpty })
    }
}
