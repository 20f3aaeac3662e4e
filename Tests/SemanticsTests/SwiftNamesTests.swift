import Semantics
import Syntax
import Testing

@Suite struct SwiftNamesTests {
    @Test(arguments: [
        ("Thread.sleep(forTimeInterval: 1)", "Thread.sleep", "Thread.sleep"),
        ("import Foundation\nFoundation.Thread.sleep(forTimeInterval: 1)", "Foundation.Thread.sleep", "Thread.sleep"),
        ("import Glibc\nGlibc.usleep(1)", "Glibc.usleep", "usleep"),
        ("import Logging\nlet l = Logging.Logger(label: \"a\")\nl.info(\"b\")", "l.info", "Logger.info"),
        ("let s = DispatchSemaphore(value: 0)\ns.wait()", "s.wait", "DispatchSemaphore.wait"),
        ("func f(s: DispatchSemaphore) { s.wait() }", "s.wait", "DispatchSemaphore.wait"),
        ("func f(with s: DispatchSemaphore?) { s?.wait() }", "s?.wait", "DispatchSemaphore.wait"),
        ("func f(s: DispatchSemaphore!) { s!.wait() }", "s!.wait", "DispatchSemaphore.wait"),
        ("func f(_ s: any Store) { s.wait() }", "s.wait", "Store.wait"),
        ("func f(_ s: Store...) { s.wait() }", "s.wait", "-"),
        ("class A { let s = DispatchSemaphore(value: 0)\n func f() { s.wait() } }", "s.wait", "DispatchSemaphore.wait"),
        ("class A { let s: DispatchSemaphore\n func f() { self.s.wait() } }", "self.s.wait", "DispatchSemaphore.wait"),
        ("extension A { func f() { s.wait() } }\nclass A { let s: DispatchSemaphore }", "s.wait", "DispatchSemaphore.wait"),
        ("struct A { static let s = DispatchSemaphore(value: 0) }\nA.s.wait()", "A.s.wait", "DispatchSemaphore.wait"),
        ("struct A { let s = DispatchSemaphore(value: 0) }\nlet a = A()\na.s.wait()", "a.s.wait", "DispatchSemaphore.wait"),
        ("struct A { var s: DispatchSemaphore { x } }\nlet a = A()\na.s.wait()", "a.s.wait", "DispatchSemaphore.wait"),
        ("func f() { URLSession.shared.data(for: r) }", "URLSession.shared.data", "URLSession.shared.data"),
        ("let s: URLSession = .shared\ns.data(for: r)", "s.data", "URLSession.data"),
        ("let s = URLSession.init(configuration: c)\ns.data(for: r)", "s.data", "URLSession.data"),
        ("let s: URLSession = .init(configuration: c)\ns.data(for: r)", "s.data", "URLSession.data"),
        ("func f() { guard let s = x as? URLSession else { return }\n s.data(for: r) }", "s.data", "URLSession.data"),
        ("func f(x: Any) { let s = x as! URLSession\n s.data(for: r) }", "s.data", "URLSession.data"),
        ("func f(s: URLSession?) { if let s { s.data(for: r) } }", "s.data", "URLSession.data"),
        ("func f(s: URLSession?) { guard let s = s else { return }\n s.data(for: r) }", "s.data", "URLSession.data"),
        ("func f(s: URLSession?) { if let s = other { x() } else { s.data(for: r) } }", "s.data", "URLSession.data"),
        ("func f(s: URLSession) { if let s = other { s.data(for: r) } }", "s.data", "other.data"),
        ("func f(s: URLSession) { for s in x { s.data(for: r) } }", "s.data", "-"),
        ("func f(s: URLSession) { x.map { s in s.data(for: r) } }", "s.data", "-"),
        ("func f(s: URLSession) { x.map { [s] in s.data(for: r) } }", "s.data", "URLSession.data"),
        ("func f(s: URLSession) { Task { [weak s] in s?.data(for: r) } }", "s?.data", "URLSession.data"),
        ("func f(s: URLSession) { do { try x() } catch let s { s.data(for: r) } }", "s.data", "-"),
        ("func f(s: URLSession) { switch x { case .a(let s): s.data(for: r)\n default: y() } }", "s.data", "-"),
        ("func f(s: URLSession) { switch x { case let s as Foo: s.data(for: r)\n default: y() } }", "s.data", "Foo.data"),
        ("func f(s: URLSession) { let (s, t) = (Foo(), 1)\n s.data(for: r) }", "s.data", "Foo.data"),
        ("func f(s: URLSession) { s.data(for: r); let s = Foo() }", "s.data", "URLSession.data"),
        ("func f() { let s = Foo(); if true { let s = Bar(); s.x() }; s.data(for: r) }", "s.data", "Foo.data"),
        ("func f() { let s = Foo(); do { let s = Bar(); s.x() }; s.data(for: r) }", "s.data", "Foo.data"),
        ("func make() -> URLSession? { nil }\nmake()?.data(for: r)", "make()?.data", "URLSession.data"),
        ("func make() async throws -> URLSession { x }\nfunc f() async { let s = try await make()\n s.data(for: r) }", "s.data", "URLSession.data"),
        ("func make() {}\nmake().data(for: r)", "make().data", "@make().data"),
        ("let s = factory.make()\ns.data(for: r)", "s.data", "factory.make().data"),
        ("typealias S = URLSession\nlet s = S(configuration: c)\ns.data(for: r)", "s.data", "URLSession.data"),
        ("let s = a ?? URLSession()\ns.data(for: r)", "s.data", "a.data"),
        ("func f(a: URLSession?) { let s = a ?? b\n s.data(for: r) }", "s.data", "URLSession.data"),
        ("let s = c ? URLSession() : URLSession()\ns.data(for: r)", "s.data", "URLSession.data"),
        ("let s = Atomic<Int>(0)\ns.load()", "s.load", "Atomic.load"),
        ("let s: Set<Int> = x\ns.insert(1)", "s.insert", "Set.insert"),
        ("let s: [Int] = x\ns.append(1)", "s.append", "Array.append"),
        ("let s = [Int]()\ns.append(1)", "s.append", "Array.append"),
        ("\"a\".count()", "\"a\".count", "String.count"),
        ("extension URLSession { func f() { self.data(for: r) } }", "self.data", "URLSession.data"),
        ("extension URLSession { func get() {}\n func f() { self.get() } }", "self.get", "@URLSession.get"),
    ])
    func receivers(source: String, callee: String, expected: String) throws {
        #expect(try swift(source).name(callee) == expected)
    }

    @Test func localDeclarationsHaveNamesOfTheirOwn() throws {
        let source = """
            func sleep(_ n: Int) {}
            class Base: NSObject { func shared() {} }
            final class A: Base, P {
                func halt() {}
                func run() {
                    sleep(1)
                    halt()
                    self.stop()
                    self.shared()
                    self.observe()
                    super.run()
                    func inner() {}
                    inner()
                    B.make()
                    let b = B()
                    b.go()
                    b.unknown()
                    Self.make()
                }
                func stop() {}
                struct B { static func make() -> B { B() }
                    func go() {} }
            }
            actor C: P { func f() { self.g() } }
            A.B().go()
            """
        let probe = try swift(source)
        let expected = [
            "sleep": "@sleep", "halt": "@A.halt", "self.stop": "@A.stop", "self.shared": "@Base.shared", "self.observe": "NSObject.observe",
            "super.run": "NSObject.run", "inner": "@A.run.inner", "B.make": "@A.B.make", "b.go": "@A.B.go", "b.unknown": "@A.B.unknown",
            "Self.make": "NSObject.make", "self.g": "@C.g", "A.B().go": "@A.B.go",
        ]
        for (callee, name) in expected.sorted(by: { $0.key < $1.key }) { #expect(probe.name(callee) == name, "\(callee)") }
        #expect(probe.type("b") == "@A.B")
    }

    @Test(arguments: [
        ("withTaskGroup(of: Int.self)", "TaskGroup"), ("withThrowingTaskGroup(of: Int.self)", "ThrowingTaskGroup"),
        ("withDiscardingTaskGroup", "DiscardingTaskGroup"), ("withThrowingDiscardingTaskGroup", "ThrowingDiscardingTaskGroup"),
    ])
    func taskGroups(call: String, type: String) throws {
        #expect(try swift("func f() async { await \(call) { group in group.addTask { } } }").name("group.addTask") == "\(type).addTask")
        #expect(try swift("func f() async { let r = try await \(call) { group in group.addTask { } }\n use(r) }").name("group.addTask") == "\(type).addTask")
        #expect(
            try swift("func f() async { await withTaskGroup(of: Int.self) { (group: inout Foo<Int>) in group.addTask { } } }").name("group.addTask")
                == "Foo.addTask")
    }

    @Test(arguments: [
        ("let lock = NSLock()\nuse(lock)", "NSLock"), ("let lock = Task { 1 }\nuse(lock)", "Task"),
        ("let lock = Task.detached(priority: .high) { 1 }\nuse(lock)", "Task.detached()"),
        ("class Lock {}\nlet lock = Lock()\nuse(lock)", "@Lock"), ("let lock: Task<Void, Never>? = nil\nuse(lock)", "Task"),
        ("let lock = NSLock.self\nuse(lock)", "-"), ("let lock: () -> Void = {}\nuse(lock)", "-"), ("let lock: Foo.Type = x\nuse(lock)", "-"),
        ("var lock = 1\nlock = 2\nuse(lock)", "Int"), ("let lock: Foo.Bar = x\nuse(lock)", "Foo.Bar"),
        ("let lock: Optional<Foo> = x\nuse(lock)", "Foo"), ("func f(lock: inout Foo) { use(lock) }", "Foo"),
        ("func f(lock: Foo = .init()) { use(lock) }", "Foo"), ("let lock = lock\nuse(lock)", "-"),
    ])
    func types(source: String, expected: String) throws {
        #expect(try swift(source).type("lock") == expected)
    }

    @Test func aTrailingClosureAfterAwaitIsOneCall() throws {
        let probe = try swift("func f() async { let r = try await withTaskGroup(of: Int.self) { g in 1 }\n use(r) }")
        let outer = try #require(probe.node("try await withTaskGroup(of: Int.self) { g in 1 }"))
        let call = probe.semantics.callee(of: outer) == nil ? try #require(probe.node("withTaskGroup(of: Int.self) { g in 1 }")) : outer
        #expect(probe.tree.string(try #require(probe.semantics.callee(of: call))) == "withTaskGroup")
        #expect(probe.semantics.isAwaited(call))
        #expect(probe.semantics.isResultUsed(call))
        #expect(probe.semantics.arguments(of: call).count == 2)
        if let inner = probe.node("withTaskGroup(of: Int.self)") { #expect(probe.semantics.callee(of: inner) == nil) }
    }

    @Test(arguments: [
        ("f(1, x: 2)", "0:1 1:x=2"), ("f { 3 }", "0:{ 3 }"), ("f(a) { 3 } b: { 4 }", "0:a 1:{ 3 } 2:b={ 4 }"), ("f()", ""),
        ("defer { x() }", ""), ("T<Int>(a: 1)", "0:a=1"), ("f[1]", ""),
    ])
    func arguments(call: String, expected: String) throws {
        #expect(try swift("let z = 1\n\(call)\n").arguments(call) == expected)
    }
}
