import Testing

@testable import SourceFiles

@Suite struct FileRoleTests {
    @Test(arguments: [
        ("src/app/core.py", FileRole.source), ("Sources/App/App.swift", .source), ("numpy/testing/utils.py", .source), ("contest.py", .source),
        ("latest/x.py", .source), ("app/test_data.json", .source), ("attests/x.py", .source),
        ("tests/unit/helpers.py", .test), ("pkg/test/x.py", .test), ("Tests/AppTests/Mock.swift", .test), ("AppUITests/Screen.swift", .test),
        ("pkg/testsuite/locks.py", .test), ("pkg/unit_tests/x.py", .test), ("pkg/app_test/features/x.py", .test), ("latest_testsuites/x.py", .source),
        ("pkg/test_core.py", .test), ("pkg/core_test.py", .test), ("pkg/conftest.py", .test), ("shop/tests.py", .test), ("A/CoreTests.swift", .test),
        ("tests/scripts/main.py", .test), ("scripts/test_it.py", .test),
        ("pkg/__main__.py", .entryPoint), ("Sources/tool/main.swift", .entryPoint), ("manage.py", .entryPoint), ("scripts/main.py", .entryPoint),
        ("scripts/release.py", .script), ("bin/run.py", .script), ("docs/conf.py", .script), ("setup.py", .script), ("Package.swift", .script),
        ("examples/chat/client.py", .script), ("", .source),
        ("Sources/Validation/Test.swift", .source), ("Sources/A/Tests.swift", .source), ("A/LockTest.swift", .test),
    ]) func byPath(_ path: String, _ role: FileRole) { #expect(FileRole(path: path) == role) }

    @Test func aShebangMakesAScript() {
        #expect(FileRole(path: "release", isShebangScript: true) == .script)
        #expect(FileRole(path: "tests/release", isShebangScript: true) == .test)
        #expect(FileRole(path: "release") == .source)
    }

    @Test func whatLiesAboveAProjectSaysNothing() throws {
        let tree = try TemporaryTree()
        try tree.write("tests/project/core.py")
        try tree.write("tests/project/tests/x.py")
        // From inside, from outside, and named one by one.
        var selection = FileSelection(roots: ["."])
        let inside = Surroundings(workingDirectory: tree["tests/project"])
        #expect(try selection.walk(in: inside).files.map(\.role) == [.source, .test])
        selection.roots = [tree["tests/project"]]
        try tree.makeFolder("elsewhere")
        let outside = Surroundings(workingDirectory: tree["elsewhere"])
        #expect(try selection.walk(in: outside).files.map(\.path) == ["../tests/project/core.py", "../tests/project/tests/x.py"])
        #expect(try selection.walk(in: outside).files.map(\.role) == [.source, .test])
        selection.roots = [tree["tests/project/core.py"]]
        #expect(try selection.walk(in: outside).files.map(\.role) == [.source])
        // In a repository the project starts at its top, wherever one stands.
        try tree.git(["init", "-q", "tests/project"])
        selection.roots = ["."]
        let below = Surroundings(workingDirectory: tree["tests/project/tests"])
        #expect(try selection.walk(in: below).files.map(\.role) == [.test])
        selection.roots = ["x.py"]
        #expect(try selection.walk(in: below).files.map(\.role) == [.test])
    }
}
