import Findings
import Foundation
import Testing

@testable import SourceFiles

@Suite struct WalkTests {
    @Test func everyRegularFileInTheOrderOfTheBytes() throws {
        let tree = try TemporaryTree()
        for name in ["b.py", "a/z.py", "a.py", "a-b/x.swift", "a/b/c.pyi", "README.md", "é.py", "a b.py"] { try tree.write(name, "12345") }
        try tree.setMode("b.py", 0o4750)
        let result = try tree.result()
        #expect(result.files.map(\.path) == ["README.md", "a b.py", "a-b/x.swift", "a.py", "a/b/c.pyi", "a/z.py", "b.py", "é.py"])
        #expect(result.files.map(\.language) == [nil, .python, .swift, .python, .python, .python, .python, .python])
        #expect(result.files.allSatisfy { $0.size == 5 && $0.uid == geteuid() })
        #expect(result.files[6].mode == 0o4750)
        #expect(result.skipped.isEmpty)
        #expect(try tree.walk { $0.onlySources = true }.contains("README.md") == false)
    }

    @Test func pathsAreShownFromTheWorkingDirectory() throws {
        let tree = try TemporaryTree()
        try tree.write("here/sub/a.py")
        try tree.write("there/b.py")
        let here = Surroundings(workingDirectory: tree["here"])
        func shown(_ roots: String...) throws -> [String] { try FileSelection(roots: roots).walk(in: here).files.map(\.path) }
        #expect(try shown(".") == ["sub/a.py"])
        #expect(try shown("./sub//") == ["sub/a.py"])
        #expect(try shown("sub/a.py") == ["sub/a.py"])
        #expect(try shown(tree["here/sub"]) == ["sub/a.py"])
        #expect(try shown("../there") == ["../there/b.py"])
        #expect(try shown(tree["there"]) == ["../there/b.py"])
        #expect(try shown("../here/sub") == ["sub/a.py"])
        #expect(try shown("sub/../../there/./b.py") == ["../there/b.py"])
        #expect(try shown("..") == ["../there/b.py", "sub/a.py"])
        let deeper = Surroundings(workingDirectory: tree["here/sub"])
        try tree.write("here/c.py")
        #expect(try FileSelection(roots: ["../.."]).walk(in: deeper).files.map(\.path) == ["../../there/b.py", "../c.py", "a.py"])
        #expect(try FileSelection(roots: ["../..", "."]).walk(in: deeper).files.count == 3)
        #expect(try shown("/\(tree["there"])") == ["../there/b.py"])
    }

    @Test func overlappingRootsListAFileOnce() throws {
        let tree = try TemporaryTree()
        for name in ["a.py", "d/b.py", "d/e/c.py"] { try tree.write(name) }
        let all = ["a.py", "d/b.py", "d/e/c.py"]
        #expect(try tree.walk { $0.roots = [".", "d", "d/e/c.py", "./d/e", "a.py"] } == all)
        #expect(try tree.walk { $0.roots = ["d/e", "a.py", ".", "a.py"] } == all)
    }

    @Test func defaultExcludesSpareRootsAndPackages() throws {
        let tree = try TemporaryTree()
        for name in [
            ".git/x.py", ".build/x.swift", ".venv/x.py", "node_modules/x.py", "lib/site-packages/x.py", "__pycache__/x.py", "Pods/x.swift", "build/x.py",
            "my-env/pyvenv.cfg", "my-env/lib/x.py", "env/x.py", "pkg/build/__init__.py", "pkg/build/x.py", "dist/x.py", "a.py", ".github/x.py",
            "pkg/dist/__init__.py", "pkg/dist/rsa-4.9.dist-info/METADATA", "pkg/dist/rsa/key.py",
        ] { try tree.write(name) }
        let wanted = [".github/x.py", "a.py", "env/x.py", "pkg/build/__init__.py", "pkg/build/x.py"]
        #expect(try tree.walk() == wanted)
        #expect(try tree.walk { $0.roots = ["node_modules", "build", "my-env"] } == ["build/x.py", "my-env/lib/x.py", "my-env/pyvenv.cfg", "node_modules/x.py"])
        // Each is told of once, whatever is in it.
        let skipped = try tree.result().skipped
        #expect(skipped.map(\.path) == [
            ".build/", ".venv/", "Pods/", "__pycache__/", "build/", "dist/", "lib/site-packages/", "my-env/", "node_modules/", "pkg/dist/",
        ])
        #expect(skipped.allSatisfy { !$0.isFailure && $0.isFolder && $0.reason.contains("--no-default-excludes") })
        #expect(skipped.first { $0.path == "my-env/" }?.reason.contains("virtual environment") == true)
        #expect(try tree.result { $0.usesDefaultExcludes = false }.skipped.isEmpty)
        // A folder left out at first sight is not taken for visited.
        #expect(try tree.walk { $0.roots = [".", "build"] } == (wanted + ["build/x.py"]).sorted())
        #expect(try tree.walk { $0.usesDefaultExcludes = false }.count == 18)
    }

    @Test func excludeAndInclude() throws {
        let tree = try TemporaryTree()
        for name in ["a.py", "gen/a.py", "src/gen/b.py", "src/c.py", "src/c.swift", "docs/d.py"] { try tree.write(name) }
        #expect(try tree.walk { $0.exclude = ["gen"] } == ["a.py", "docs/d.py", "src/c.py", "src/c.swift"])
        #expect(try tree.walk { $0.exclude = ["/gen/"] } == ["a.py", "docs/d.py", "src/c.py", "src/c.swift", "src/gen/b.py"])
        #expect(try tree.walk { $0.exclude = ["*.py", "!c.py"] } == ["src/c.py", "src/c.swift"])
        #expect(try tree.walk { $0.include = ["*.swift", "docs"] } == ["docs/d.py", "src/c.swift"])
        #expect(try tree.walk { $0.include = ["src/**"]; $0.exclude = ["gen"] } == ["src/c.py", "src/c.swift"])
        // Below a root, patterns count from there as well; and they hold for what is named.
        #expect(try tree.walk { $0.roots = ["src"]; $0.exclude = ["/gen"] } == ["src/c.py", "src/c.swift"])
        #expect(try tree.walk { $0.roots = ["gen/a.py", "a.py"]; $0.exclude = ["gen/"] } == ["a.py"])
        #expect(try tree.walk { $0.roots = ["gen", "a.py"]; $0.exclude = ["gen/"] } == ["a.py"])
        #expect(try tree.walk { $0.roots = ["src"]; $0.include = ["src"] }.count == 3)
        #expect { try tree.walk { $0.exclude = ["[abc"] } } throws: { ($0 as? FileError)?.code == .badGlob }
    }

    @Test func missingRootsAreNamedAndTheOthersScanned() throws {
        let tree = try TemporaryTree()
        try tree.write("a.py")
        let result = try tree.result { $0.roots = ["nowhere", ".", "a.py/x", ""] }
        #expect(result.files.map(\.path) == ["a.py"])
        #expect(result.missingRoots == ["nowhere", "a.py/x", ""])
        #expect(result.skipped.map(\.path) == ["", "a.py/x", "nowhere"])
        #expect(result.skipped.allSatisfy { $0.isFailure })
    }

    @Test func linksAreNotFollowed() throws {
        let tree = try TemporaryTree()
        try tree.write("in/real/a.py")
        try tree.write("out/b.py")
        try tree.link("in/to-folder", to: "real")
        try tree.link("in/to-file.py", to: "real/a.py")
        try tree.link("in/out-folder", to: "../out")
        try tree.link("in/out-file.py", to: "../out/b.py")
        try tree.link("in/dangling.py", to: "nowhere")
        try tree.link("in/dangling", to: "nowhere")
        try tree.link("in/loop.py", to: "loop.py")
        try tree.link("in/up", to: "..")
        try tree.link("in/self", to: ".")
        let result = try tree.result { $0.roots = ["in"] }
        #expect(result.files.map(\.path) == ["in/real/a.py"])
        #expect(result.skipped.map(\.path) == ["in/dangling.py", "in/loop.py", "in/out-file.py", "in/out-folder", "in/up"])
        #expect(result.skipped.allSatisfy { !$0.isFailure && $0.reason.contains("symbolic link") })
        // Named, a link is what it leads to.
        try tree.link("named", to: "out")
        try tree.link("named.py", to: "out/b.py")
        let named = try tree.result { $0.roots = ["named", "named.py"] }
        #expect(named.files.map(\.path) == ["named.py"])
        #expect(try tree.walk { $0.roots = ["named"] } == ["named/b.py"])
    }

    @Test func fifosSocketsAndDevicesAreNotOpened() throws {
        let tree = try TemporaryTree()
        try tree.write("a.py")
        #expect(mkfifo(tree["pipe.py"], 0o644) == 0)
        #expect(mkfifo(tree["pipe"], 0o755) == 0)
        let socket = try Listening(at: tree["s.py"])
        defer { socket.close() }
        let result = try tree.result()
        #expect(result.files.map(\.path) == ["a.py"])
        #expect(result.skipped.map(\.reason) == ["a FIFO, not a regular file", "a socket, not a regular file"])
        // Named by the user, they are failures.
        let named = try tree.result { $0.roots = ["pipe", "s.py", "/dev/null"] }
        #expect(named.files.isEmpty)
        #expect(named.skipped.count == 3 && named.skipped.allSatisfy(\.isFailure))
    }

    @Test func veryDeepTreesNeedNoStackAndNoLongPaths() throws {
        let tree = try TemporaryTree()
        // Some 40,000 bytes of path: far beyond PATH_MAX, so it has to be made step by step.
        let name = String(repeating: "d", count: 199)
        let depth = 200
        var folder = open(tree.path, O_RDONLY | O_DIRECTORY)
        for level in 0..<depth {
            #expect(mkdirat(folder, name, 0o755) == 0)
            let next = openat(folder, name, O_RDONLY | O_DIRECTORY)
            close(folder)
            folder = next
            if level % 20 == 0 || level == depth - 1 {
                let file = openat(folder, "z.py", O_CREAT | O_WRONLY, 0o644)
                #expect(write(file, "x = 1\n", 6) == 6)
                close(file)
            }
        }
        close(folder)
        defer { _ = try? Process.run(URL(fileURLWithPath: "/bin/rm"), arguments: ["-rf", tree[name]]).waitUntilExit() }
        let result = try tree.result()
        #expect(result.files.count == 11)
        #expect(result.skipped.isEmpty)
        // The deepest comes first: `d` is before `z`.
        let deepest = try #require(result.files.first)
        #expect(deepest.path.utf8.count == depth * 200 + 4)
        guard case .text(let text) = FileBuffer().read(deepest) else {
            Issue.record("the deepest file could not be read")
            return
        }
        #expect(text.bytes.count == 6)
    }

    @Test func namesThatAreNotUTF8StillOpen() throws {
        let tree = try TemporaryTree()
        let name: [CChar] = Array(tree["x"].utf8CString.dropLast(2)) + [CChar(bitPattern: 0xFF), 0x2E, 0x70, 0x79, 0]
        let file = open(name, O_CREAT | O_WRONLY, 0o644)
        try #require(file >= 0)
        #expect(write(file, "x", 1) == 1)
        close(file)
        let result = try tree.result()
        #expect(result.files.map(\.path) == ["\u{FFFD}.py"])
        guard case .text = FileBuffer().read(result.files[0]) else {
            Issue.record("it did not open")
            return
        }
    }

    @Test func whatMayNotBeReadIsNamed() throws {
        let tree = try TemporaryTree()
        try tree.write("a.py", "x")
        try tree.write("shut/b.py")
        try tree.write("c.py", "x")
        try tree.setMode("", 0o755)
        try tree.setMode("shut", 0)
        try tree.setMode("c.py", 0)
        defer { try? tree.setMode("shut", 0o755) }
        try asSomeoneElse {
            let result = try tree.result()
            #expect(result.files.map(\.path) == ["a.py", "c.py"])
            #expect(result.skipped.map(\.path) == ["shut"])
            #expect(result.skipped.map(\.reason) == ["the folder could not be opened: permission denied"])
            #expect(result.skipped.allSatisfy { $0.isFailure })
            guard case .skipped(let skipped) = FileBuffer().read(result.files[1]) else {
                Issue.record("it was read")
                return
            }
            #expect(skipped.reason == "permission denied" && skipped.isFailure)
        }
    }
}

/// A listening Unix socket.
private struct Listening {
    private let descriptor: Int32

    init(at path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(100)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        try #require(bound == 0)
    }

    func close() { _ = Foundation.close(descriptor) }
}

/// Runs `body` without root's right to read everything: this thread sees the file system as nobody does. (Linux's setfsuid holds for one
/// thread only. Elsewhere the tests are expected not to run as root.)
private func asSomeoneElse(_ body: () throws -> Void) throws {
    #if os(Linux)
        if geteuid() == 0 {
            typealias SetUser = @convention(c) (UInt32) -> Int32
            let setUser = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: SetUser.self)
            _ = setUser(65534)
            defer { _ = setUser(0) }
            try body()
            return
        }
    #endif
    try body()
}
