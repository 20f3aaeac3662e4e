import Rules
import Testing
import YAML

/// An ast-grep project's sgconfig.yml.
@Suite struct ProjectFileTests {
    @Test func foldersOfRulesAndUtilities() {
        let (project, errors) = ProjectFile.read("ruleDirs: [rules, more/rules]\nutilDirs: [utils]\ntestConfigs: [{testDir: t}]\n", file: "sgconfig.yml")
        #expect(errors == [])
        #expect(project.ruleFolders.map(\.path) == ["rules", "more/rules"] && project.utilityFolders.map(\.path) == ["utils"])
        #expect(project.ruleFolders.map { "\($0.mark.line):\($0.mark.column)" } == ["1:12", "1:19"])
    }

    @Test(arguments: [
        ("", "1:1", "needs `ruleDirs`"), ("utilDirs: [a]", "1:1", "needs `ruleDirs`"), ("ruleDirs: rules", "1:11", "`ruleDirs` must be a list"),
        ("ruleDirs: [a]\nutilDirs: [{b: c}]", "2:11", "`utilDirs` must be a list"), ("ruleDirs: [a", "", ""),
    ] as [(String, String, String)])
    func mistakesInIt(_ text: String, _ place: String, _ words: String) {
        let (_, errors) = ProjectFile.read(text, file: "sgconfig.yml")
        #expect(errors.count == 1)
        #expect(errors.allSatisfy { "\($0.line):\($0.column)".hasPrefix(place) && $0.message.contains(words) }, "\(errors)")
    }

    @Test func sharedUtilitiesWithConstraintsAndParameters() {
        let (utilities, errors) = RuleFileReader.readUtilities(
            "id: wrap(BODY, OTHER)\nlanguage: python\nrule: {pattern: f($A)}\nconstraints: {A: {matches: BODY}}\n", file: "u.yml")
        #expect(errors == [])
        #expect(utilities.map(\.0.name.value) == ["wrap"] && utilities.map(\.0.parameters) == [["BODY", "OTHER"]])
        #expect(utilities.map(\.0.constraints.count) == [1])
    }
}
