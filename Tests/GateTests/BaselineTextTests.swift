import Testing

@testable import Gate

@Suite struct BaselineTextTests {
    private static let a = Baseline.Entry(fingerprint: "1:" + String(repeating: "a", count: 32), rule: "py-one")
    private static let b = Baseline.Entry(fingerprint: "1:" + String(repeating: "0", count: 32), rule: "py-two")

    private func read(_ text: String) throws(BaselineError) -> BaselineText.Read { try BaselineText.read(Array(text.utf8), path: "known.txt") }

    private func failure(_ text: String) -> BaselineError? {
        do throws(BaselineError) {
            _ = try read(text)
            return nil
        } catch { return error }
    }

    @Test("What is written is read again, sorted, whatever a folder is called")
    func roundTrip() throws {
        let baseline = Baseline(counts: [Self.a: 1, Self.b: 3], roots: ["a folder\nwith %0A", "."])
        let bytes = BaselineText.render(baseline)
        #expect(try BaselineText.read(bytes, path: "x").baseline == baseline)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.first == "# sluice baseline 1")
        #expect(lines.suffix(2) == ["\(Self.b.fingerprint) py-two 3", "\(Self.a.fingerprint) py-one"])
        #expect(bytes == BaselineText.render(Baseline(counts: [Self.b: 3, Self.a: 1], roots: [".", "a folder\nwith %0A"])))
    }

    @Test("Windows line ends, a byte order mark, blank lines, comments and a missing last line end do no harm")
    func tolerated() throws {
        let text = "\u{FEFF}# sluice baseline 1\r\n\r\n# ours\r\n\(Self.a.fingerprint) py-one 2\r\n\(Self.b.fingerprint) py-two"
        let baseline = try read(text).baseline
        #expect(baseline.counts == [Self.a: 2, Self.b: 1])
        #expect(baseline.roots == ["."])
    }

    @Test("A line twice is one finding, not two, and is told of")
    func repeated() throws {
        let read = try read("# sluice baseline 1\n\(Self.a.fingerprint) py-one\n\(Self.a.fingerprint) py-one 2\n\(Self.a.fingerprint) py-two\n")
        #expect(read.baseline.counts[Self.a] == 2)
        #expect(read.baseline.counts.count == 2)
        #expect(read.repeated == 1)
    }

    @Test("Merge markers are named with their line", arguments: ["<<<<<<< HEAD", "=======", ">>>>>>> branch", "||||||| base", "<<<<<<<\r"])
    func mergeMarkers(marker: String) throws {
        let error = try #require(failure("# sluice baseline 1\n\(Self.a.fingerprint) py-one\n\(marker)\n"))
        #expect(error.line == 3 && error.reason.contains("merge") && error.advice.contains("both sides"))
        #expect(failure("\(marker)\n# sluice baseline 1\n")?.reason.contains("merge") == true)
    }

    @Test("What is no baseline is refused", arguments: [
        ("", 1, "not a baseline"), ("hello\n", 1, "not a baseline"), ("# sluice baseline x\n", 1, "not a baseline"),
        ("# sluice baseline 2\n", 1, "version 2"), ("# sluice baseline 0\n", 1, "version 0"),
        ("# sluice baseline 1\n1:abc py-one\n", 2, "not an entry"), ("# sluice baseline 1\n1:\(String(repeating: "a", count: 32))\n", 2, "not an entry"),
        ("# sluice baseline 1\n2:\(String(repeating: "a", count: 32)) py-one\n", 2, "kind"),
        ("# sluice baseline 1\n1:\(String(repeating: "a", count: 32)) py-one 0\n", 2, "how often"),
        ("# sluice baseline 1\n1:\(String(repeating: "a", count: 32)) py-one 99999999999999999999\n", 2, "how often"),
    ])
    func refused(text: String, line: Int, reason: String) throws {
        let error = try #require(failure(text))
        #expect(error.code == .malformed && error.line == line && error.reason.contains(reason), "\(error)")
        #expect(!error.advice.isEmpty)
    }

    @Test("Bytes that are not UTF-8 are refused with their line")
    func notText() {
        #expect(throws: BaselineError.self) { try BaselineText.read(Array("# sluice baseline 1\n".utf8) + [0xFF, 0x0A], path: "x") }
    }
}
