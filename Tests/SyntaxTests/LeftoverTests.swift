import CSyntax
import Findings
import Testing

@testable import Syntax

/// Nothing that declares is hidden so that the rest reads well.
@Suite struct LeftoverTests {
    @Test(arguments: [
        "func f() {\n  let ) = = (\n}\nfunc g() {}\nclass A { func h() {} }\n",
        "func f() {\n  a ?? ?? {{{ \n}\nfunc g() {}\n",
        "class A {\n  func f() { if let a = = b { } }\n  func g() {}\n}\nfunc h() {}\n",
        "func f() async {\n  if let a = $$ { return\n}\nfunc g() {}\n",
    ])
    func whatDeclaresStaysInTheTree(source: String) throws {
        try withTree(source) { tree in
            let function = try #require(Grammar.swift.kind("func", named: false))
            #expect(tree.nodes.filter { $0.symbol == function }.count == source.split(separator: "func ").count - (source.hasPrefix("func") ? 0 : 1))
            #expect(tree.coverage.notUnderstood > 0 || tree.coverage.missingTokens > 0)
        }
    }

    @Test func blanksAmidWhatIsHiddenCountAsHidden() throws {
        try withTree("@_lifetime(copy   self) func f() {}\n") { tree in
            #expect(!tree.nodes[0].hasErrorInside)
            #expect(tree.coverage.repaired == "(copy   self)".utf8.count)
        }
    }
}
