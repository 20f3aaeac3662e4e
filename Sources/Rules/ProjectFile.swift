package import YAML

/// An ast-grep project's `sgconfig.yml`: where its rules and its shared utilities lie. Other keys are ast-grep's own and left alone.
package struct ProjectFile: Sendable {
    package var ruleFolders: [Folder] = []
    package var utilityFolders: [Folder] = []

    package struct Folder: Sendable, Hashable {
        /// As written: relative to the file, or absolute.
        package var path: String
        /// Where it is written.
        package var mark: YAMLMark
    }

    package static func read(_ text: String, file: String) -> (ProjectFile, [RuleError]) {
        let documents: [YAMLNode]
        do {
            documents = try YAML.parse(text, file: file)
        } catch {
            return (ProjectFile(), [RuleError(file: file, line: error.line, column: error.column, message: error.message)])
        }
        var project = ProjectFile(), errors = RuleErrors(file: file)
        guard let document = documents.first, let rules = document["ruleDirs"] else {
            return (project, [RuleError(file: file, line: 1, column: 1, message: "an sgconfig.yml needs `ruleDirs`, a list of folders")])
        }
        project.ruleFolders = folders(rules, "ruleDirs", &errors)
        if let utilities = document["utilDirs"] { project.utilityFolders = folders(utilities, "utilDirs", &errors) }
        return (project, errors.all)
    }

    private static func folders(_ node: YAMLNode, _ what: String, _ errors: inout RuleErrors) -> [Folder] {
        guard let items = node.items, items.allSatisfy({ $0.text != nil }) else {
            errors.add(node.mark, "`\(what)` must be a list of folders")
            return []
        }
        return items.compactMap { item in item.text.map { Folder(path: $0, mark: item.mark) } }
    }
}
