import Findings
import Testing

@testable import SourceFiles

@Suite struct PathListTests {
    @Test func linesOrNULs() {
        #expect(PathList.parse(Array("a.py\nb c.py\r\n\n d.py".utf8)) == ["a.py", "b c.py", " d.py"])
        #expect(PathList.parse(Array("a\nb.py\0c.py\0".utf8)) == ["a\nb.py", "c.py"])
        #expect(PathList.parse([]).isEmpty)
    }

    @Test func readsAFileAndSaysWhyItCannot() throws {
        let tree = try TemporaryTree()
        try tree.write("list", "a.py\nb.py\n")
        try tree.link("link", to: "list")
        #expect(try PathList.read(tree["list"]) == ["a.py", "b.py"])
        #expect(try PathList.read(tree["link"]) == ["a.py", "b.py"])
        for name in ["missing", ""] {
            #expect { try PathList.read(tree[name]) } throws: { ($0 as? FileError)?.code == .unreadableList }
        }
    }

    @Test func whatIsListedIsScannedAndWhatIsGoneIsNamed() throws {
        let tree = try TemporaryTree()
        try tree.write("a.py")
        try tree.write("d/b.py")
        try tree.write("d/c.py")
        let result = try tree.result {
            $0.roots = []
            $0.filesFrom = ["./d/b.py", "gone.py", "a.py", "d/../a.py"]
        }
        #expect(result.files.map(\.path) == ["a.py", "d/b.py"])
        #expect(result.skipped.map(\.path) == ["gone.py"])
        #expect(result.skipped.allSatisfy { $0.isFailure && $0.reason == "no such file or directory" })
        #expect(result.missingRoots.isEmpty)
    }
}
