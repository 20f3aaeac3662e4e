import ArgumentParser
import Findings
import Foundation
import Rules
import RuleTesting
import Scanning

extension RulesCommand {
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Hold rules against their fixtures.",
            discussion: """
                A fixture folder is named by its rule's id and holds source files with marks: `ruleid: <id>` where a finding must stand, \
                `ok: <id>` at a near miss. Each file is a program of its own, and is checked as it is and under mutations (other imports, inside a \
                class, CRLF …). Each folder in `projects` beside them is one program of several files, with the same marks.
                """)
        @Argument(help: "The folder that holds the fixture folders, or one of these.", completion: .directory) var folder = "fixtures/rules"
        @OptionGroup var rules: RuleOptions

        func run() throws {
            let loaded = try rules.load()
            let (set, compileErrors) = RuleSet.compile(loaded.selected, utilities: loaded.utilities, vocabularies: loaded.vocabularies)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
                throw Stop(.inputMissing, "no fixture folder at \(folder)")
            }
            // As people write it and shells complete it.
            let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
            let harness = FixtureHarness(rules: set, names: loaded.names)
            var outcome = try harness.check(folder)
            // fixtures/projects stands beside fixtures/rules.
            let projects = folder == "projects" || folder.hasSuffix("/projects") ? folder : "\(folder)/../projects"
            if folder == projects || folder.hasSuffix("rules") { outcome += try harness.checkProjects(projects) }
            for failure in outcome.failures {
                let mutation = failure.mutation == .none ? "" : " (mutation: \(failure.mutation.rawValue))"
                try Terminal.show("\(failure.file):\(failure.line): \(failure.message)\(mutation) [\(failure.rule)]\n")
            }
            let errors = loaded.errors + compileErrors
            if errors.isEmpty && outcome.checked == 0 && outcome.failures.isEmpty { throw Stop(.inputMissing, nothingChecked(loaded)) }
            let gaps = outcome.gaps == 0 ? "" : ", \(outcome.gaps) known gaps"
            try Terminal.show("\(outcome.checked) marks checked, \(outcome.failures.count) failed\(gaps)\n")
            if !errors.isEmpty { throw Stop.badRules(errors) }
            if !outcome.failures.isEmpty { throw Stop(.findings) }
        }

        private func nothingChecked(_ loaded: RuleOptions.Loaded) -> String {
            let name = URL(fileURLWithPath: folder).lastPathComponent
            guard let rule = loaded.all.first(where: { $0.metadata.id == name }) else {
                return "no fixtures of the selected rules below \(folder): it should hold a folder named by a rule's id with marked source files, or be one"
            }
            guard case .code = rule.language else {
                return "\(name) is a rule of language \(rule.metadata.language): its fixtures have no marks that could be checked here"
            }
            return "no marks of \(name) in \(folder): its \(rule.metadata.language) files should have them"
        }
    }
}
