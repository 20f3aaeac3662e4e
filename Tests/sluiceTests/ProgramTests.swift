import Testing

@Suite struct ProgramTests {
    @Test("--version names the program, the grammars and the rule set")
    func version() throws {
        let run = try Workplace().run("--version")
        #expect(run.code == 0)
        #expect(run.output.contains(/^sluice \d+\.\d+\.\d+\n/))
        #expect(run.output.contains("tree-sitter-python 0.23.6") && run.output.contains("tree-sitter-swift 0.0.1"))
        #expect(run.output.contains(/rules: \d+ built in, set [0-9a-f]+/))
    }

    @Test("Help says how to begin, and of a scan every option")
    func help() throws {
        let place = try Workplace()
        let general = try place.run("--help")
        #expect(general.code == 0)
        #expect(general.output.contains("sluice scan") && general.output.contains("Exit codes"))
        let scan = try place.run("scan", "--help")
        for option in [
            "--select", "--ignore", "--severity", "--min-confidence", "--fail-on", "--jobs", "--stats", "--quiet", "--color", "--format", "--output",
            "--rules", "--exclude", "--include", "--no-gitignore", "--no-prefilter", "--max-file-size", "--file-timeout", "--files-from",
            "--stdin-path", "--strict",
        ] {
            #expect(scan.output.contains(option), "\(option)")
        }
    }

    @Test("Shell completions come for bash, zsh and fish", arguments: ["bash", "zsh", "fish"])
    func completion(shell: String) throws {
        let run = try Workplace().run("--generate-completion-script", shell)
        #expect(run.code == 0)
        #expect(run.output.contains("no-prefilter") && run.output.contains("explain"))
    }

    @Test(
        "What cannot be understood is exit 64 and says so",
        arguments: [
            (["scan", "--bogus"], "--bogus"), (["sacn"], "sacn"), (["scan", "--jobs", "0"], "--jobs wants a number from 1"), (["scan", "--jobs", "x"], "jobs"),
            (["scan", "--jobs", "-3"], "jobs"), (["scan", "--select", "no-such-rule"], "`no-such-rule`"), (["scan", "--ignore", "BA001,ZZ999"], "`ZZ999`"),
            (["scan", "--format", "xml"], "xml"), (["scan", "--severity", "off"], "off"), (["scan", "--fail-on", "sometimes"], "sometimes"),
            (["scan", "--color", "green"], "green"), (["scan", "--max-file-size", "big"], "big"), (["scan", "--file-timeout", "0"], "--file-timeout"),
            (["scan", "--exclude", "[z-a"], "[z-a"), (["scan", "--stdin-path", "a.py", "--files-from", "-"], "--stdin-path"),
            (["rules", "explain", "sleep-in-async"], "did you mean py-blocking-sleep-in-async"),
            (["rules", "explain", "py-blocking-sleep-in-asinc"], "did you mean py-blocking-sleep-in-async"), (["rules", "explain", "BAO01"], "did you mean BA001"),
        ])
    func usage(arguments: [String], named: String) throws {
        let place = try Workplace(["a.py": Sample.clean])
        let run = place.end(try place.start(arguments))
        #expect(run.code == 64)
        #expect(run.complaints.contains(named))
        #expect(run.output.isEmpty)
    }
}
