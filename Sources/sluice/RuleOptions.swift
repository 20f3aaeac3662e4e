import ArgumentParser
import Findings
import Rules
import Scanning

/// Which rules run: shared by all commands that run rules.
struct RuleOptions: ParsableArguments {
    @Option(name: .customLong("rules"), help: ArgumentHelp("More rules: a YAML file, a folder of them, or an ast-grep sgconfig.yml. May be repeated.", valueName: "path"))
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
        var hash: String
        /// Mistakes in rule files; the rules that have none run all the same.
        var errors: [RuleError]

        /// Ids and codes of all rules.
        var names: Set<String> { Set(all.flatMap { [$0.metadata.id] + ($0.metadata.code.map { [$0] } ?? []) }) }
    }

    /// The text of all rule files.
    func sources() throws(Stop) -> [RuleSource.File] {
        var sources = rulesDir == nil ? RuleSource.builtinFiles : []
        for path in (rulesDir.map { [$0] } ?? []) + extra { sources += try RuleSource.files(at: path) }
        return sources
    }

    /// Reads the rules. A mistake costs its own rule only; the run goes on and ends with exit code 65.
    func load() throws(Stop) -> Loaded {
        let sources = try sources()
        var all: [RuleFile] = [], utilities: [(Utility, Language)] = [], errors: [RuleError] = []
        for source in sources {
            if source.isUtility {
                let read = RuleFileReader.readUtilities(source.text, file: source.path)
                utilities += read.utilities
                errors += read.errors
            } else {
                let read = RuleFileReader.read(source.text, file: source.path, isTrusted: source.isBuiltin)
                all += read.rules
                errors += read.errors
            }
        }
        let selection = try RuleSelection(select: select, ignore: ignore, among: all.map(\.metadata) + SuppressionRules.all)
        return Loaded(
            all: all, selected: all.filter { selection.contains($0.metadata) }.map(Self.awake), suppressionRules: SuppressionRules.all.filter(selection.contains), utilities: utilities, hash: RuleSource.hash(sources.map(\.text)),
            errors: errors)
    }

    /// A rule that is off and was asked for all the same reports at the lowest level there is.
    private static func awake(_ file: RuleFile) -> RuleFile {
        var file = file
        if file.metadata.severity == .off { file.metadata.severity = .hint }
        return file
    }

    /// All mistakes at once, one a line.
    static func text(_ errors: [RuleError]) -> String {
        let lines = errors.prefix(50).map(\.description).joined(separator: "\n")
        let more = errors.count > 50 ? "\n… and \(errors.count - 50) more" : ""
        return "\(errors.count) mistake\(errors.count == 1 ? "" : "s") in rule files; the rules that have none ran\n\(lines)\(more)"
    }
}

/// `--select` and `--ignore`.
struct RuleSelection {
    private let select: Set<String>?
    private let ignore: Set<String>

    /// - Throws: usage, when a name is none of a rule's id, code or family.
    init(select: [String], ignore: [String], among rules: [RuleMetadata]) throws(Stop) {
        func names(_ lists: [String]) -> [String] { lists.flatMap { $0.split(separator: ",") }.map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty } }
        let known = Set(rules.flatMap { Self.names(of: $0) }).union(Family.allCases.flatMap { [$0.rawValue, $0.prefix] })
        for name in names(select) + names(ignore) where !known.contains(name) {
            throw Stop(.usage, "no rule, code or family is called `\(name)`; `sluice rules list` shows them all")
        }
        self.select = select.isEmpty ? nil : Set(names(select))
        self.ignore = Set(names(ignore))
    }

    /// A rule that is off by default runs only when named itself.
    func contains(_ rule: RuleMetadata) -> Bool {
        let names = Self.names(of: rule)
        if rule.severity == .off { return select?.isDisjoint(with: names.prefix(2)) == false && ignore.isDisjoint(with: names) }
        return (select.map { !$0.isDisjoint(with: names) } ?? true) && ignore.isDisjoint(with: names)
    }

    private static func names(of rule: RuleMetadata) -> [String] { [rule.id, rule.code ?? rule.id, rule.family.rawValue, rule.family.prefix] }
}
