import Foundation
import Testing

@testable import Reporting

@Suite struct JSONWriterTests {
    @Test func writesNestedValuesInOrder() {
        var writer = JSONWriter()
        writer.object {
            $0.member("b", 1)
            $0.member("a", array: { list in
                list.value("x")
                list.value(true)
                list.null()
                list.object { _ in }
                list.array { _ in }
            })
            $0.member("c", orNull: nil)
            $0.member("left out", ifAny: nil)
            $0.key("d")
            $0.value(0.5)
        }
        #expect(text(writer) == #"{"b":1,"a":["x",true,null,{},[]],"c":null,"d":0.5}"# + "\n")
    }

    @Test func linesBreakOnlyBetweenValues() {
        var writer = JSONWriter()
        writer.array {
            $0.breakLine()
            $0.value(1)
            $0.breakLine()
            $0.value(2)
        }
        #expect(text(writer) == "[\n1,\n2]\n")
    }

    @Test func escapesWhatJSONAndTerminalsMustNotSee() {
        var writer = JSONWriter()
        writer.value("\"\\/\u{08}\u{0C}\n\r\t\u{00}\u{1B}\u{7F}\u{85}\u{9B}\u{A0}é\u{2027}\u{2028}\u{2029}\u{202A}😀")
        #expect(
            text(writer)
                == #""\"\\/\b\f\n\r\t\u0000\u001b\u007f\u0085\u009b"# + "\u{A0}é\u{2027}" + #"\u2028\u2029"# + "\u{202A}😀\"\n")
    }

    @Test func everyScalarReadsBackAsItself() throws {
        let scalars = (0...0x3000).compactMap(Unicode.Scalar.init) + [0xFEFF, 0xFFFF, 0x1F600, 0x10FFFF].compactMap { Unicode.Scalar($0 as UInt32) }
        var writer = JSONWriter()
        writer.array { list in for scalar in scalars { list.value("a\(scalar)b") } }
        let read = try JSONDecoder().decode([String].self, from: Data(writer.finish()))
        #expect(read.map { Array($0.unicodeScalars)[1] } == scalars)
    }

    @Test(arguments: [(0.1, "0.1"), (1, "1.0"), (1e-7, "1e-07"), (.nan, "null"), (-.infinity, "null")])
    func numbersAreAlwaysJSON(number: Double, expected: String) {
        var writer = JSONWriter()
        writer.value(number)
        #expect(text(writer) == expected + "\n")
    }

    private func text(_ writer: consuming JSONWriter) -> String { String(decoding: writer.finish(), as: UTF8.self) }
}
