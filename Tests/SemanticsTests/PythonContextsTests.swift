import Semantics
import Syntax
import Testing

@Suite struct PythonContextsTests {
    @Test(arguments: [
        ("x()", ""),
        ("def f():\n    x()", "sync-function"),
        ("async def f():\n    x()", "async-function"),
        ("async def f():\n    def g():\n        x()", "sync-function"),
        ("async def f():\n    return lambda: x()", "sync-function lambda"),
        ("async def f():\n    return lambda a=x(): 1", "async-function"),
        ("async def f(a=x()): pass", ""),
        ("for i in y:\n    x()", "loop"),
        ("for i in x(): pass", ""),
        ("for i in y: pass\nelse:\n    x()", ""),
        ("while True:\n    x()", "loop"),
        ("while x(): pass", ""),
        ("for i in y:\n    def f():\n        x()", "sync-function"),
        ("a = [x() for i in y]", "comprehension"),
        ("a = [i for i in x()]", ""),
        ("a = [i for i in y if x()]", "comprehension"),
        ("a = [i for i in y for j in x()]", "comprehension"),
        ("a = sum(x() for i in y)", "comprehension"),
        ("with a:\n    x()", "with"),
        ("with x(): pass", ""),
        ("async def f():\n    async with a:\n        x()", "async-function async-with"),
        ("try:\n    x()\nexcept A: pass", "try"),
        ("try:\n    pass\nexcept A:\n    x()", "except"),
        ("try:\n    pass\nexcept* A:\n    x()", "except"),
        ("try:\n    pass\nexcept A:\n    pass\nelse:\n    x()", ""),
        ("try:\n    pass\nfinally:\n    x()", "finally"),
        ("class A:\n    y = x()", "class"),
        ("class A:\n    def f(self):\n        x()", "sync-function"),
        ("class A(x()): pass", ""),
        ("if __name__ == '__main__':\n    x()", "main-guard"),
        ("if '__main__' == __name__:\n    x()", "main-guard"),
        ("if __name__ == '__main__':\n    pass\nelse:\n    x()", ""),
        ("def test_a():\n    x()", "sync-function test"),
        ("def testing():\n    x()", "sync-function"),
        ("class TestA:\n    async def f(self):\n        x()", "async-function test"),
        ("class A(unittest.TestCase):\n    def f(self):\n        g(lambda: x())", "sync-function lambda test"),
        ("async def f():\n    for i in y:\n        try:\n            async with s:\n                x()\n        except A: pass",
            "async-function loop async-with try"),
        ("@x()\ndef f(): pass", ""),
    ])
    func contexts(source: String, expected: String) throws {
        #expect(try python(source).contexts("x()") == expected)
    }

    @Test(arguments: [
        ("await x()", true, false), ("x()", false, false), ("a = x()", false, true), ("a = await (x())", true, true), ("(x())", false, false),
        ("f(x())", false, true), ("return x()", false, true), ("await asyncio.wait_for(x(), 1)", false, true), ("x().y()", false, true),
        ("lambda: x()", false, true), ("x() or y", false, true), ("yield x()", false, true), ("await (await x())", true, false),
    ])
    func awaitedAndUsed(line: String, isAwaited: Bool, isUsed: Bool) throws {
        let probe = try python("async def f():\n    \(line)\n")
        let node = try #require(probe.node("x()") ?? probe.node("(x())"))
        let call = probe.tree.string(node) == "x()" ? node : node + 2
        #expect(probe.semantics.isAwaited(call) == isAwaited)
        #expect(probe.semantics.isResultUsed(call) == isUsed)
    }

    @Test(arguments: [
        ("f(1, b, k=2)", "0:1 1:b -1:k=2"), ("f()", ""), ("f(*a, b, **c)", "0:*a -1:b -1:**c"), ("f(x for x in y)", "0:(x for x in y)"),
        ("f((1, 2), # why\n  3)", "0:(1, 2) 1:3"),
    ])
    func arguments(call: String, expected: String) throws {
        #expect(try python("z = 1\n\(call)\n").arguments(call) == expected)
    }
}
