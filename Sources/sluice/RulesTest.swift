import ArgumentParser
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
                `ok: <id>` at a near miss. Each file is checked as it is and under mutations (other imports, inside a class, CRLF …).
                """)
        @Argument(help: "The folder that holds the fixture folders.", completion: .directory) var folder = "fixtures/rules"
        @OptionGroup var rules: RuleOptions

        func run() throws {
            let loaded = try rules.load()
            let (set, errors) = RuleSet.compile(loaded.selected, utilities: loaded.utilities)
            guard FileManager.default.fileExists(atPath: folder) else { throw Stop(.inputMissing, "no fixture folder at \(folder)") }
            let outcome = try FixtureHarness(rules: set, names: loaded.names).check(folder)
            for failure in outcome.failures {
                let mutation = failure.mutation == .none ? "" : " (mutation: \(failure.mutation.rawValue))"
                try Terminal.show("\(folder)/\(failure.rule)/\(failure.file):\(failure.line): \(failure.message)\(mutation) [\(failure.rule)]\n")
            }
            let gaps = outcome.gaps == 0 ? "" : ", \(outcome.gaps) known gaps"
            try Terminal.show("\(outcome.checked) marks checked, \(outcome.failures.count) failed\(gaps)\n")
            if !(loaded.errors + errors).isEmpty { throw Stop.badRules(loaded.errors + errors) }
            if !outcome.failures.isEmpty { throw Stop(.findings) }
        }
    }
}
