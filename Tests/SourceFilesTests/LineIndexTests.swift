import Findings
import Testing

@testable import SourceFiles

@Suite struct LineIndexTests {
    /// What the index must say, worked out one byte at a time.
    private func slowLines(_ bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        var i = 0
        while i < bytes.count {
            if bytes[i] == 10 || bytes[i] == 13 {
                lines.append(start..<i)
                if bytes[i] == 13, i + 1 < bytes.count, bytes[i + 1] == 10 { i += 1 }
                start = i + 1
            }
            i += 1
        }
        return lines + [start..<bytes.count]
    }

    @Test func everyKindOfLineEndAtEveryPlace() {
        var random = SeededGenerator(seed: 7)
        for length in 0..<80 {
            for _ in 0..<20 {
                let bytes = (0..<length).map { _ in [UInt8(10), 13, 97, 98, 0x8A, 0x0B][Int.random(in: 0..<6, using: &random)] }
                bytes.withUnsafeBufferPointer { buffer in
                    let index = LineIndex(buffer)
                    let expected = slowLines(bytes)
                    #expect(index.lineCount == expected.count)
                    for (line, range) in expected.enumerated() {
                        #expect(index.bytes(ofLine: line + 1, in: buffer) == range)
                        #expect(index.line(at: range.lowerBound) == line + 1)
                        #expect(index.line(at: range.upperBound) == line + 1)
                    }
                }
            }
        }
    }

    @Test func columnsInAllUnits() {
        let text = Array("ab\r\né😀x\ne\u{301}y".utf8)
        text.withUnsafeBufferPointer { bytes in
            let index = LineIndex(bytes)
            let x = text.firstIndex(of: UInt8(ascii: "x"))!
            #expect(index.position(at: x, in: bytes) == Position(line: 2, column: 3))
            #expect(index.column(at: x, in: bytes, .utf16) == 4)
            #expect(index.column(at: x, in: bytes, .bytes) == 7)
            let y = text.firstIndex(of: UInt8(ascii: "y"))!
            #expect(index.position(at: y, in: bytes) == Position(line: 3, column: 3))
            // Inside the emoji, at its second byte.
            #expect(index.position(at: x - 3, in: bytes) == Position(line: 2, column: 2))
            #expect(index.position(at: text.count, in: bytes) == Position(line: 3, column: 4))
            #expect(index.position(at: text.count + 50, in: bytes) == Position(line: 3, column: 4))
            #expect(index.bytes(ofLine: 99, in: bytes).isEmpty)
        }
    }

    @Test func anEmptyTextHasOneLine() {
        let index = LineIndex(UnsafeBufferPointer(start: nil, count: 0))
        #expect(index.lineCount == 1)
        #expect(index.position(at: 0, in: UnsafeBufferPointer(start: nil, count: 0)) == Position(line: 1, column: 1))
    }
}
