package import Findings
package import SourceFiles

/// What one configuration file says, each setting with its place.
package struct Configuration: Sendable {
    /// As shown to people.
    package var file: String
    /// Absolute and without links.
    package var path: String
    /// The files whose settings lie under these, weakest first, as written.
    package var extends: [Setting<String>] = []
    package var choice = RuleChoice()
    package var overrides: [Override] = []
    package var exclude: [Setting<String>] = []
    /// The patterns of `exclude`.
    package var excluded: PathPatterns?
    package var approved: [Setting<String>] = []
    /// Files and folders of more rules, as written.
    package var rules: [Setting<String>] = []
    /// In bytes.
    package var maxFileSize: Setting<Int>?
    package var fileTimeout: Setting<Duration>?
    package var programTimeout: Setting<Duration>?
    /// The least severity that fails a run; `off` for never.
    package var failOn: Setting<Severity>?
    /// As written.
    package var baseline: Setting<String>?
    package var minConfidence: Setting<Confidence>?

    package init(file: String, path: String) {
        self.file = file
        self.path = path
    }

    /// The folder it lies in.
    package var folder: FolderPlace { FolderPlace(path: path).parent ?? FolderPlace(path: "/") }

    /// A path it names, absolute.
    package func resolve(_ written: String) -> String { written.hasPrefix("/") ? written : folder.entry(written) }

    /// The rules it names that there are not.
    package func mistakes(among names: RuleNames) -> [ConfigurationError] {
        (choice.names + overrides.flatMap(\.choice.names)).compactMap { name in names.mistake(name.value).map { ConfigurationError(name.origin, $0) } }
    }

    /// What is said of the files at some paths.
    package struct Override: Sendable {
        package var paths: [Setting<String>]
        package var patterns: PathPatterns
        package var choice: RuleChoice
    }
}

/// Which rules are wanted and how much they matter. Names are ids, codes and families.
package struct RuleChoice: Sendable {
    /// Nil where nothing is said.
    package var select: [Setting<String>]?
    package var ignore: [Setting<String>] = []
    package var severities: [RuleSeverity] = []

    package struct RuleSeverity: Sendable {
        package var name: Setting<String>
        package var severity: Severity
    }

    /// Every name with its place.
    var names: [Setting<String>] { (select ?? []) + ignore + severities.map(\.name) }
}
