import Findings
import Foundation
import SourceFiles
import Testing

@testable import Configuration

/// Which configuration applies where, and what becomes of the others.
@Suite struct ConfigurationFinderTests {
    @Test("The nearest one above a file wins, and is the only one that counts")
    func nearest() throws {
        let tree = try ConfigurationTree([".sluice.yaml": "ignore: [BA]", "a/b/.sluice.yaml": "min-confidence: high", "a/b/c/x.py": ""])
        #expect(tree.applying("") == ".sluice.yaml")
        #expect(tree.applying("a") == ".sluice.yaml")
        #expect(tree.applying("a/b") == "a/b/.sluice.yaml")
        #expect(tree.applying("a/b/c") == "a/b/.sluice.yaml")
        #expect(tree.applying("a/b/not/there/yet") == "a/b/.sluice.yaml")
        #expect(tree.decision(SampleRule.sleep, "a/x.py").severity == .off)
        #expect(tree.decision(SampleRule.sleep, "a/b/x.py").severity == .error)
    }

    @Test("A repository's top ends the search, a submodule's too")
    func repositories() throws {
        let tree = try ConfigurationTree([
            ".sluice.yaml": "", "repo/x.py": "", "repo/.git/HEAD": "ref: refs/heads/main\n", "repo/.git/objects/x": "",
            "repo/.git/modules/sub/HEAD": "ref: refs/heads/main\n", "repo/.git/modules/sub/objects/x": "", "repo/sub/.git": "gitdir: ../.git/modules/sub\n",
            "repo/other/.git": "gitdir: ../.git/modules/sub\n", "repo/other/.sluice.yaml": "", "repo/sub/x/y.py": "", "plain/x.py": "",
        ])
        #expect(tree.applying("repo") == nil)
        #expect(tree.applying("plain") == ".sluice.yaml")
        try tree.write("repo/.sluice.yaml", Data())
        #expect(tree.applying("repo") == "repo/.sluice.yaml")
        #expect(tree.applying("repo/sub/x") == nil)
        #expect(tree.applying("repo/other") == "repo/other/.sluice.yaml")
    }

    @Test("What a link leads to lies where it lies")
    func links() throws {
        let tree = try ConfigurationTree(["real/.sluice.yaml": "", "real/in/x.py": "", "links/.sluice.yaml": "", "shared/team.yaml": "exclude: [gen/]"])
        try tree.link("links/in", to: "../real/in")
        #expect(tree.applying("links/in") == "real/.sluice.yaml")
        try tree.makeFolder("uses/gen")
        try tree.link("uses/.sluice.yaml", to: "../shared/team.yaml")
        #expect(tree.applying("uses") != nil)
        #expect(tree.excludes("uses/gen/x.py"))
        #expect(!tree.excludes("shared/gen/x.py"))
    }

    @Test("One that cannot be read is told of and passed over for the next one above")
    func unreadable() throws {
        let tree = try ConfigurationTree([
            ".sluice.yaml": "", "folder/.sluice.yaml/x": "", "wrong/.sluice.yaml": "slect: a\n", "wrong/below/x.py": "", "pipe/x.py": "", "link/x.py": "",
        ])
        mkfifo("\(tree.path)/pipe/.sluice.yaml", 0o644)
        try tree.link("link/.sluice.yaml", to: "nowhere")
        try tree.write("large/.sluice.yaml", Data(count: 2 << 20))
        for (folder, words) in [
            ("folder", "is a folder"), ("wrong", "unknown key `slect`"), ("wrong/below", "unknown key"), ("pipe", "not a regular file"),
            ("link", "no such file"), ("large", "is larger than"),
        ] {
            #expect(tree.applying(folder) == ".sluice.yaml", "\(folder)")
            let mistakes = tree.mistakes(folder)
            #expect(mistakes.count == 1 && mistakes[0].contains(words) && mistakes[0].contains(":1:1: "), "\(mistakes)")
        }
    }

    @Test("A chain of files: later and nearer ones win, lists add up, a select starts anew")
    func chain() throws {
        let tree = try ConfigurationTree([
            "conf/base.yaml": "severity: {BA001: hint, LK: off}\nignore: [dead-code]\nmin-confidence: low\napproved: [a.b]\nbaseline: known\n",
            "conf/team.yaml": "extends: base.yaml\nseverity: {BA001: info}\nfail-on: error\napproved: [c.d, a.b]\n",
            "other.yaml": "min-confidence: high\n", ".sluice.yaml": "extends: [conf/team.yaml, other.yaml]\nfail-on: hint\n",
            "sub/.sluice.yaml": "extends: ../.sluice.yaml\nselect: [BA]\n",
        ])
        #expect(tree.mistakes("sub").isEmpty)
        #expect(tree.decision(SampleRule.sleep, "x.py").severity == .info)
        #expect(tree.decision(SampleRule.sleep, "x.py").origin?.description == "conf/team.yaml:2:12")
        #expect(tree.decision(SampleRule.sleep, "sub/x.py").severity == .info)
        var finder = tree.finder
        let found = finder.layers(for: tree.place("sub"))
        let layers = try #require(found)
        let settings = RunSettings(layers)
        #expect(settings.approved.map(\.value) == ["a.b", "c.d"])
        #expect(settings.failOn?.value == .hint)
        #expect(settings.baseline?.value == "\(tree.path)/conf/known")
        #expect(layers.strongest(\.minConfidence)?.value == .high)
        #expect(layers.layers.map(\.configuration.file) == ["conf/base.yaml", "conf/team.yaml", "other.yaml", ".sluice.yaml", "sub/.sluice.yaml"])
    }

    @Test("A circle is a mistake at the entry that closes it, told once")
    func circle() throws {
        let tree = try ConfigurationTree([".sluice.yaml": "ignore: [BA]\nextends: a.yaml\n", "a.yaml": "extends:\n  - b.yaml\n", "b.yaml": "extends: a.yaml\n"])
        #expect(tree.applying("") == nil)
        #expect(tree.mistakes() == ["b.yaml:1:10: `extends` leads in a circle: a.yaml → b.yaml → a.yaml"])
        let own = try ConfigurationTree([".sluice.yaml": "extends: ./.sluice.yaml\n"])
        #expect(own.mistakes() == [".sluice.yaml:1:10: `extends` leads in a circle: .sluice.yaml → .sluice.yaml"])
    }

    @Test("What is extended and not there, a folder, or wrong itself, makes the extending file wrong; every mistake is told")
    func brokenChain() throws {
        let tree = try ConfigurationTree([".sluice.yaml": "extends: [gone.yaml, folder, bad.yaml]\nslect: a\n", "folder/x": "", "bad.yaml": "fail-on: 3\n"])
        let mistakes = tree.mistakes()
        #expect(mistakes.count == 4, "\(mistakes)")
        #expect(mistakes.contains { $0.hasPrefix(".sluice.yaml:1:11: ") && $0.contains("gone.yaml") })
        #expect(mistakes.contains { $0.hasPrefix(".sluice.yaml:1:22: ") && $0.contains("is a folder") })
        #expect(mistakes.contains { $0.hasPrefix("bad.yaml:1:10: ") })
        #expect(tree.applying("") == nil)
    }

    @Test("Two files that extend the same one twice over, twenty levels deep, are read once each")
    func diamonds() throws {
        var files = [".sluice.yaml": "extends: [l0.yaml, r0.yaml]\n", "l20.yaml": "ignore: [BA]\n", "r20.yaml": ""]
        for level in 0..<20 { for side in ["l", "r"] { files["\(side)\(level).yaml"] = "extends: [l\(level + 1).yaml, r\(level + 1).yaml]\n" } }
        let tree = try ConfigurationTree(files)
        var finder = tree.finder
        let layers = finder.layers(for: tree.place(""))
        #expect(layers?.layers.count == 43)
        #expect(tree.decision(SampleRule.sleep, "x.py").severity == .off)
    }

    @Test("Patterns start at their file's folder, those of a file kept aside at the folder of who extends it")
    func patternBases() throws {
        let tree = try ConfigurationTree([
            "conf/shared.yaml": "exclude: [gen/]\noverrides: [{paths: [/tests/], severity: {BA001: off}}]\n",
            ".sluice.yaml": "extends: conf/shared.yaml\nexclude: [/sub/old/, '!gen/keep.py']\n", "sub/.sluice.yaml": "extends: ../.sluice.yaml\n",
            "sub/old/x.py": "", "sub/tests/x.py": "", "tests/x.py": "",
        ])
        #expect(tree.excludes("gen/x.py"))
        #expect(tree.excludes("gen/keep.py"), "as in git, a file below an excluded folder is not brought back")
        #expect(tree.excludes("sub/old/x.py"))
        #expect(!tree.excludes("sub/x.py"))
        #expect(tree.decision(SampleRule.sleep, "tests/x.py").severity == .off)
        #expect(tree.decision(SampleRule.sleep, "sub/tests/x.py").severity == .off)
        #expect(tree.decision(SampleRule.sleep, "sub/x.py").severity == .error)
    }
}
