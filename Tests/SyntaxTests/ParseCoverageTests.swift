import CSyntax
import Findings
import Testing

@testable import Syntax

@Suite struct ParseCoverageTests {
    @Test func soundFilesAreUnderstoodWhole() throws {
        try withTree("def f():\n    return 1\n", as: .python) { tree in
            #expect(tree.coverage == ParseCoverage(bytes: 22))
            #expect(tree.coverage.understood == 22)
        }
    }

    @Test func anErrorCountsByItsBytes() throws {
        let source = "x = 1\ny = 2 $$$ \nz = 3\n"
        try withTree(source, as: .python) { tree in
            let errors = tree.nodes.filter { node in node.isError && !tree.nodes[Int(node.parent)].isError }
            #expect(tree.coverage.inErrors == errors.reduce(0) { $0 + Int($1.end - $1.start) })
            #expect(tree.coverage.inErrors > 0)
            #expect(tree.coverage.understood + tree.coverage.notUnderstood == source.utf8.count)
        }
    }

    /// An ERROR inside an ERROR is not lost twice.
    @Test func onlyTheOutermostErrorCounts() throws {
        let source = "class A(:\n  def (\n) ? ? class\n"
        try withTree(source, as: .python) { tree in
            #expect(tree.coverage.inErrors <= source.utf8.count)
            #expect(tree.coverage.inErrors > 0)
        }
    }

    @Test func underAnErrorRootWhatWasReadCounts() throws {
        let source = "def f():\n    return 1\n\nclass A:\n    def g(self):\n        (((\n"
        try withTree(source, as: .python) { tree in
            try #require(tree.nodes[0].isError, "the root is expected to be an ERROR:\n\(tree.outline())")
            #expect(tree.coverage.inErrors > 0)
            #expect(tree.coverage.understood >= "def f():\n    return 1".utf8.count)
        }
    }

    @Test func missingTokensAreCounted() throws {
        try withTree("func f( {}", as: .swift) { tree in
            let missing = tree.nodes.filter { $0.isMissing }.count
            #expect(tree.coverage.missingTokens == missing)
        }
    }

    @Test func sumsAddUp() {
        let sum = ParseCoverage(bytes: 10, inErrors: 2, repaired: 1) + ParseCoverage(bytes: 5, missingTokens: 1)
        #expect(sum == ParseCoverage(bytes: 15, inErrors: 2, repaired: 1, missingTokens: 1))
        #expect(sum.notUnderstood == 3)
    }

    @Test func aFileIsNeverMoreThanLost() {
        #expect(ParseCoverage(bytes: 4, inErrors: 3, repaired: 3).understood == 0)
    }
}
