import Findings
import Semantics
import Syntax
import Testing

@Suite struct SwiftContextsTests {
    @Test(arguments: [
        ("x()", ""),
        ("func f() { x() }", "sync-function"),
        ("func f() async { x() }", "async-function"),
        ("func f() async throws -> Int { x() }", "async-function"),
        ("class A { init() async { x() } }", "async-function"),
        ("class A { deinit { x() } }", "sync-function"),
        ("class A { let y = x() }", "class"),
        ("struct A { var y: Int { x() } }", "sync-function"),
        ("struct A { var y: Int { get async { x() } } }", "async-function"),
        ("struct A { var y = 1 { didSet { x() } } }", "sync-function"),
        ("func f() async { g { x() } }", "sync-function lambda"),
        ("func f() { Task { x() } }", "async-function lambda"),
        ("func f() { Task.detached(priority: .high) { x() } }", "async-function lambda"),
        ("func f() { let t = Task.detached(priority: .high) { x() } }", "async-function lambda"),
        ("func f() { view.task { x() } }", "async-function lambda"),
        ("func f() { list.refreshable { x() } }", "async-function lambda"),
        ("func f() { task { x() } }", "sync-function lambda"),
        ("func f() { let r = task { x() } }", "sync-function lambda"),
        ("func f() { refreshable { x() } }", "sync-function lambda"),
        ("func f() { g { await y(); x() } }", "async-function lambda"),
        ("func f() { g { () async in x() } }", "async-function lambda"),
        ("func f() { g { h { await y() }; x() } }", "sync-function lambda"),
        ("func f() { g { for await i in y { }; x() } }", "async-function lambda"),
        ("func f() async { await withTaskGroup(of: Int.self) { group in group.addTask { x() } } }", "async-function lambda"),
        ("func f() async { let r = await withTaskGroup(of: Int.self) { group in x() } }", "async-function lambda"),
        ("func f() async { await withTaskCancellationHandler { y() } onCancel: { x() } }", "sync-function lambda"),
        ("func f() { for i in y { x() } }", "sync-function loop"),
        ("func f() { for i in x() { } }", "sync-function"),
        ("func f() { while y { x() } }", "sync-function loop"),
        ("func f() { while x() { } }", "sync-function"),
        ("func f() { repeat { x() } while y }", "sync-function loop"),
        ("func f() { for i in y { if z { x() } else { } } }", "sync-function loop"),
        ("func f() { for i in y { if z { } else { x() } } }", "sync-function loop"),
        ("func f() { for i in y { guard z else { x(); return } } }", "sync-function loop"),
        ("func f() { for i in y { g { x() } } }", "sync-function lambda"),
        ("func f() { do { try x() } catch { } }", "sync-function try"),
        ("func f() { do { try y() } catch { x() } }", "sync-function except"),
        ("func f() { do { x() } }", "sync-function"),
        ("func f() { defer { x() } }", "sync-function finally"),
        ("func f() async { defer { x() } }", "async-function finally"),
        ("@main struct A { static func main() async { x() } }", "async-function main-guard"),
        ("@main struct A { static func main() { g { x() } } }", "sync-function lambda"),
        ("class A: XCTestCase { func testA() { x() } }", "sync-function test"),
        ("@Test func a() async { g { x() } }", "sync-function lambda test"),
        ("@Suite struct A { @Test(\"b\") func b() { x() } }", "sync-function test"),
    ])
    func contexts(source: String, expected: String) throws {
        #expect(try swift(source).contexts("x()") == expected)
    }

    @Test func topLevelOfMainIsTheMainGuard() throws {
        let probe = try Probe(.swift, "x()\nfunc f() { y() }\n", isMainFile: true)
        #expect(probe.contexts("x()") == "main-guard")
        #expect(probe.contexts("y()") == "sync-function")
    }

    @Test(arguments: [
        ("await x()", true, false), ("x()", false, false), ("let a = x()", false, true), ("let a = try await x()", true, true),
        ("try? await x()", true, false), ("_ = x()", false, true), ("f(x())", false, true), ("return x()", false, true),
        ("await f(x())", true, true), ("await f { x() }", false, true), ("g { y(); x() }", false, false), ("g { x() }", false, true),
        ("x().y()", false, true), ("if x() { }", false, true),
    ])
    func awaitedAndUsed(line: String, isAwaited: Bool, isUsed: Bool) throws {
        let probe = try swift("func f() async {\n  z()\n  \(line)\n}\n")
        let call = try #require(probe.node("x()"))
        #expect(probe.semantics.isAwaited(call) == isAwaited)
        #expect(probe.semantics.isResultUsed(call) == isUsed)
    }

    @Test func topLevelStatementsAreNotUsed() throws {
        let probe = try swift("x()\nlet a = y()\n")
        #expect(probe.semantics.isResultUsed(try #require(probe.node("x()"))) == false)
        #expect(probe.semantics.isResultUsed(try #require(probe.node("y()"))) == true)
    }
}
