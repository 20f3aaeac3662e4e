import Linking
import Rules
import Semantics
import Testing

@testable import Analyses

/// Exactly once, over the ways of a body, closures and callees: what counts, what is left to others, and what must not take for ever.
@Suite struct CompletedTests {
    private static let rule = TestProgram.rule(
        .completed,
        [
            "completes": ["resume"], "starts": ["Task", "async"], "runs": ["withLock"], "repeats": ["forEach"], "phases": ["done"], "views": ["future"],
        ], ["once": 1])

    private func faults(_ files: KeyValuePairs<String, String>) throws -> [String] {
        try TestProgram(files).findings(Self.rule) { call, summary in summary.text(call.method) == "withCheckedContinuation" }
            .map { "\($0.verdict.line ?? 0) \($0.verdict.variables["HOW"] ?? "")" }
    }

    /// - Parameter body: what the closure that has the continuation `c` does; it begins at line 3.
    private func faults(_ body: String) throws -> [String] {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { "        \($0)\n" }.joined()
        return try faults(["a.swift": "func f(_ api: Api, _ x: Int?) async throws {\n    await withCheckedContinuation { c in\n\(lines)    }\n}\n"])
    }

    @Test func everyWay() throws {
        #expect(try faults("c.resume()") == [])
        #expect(try faults("if x == nil { c.resume(); return }\nc.resume()") == [])
        #expect(try faults("guard let x else { return }\nc.resume(x)") == ["3 never completed on the way that ends at line 3"])
        #expect(try faults("if x == nil { c.resume() }\nc.resume()") == ["4 completed twice: at line 3, and again at line 4"])
        #expect(try faults("print(api)") == ["0 never completed"])
        #expect(try faults("guard x != nil else { fatalError() }\nc.resume()") == [])
        #expect(try faults("defer { c.resume() }\nif x == nil { return }\nprint(1)") == [])
    }

    @Test func errors() throws {
        #expect(try faults("Task {\n    c.resume(try await api.load())\n}") == ["4 never completed when line 4 throws"])
        #expect(try faults("Task {\n    do { c.resume(try await api.load()) } catch { c.resume(error) }\n}") == [])
        #expect(try faults("do {\n    c.resume(try api.now())\n    try api.rest()\n} catch { c.resume(error) }") == ["6 completed twice: at line 4, and again at line 6"])
        // The `try` covers the whole chain, the last link throws.
        #expect(try faults("try api.make { c.resume($0) }.run()") == [])
    }

    @Test func callbacks() throws {
        #expect(try faults("api.load { x in\n    guard let x else { return }\n    c.resume(x)\n}") == ["4 never completed on the way that ends at line 4"])
        #expect(try faults("api.load({ c.resume($0) }, { c.resume($0) })") == [])
        #expect(try faults("let other = api.after { c.resume() }\napi.load { x in\n    if x { c.resume() }\n}") == [])
        #expect(try faults("api.load { data, done in\n    if done { c.resume() }\n}") == [])
        #expect(try faults("api.forEach { x in\n    if x { c.resume() }\n}") == [])
        #expect(try faults("api.handler = { x in\n    if x { c.resume() }\n}") == [])
        #expect(try faults("api.load { x in\n    if api.isFirst { c.resume() }\n}") == [])
        #expect(try faults("api.load { x in\n    Task { c.resume() }\n    c.resume()\n}") == ["5 completed twice: at line 4, and again at line 5"])
    }

    @Test func somebodyElse() throws {
        #expect(try faults("api.list.append(c)") == [])
        #expect(try faults("api.load(c.resume)") == [])
        #expect(try faults("let now = api.lock.withLock {\n    if api.isIdle { return true }\n    api.list.append(c)\n    return false\n}\nif now { c.resume() }") == [])
        #expect(try faults("let mine = c\nmine.resume()") == [])
        #expect(try faults("var held: C? = c\nheld?.resume()\nheld = nil") == [])
        #expect(try faults("x == nil ? c.resume() : c.resume()") == [])
        #expect(try faults("_ = c.future\nc.resume()") == [])
    }

    @Test func callees() throws {
        let helpers = """
            func always(_ c: C) { c.resume() }
            func atTimes(_ c: C, _ x: Int?) { if x != nil { always(c) } }
            func back(_ x: Int?, then: (Int) -> Void) {
                guard let x else { return }
                then(x)
            }
            func ask(_ then: @escaping () -> Void) { queue.async { then() } }
            func ping(_ c: C, _ n: Int) { if n == 0 { c.resume() } else { pong(c, n) } }
            func pong(_ c: C, _ n: Int) { ping(c, n - 1) }

            """
        func faults(_ body: String) throws -> [String] {
            try self.faults(["b.swift": helpers, "a.swift": "func f(_ x: Int?) async {\n    await withCheckedContinuation { c in\n        \(body)\n    }\n}\n"])
        }
        #expect(try faults("always(c)") == [])
        #expect(try faults("always(c); always(c)") == ["3 completed twice: at line 3, and again at line 3"])
        #expect(try faults("atTimes(c, x)") == ["0 never completed on a way past line 2"])
        #expect(try faults("back(x) { _ in c.resume() }") == ["0 never completed on the way that ends at line 4"])
        #expect(try faults("ask { c.resume() }") == [])
        #expect(try faults("ask { c.resume() }; c.resume()") == ["3 completed twice: at line 3, and again at line 3"])
        #expect(try faults("ping(c, 3)") == [])
    }

    @Test func local() throws {
        #expect(try faults("func end(_ x: Int?) { c.resume() }\napi.load { end($0) }") == [])
        #expect(try faults("let end = { c.resume() }\nend()\nend()") == ["5 completed twice: at line 4, and again at line 5"])
        // Calls itself: what it comes to is not known.
        #expect(try faults("func again(_ n: Int) { if n == 0 { c.resume() } else { again(n - 1) } }\nagain(3)") == [])
    }

    /// Neither closures in closures, nor branches one after the other, nor long chains of callees cost more than their length.
    @Test func large() throws {
        let nested = String(repeating: "api.load { x in ", count: 60) + "c.resume()" + String(repeating: " }", count: 60)
        #expect(try faults(nested) == [])
        let branches = (0..<300).map { "if api.a\($0) { print(\($0)) }" }.joined(separator: "\n")
        #expect(try faults(branches + "\nc.resume()") == [])
        let many = (0..<200).map { "if api.a\($0) { c.resume(); return }" }.joined(separator: "\n")
        #expect(try faults(many) == ["202 never completed on a way past line 202"])
        let chain = (0..<200).map { "func g\($0)(_ c: C) { g\($0 + 1)(c) }" }.joined(separator: "\n")
        #expect(try faults(["b.swift": chain, "a.swift": "func f() async {\n    await withCheckedContinuation { c in g0(c) }\n}\n"]) == [])
    }

    @Test func abandoned() throws {
        let rule = TestProgram.rule(.completed, ["completes": ["finish"], "views": ["yield", "onTermination"], "endings": ["onTermination"]], ["abandoned": 1, "part": 1])
        func find(_ body: String) throws -> [String] {
            let program = try TestProgram(["a.swift": "func f(_ api: Api) {\n\(body)\n}\n"])
            return program.findings(rule) { call, summary in ["AsyncStream", "makeStream"].contains(summary.text(call.method)) }.map { verdict in
                verdict.place + (verdict.verdict.severity.map { " \($0)" } ?? "")
            }
        }
        #expect(try find("let s = AsyncStream { c in api.on = { c.yield($0) } }") == ["a.swift:2"])
        #expect(try find("let s = AsyncStream { c in\napi.on = { c.yield($0) }\nc.onTermination = { _ in api.stop() }\n}") == ["a.swift:2 info"])
        #expect(try find("let s = AsyncStream { c in api.on = { c.yield($0) }; api.end = { c.finish() } }") == [])
        #expect(try find("let (s, c) = AsyncStream.makeStream(of: Int.self)\nc.yield(1)") == ["a.swift:2"])
        #expect(try find("let (s, c) = AsyncStream.makeStream(of: Int.self)\nuse(c)") == [])
        #expect(try find("let pair = AsyncStream.makeStream(of: Int.self)\npair.continuation.yield(1)") == [])
    }
}
