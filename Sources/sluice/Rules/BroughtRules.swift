import Configuration
import Findings
import Rules
import SourceFiles

/// The rules that configuration files bring, which only run where the configuration counts that names them.
struct BroughtRules {
    private(set) var files: [RuleSource.File] = []
    /// By rule file, the paths of the configurations that name it.
    private var owners: [String: Set<String>] = [:]
    /// By configuration, what it names and is not there.
    private var missing: [String: [ConfigurationError]] = [:]
    private let configurations: [Configuration]

    init() { configurations = [] }

    /// - Parameter known: the paths of rule files that run everywhere.
    init(_ configurations: [Configuration], besides known: Set<String>, _ surroundings: Surroundings) {
        self.configurations = configurations
        for configuration in configurations {
            for entry in configuration.rules {
                let path = configuration.resolve(entry.value)
                do {
                    for file in try RuleSource.files(at: surroundings.shown(path) ?? path) where !known.contains(file.path) {
                        if owners[file.path] == nil { files.append(file) }
                        owners[file.path, default: []].insert(configuration.path)
                    }
                } catch {
                    missing[configuration.path, default: []].append(ConfigurationError(entry.origin, "`rules`: \(error.message)"))
                }
            }
        }
    }

    /// Puts those configurations out of force that name rules or rule files there are not.
    func check(_ finder: inout ConfigurationFinder, _ names: RuleNames) {
        var mistakes: [ConfigurationError] = [], wrong: Set<String> = []
        for configuration in configurations {
            let found = (missing[configuration.path] ?? []) + configuration.mistakes(among: names)
            if !found.isEmpty { wrong.insert(configuration.path) }
            mistakes += found
        }
        if !wrong.isEmpty { finder.reject(mistakes, in: wrong) }
    }

    /// By a rule's id, the configurations without which it does not run; nothing for a rule that runs anyway.
    func owners(of rules: [RuleFile]) -> [String: Set<String>] {
        Dictionary(rules.compactMap { rule in owners[rule.file].map { (rule.metadata.id, $0) } }) { $0.union($1) }
    }
}
