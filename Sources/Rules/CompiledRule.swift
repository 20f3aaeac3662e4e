package import Findings
package import SourceFiles
package import YAML

/// A rule that runs.
package struct CompiledRule: Sendable {
    package var metadata: RuleMetadata
    /// The file it came from.
    package var file: String
    package var language: RuleLanguage
    package var scope: PathScope
    /// Of a code rule: its index in the program of its language, and what a file must hold for it.
    package var program: Int32 = -1
    package var requirement = LiteralRequirement.none
    /// Of a file or text rule: its mapping, for the room that evaluates it.
    package var mapping: YAMLNode?
}

/// Where a rule applies: by path and by the role of the file.
package struct PathScope: Sendable {
    package var files: [Glob]
    package var ignores: [Glob]
    package var roles: Set<FileRole>

    package func contains(_ path: String, role: FileRole) -> Bool {
        roles.contains(role) && (files.isEmpty || files.contains { $0.matches(path) }) && !ignores.contains { $0.matches(path) }
    }
}
