import ArgumentParser
import Configuration
import Findings
import Rules
import Scanning
import Syntax

/// Which rules run: shared by all commands that run rules.
struct RuleOptions: ParsableArguments {
    @Option(name: .customLong("rules"), help: ArgumentHelp(
            "More rules: a YAML file, a folder of them, or an sgconfig.yml. May be repeated. Those of the sgconfig.yml in the folder you stand in run anyway.",
            valueName: "path"))
    var extra: [String] = []

    @Option(help: ArgumentHelp("Only these rules: ids, codes (BA001) or families (BA, blocking-in-async), separated by commas.", valueName: "names"))
    var select: [String] = []

    @Option(help: ArgumentHelp("Not these rules: ids, codes or families, separated by commas.", valueName: "names"))
    var ignore: [String] = []

    @Option(help: ArgumentHelp("Read the built-in rules from this folder instead of the binary, while writing them.", valueName: "dir"))
    var rulesDir: String?

    /// All rules there are, and those of them that were asked for.
    struct Loaded {
        var all: [RuleFile]
        var selected: [RuleFile]
        /// Those of `SuppressionRules` that were asked for.
        var suppressionRules: [RuleMetadata]
        var utilities: [(Utility, Language)]
        var vocabularies: [Vocabulary]
        var hash: String
        /// The text of all rule files.
        var sources: [RuleSource.File]
        /// Mistakes in rule files; the rules that have none run all the same.
        var errors: [RuleError]

        /// Ids and codes of all rules.
        var names: Set<String> { Set(all.flatMap { [$0.metadata.id] + ($0.metadata.code.map { [$0] } ?? []) }) }

        /// Ends a command that only shows rules when some could not be read.
        func complain() throws(Stop) {
            if !errors.isEmpty { throw Stop.badRules(errors) }
        }
    }

    /// The text of all rule files.
    func sources() throws(Stop) -> [RuleSource.File] {
        var sources = rulesDir == nil ? RuleSource.builtinFiles : []
        // First, so that what is named as well is known to be the project's.
        if let project = RuleSource.projectFile() { sources += try RuleSource.project(project) }
        for path in (rulesDir.map { [$0] } ?? []) + extra { sources += try RuleSource.files(at: path) }
        return RuleSource.withoutRepeats(sources)
    }

    /// Begins to read the rules in the binary, for `load`, while something else is done; nil where they are not wanted.
    func beginBuiltin() -> Aside<ReadRules>? { rulesDir == nil ? Aside { ReadRules(RuleSource.builtinFiles) } : nil }

    /// Reads the rules. A mistake costs its own rule only; the run goes on and ends with exit code 65.
    /// - Parameters:
    ///   - builtin: those in the binary, where they were begun with.
    ///   - further: more rule files than the options name, when told the paths of those.
    func load(_ builtin: Aside<ReadRules>? = nil, and further: (Set<String>) -> [RuleSource.File] = { _ in [] }) throws(Stop) -> Loaded {
        let own = try sources()
        let sources = RuleSource.withoutRepeats(own + further(Set(own.lazy.filter { !$0.isBuiltin }.map(\.path))))
        var read = builtin?.value() ?? ReadRules(sources.filter(\.isBuiltin))
        read.add(ReadRules(sources.filter { !$0.isBuiltin }))
        let selection = selection
        if let mistake = selection.mistake(among: RuleNames(read.rules.map(\.metadata) + SuppressionRules.all)) { throw Stop(.usage, mistake) }
        return Loaded(
            all: read.rules, selected: read.rules.filter { selection.contains($0.metadata) }.map(Self.awake),
            suppressionRules: SuppressionRules.all.filter(selection.contains), utilities: read.utilities, vocabularies: read.vocabularies,
            hash: RuleSource.hash(sources.map(\.text)), sources: sources,
            errors: read.errors)
    }

    /// `--select` and `--ignore`.
    var selection: RuleSelection { RuleSelection(select: select, ignore: ignore) }

    /// A rule that is off and was asked for all the same reports at the lowest level there is.
    static func awake(_ file: RuleFile) -> RuleFile {
        var file = file
        if file.metadata.severity == .off { file.metadata.severity = .hint }
        return file
    }
}
