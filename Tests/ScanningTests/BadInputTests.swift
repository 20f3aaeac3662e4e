import Findings
import Testing

@testable import Scanning

/// Files that are broken, tangled or huge, in one project with a fault that must be found all the same: by all rules that need the program.
@Suite struct BadInputTests {
    /// `sound.py` stalls three calls away; nothing else here is to be found.
    static let sound = [
        "sound.py": "from soundly import load\n\n\nasync def run():\n    load()\n",
        "soundly.py": "import time\n\n\ndef load():\n    read()\n\n\ndef read():\n    time.sleep(1)\n",
    ]

    /// What is found, the same with the prefilter and without it, on one thread and on three.
    private func check(_ files: [String: String], _ more: [String] = []) throws {
        let project = try Project(files.merging(Self.sound) { first, _ in first })
        let expected = (["sound.py stalls:5"] + more).sorted()
        for (jobs, prefilter) in [(1, true), (3, false)] {
            let report = try project.scan(WholeProgramTests.rules, jobs: jobs, prefilter: prefilter)
            #expect(report.findings.map { "\($0.location.path) \(Project.short($0))" }.sorted() == expected)
            #expect(!report.summary.partial)
        }
    }

    @Test("Import cycles, of names, of stars and of a file with itself")
    func cycles() throws {
        try check([
            "a.py": "from b import f\nfrom a import f as g\n\n\nasync def run():\n    f()\n    g()\n",
            "b.py": "from c import f\n", "c.py": "from a import f\n",
            "s.py": "from t import *\nfrom s import *\n\n\nasync def run():\n    there()\n    nowhere()\n",
            "t.py": "from s import *\nfrom u import *\n",
            "u.py": "import time\nfrom t import *\n\n\ndef there():\n    time.sleep(1)\n",
        ], ["s.py stalls:6"])
    }

    @Test("Shadowed names, monkey patches and attributes nobody can see are taken for what they may be: anything")
    func dynamic() throws {
        try check([
            "names.py": """
                from soundly import load, read

                load = wrap(load)


                async def run(read, client):
                    read()
                    load()
                    getattr(client, "load")()
                    client.__dict__["load"]()
                    for load_it in [print]:
                        load_it()
                """,
            "patches.py": """
                import patched

                patched.work = print
                setattr(patched, "other", print)
                patched.Client.get = lambda self: None


                async def run():
                    patched.other()
                """,
            "patched.py": """
                class Client:
                    def get(self): ...
                    def __getattr__(self, name):
                        return self.get


                def other(): ...


                def work(): ...
                """,
        ])
    }

    @Test("A function of 5,000 lines, and one of 2,000 branches")
    func large() throws {
        let lines = (0..<5000).map { "    x\($0) = step(\($0))\n" }.joined()
        let branches = (0..<2000).map { "    \($0 == 0 ? "if" : "elif") x == \($0):\n        step(x)\n" }.joined()
        let nested = (0..<2000).map { "    if x > \($0):\n        x = step(x)\n" }.joined()
        let start = "import time\n\n\ndef step(x):\n    return x\n\n\n"
        try check([
            "lines.py": start + "async def run():\n" + lines + "    time.sleep(1)\n    late()\n\n\ndef late():\n    time.sleep(1)\n",
            "branches.py": start + "async def run(x):\n" + branches + "    late()\n\n\ndef late():\n    time.sleep(1)\n",
            "nested.py": start + "async def run(x):\n" + nested + "    late()\n\n\ndef late():\n    time.sleep(1)\n",
        ], ["lines.py stalls:5010", "branches.py stalls:4009", "nested.py stalls:4009"])
    }

    @Test("Functions that call each other in a circle through 500 files, with a fault at the far end")
    func recursion() throws {
        var files: [String: String] = [:]
        for at in 0..<500 {
            let next = (at + 1) % 500
            files["ring/m\(at).py"] = "import time\nfrom ring.m\(next) import f\(next)\n\n\ndef f\(at)():\n    \(at == 499 ? "time.sleep(1)\n    " : "")f\(next)()\n"
        }
        files["ring/__init__.py"] = ""
        files["enter.py"] = "from ring.m0 import f0\n\n\nasync def run():\n    f0()\n"
        try check(files, ["enter.py stalls:5"])
    }

    @Test("Modules of the same name: the nearest is meant")
    func duplicates() throws {
        let stalls = "import time\n\n\ndef work():\n    time.sleep(1)\n", rests = "def work():\n    pass\n"
        let main = "from helper import work\n\n\nasync def run():\n    work()\n"
        try check(["one/helper.py": stalls, "one/main.py": main, "two/helper.py": rests, "two/main.py": main, "three/helper.pyi": rests, "three/helper/__init__.py": rests], ["one/main.py stalls:5"])
    }

    @Test("A syntax error in the middle of a file that others import takes nothing from what stands around it")
    func syntaxError() throws {
        try check([
            "broken.py": "import time\n\n\ndef before():\n    time.sleep(1)\n\n\ndef middle(:\n    return ((\n\n\ndef after():\n    pass\n",
            "user.py": "from broken import before, middle, gone\n\n\nasync def run():\n    before()\n    middle()\n    gone()\n",
            "empty.py": "", "binary.py": "\u{0}\u{1}", "bom.py": "\u{FEFF}from soundly import load\n\n\nasync def run():\n    load()\n",
        ], ["bom.py stalls:5", "user.py stalls:5"])
    }
}
