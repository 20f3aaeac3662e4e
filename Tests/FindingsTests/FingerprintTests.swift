import Testing

@testable import Findings

@Suite struct FingerprintTests {
    /// Vectors of the FNV draft.
    @Test(arguments: [
        ("", "6c62272e07bb014262b821756295c58d"), ("a", "d228cb696f1a8caf78912b704e4a8964"), ("foobar", "343e1662793c64bf6f0d3597ba446f18"),
    ])
    func hashIsFNV1a(text: String, expected: String) {
        var hash = FingerprintHash()
        hash.combine(text.utf8)
        #expect(String(hash.value, radix: 16) == expected)
    }

    let original = "import time\n\nasync def poll():\n    time.sleep(5)\n"

    @Test func survivesLinesMovingAndReindentation() {
        let moved = "# a\n# b\nimport time\n\nif True:\n\tasync def poll():\n\t\ttime.sleep( 5 )\r\n"
        #expect(fingerprint(of: "time.sleep(5)", in: original) == fingerprint(of: "time.sleep( 5 )", in: moved))
    }

    @Test func aChangeOfTheLineTheDeclarationOrTheRuleIsAnotherFinding() {
        let known = fingerprint(of: "time.sleep(5)", in: original)
        #expect(fingerprint(of: "time.sleep(6)", in: original.replacing("5", with: "6")) != known)
        #expect(fingerprint(of: "time.sleep(5)", in: original.replacing("    time", with: "    x = time")) != known)
        #expect(fingerprint(of: "time.sleep(5)", in: original, declaration: "push") != known)
        #expect(fingerprint(of: "time.sleep(5)", in: original, rule: "other") != known)
    }

    @Test func neighboursDoNotCount() {
        let edited = original.replacing("async def poll():\n", with: "async def poll():\n    work()\n") + "    more()\n"
        #expect(fingerprint(of: "time.sleep(5)", in: edited) == fingerprint(of: "time.sleep(5)", in: original))
    }

    @Test func equalPlacesAreCounted() {
        let context = context(of: "time.sleep(5)", in: original, declaration: "poll")
        var sequence = FingerprintSequence()
        let first = sequence.next(rule: "r", at: context)
        let other = sequence.next(rule: "q", at: context)
        let second = sequence.next(rule: "r", at: context)
        #expect(first.content == second.content)
        #expect(first.description == first.content + ":1")
        #expect(second.description == first.content + ":2")
        #expect(other.occurrence == 1)
        #expect(first.content.wholeMatch(of: #/1:[0-9a-f]{32}/#) != nil)
    }

    @Test func theRecipeStands() {
        // A baseline written by one release must fit the next; a change here needs a new version number. The value was checked
        // by a separate program: FNV(rule FF FNV(declaration FF line without blanks)).
        #expect(fingerprint(of: "time.sleep(5)", in: original) == "1:85d87e6eda50ce21d1ccc080b1343cfc:1")
    }

    @Test func aHugeLineCostsLittleAndKeepsItsLocalText() {
        let filler = String(repeating: "a+", count: 1_000_000)
        let near = fingerprint(of: "danger()", in: filler + "danger()" + filler)
        #expect(near == fingerprint(of: "danger()", in: "b+" + filler + "danger()" + filler + "b"))
        #expect(near != fingerprint(of: "danger()", in: filler + "x+danger()" + filler))
    }

    @Test func aRegionOutsideTheFileIsClamped() {
        let bytes = Array("ab".utf8)
        let inside = bytes.withUnsafeBytes { FingerprintContext(region: 2..<2, in: $0, declaration: []) }
        let outside = bytes.withUnsafeBytes { FingerprintContext(region: 7..<9, in: $0, declaration: []) }
        #expect(inside == outside)
    }

    private func context(of region: String, in text: String, declaration: String) -> FingerprintContext {
        let start = text.utf8.firstRange(of: region.utf8)!.lowerBound.utf16Offset(in: text)
        return Array(text.utf8).withUnsafeBytes {
            FingerprintContext(region: start..<start + region.utf8.count, in: $0, declaration: declaration.utf8)
        }
    }

    private func fingerprint(of region: String, in text: String, declaration: String = "poll", rule: String = "py-blocking-sleep") -> String {
        var sequence = FingerprintSequence()
        return sequence.next(rule: rule, at: context(of: region, in: text, declaration: declaration)).description
    }
}
