import Testing

@testable import Reporting

@Suite struct NoteTextTests {
    @Test func withoutLabelsTheFirstParagraphIsTheWhy() {
        let note = NoteText("It blocks\nthe loop.\n\nAwait instead:\n\n```python\n  await f()\n    g()\n```\n\nOr a thread.\n")
        #expect(note.why == [.paragraph("It blocks the loop.")])
        #expect(note.fix == [.paragraph("Await instead:"), .code(["await f()", "  g()"]), .paragraph("Or a thread.")])
    }

    @Test(arguments: ["**Why:** A.\n\nB.\n\n**Fix:** C.\n\nD.", "## Why\nA.\n\nB.\n## Fix\nC.\n\nD.", "A.\n\nB.\n\nFix: C.\n\nD.", "why: A.\n\nB.\n\n__How to fix__: C.\n\nD."])
    func labelsDivide(markdown: String) {
        let note = NoteText(markdown)
        #expect(note.plain(.why) == "A.\n\nB.")
        #expect(note.plain(.fix) == "C.\n\nD.")
    }

    @Test func aWordThatOnlyBeginsLikeALabelIsNone() {
        #expect(NoteText("Fixtures: these.\n\nFix it.").plain(.why) == "Fixtures: these.")
    }

    @Test func lists() {
        let note = NoteText("Why.\n\n- one\n  more\n- two\n\n1. three\n10. four\n")
        #expect(note.fix == [.item(marker: "-", "one more"), .item(marker: "-", "two"), .item(marker: "1.", "three"), .item(marker: "10.", "four")])
        #expect(note.plain(.fix) == "- one more\n- two\n1. three\n10. four")
    }

    @Test(arguments: [
        ("**bold** and *lean* and ***both***", "bold and lean and both"), ("2 * 3 * 4", "2 * 3 * 4"), ("`**kwargs` and `a*b`", "`**kwargs` and `a*b`"),
        ("[the guide](https://a.b/c)", "the guide (https://a.b/c)"), ("<https://a.b/c>", "https://a.b/c"), ("a[0](x) < b", "a[0](x) < b"),
        ("\\*not lean\\*", "*not lean*"), ("an open ` tick", "an open ` tick"), ("__init__ stays", "__init__ stays"), ("f(*args)", "f(*args)"), ("*a* and *b", "a and *b"), ("x *= 2", "x *= 2"),
    ])
    func inlineMarks(markdown: String, plain: String) {
        #expect(NoteText(markdown).plain(.why) == plain)
    }

    @Test(arguments: ["", "\n\n", "```", "```\nopen fence", "#", "-", "**", "[", "[a](", "\\", "`", "Fix:"])
    func oddNotesDoNoHarm(markdown: String) {
        let note = NoteText(markdown)
        #expect((note.plain(.why) + note.plain(.fix)).utf8.count <= markdown.utf8.count)
    }
}
