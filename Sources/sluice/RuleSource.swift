import BuiltinRules
import Findings
import Foundation
import Rules

/// Where rules come from: the binary, files and folders a user names, a project's sgconfig.yml.
enum RuleSource {
    struct File {
        var path: String
        var text: String
        /// A file of shared utilities rather than of rules.
        var isUtility = false
        var isBuiltin = false
    }

    static let builtinFiles: [File] = ruleTable.map { File(path: "\($0.path)", text: "\($0.text)", isBuiltin: true) }

    /// A short hash of the built-in rules' text.
    static var builtinHash: String { hash(builtinFiles.map(\.text)) }

    /// FNV-1a, 64 bit, as hexadecimal.
    static func hash(_ texts: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in texts { for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 } }
        return String(hash, radix: 16)
    }

    /// The rule files at `path`: a file, every YAML file below a folder, or what an sgconfig.yml (in it) lists.
    static func files(at path: String) throws(Stop) -> [File] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw Stop(.inputMissing, "no rule file or folder at \(path)") }
        if isFolder.boolValue {
            for name in ["sgconfig.yml", "sgconfig.yaml"] where FileManager.default.fileExists(atPath: "\(path)/\(name)") { return try project("\(path)/\(name)") }
            return try yamlFiles(below: path).map { path throws(Stop) in File(path: path, text: try read(path)) }
        }
        if (path as NSString).lastPathComponent.hasPrefix("sgconfig.") { return try project(path) }
        return [File(path: path, text: try read(path))]
    }

    /// The folders an sgconfig.yml names, relative to it.
    private static func project(_ path: String) throws(Stop) -> [File] {
        let (folders, errors) = ProjectFile.read(try read(path), file: path)
        if let error = errors.first { throw Stop(.badRule, error.description) }
        let base = (path as NSString).deletingLastPathComponent
        var files: [File] = []
        for (folder, isUtility) in folders.ruleFolders.map({ ($0, false) }) + folders.utilityFolders.map({ ($0, true) }) {
            for file in try yamlFiles(below: (base as NSString).appendingPathComponent(folder)) {
                files.append(File(path: file, text: try read(file), isUtility: isUtility))
            }
        }
        return files
    }

    private static func yamlFiles(below folder: String) throws(Stop) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else { throw Stop(.inputMissing, "cannot list \(folder)") }
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
            .filter { !($0 as NSString).lastPathComponent.hasPrefix("sgconfig.") }.sorted()
            .map { (folder as NSString).appendingPathComponent($0) }.filter(isRegular)
    }

    /// A FIFO in a folder would be waited for; one the user names is.
    private static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    static func read(_ path: String) throws(Stop) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw Stop(.inputMissing, "cannot read \(path)") }
        guard let text = String(validating: data, as: UTF8.self) else { throw Stop(.badRule, "\(path): not UTF-8") }
        return text
    }
}
