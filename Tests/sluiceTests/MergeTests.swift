import Foundation
import Testing

/// One machine's report out of the parts of several.
@Suite struct MergeTests {
    private static let files = [
        "app/__init__.py": "", "app/work.py": "import time\n\ndef pause():\n    time.sleep(3)\n",
        "app/helper.py": "from .work import pause\n\ndef settle(x):\n    pause()\n    return x\n",
        "app/main.py": """
            import asyncio
            from .helper import settle
            from .many import *

            async def run(items):
                settle(1)
                await asyncio.gather(*(load(x) for x in items))

            async def quiet():
                settle(2)  # sluice: ignore[BA007] measured: it is short
            """,
        "app/many.py": "import asyncio\n\nasync def load(x):\n    f = open(x)\n    return f.name\n",
        "app/plain.py": "def add(a, b):\n    return a + b\n", "sub/.sluice.yaml": "severity: {py-handle-not-closed: error}\n",
        "sub/b.py": "def read(p):\n    f = open(p)\n    return f.readline()\n", "sub/named file.py": "own_fault()\n",
        "conf/settings.yaml": "key: !!python/object/apply:os.system [ls]\n", "own/rule.yaml": Sample.rule("own", function: "own_fault", severity: "error"),
    ]

    private static func parts(_ place: Workplace, _ count: Int, _ options: [String]) throws -> [String] {
        try (1...count).map { number in
            let run = place.end(try place.start(["scan", "--shard", "\(number)/\(count)", "--output", ".sluice-\(number)"] + options))
            #expect(run.code == 0, "\(run.complaints)")
            #expect(run.output.isEmpty)
            return ".sluice-\(number)"
        }
    }

    @Test("The same report for any number of parts in any order, though neither the files nor the rules are there any more", arguments: [1, 3, 20])
    func same(count: Int) throws {
        let place = try Workplace(Self.files), options = ["--rules", "own", "--exclude", ".*"]
        let whole = place.end(try place.start(["scan", "--format", "json"] + options))
        #expect(whole.code == 1)
        for rule in ["BA007", "EC004", "RL001", "own", "\"suppressed\""] { #expect(whole.output.contains(rule), "\(rule)") }
        let parts = try Self.parts(place, count, options)
        for name in Self.files.keys { try FileManager.default.removeItem(atPath: place[name]) }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2 {
            let merged = place.end(try place.start(["merge", "--format", "json"] + parts.shuffled(using: &generator)))
            #expect(merged.output == whole.output)
            #expect(merged.code == whole.code)
        }
        #expect(try place.run("merge", "--fail-on", "never", parts[0]).code == (count == 1 ? 0 : 64))
    }

    @Test("Parts that do not belong together are told apart, and what to do")
    func misfits() throws {
        let place = try Workplace(Self.files)
        let parts = try Self.parts(place, 2, ["--exclude", ".*"])
        #expect(try place.run("merge", parts[0]).complaints == "sluice: part 2 of 2 is missing\n")
        #expect(try place.run("merge", parts[0], parts[1], parts[0]).complaints.contains("part 1 is there twice"))
        _ = place.end(try place.start(["scan", "--shard", "2/2", "--select", "UC", "--output", "other", "--exclude", ".*"]))
        #expect(try place.run("merge", parts[0], "other").complaints.contains("other rules or options"))
        try place.write("app/new.py", "")
        _ = place.end(try place.start(["scan", "--shard", "2/2", "--output", "later", "--exclude", ".*"]))
        #expect(try place.run("merge", parts[0], "later").complaints.contains("of other files"))
        let run = try place.run("merge", parts[0], "missing")
        #expect(run.code == 66 && run.complaints.contains("missing: "))
        #expect(try place.run("scan", "--shard", "3/2", "--output", "x").code == 64)
        #expect(try place.run("scan", "--shard", "1/2").complaints.contains("--output"))
    }

    @Test("A part that was cut short or changed anywhere is refused")
    func damaged() throws {
        let place = try Workplace(Self.files)
        let part = try Self.parts(place, 1, ["--exclude", ".*"])[0]
        let bytes = try Data(contentsOf: URL(fileURLWithPath: place[part]))
        for cut in [0, 5, 12, 40, bytes.count / 2, bytes.count - 1] {
            try place.write("cut", bytes.prefix(cut))
            #expect(try place.run("merge", "cut").code == 64, "\(cut)")
        }
        for at in stride(from: 12, to: bytes.count, by: bytes.count / 6) {
            var changed = bytes
            changed[at] ^= 0x20
            try place.write("changed", changed)
            #expect(try place.run("merge", "changed").code == 64, "\(at)")
        }
    }
}
