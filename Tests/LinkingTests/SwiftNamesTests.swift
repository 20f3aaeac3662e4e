import Findings
import Linking
import Semantics
import Testing

@Suite struct SwiftNamesTests {
    private static let package: [(String, String)] = [
        ("Package.swift", "import PackageDescription\n"),
        ("Sources/Core/Store.swift", """
            public class Base { func shared() {} }
            public class Store: Base, Loading {
                let pool = Pool()
                var cached: Pool? = nil
                init() {}
                init(size: Int) {}
                func load(_ key: String) {}
                func load(from url: Int) {}
                func load(from url: Int, retries: Int = 3) {}
                static func make() -> Store { Store() }
            }
            func helper() {}
            """),
        ("Sources/Core/Pool.swift", "public struct Pool { func take() {}\n func each(_ n: Int, body: () -> Void) {} }\n"),
        ("Sources/Core/Extensions.swift", """
            protocol Loading {}
            extension Loading { func reload() {} }
            extension Store { func more() { load("x"); helper(); pool.take(); shared() } }
            extension URLSession { func fetchAll() {} }
            """),
        ("Sources/App/App.swift", """
            import Core
            func helper() {}
            func run(s: Store, session: URLSession) {
                helper()
                s.load("k")
                s.load(from: 1)
                s.load(from: 1, retries: 2)
                s.load(wrong: 1)
                s.more()
                s.reload()
                s.shared()
                s.pool.take()
                s.pool.each(3) { }
                Store.make().more()
                Store(size: 3)
                session.fetchAll()
                session.dataTask()
                Other()
            }
            """),
        ("Sources/Alone/Alone.swift", "func go(s: Store) { helper()\n s.more() }\n"),
    ]

    @Test(arguments: [
        ("helper()", "function App.helper"), ("s.load(\"k\")", "function Core.Store.load"), ("s.more()", "function Core.Store.more"),
        ("s.load(wrong: 1)", "unknown"), ("s.reload()", "function Core.Loading.reload"), ("s.shared()", "function Core.Base.shared"),
        ("s.pool.take()", "function Core.Pool.take"), ("s.pool.each(3)", "function Core.Pool.each"),
        ("Store.make().more()", "function Core.Store.more"), ("Store(size: 3)", "type Core.Store Core.Store.init"),
        ("session.fetchAll()", "function Core.URLSession.fetchAll"), ("session.dataTask()", "external URLSession.dataTask"),
        ("Other()", "external Other"),
    ])
    func callsAcrossModules(call: String, target: String) throws {
        #expect(try Project(Self.package).target(call, in: "Sources/App/App.swift") == target)
    }

    @Test func overloadsAreToldApartByLabelsAndCount() throws {
        let project = try Project(Self.package)
        func line(_ text: String) throws -> Int {
            let call = try #require(project.call(text, in: "Sources/App/App.swift"))
            guard case .function(let function) = project.program.target(of: call) else { return 0 }
            return project.program.location(of: function)?.start.line ?? 0
        }
        let lines = try ["s.load(\"k\")", "s.load(from: 1)", "s.load(from: 1, retries: 2)"].map(line)
        #expect(lines == [7, 8, 9])
    }

    @Test func extensionsInOtherFilesKnowTheirType() throws {
        let project = try Project(Self.package)
        let file = "Sources/Core/Extensions.swift"
        #expect(project.target("load(\"x\")", in: file) == "function Core.Store.load")
        #expect(project.target("helper()", in: file) == "function Core.helper")
        #expect(project.target("pool.take()", in: file) == "function Core.Pool.take")
        #expect(project.target("shared()", in: file) == "function Core.Base.shared")
    }

    @Test func modulesThatAreNotImportedAreNotSeen() throws {
        let project = try Project(Self.package)
        #expect(project.target("helper()", in: "Sources/Alone/Alone.swift") == "external helper")
        #expect(project.target("s.more()", in: "Sources/Alone/Alone.swift") == "external Store.more")
    }

    @Test func withoutAPackageTheTopFolderIsTheModule() throws {
        let project = try Project([
            ("Game/Models/Board.swift", "class Board { func move() {} }\n"), ("Game/Views/View.swift", "func f(b: Board) { b.move() }\n"),
            ("Other/View.swift", "func f(b: Board) { b.move() }\n"),
        ])
        #expect(project.target("b.move()", in: "Game/Views/View.swift") == "function Game.Board.move")
        #expect(project.target("b.move()", in: "Other/View.swift") == "external Board.move")
    }

    @Test func filesOfWhichNothingIsKnownAreRead() throws {
        let project = try Project(Self.package, known: ["Sources/App/App.swift"])
        let app = project.file("Sources/App/App.swift")
        let calls = try #require(project.program.summary(of: app)).calls.count
        for call in 0..<calls { _ = project.program.target(of: .init(file: app, call: UInt32(call))) }
        #expect(Set(project.read) == ["Sources/Core/Store.swift", "Sources/Core/Pool.swift", "Sources/Core/Extensions.swift"])
    }
}
