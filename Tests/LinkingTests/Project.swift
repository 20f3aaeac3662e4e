import Findings
import Linking
import Semantics
import Syntax

/// Files of a project, each parsed and summarised when it is asked about, and questions about them by text.
struct Project {
    let program: Program
    let paths: [String]
    let sources: [String: String]
    private let log = ReadLog()
    /// The paths of the files read when they were asked about, in that order.
    var read: [String] { log.paths }

    private final class ReadLog {
        var paths: [String] = []
    }

    /// - Parameters:
    ///   - order: how the files are numbered, by their place in `files`.
    ///   - known: files that have a summary from the start.
    ///   - unreadable: files that cannot be read.
    ///   - declared: what is known to be declared in files before they are read.
    init(
        _ files: [(String, String)], order: [Int]? = nil, known: Set<String> = [], unreadable: Set<String> = [], declared: [String: DeclaredNames] = [:]
    ) throws {
        let order = order ?? Array(files.indices), log = log
        let listed = order.map { files[$0] }
        let summaries = try listed.map { PackedSummary(try summary(of: $0.1, path: $0.0)) }
        paths = listed.map(\.0)
        sources = Dictionary(uniqueKeysWithValues: files)
        program = Program(
            files: listed.indices.map { at in
                let path = listed[at].0
                return ProgramFile(path: path, language: Self.language(path), summary: known.contains(path) ? summaries[at] : nil, declared: declared[path])
            }
        ) { number in
            log.paths.append(listed[number].0)
            return unreadable.contains(listed[number].0) ? nil : summaries[number]
        }
    }

    static func language(_ path: String) -> Language { path.hasSuffix(".swift") ? .swift : .python }

    func file(_ path: String) -> Int32 { Int32(paths.firstIndex(of: path) ?? -1) }

    /// The first call in a file whose source text begins like this.
    func call(_ text: String, in path: String) -> CallRef? {
        let file = file(path)
        guard let summary = program.summary(of: file), let source = sources[path].map({ Array($0.utf8) }) else { return nil }
        let call = summary.calls.firstIndex { source[Int($0.site.start)..<Int($0.site.end)].starts(with: text.utf8) }
        return call.map { CallRef(file: file, call: UInt32($0)) }
    }

    /// What a call arrives at, in words: `function app.db.get`, `type app.db.Pool app.db.Pool.__init__`, `external asyncio.gather`, `unknown`.
    func target(_ text: String, in path: String) -> String {
        guard let call = call(text, in: path) else { return "no such call" }
        return switch program.target(of: call) {
        case .function(let function): "function " + name(function)
        case .type(let type, nil): "type " + program.names.text(program.name(of: type))
        case .type(let type, let function?): "type " + program.names.text(program.name(of: type)) + " " + name(function)
        case .external(let name): "external " + program.names.text(name)
        case .unknown: "unknown"
        }
    }

    func name(_ function: FunctionRef) -> String { program.names.text(program.name(of: function)) }

    func calleeName(_ text: String, in path: String) -> String {
        call(text, in: path).map { program.names.text(program.calleeName(of: $0)) } ?? "no such call"
    }

    /// The path of the file a call's target is declared in.
    func targetFile(_ text: String, in path: String) -> String {
        guard let call = call(text, in: path) else { return "no such call" }
        return switch program.target(of: call) {
        case .function(let function): paths[Int(function.file)]
        case .type(let type, _): paths[Int(type.file)]
        default: "-"
        }
    }

    /// The type of the first argument of the first call beginning so.
    func argumentType(_ text: String, in path: String) -> String {
        guard let value = argument(text, in: path) else { return "no such argument" }
        return switch program.type(of: value, in: file(path)) {
        case .type(let type): program.names.text(program.name(of: type))
        case .external(let name): program.names.text(name)
        case .unknown: "unknown"
        }
    }

    func argument(_ text: String, in path: String) -> SummaryValue? {
        guard let call = call(text, in: path), let summary = program.summary(of: call.file) else { return nil }
        let record = summary.calls[Int(call.call)]
        return record.argumentCount == 0 ? nil : summary.arguments[Int(record.firstArgument)].value
    }

    func argumentFunction(_ text: String, in path: String) -> String {
        argument(text, in: path).flatMap { program.function(for: $0, in: file(path)) }.map(name) ?? "-"
    }
}

/// A source's summary, through the parser and the file's semantics.
func summary(of source: String, path: String) throws -> FileSummary {
    let language = Project.language(path)
    let parser = TreeParser()
    let semantics = FileSemantics(language: language)
    var source = source
    return try source.withUTF8 { text in
        let tree = try parser.parse(UnsafeRawBufferPointer(text), as: language)
        semantics.analyse(tree, isMainFile: path.hasSuffix("main.swift"))
        return semantics.makeSummary()
    }
}
