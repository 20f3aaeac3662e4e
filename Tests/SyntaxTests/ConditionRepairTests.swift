import CSyntax
import Findings
import Testing

@testable import Syntax

/// What a condition awaits: the grammar takes the body for a trailing closure and loses everything after.
@Suite struct ConditionRepairTests {
    @Test(arguments: [
        "if let a = try? await f(x) { return a }",
        "if let a = try! await f(x) { return a } else { b() }",
        "if let a = try? await f(x) { return a } else if let c = try? await f(y) { return c }",
        "if let a = try? await f(x), a > 1 { return a }",
        "if let a = try? await f(x), let b = try? await g(a) { return b }",
        "if let a = try? await f(x),\n    let b = try? await g(a) { return b }",
        "if\n    let a = try? await f(x),\n    let b = try? await g(a)\n  {\n    return b\n  }",
        "if let b, !c, let a = try? await f(x) { return a }",
        "if #available(iOS 15, *), let a = try? await f(x) { return a }",
        "if case .a(let b) = try? await f(x) { return b }",
        "if let a: A = try? await f<A>(x) { return a }",
        "if let a =\n    try? await f(x) { return a }",
        "if let a = try? await f(\n    x,\n    y\n  ) { return a }",
        "if let a = try? await f(x)\n    .g(y) { return a }",
        "if let a = try? await f.b?.c { return a }",
        "if let a = try? await f(x) as? Int { return a }",
        "if let a = try? await f(x, { b in c(b); return d }) { return a }",
        "if let a = try? await Task(operation: { try await f(x) }).value { return a }",
        "if let a = try? await f(x) { if let b = try? await g(a) { return b } }",
        "if (try? await f(x)) == true, let a = try? await g(x) { b() }",
        "if try await f(x) == 1 { b() }",
        "while let a = try? await it.next() { b(a) }",
        "while !Task.isCancelled, let a = try? await it.next() { b(a) }",
        "while let a = try await it.next() { b(a) }",
        "guard let a = try? await f(x) else { return }",
        "guard let a = try? await f(x),\n    let b = try? await g(a) else { return }",
        "for a in try! await f(x) { b(a) }",
        "switch try? await f(x) { case .a: b() default: c() }",
        "Task { if let a = try? await f(x) { return a } }",
    ])
    func nothingIsLost(statement: String) throws {
        let source = "func before() {}\nfunc g() async throws {\n  \(statement)\n  after()\n}\nclass K { func h() {} }\n"
        try withTree(source) { tree in
            #expect(!tree.nodes[0].hasErrorInside)
            #expect(tree.texts(of: "function_declaration").map { $0.prefix(8) } == ["func bef", "func g()", "func h()"])
            #expect(tree.texts(of: "class_declaration") == ["class K { func h() {} }"])
            #expect(tree.texts(of: "await_expression").count == statement.split(separator: "await ").count - 1)
            #expect(tree.texts(of: "try_expression").count == statement.split(separator: "try").count - 1)
            #expect(tree.texts(of: "call_expression").contains("after()"))
        }
    }

    /// There is no room for parentheses: the `try` is hidden instead, and counted.
    @Test(arguments: ["if let a = try? await f(x)\n{ b() }", "if let a = try await f(x){ b() }"])
    func withoutRoomTheTryIsHidden(statement: String) throws {
        try withTree("func g() async throws {\n\(statement)\n}\nfunc h() {}\n") { tree in
            #expect(!tree.nodes[0].hasErrorInside)
            #expect(tree.texts(of: "function_declaration").count == 2)
            #expect(tree.texts(of: "await_expression") == ["await f(x)"])
            #expect(tree.coverage.repaired == (statement.contains("?") ? 4 : 3))
        }
    }
}
