import Linking
import Rules
import Semantics
import Testing

@testable import Analyses

/// What is held where a function waits.
@Suite struct SpannedTests {
    private static let rule = TestProgram.rule(
        .spanned, ["release": ["unlock", "pthread_mutex_unlock"], "primitives": ["NSLock.lock", "pthread_mutex_lock"]])

    private func held(_ files: KeyValuePairs<String, String>) throws -> [String] {
        try TestProgram(files).findings(Self.rule) { call, summary in ["lock", "pthread_mutex_lock"].contains(summary.text(call.method)) || summary.text(call.callee) == "pthread_mutex_lock" }
            .map { "\($0.place.split(separator: ":")[1]) \($0.verdict.variables["WHAT"] ?? "") \($0.verdict.variables["LINE"] ?? "")" }
    }

    /// The body of a method of a class that has a lock.
    private func held(_ body: String) throws -> [String] {
        try held(["a.swift": "final class A {\nlet lock = NSLock()\nvar mutex = pthread_mutex_t()\nfunc f(_ s: S) async throws {\n\(body)\n}\n}\n"])
    }

    @Test func acrossAnAwait() throws {
        #expect(try held("lock.lock()\nawait s.go()\nlock.unlock()") == ["5 lock 6"])
        #expect(try held("lock.lock()\ndefer { lock.unlock() }\ntry await s.go()") == ["5 lock 7"])
        #expect(try held("pthread_mutex_lock(&mutex)\nif s.isIt { await s.go() }\npthread_mutex_unlock(&mutex)") == ["5 mutex 6"])
        #expect(try held("lock.lock()\nfor await x in s { print(x) }\nlock.unlock()") == ["5 lock 6"])
        #expect(try held("self.lock.lock()\nguard s.isIt else { lock.unlock(); return }\nawait s.go()\nself.lock.unlock()") == ["5 lock 7"])
    }

    @Test func givenBackBefore() throws {
        #expect(try held("lock.lock()\nlock.unlock()\nawait s.go()") == [])
        #expect(try held("do {\nlock.lock()\ndefer { lock.unlock() }\n}\nawait s.go()") == [])
        #expect(try held("await s.go()\nlock.lock()\nlock.unlock()") == [])
        #expect(try held("lock.lock()\nif s.isIt { self.lock.unlock(); await s.go() } else { lock.unlock() }") == [])
        #expect(try held("while s.isIt {\nlock.lock()\nlock.unlock()\nawait s.go()\n}") == [])
        #expect(try held("lock.lock()\nawait withCheckedContinuation { c in s.add(c); lock.unlock() }") == [])
        #expect(try held("lock.lock()\nawait s.use(lock)") == [])
    }

    @Test func wrappersCountByWhatTheyDo() throws {
        let user = "func f(_ s: S) async {\n    let door = Door()\n    door.lock()\n    await s.go()\n    door.unlock()\n}\n"
        let lock = "final class Door {\n    var m = pthread_mutex_t()\n    func lock() { pthread_mutex_lock(&m) }\n    func unlock() { pthread_mutex_unlock(&m) }\n}\n"
        let flag = "final class Door {\n    var isShut = false\n    func lock() { isShut = true }\n    func unlock() { isShut = false }\n}\n"
        #expect(try held(["a.swift": user, "b.swift": lock]) == ["3 door 4"])
        #expect(try held(["a.swift": user, "b.swift": flag]) == [])
    }

    @Test func unknownReceiversAreLocksWhenGivenBack() throws {
        #expect(try held(["a.swift": "func f(_ s: S) async {\n    s.lock()\n    await s.go()\n    s.unlock()\n}\n"]) == ["2 s 3"])
        #expect(try held(["a.swift": "func f(_ s: S) async {\n    s.lock()\n    await s.go()\n}\n"]) == [])
    }

    @Test func twoHundredInOneFunction() throws {
        let pairs = (0..<200).map { "lock.lock()\nif s.x\($0) { lock.unlock() } else { lock.unlock() }\nawait s.go()" }.joined(separator: "\n")
        #expect(try held(pairs) == [])
    }
}
