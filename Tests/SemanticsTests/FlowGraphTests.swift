import Findings
import Testing

@testable import Semantics

/// Ways through a function's graph, told by the calls they pass. A way ends at a call of `stop()`.
private func ends(_ language: Language, _ source: String, of name: String = "f", along kinds: Set<FlowGraph.Edge.Kind> = everything) throws -> [String] {
    let text = try FlowText(language, source)
    let summary = text.summary
    let number = try #require(summary.functions.firstIndex { summary.text($0.name) == name })
    let graph = FlowGraph(of: UInt32(number), in: summary)
    func call(_ step: Int) -> String? {
        let step = summary.steps[step]
        return step.kind == .call ? summary.text(summary.calls[Int(step.value.index)].method) : nil
    }
    var found: Set<String> = []
    var seen: Set<FlowGraph.BlockID> = []
    var queue: [(FlowGraph.BlockID, Bool)] = []
    for block in graph.blocks.indices {
        for step in graph.blocks[block].steps where call(step) == "start" { queue.append((FlowGraph.BlockID(block), true)) }
    }
    while let (block, isStart) = queue.popLast() {
        switch block {
        case FlowGraph.returned: found.insert("returned")
        case FlowGraph.raised: found.insert("raised")
        case FlowGraph.cancelled: found.insert("cancelled")
        default: break
        }
        if graph.blocks[Int(block)].steps.contains(where: { call($0) == "stop" }) { continue }
        for edge in graph.edges(from: block) where kinds.contains(edge.kind) {
            if isStart, edge.kind == .exception || edge.kind == .cancelled { continue }
            if seen.insert(edge.to).inserted { queue.append((edge.to, false)) }
        }
    }
    return found.sorted()
}

private let everything: Set<FlowGraph.Edge.Kind> = [.normal, .yes, .no, .exception, .cancelled, .back]
private let ordinary: Set<FlowGraph.Edge.Kind> = [.normal, .yes, .no, .back]

@Suite struct FlowGraphTests {
    @Test func finallyRunsOnEveryWayOut() throws {
        #expect(
            try ends(
                .python,
                """
                async def f(a):
                    start()
                    try:
                        if a:
                            return 1
                        await work()
                        for x in a:
                            break
                    except ValueError:
                        raise
                    finally:
                        stop()
                """) == [])
    }

    @Test func aCallBeforeTheTryMayFail() throws {
        #expect(try ends(.python, "def f():\n    start()\n    other()\n    try:\n        work()\n    finally:\n        stop()\n") == ["raised"])
    }

    @Test func exceptExceptionDoesNotTakeACancellation() throws {
        let source = "async def f():\n    start()\n    try:\n        await work()\n    except Exception:\n        pass\n    stop()\n"
        #expect(try ends(.python, source) == ["cancelled"])
        #expect(try ends(.python, source.replacing("Exception", with: "BaseException")) == [])
        #expect(try ends(.python, source.replacing(" Exception", with: "")) == [])
    }

    @Test func oneSideOfABranch() throws {
        #expect(try ends(.python, "def f(a):\n    start()\n    if a:\n        stop()\n", along: ordinary) == ["returned"])
        #expect(try ends(.python, "def f(a):\n    start()\n    if a:\n        stop()\n    else:\n        stop()\n") == [])
        #expect(try ends(.python, "def f(a):\n    start()\n    if a:\n        stop()\n    elif b:\n        x = 1\n    else:\n        stop()\n") == ["returned"])
    }

    @Test func loops() throws {
        #expect(try ends(.python, "def f(a):\n    start()\n    while True:\n        x = 1\n") == [])
        #expect(try ends(.python, "def f(a):\n    start()\n    while True:\n        if a:\n            break\n") == ["returned"])
        #expect(try ends(.python, "def f(a):\n    start()\n    for x in a:\n        stop()\n", along: ordinary) == ["returned"])
        #expect(try ends(.python, "def f(a):\n    start()\n    for x in a:\n        if x:\n            break\n    else:\n        stop()\n", along: ordinary) == ["returned"])
        #expect(try ends(.python, "def f(a):\n    start()\n    for x in a:\n        continue\n    else:\n        stop()\n", along: ordinary) == [])
        #expect(try ends(.python, "def f(a):\n    start()\n    while a:\n        pass\n    stop()\n", along: ordinary) == [])
    }

    @Test func aSuppressedErrorGoesOn() throws {
        #expect(try ends(.python, "import contextlib\ndef f():\n    start()\n    with contextlib.suppress(OSError):\n        work()\n    stop()\n", along: ordinary) == [])
        let source = "import contextlib\ndef f():\n    try:\n        with contextlib.suppress(OSError):\n            start()\n            work()\n            stop()\n    except ValueError:\n        stop()\n"
        #expect(try ends(.python, source) == ["raised", "returned"])
    }

    @Test func matchAndItsCases() throws {
        let open = "def f(a):\n    start()\n    match a:\n        case 1:\n            stop()\n        case 2:\n            stop()\n"
        #expect(try ends(.python, open) == ["returned"])
        #expect(try ends(.python, open + "        case _:\n            stop()\n") == [])
    }

    @Test func aGeneratorMayNotBeAskedAgain() throws {
        #expect(try ends(.python, "def f():\n    start()\n    yield 1\n    stop()\n") == ["cancelled", "raised"])
        #expect(try ends(.python, "def f():\n    start()\n    try:\n        yield 1\n    finally:\n        stop()\n") == [])
    }

    @Test func nestedFinallyStaysSmall() throws {
        var source = "def f():\n    start()\n", indent = "    "
        for _ in 0..<60 {
            source += "\(indent)try:\n\(indent)    work()\n\(indent)finally:\n\(indent)    other()\n"
            indent += "    "
        }
        let summary = try FlowText(.python, source).summary
        let graph = FlowGraph(of: 0, in: summary)
        #expect(graph.blocks.count < 60 * summary.steps.count)
    }

    @Test func manyBranches() throws {
        var source = "def f(a):\n    start()\n"
        for number in 0..<2_000 { source += "    if a == \(number):\n        work(\(number))\n" }
        let summary = try FlowText(.python, source + "    stop()\n").summary
        let graph = FlowGraph(of: 0, in: summary)
        #expect(graph.blocks.count < 4 * summary.steps.count)
        #expect(graph.edges.count < 8 * summary.steps.count)
        #expect(try ends(.python, source + "    stop()\n", along: ordinary) == [])
        #expect(try ends(.python, source, along: ordinary) == ["returned"])
    }
}
