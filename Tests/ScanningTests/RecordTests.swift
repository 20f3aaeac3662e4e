import Findings
import Rules
import Testing

@testable import Scanning

/// What is read back, and what happens to bytes that nobody wrote.
@Suite struct RecordTests {
    @Test("Numbers, texts and lists come back as they were")
    func values() throws {
        var writer = RecordWriter()
        let numbers: [UInt64] = [0, 1, 127, 128, 1 << 32, .max], signed = [0, -1, 1, Int.min, Int.max], texts = ["", "a\u{0}é", "日本"]
        writer.write(list: numbers) { $0.write($1) }
        writer.write(list: signed) { $0.write($1) }
        writer.write(list: texts) { $0.write($1) }
        writer.write(String?.none) { $0.write($1) }
        try writer.bytes.withUnsafeBytes { bytes in
            var reader = RecordReader(bytes)
            let readNumbers = try reader.list { reader throws(RecordError) in try reader.number() }
            let readSigned = try reader.list { reader throws(RecordError) in try reader.signed() }
            let readTexts = try reader.list { reader throws(RecordError) in try reader.text() }
            let nothing = try reader.optional { reader throws(RecordError) in try reader.text() }
            #expect((readNumbers, readSigned) == (numbers, signed))
            #expect((readTexts, nothing) == (texts, nil))
            #expect(reader.remaining.isEmpty)
            let more = try? reader.number()
            #expect(more == nil)
        }
    }

    /// The check sum tells accidents; a part that somebody made up must do no harm either.
    @Test("A part whose bytes were changed, check sum and all, is read or refused, and merged without harm")
    func forged() throws {
        let project = try Project([
            "a.py": "import asyncio, b\nasync def run(items):\n    b.work()\n    await asyncio.gather(*(b.one(x) for x in items))  # sluice: ignore[UC001] few\n",
            "b.py": "import time\ndef work():\n    time.sleep(1)\nasync def one(x):\n    f = open(x)\n    return f.name\n", "c.swift": "func f() async { Task { await g() } }\n",
        ])
        let rules = SameResultTests.rules
        let part = try #require(try project.part(rules))
        let bytes = part.encode()
        let body = bytes.count - PartialScan.bodyCount(of: bytes)
        var read = 0, refused = 0, state: UInt64 = 7
        for _ in 0..<250 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var changed = Array(bytes[body...])
            let at = Int(state >> 33) % changed.count
            changed[at] = UInt8(truncatingIfNeeded: state >> 20)
            do throws(PartError) {
                let forged = try PartialScan(decoding: PartialScan.sealed(changed)) { _, _ in rules.rules.count }
                read += 1
                _ = try? project.merge(rules, [forged])
            } catch {
                refused += 1
            }
        }
        #expect(read > 5 && refused > 5)
    }
}
