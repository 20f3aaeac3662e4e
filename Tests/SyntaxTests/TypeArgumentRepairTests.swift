import CSyntax
import Findings
import Testing

@testable import Syntax

/// Type arguments before a closure or a member, which the grammar takes for two comparisons without any error.
@Suite struct TypeArgumentRepairTests {
    @Test(arguments: [
        ("return AsyncStream<Int> { c in c.finish() }", "<Int>"),
        ("let s = AsyncStream<Int> { c in c.finish() }", "<Int>"),
        ("AsyncStream<[String: (Int, A<B>?)]>.makeStream()", "<[String: (Int, A<B>?)]>"),
        ("let (s, c) = AsyncStream<Void>.makeStream(of: Void.self)", "<Void>"),
        ("f(AsyncThrowingStream<Int, Error> { c in c.finish() })", "<Int, Error>"),
        ("self.p = Mutex<A.B?>.init(1)", "<A.B?>"),
    ])
    func theCallIsSeen(statement: String, hidden: String) throws {
        let source = "func g() {\n  \(statement)\n}\nlet after = 1\n"
        try withTree(source) { tree in
            #expect(!tree.nodes[0].hasErrorInside)
            #expect(tree.texts(of: "comparison_expression") == [])
            let start = try #require(statement.firstRange(of: hidden)).lowerBound
            let call = statement[(statement[..<start].lastIndex { " (".contains($0) }.map(statement.index(after:)) ?? statement.startIndex)...]
            #expect(tree.texts(of: "call_expression").contains { call.hasPrefix($0) && $0.contains(hidden) })
            #expect(tree.texts(of: "property_declaration").last == "let after = 1")
            #expect([0, hidden.utf8.count].contains(tree.coverage.repaired))
        }
    }

    @Test(arguments: ["if i<n { b() }", "for i in 0..<n { b() }", "if i<n && j>m { b() }", "let a = b<c\n  .d()", "while a<b.c { d() }", "let x = a < b"])
    func comparisonsStay(statement: String) throws {
        let source = "func g() {\n  \(statement)\n}\n"
        try withTree(source) { tree in #expect(tree.coverage == ParseCoverage(bytes: source.utf8.count)) }
    }
}
