/// What a file is for, as far as its path tells; rules say to which roles they apply. Content can raise it (a file that imports `XCTest`),
/// never lower it.
package enum FileRole: UInt8, Sendable, Hashable, CaseIterable, Codable, Comparable {
    // In ascending order: of two clues the greater decides. A `main.py` below `tests` is test code, one below `scripts` starts a program.
    case source, script, entryPoint, test

    /// The name as rule files write it in `applies-to`.
    package var name: String {
        switch self {
        case .source: "source"
        case .test: "test"
        case .script: "script"
        case .entryPoint: "entry-point"
        }
    }

    package static func < (a: FileRole, b: FileRole) -> Bool { a.rawValue < b.rawValue }

    /// The role of the file at `path`, which is `/`-separated and should start where the project does: what lies above a project says
    /// nothing about it.
    /// - Parameter isShebangScript: whether the file was recognised by its shebang.
    package init(path: String, isShebangScript: Bool = false) {
        var path = path
        self = path.withUTF8 { path in
            let nameStart = path.lastIndex(of: slash).map { $0 + 1 } ?? 0
            let name = UnsafeBufferPointer(rebasing: path[nameStart...])
            let folders = UnsafeBufferPointer(rebasing: path[..<nameStart])
            return max(FileRole(folders: folders), FileRole(name: name, isShebangScript: isShebangScript))
        }
    }

    /// What the folders of a path say: the strongest of their roles.
    init(folders path: UnsafeBufferPointer<UInt8>) {
        self = path.split(separator: slash).map { FileRole(folder: UnsafeBufferPointer(rebasing: $0)) }.max() ?? .source
    }

    /// What a folder's name says.
    init(folder name: UnsafeBufferPointer<UInt8>) { self = Self.folders.first { $0.matches(name) }?.role ?? .source }

    /// What a file's name says.
    init(name: UnsafeBufferPointer<UInt8>, isShebangScript: Bool) {
        self = Self.names.first { $0.matches(name) }?.role ?? (isShebangScript ? .script : .source)
    }

    /// Not here: `testing` (numpy, django and others ship such a folder as product code) and `spec` (means a specification as often).
    private static let folders: [Clue] = [
        Clue(.test, "tests"),  // pytest and unittest projects
        Clue(.test, "test"),  // the standard library's habit
        Clue(.test, "testsuite"),  // what is installed with a package to test it
        Clue(.test, "*_tests"),
        Clue(.test, "*_test"),
        Clue(.test, "*Tests"),  // SwiftPM's Tests/, and the targets below it or in an Xcode project
        Clue(.script, "scripts"),  // run by hand or by a build
        Clue(.script, "script"),
        Clue(.script, "bin"),
        Clue(.script, "tools"),
        Clue(.script, "examples"),  // code to be read, run for a minute
        Clue(.script, "example"),
        Clue(.script, "Examples"),
        Clue(.script, "docs"),  // conf.py and snippets
        Clue(.script, "benchmarks"),  // blocks and fans out on purpose
        Clue(.script, "Benchmarks"),
    ]

    /// Not here: `tasks.py` (Invoke's, but Celery's product code as well) and `app.py`.
    private static let names: [Clue] = [
        Clue(.test, "test_*.py"),  // pytest's default
        Clue(.test, "*_test.py"),  // pytest's default
        Clue(.test, "tests.py"),  // Django's startapp
        Clue(.test, "test.py"),
        Clue(.test, "conftest.py"),  // pytest
        Clue(.test, "*Tests.swift", starIsEmpty: false),  // XCTest; a bare Test.swift is a type of that name as likely as not
        Clue(.test, "*Test.swift", starIsEmpty: false),
        Clue(.test, "*Spec.swift"),  // Quick
        Clue(.entryPoint, "__main__.py"),  // python -m package
        Clue(.entryPoint, "main.swift"),  // top-level code
        Clue(.entryPoint, "manage.py"),  // Django
        Clue(.entryPoint, "main.py"),
        Clue(.entryPoint, "wsgi.py"),  // loaded by the server
        Clue(.entryPoint, "asgi.py"),
        Clue(.script, "setup.py"),  // run by the installer
        Clue(.script, "Package.swift"),  // run by SwiftPM
        Clue(.script, "noxfile.py"),
        Clue(.script, "fabfile.py"),
    ]

    private struct Clue {
        let role: FileRole
        private let before: [UInt8]
        private let after: [UInt8]
        private let hasStar: Bool
        private let starLength: Int

        /// - Parameters:
        ///   - pattern: a name, with at most one `*` in it.
        ///   - starIsEmpty: whether nothing may stand for the star.
        init(_ role: FileRole, _ pattern: String, starIsEmpty: Bool = true) {
            let parts = pattern.utf8.split(separator: UInt8(ascii: "*"), maxSplits: 1, omittingEmptySubsequences: false)
            self.role = role
            before = Array(parts[0])
            after = parts.count > 1 ? Array(parts[1]) : []
            hasStar = parts.count > 1
            starLength = starIsEmpty ? 0 : 1
        }

        func matches(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
            guard hasStar ? name.count >= before.count + starLength + after.count : name.count == before.count else { return false }
            for i in 0..<before.count where name[i] != before[i] { return false }
            let start = name.count - after.count
            for i in 0..<after.count where name[start + i] != after[i] { return false }
            return true
        }
    }
}
