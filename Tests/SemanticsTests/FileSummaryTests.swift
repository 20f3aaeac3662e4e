import Findings
import Testing

@testable import Semantics

@Suite struct FileSummaryTests {
    static let pythonSource = """
        from __future__ import annotations
        import asyncio, os.path as p
        from .db import Pool as P, make
        from star import *
        __all__ = ["Worker", 'run']
        @decorator(1)
        class Worker(P, asyncio.Protocol):
            def __init__(self, pool: P | None = None, *args, key="k", **more):
                self.pool = pool
                self.lock: asyncio.Lock = asyncio.Lock()
                self.sem = asyncio.Semaphore(8)
            @asyncio.coroutine
            async def work(self, n: int) -> P:
                async with self.lock:
                    r = await asyncio.gather(*[f(x) for x in n], return_exceptions=True)
                for i in range(8):
                    asyncio.create_task(self.work(i))
                é = p.join("é", 1.5, None); self.pool.get(lambda v: v)
                yield r
        """

    func summary(_ language: Language, _ source: String) throws -> FileSummary {
        let probe = try Probe(language, source)
        return withExtendedLifetime(probe) { probe.semantics.makeSummary() }
    }

    @Test func pythonDefinitions() throws {
        let s = try summary(.python, Self.pythonSource)
        #expect(s.hasStarImport)
        #expect(
            s.imports.map { "\($0.form) \(s.text($0.module)) \(s.text($0.name)) \(s.text($0.alias)) \($0.line)" } == [
                "star star   4", "module asyncio  asyncio 2", "module os.path  p 2", "from .db Pool P 3", "from .db make make 3",
            ])
        #expect(s.exports.map(s.text) == ["Worker", "run"])
        let type = try #require(s.classes.first)
        #expect(s.text(type.qualifiedName) == "@Worker" && s.text(type.keyword) == "class")
        #expect(s.names[Int(type.firstBase)..<Int(type.firstBase + type.baseCount)].map(s.text) == [".db.Pool", "asyncio.Protocol"])
        #expect(s.functions.map { s.text($0.qualifiedName) } == ["@Worker.__init__", "@Worker.work", ""])
        let work = s.functions[1]
        #expect(work.flags == [.isAsync, .isGenerator] && s.text(work.returnType) == ".db.Pool" && work.ownerClass == 1 && work.site.line == 13)
        #expect(s.functions[2].flags == .isClosure && s.functions[2].outerFunction == 2)
        #expect(s.names[Int(work.firstDecorator)..<Int(work.firstDecorator + work.decoratorCount)].map(s.text) == ["asyncio.coroutine"])
        let parameters = s.parameters[Int(s.functions[0].firstParameter)..<Int(s.functions[0].firstParameter + s.functions[0].parameterCount)]
        #expect(
            parameters.map { "\(s.text($0.name)) \(s.text($0.type)) \($0.form) \($0.defaultValue.kind)" } == [
                "self  plain unknown", "pool .db.Pool plain none", "args  positionalSplat unknown", "key  plain string",
                "more  keywordSplat unknown",
            ])
        #expect(
            s.attributes.map { "\(s.text($0.name)) \(s.text($0.type)) \($0.value.kind) \(s.text($0.value.string))" } == [
                "pool  local pool", "lock asyncio.Lock call asyncio.Lock", "sem  call asyncio.Semaphore",
            ])
        for attribute in s.attributes { #expect(attribute.step > 0 && s.steps[Int(attribute.step) - 1].line == attribute.line) }
    }

    @Test func pythonCalls() throws {
        let s = try summary(.python, Self.pythonSource)
        let gather = try #require(s.calls.first { s.text($0.callee) == "asyncio.gather" })
        #expect(gather.flags == [.isAwaited, .isResultUsed, .hasPositionalSplat])
        #expect(gather.contexts == [Contexts(.asyncFunction), Contexts(.asyncWith)])
        #expect(gather.function == 2 && gather.site.line == 15 && gather.site.column == 23)
        let arguments = s.arguments[Int(gather.firstArgument)..<Int(gather.firstArgument + gather.argumentCount)]
        #expect(arguments.map { "\(s.text($0.label)) \($0.splat) \($0.value.kind)" } == [" 1 expression", "return_exceptions 0 boolean"])
        let create = try #require(s.calls.first { s.text($0.method) == "create_task" })
        let inner = s.arguments[Int(create.firstArgument)].value
        #expect(inner.kind == .call && s.text(s.calls[Int(inner.index)].callee) == "@Worker.work")
        #expect(create.contexts.contains(Contexts(.loop)) && !create.flags.contains(.isResultUsed))
        let join = try #require(s.calls.first { s.text($0.callee) == "os.path.join" })
        #expect(join.site.column == 13)
        let get = try #require(s.calls.first { s.text($0.method) == "get" })
        #expect(s.text(get.receiverType) == ".db.Pool" && s.text(get.callee) == ".db.Pool.get")
        // The two-byte é before it counts once.
        #expect(get.site.column == 37)
        #expect(s.arguments[Int(get.firstArgument)].value == SummaryValue(.closure, index: 2))
    }

    @Test func swiftSummary() throws {
        let s = try summary(
            .swift,
            """
            import Foundation
            @MainActor final class Store: NSObject, P {
                let lock = NSLock()
                var session: URLSession?
                func load(from url: URL, _ n: Int = 3, all: Int...) async throws -> Data? {
                    let t = Task { await self.load(from: url, n) }
                    for i in all { session?.dataTask(with: i) { d in use(d) } }
                    return try await t.value
                }
            }
            """)
        #expect(s.imports.map { s.text($0.module) } == ["Foundation"])
        #expect(s.classes.map { s.text($0.qualifiedName) + " " + s.text($0.keyword) } == ["@Store class"])
        let store = s.classes[0]
        #expect(s.names[Int(store.firstBase)..<Int(store.firstBase + store.baseCount)].map(s.text) == ["NSObject", "P"])
        #expect(s.names[Int(store.firstDecorator)..<Int(store.firstDecorator + store.decoratorCount)].map(s.text) == ["MainActor"])
        #expect(s.attributes.map { s.text($0.name) + " " + s.text($0.type) + s.text($0.value.string) } == ["lock NSLock", "session URLSession"])
        let load = try #require(s.functions.first)
        #expect(s.text(load.qualifiedName) == "@Store.load" && load.flags == .isAsync && s.text(load.returnType) == "Data")
        let parameters = s.parameters[Int(load.firstParameter)..<Int(load.firstParameter + load.parameterCount)]
        #expect(
            parameters.map { "\(s.text($0.label)) \(s.text($0.name)) \(s.text($0.type)) \($0.form)" } == [
                "from url URL plain", "_ n Int plain", " all Int positionalSplat",
            ])
        let task = try #require(s.calls.first { s.text($0.method) == "dataTask" })
        #expect(s.text(task.callee) == "URLSession.dataTask" && task.argumentCount == 2 && task.contexts.contains(Contexts(.loop)))
        let inner = try #require(s.calls.first { s.text($0.callee) == "@Store.load" })
        #expect(inner.flags.contains(.isAwaited) && s.functions[Int(inner.function) - 1].flags == [.isAsync, .isClosure])
    }

    @Test(arguments: [(Language.python, pythonSource), (.swift, "class A { func f() { g(1) } }"), (.python, ""), (.swift, "")])
    func itSurvivesTheRoundTrip(language: Language, source: String) throws {
        let summary = try summary(language, source)
        #expect(try FileSummary(decoding: summary.encode()) == summary)
        #expect(summary.encode() == summary.encode())
    }

    @Test func everyFlippedBitAndEveryCutIsNoticed() throws {
        let bytes = try summary(.python, Self.pythonSource).encode()
        for at in bytes.indices {
            var broken = bytes
            broken[at] ^= 1 << (at % 8)
            #expect(throws: SummaryError.self) { try FileSummary(decoding: broken) }
        }
        for length in bytes.indices {
            #expect(throws: SummaryError.self) { try FileSummary(decoding: Array(bytes[..<length])) }
        }
        #expect(throws: SummaryError.corrupt) { try FileSummary(decoding: bytes + [0]) }
        #expect(throws: SummaryError.notASummary) { try FileSummary(decoding: []) }
        #expect(throws: SummaryError.notASummary) { try FileSummary(decoding: Array("{\"a\": 1}".utf8)) }
    }

    /// Bytes whose check sum is right but whose numbers are wild: refused or read, never trusted, never a trap.
    @Test func wildNumbersUnderARightCheckSumDoNoHarm() throws {
        let bytes = try summary(.python, Self.pythonSource).encode()
        var state: UInt64 = 42
        func random() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        var refused = 0
        for _ in 0..<1000 {
            var wild = bytes
            for _ in 0...random() % 3 {
                let at = 20 + Int(random()) % (wild.count - 24)
                let word = [UInt32.max, 0, UInt32(truncatingIfNeeded: random()), UInt32(random() % 300)][Int(random() % 4)]
                for byte in 0..<4 { wild[at / 4 * 4 + byte] = UInt8(truncatingIfNeeded: word >> (8 * UInt32(byte))) }
            }
            let sum = checkSum(wild[20...])
            for byte in 0..<8 { wild[12 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * UInt64(byte))) }
            guard let summary = try? FileSummary(decoding: wild) else {
                refused += 1
                continue
            }
            #expect(summary.isConsistent)
            for call in summary.calls {
                _ = summary.text(call.callee)
                _ = summary.arguments[Int(call.firstArgument)..<Int(call.firstArgument + call.argumentCount)].count
            }
        }
        #expect(refused > 250)
    }

    @Test func newerFilesWithMoreSectionsAndLongerRecordsStillRead() throws {
        var summary = FileSummary(language: .swift)
        summary.exports = [0]
        let bytes = summary.encode()
        // One more directory entry, of a section nobody knows, for the last four bytes.
        var words = stride(from: 0, to: bytes.count, by: 4).map { at in
            (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
        }
        let sections = Int(words[5])
        for section in 0..<sections { words[6 + section * 4 + 2] += 16 }
        words.insert(contentsOf: [9999, 4, UInt32((words.count + 3) * 4), 1], at: 6 + sections * 4)
        words[5] += 1
        words[2] += 16
        // A longer record: the header gets a third word.
        var rewritten = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
        let sum = checkSum(rewritten[20...])
        for byte in 0..<8 { rewritten[12 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * UInt64(byte))) }
        #expect(try FileSummary(decoding: rewritten) == summary)
    }
}
