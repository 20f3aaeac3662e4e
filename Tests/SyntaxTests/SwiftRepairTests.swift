import CSyntax
import Findings
import Testing

@testable import Syntax

@Suite struct SwiftRepairTests {
    /// Every row is needed, and does what it says: its example fails as it stands and is read once repaired.
    @Test(arguments: swiftRepairs.indices) func everyExampleNeedsAndGetsItsRepair(index: Int) throws {
        let repair = swiftRepairs[index]
        let source = Array("\(repair.example)\n".utf8)
        try source.withUnsafeBytes { bytes in
            let parsers = KernelParser(memoryLimit: 64 << 20)
            let hasError = try withExtendedLifetime(parsers) { try parsers.parse(bytes, .swift, deadline: .seconds(5))[0].hasErrorInside }
            #expect(hasError, "the grammar reads this now: \(repair.example)")
            let tree = try TreeParser().parse(bytes, as: .swift)
            #expect(!tree.nodes[0].hasErrorInside, "not repaired: \(repair.example)\n\(tree.outline())")
            #expect(tree.coverage.repaired > 0)
        }
    }

    @Test func positionsAndTextStayThoseOfTheFile() throws {
        let source = "func f() throws(MyError) -> Int { 1 }\nlet after = unsafe g()\n"
        try withTree(source) { tree in
            #expect(tree.string(0) == source)
            let kind = try #require(Grammar.swift.kind("property_declaration"))
            let declaration = try #require(tree.nodes.firstIndex { $0.symbol == kind })
            #expect(tree.string(declaration) == "let after = unsafe g()")
            #expect(tree.coverage.repaired == "(MyError)".utf8.count + "unsafe".utf8.count)
            #expect(tree.coverage.inErrors == 0)
        }
    }

    @Test func anIsolationModifierStaysInTheTree() throws {
        try withTree("class A { static nonisolated(unsafe) let a = 1 }") { tree in
            let attribute = try #require(Grammar.swift.kind("attribute"))
            let index = try #require(tree.nodes.firstIndex { $0.symbol == attribute })
            #expect(tree.string(index) == "nonisolated(unsafe)")
        }
    }

    @Test func whatConditionsHoldStaysInTheTree() throws {
        let source = """
            struct Lock {
                #if os(Windows)
                let handle: Int
                #else
                let mutex: Int
                #endif
                func lock() {}
            }
            """
        try withTree(source) { tree in
            #expect(!tree.nodes[0].hasErrorInside)
            let members = tree.nodes.indices.filter { tree.nodes[$0].parent != 0 }.map { tree.string($0) }
            #expect(members.contains("let handle: Int"))
            #expect(members.contains("let mutex: Int"))
            #expect(members.contains("func lock() {}"))
        }
    }

    @Test func awaitInAConditionStaysAnAwait() throws {
        try withTree("func f() async throws { while let a = try await b.next() { c(a) } }") { tree in
            #expect(!tree.nodes[0].hasErrorInside)
            let kind = try #require(Grammar.swift.kind("await_expression"))
            #expect(tree.nodes.contains { $0.symbol == kind })
        }
    }

    /// Words of the table in strings and comments, and as ordinary names, mean nothing.
    @Test func soundSourceIsLeftAlone() throws {
        let source = """
            // throws(E) __shared unsafe b
            let consume = "throws(E) \\(copy + unsafe) ~Copyable"
            func copy(borrow: Int) -> Int { /* throws(E) /* nested */ */ sending(consume, unsafe: 1) }
            """
        try withTree(source) { tree in
            #expect(tree.coverage == ParseCoverage(bytes: source.utf8.count))
        }
    }

    @Test func aRepairDoesNotReachIntoStrings() throws {
        let source = "let s = \"throws(E)\"; func f() throws(E) {}\n"
        try withTree(source) { tree in #expect(tree.coverage.repaired == 3) }
    }

    @Test func whatNobodyCanReadIsReportedNotHidden() throws {
        let source = "let a = 1\nlet ) ] = = (\nlet b = 2\n"
        try withTree(source) { tree in
            #expect(tree.coverage.notUnderstood > 0)
            #expect(tree.coverage.notUnderstood < source.utf8.count)
        }
    }

    /// No row relies on what comes after it, least of all on leftovers being hidden.
    @Test(arguments: swiftRepairs.indices) func everyRowIsEnoughForItsExample(index: Int) throws {
        let repair = swiftRepairs[index]
        try Array("\(repair.example)\n".utf8).withUnsafeBytes { bytes in
            let source = SwiftSource(bytes), matcher = RepairMatcher([repair], source: source)
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            defer { copy.deallocate() }
            copy.copyMemory(from: bytes)
            var at = 0
            while at < source.tokens.count {
                let match = matcher.match(at: at)
                for edit in match?.edits ?? [] { edit.apply(to: copy) }
                at = match?.end ?? at + 1
            }
            let parsers = KernelParser(memoryLimit: 64 << 20)
            let hasError = try withExtendedLifetime(parsers) {
                try parsers.parse(UnsafeRawBufferPointer(copy), .swift, deadline: .seconds(5))[0].hasErrorInside
            }
            #expect(!hasError, "\(repair.reason): \(repair.example)")
        }
    }
}
