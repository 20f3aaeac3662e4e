import ArgumentParser
import Findings
import Gate
import Reporting
import Scanning
import SourceFiles

struct ChecklistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checklist", abstract: "Write what a reviewer should ask of a change, and what is answered already.",
        discussion: """
            For each place the change touches where something concurrent begins (a task is started, a lock taken, a client opened), the question to \
            ask there: a fault that was found, an open question with the reason why no answer was found, or a box that is ticked, with the proof. Last \
            comes what a person must ask of every change.

            Without --diff or --staged it is about all lines of the paths. Faults do not fail it: `sluice scan` is the gate. What a baseline \
            holds is folded.

            sluice checklist --diff origin/main    of this branch
            sluice checklist --staged              of the next commit
            sluice checklist src/worker.py         of a whole file
            sluice checklist --diff origin/main --format json -o checklist.json

            How to keep it in a comment of a pull request: docs/checklist.md
            """)

    @Argument(help: ArgumentHelp("Only what lies in these files and folders (default: the folder you stand in).", valueName: "paths"), completion: .file())
    var paths: [String] = []

    @OptionGroup(title: "What changed") var changes: ChangeOptions
    @OptionGroup(title: "What is known") var known: BaselineOptions

    @Option(help: "How it is written: md, boxes for a comment in Markdown, or json.")
    var format: ChecklistFormat = .md

    @Option(name: .shortAndLong, help: ArgumentHelp("Write it to this file, whole or not at all.", valueName: "file"))
    var output: String?

    @OptionGroup(title: "Rules") var rules: RuleOptions

    @OptionGroup var helpers: HelperOptions

    @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
    @OptionGroup(title: "Files") var files: FileOptions
    @OptionGroup(title: "Running") var running: RunOptions

    func validate() throws {
        if known.failOnStale { throw ValidationError("--fail-on-stale is for the gate, `sluice scan`: a checklist fails on nothing it finds") }
    }

    func run() throws {
        let surroundings = try Stop.onFileError { () throws(FileError) in try Surroundings.ofProcess() }
        let before = try known.read(in: surroundings)
        var prepared = try scan.prepare(in: surroundings)
        prepared.explain(ExplainedPlaces(prepared.change?.touched))
        let bar = ProgressBar(isEnabled: Terminal.isTerminal(2))
        Interruption.listen()
        defer { bar.end() }
        var done = try prepared.perform(bar)
        bar.end()
        try known.apply(try before ?? known.read(done.settings), to: &done, in: surroundings)
        let rendered = format.render(Checklist(done.report))
        if let output { try OutputFile.write(rendered, to: output) } else { try Terminal.show(rendered) }
        try done.complain(isStrict: running.strict)
    }

    /// The scan behind it, as `sluice scan` would do it.
    private var scan: ScanCommand {
        get throws {
            var command = try ScanCommand.parse([])
            (command.paths, command.changes, command.rules, command.helpers) = (paths, changes, rules, helpers)
            (command.configuration, command.files, command.running) = (configuration, files, running)
            return command
        }
    }
}

extension ChecklistFormat: ExpressibleByArgument {}
