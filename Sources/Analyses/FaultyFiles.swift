/// Files that are no code, with the rules that found something in them: what is read from such a file may weigh more.
package struct FaultyFiles: Sendable {
    private var rules: [String: [String]] = [:]

    package init() {}

    /// - Parameter path: as the report has it.
    package mutating func add(_ rule: String, in path: String) { rules[path, default: []].append(rule) }

    /// The first file, by path, whose name a program writes so, and which has a finding of one of these rules.
    func file(named name: String, _ isWanted: (String) -> Bool) -> (path: String, rule: String)? {
        let name = name.split(separator: "/").drop { $0 == "." || $0 == ".." }.joined(separator: "/")
        guard !name.isEmpty else { return nil }
        for (path, found) in rules.sorted(by: { $0.key < $1.key }) where path == name || path.hasSuffix("/" + name) {
            if let rule = found.sorted().first(where: isWanted) { return (path, rule) }
        }
        return nil
    }
}

extension AnalysisContext {
    func faultyFile(named name: String, by rules: KnowledgeID) -> (path: String, rule: String)? {
        isEmpty(rules) ? nil : faultyFiles.file(named: name) { isMatch(named: $0, rules) }
    }
}
