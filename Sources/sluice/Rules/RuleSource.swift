import BuiltinRules
import Findings
import Foundation
import Rules
import Scanning

/// Where rules come from: the binary, files and folders a user names, a project's sgconfig.yml.
enum RuleSource {
    struct File {
        var path: String
        var text: String
        /// A file of shared utilities rather than of rules.
        var isUtility = false
        var isBuiltin = false
        /// Of an ast-grep project, which may have rules for languages we do not read.
        var isOfProject = false
    }

    static let builtinFiles: [File] = ruleTable.map { File(path: "\($0.path)", text: "\($0.text)", isBuiltin: true) }

    /// A short hash of the built-in rules' text.
    static var builtinHash: String { hash(builtinFiles.map(\.text)) }

    /// 64 bits of what the texts hold, as hexadecimal.
    static func hash(_ texts: [String]) -> String {
        let hash = texts.reduce(UInt64(0)) { before, text in
            var text = text
            return text.withUTF8 { ContentHash(UnsafeRawBufferPointer($0), salt: before).high }
        }
        return String(hash, radix: 16)
    }

    /// The rule files at `path`: a file, every YAML file below a folder, or what an sgconfig.yml (in it) lists.
    static func files(at path: String) throws(Stop) -> [File] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw Stop(.inputMissing, "no rule file or folder at \(path)") }
        if isFolder.boolValue {
            if let file = projectFile(in: path) { return try project(file) }
            return try yamlFiles(below: path).map { path throws(Stop) in File(path: path, text: try read(path)) }
        }
        if (path as NSString).lastPathComponent.hasPrefix("sgconfig.") { return try project(path) }
        return [File(path: path, text: try read(path))]
    }

    /// The project file of a folder, by default of the one the program was started in.
    static func projectFile(in folder: String = "") -> String? {
        ["sgconfig.yml", "sgconfig.yaml"].map { (folder as NSString).appendingPathComponent($0) }.first(where: isRegular)
    }

    /// The rules and utilities in the folders an sgconfig.yml names, relative to it.
    static func project(_ path: String) throws(Stop) -> [File] {
        let (project, mistakes) = ProjectFile.read(try read(path), file: path)
        let base = (path as NSString).deletingLastPathComponent
        var files: [File] = [], errors = mistakes
        for (folder, isUtility) in project.ruleFolders.map({ ($0, false) }) + project.utilityFolders.map({ ($0, true) }) {
            let place = folder.path.hasPrefix("/") ? folder.path : (base as NSString).appendingPathComponent(folder.path)
            guard isFolder(place) else {
                errors.append(RuleError(file: path, at: folder.mark, "no folder `\(place)` is there to read \(isUtility ? "utilities" : "rules") from"))
                continue
            }
            for file in try yamlFiles(below: place) { files.append(File(path: file, text: try read(file), isUtility: isUtility, isOfProject: true)) }
        }
        // Without its project file nobody knows which rules were meant to run.
        guard errors.isEmpty else { throw Stop(.badRule, errors.map(\.description).joined(separator: "\n")) }
        return files
    }

    /// A file that is named twice, say by `--rules` and by the project file, is read once; once as either, where utilities lie among the rules.
    static func withoutRepeats(_ files: [File]) -> [File] {
        var seen: Set<String> = []
        return files.filter { $0.isBuiltin || seen.insert("\($0.isUtility) \(URL(fileURLWithPath: $0.path).resolvingSymlinksInPath().path)").inserted }
    }

    private static func yamlFiles(below folder: String) throws(Stop) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else { throw Stop(.inputMissing, "cannot list \(folder)") }
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
            .filter { !($0 as NSString).lastPathComponent.hasPrefix("sgconfig.") }.sorted()
            .map { (folder as NSString).appendingPathComponent($0) }.filter(isRegular)
    }

    /// A FIFO in a folder would be waited for; one the user names is.
    private static func isRegular(_ path: String) -> Bool { kind(path) == S_IFREG }

    private static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    static func read(_ path: String) throws(Stop) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw Stop(.inputMissing, "cannot read \(path)") }
        guard let text = String(validating: data, as: UTF8.self) else { throw Stop(.badRule, "\(path): not UTF-8") }
        return text
    }
}
