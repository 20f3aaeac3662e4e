import Rules
import Testing

@Suite struct NameTableTests {
    private func matches(_ table: NameTable, _ name: String) -> [String] {
        var ids: [Int32] = []
        Array(name.utf8).withUnsafeBytes { bytes in table.forEachMatch(bytes) { ids.append($0) } }
        return ids.map { table.text(of: $0) }.sorted()
    }

    private func table(_ names: [String]) -> NameTable {
        var table = NameTable()
        for name in names { _ = table.add(name) }
        return table
    }

    @Test func anExactNameIsItselfOnly() {
        let table = table(["time.sleep", "open", "os"])
        #expect(matches(table, "time.sleep") == ["time.sleep"])
        for other in ["time", "sleep", "time.sleeps", "time.slee", "Time.sleep", "", "time.sleep."] { #expect(matches(table, other) == [], "\(other)") }
    }

    @Test func equalNamesHaveOneID() {
        var table = NameTable()
        #expect([table.add("a.b"), table.add("c.*"), table.add("a.b"), table.add("c.*")] == [0, 1, 0, 1])
        #expect(table.count == 2)
    }

    private struct Wildcard: Sendable {
        var glob: String, matches: [String], others: [String]
        init(_ glob: String, _ matches: [String], _ others: [String]) { (self.glob, self.matches, self.others) = (glob, matches, others) }
    }

    private static let wildcards: [Wildcard] = [
        Wildcard("requests.*", ["requests.get"], ["requests", "requests.get.x", "xrequests.get"]),
        Wildcard("os.*env", ["os.env", "os.getenv"], ["os.environ", "os.x.env", "env"]),
        Wildcard("a.b*c*d.e", ["a.bcd.e", "a.bxxcyyd.e", "a.bccdd.e"], ["a.bd.e", "a.bc.d.e", "a.bcdx.e"]),
        Wildcard("*.execute", ["cursor.execute", "x.execute"], ["execute", "a.b.execute"]),
        Wildcard("*", ["print", "x"], ["a.b"]),
        Wildcard("subprocess.**", ["subprocess.run", "subprocess.Popen.wait"], ["subprocess", "subprocesses.run"]),
        Wildcard("**", ["a", "a.b", "a.b.c"], []),
        Wildcard("**.sleep", ["sleep", "time.sleep", "a.b.sleep"], ["asleep", "time.sleeps", "sleep.x"]),
        Wildcard("a.**.z", ["a.z", "a.b.z", "a.b.c.z", "a.z.z"], ["a", "z", "a.b", "az"]),
        Wildcard("a.**.m*.z", ["a.m.z", "a.b.mm.z", "a.m.x.m1.z"], ["a.z", "a.b.z"]),
        Wildcard("asyncio.get_event_loop().*", ["asyncio.get_event_loop().run_until_complete"], ["asyncio.get_event_loop.run_until_complete"]),
        Wildcard("a**", ["a", "ab"], ["a.b", "b"]),
    ]

    @Test(arguments: wildcards)     private func wildcard(_ wildcard: Wildcard) {
        let table = table([wildcard.glob])
        for name in wildcard.matches { #expect(matches(table, name) == [wildcard.glob], "\(name)") }
        for name in wildcard.others { #expect(matches(table, name) == [], "\(name)") }
    }

    @Test func exactNamesAndWildcardsAnswerTogether() {
        let table = table(["os.path.join", "os.**", "os.*.join", "shutil.*"])
        #expect(matches(table, "os.path.join") == ["os.**", "os.*.join", "os.path.join"])
    }

    /// The table starts with 16 slots; wildcards stand among the names and must not disturb what is put in again.
    @Test(arguments: [5, 8, 9, 16, 17, 33, 200, 1000]) func growthLosesNothing(_ count: Int) {
        var names: [String] = []
        for index in 0..<count {
            names.append("module\(index % 7).name\(index)")
            if index % 3 == 0 { names.append("glob\(index).*") }
        }
        let table = table(names)
        for (id, name) in names.enumerated() {
            #expect(table.text(of: Int32(id)) == name)
            let asked = name.replacing("*", with: "x")
            #expect(matches(table, asked) == [name], "\(asked)")
        }
        #expect(matches(table, "module0.name\(count)") == [])
    }

    @Test func hostileWildcardsEnd() {
        let table = table([String(repeating: "a*", count: 40) + "b"])
        #expect(matches(table, String(repeating: "a", count: 4000)) == [])
    }
}
