import Findings
import Rules
import Scanning

/// How a run was set up, for the machine that puts its parts together: it may have neither the tree nor the rule files.
struct RunSetup {
    /// Rule files that are not in the binary.
    var files: [RuleSource.File]
    var usesBuiltin: Bool
    /// The rules that run, by id, and what their findings count as.
    var selected: [(id: String, severity: Severity)]
    var suppressionRules: [String]
    var approved: [String]
    /// The least severity that fails the run; nil for none.
    var failOn: Severity?
    /// Mistakes in configuration files, each in words.
    var mistakes: [String]

    func encode() -> [UInt8] {
        var writer = RecordWriter()
        writer.write(list: files) { writer, file in
            writer.write(file.path)
            writer.write(file.text)
            writer.write(file.isUtility)
            writer.write(file.isOfProject)
        }
        writer.write(usesBuiltin)
        writer.write(list: selected) { writer, rule in
            writer.write(rule.id)
            writer.write(rule.severity.rawValue)
        }
        for list in [suppressionRules, approved, mistakes] { writer.write(list: list) { $0.write($1) } }
        writer.write(failOn) { $0.write($1.rawValue) }
        return writer.bytes
    }
}

extension RunSetup {
    /// - Throws: `RecordError` when the bytes are no setup.
    init(decoding bytes: [UInt8]) throws(RecordError) {
        let result: Result<RunSetup, RecordError> = bytes.withUnsafeBytes { bytes in
            do throws(RecordError) {
                var reader = RecordReader(bytes)
                return .success(try reader.runSetup())
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    /// The rules as they ran.
    func load() -> (set: RuleSet, errors: [RuleError], names: Set<String>, hash: String) {
        let sources = (usesBuiltin ? RuleSource.builtinFiles : []) + files
        let read = ReadRules(sources)
        let severities = Dictionary(selected.map { ($0.id, $0.severity) }) { first, _ in first }
        let chosen = read.rules.compactMap { file -> RuleFile? in
            guard let severity = severities[file.metadata.id] else { return nil }
            var file = file
            file.metadata.severity = severity
            return file
        }
        var (set, errors) = RuleSet.compile(chosen, utilities: read.utilities, vocabularies: read.vocabularies)
        set.approve(approved)
        let names = Set(read.rules.flatMap { [$0.metadata.id] + ($0.metadata.code.map { [$0] } ?? []) })
        return (set, read.errors + errors, names, RuleSource.hash(sources.map(\.text)))
    }
}

extension RecordReader {
    fileprivate mutating func runSetup() throws(RecordError) -> RunSetup {
        let text = { (reader: inout RecordReader) throws(RecordError) in try reader.text() }
        let files = try list { reader throws(RecordError) in
            RuleSource.File(path: try reader.text(), text: try reader.text(), isUtility: try reader.flag(), isOfProject: try reader.flag())
        }
        let usesBuiltin = try flag()
        let selected = try list { reader throws(RecordError) in (id: try reader.text(), severity: try reader.choice(Severity.self)) }
        let suppressionRules = try list(text), approved = try list(text), mistakes = try list(text)
        return RunSetup(
            files: files, usesBuiltin: usesBuiltin, selected: selected, suppressionRules: suppressionRules, approved: approved,
            failOn: try optional { reader throws(RecordError) in try reader.choice(Severity.self) }, mistakes: mistakes)
    }
}
