import ArgumentParser
import Configuration
import Findings
import Rules
import Scanning
import SourceFiles

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show and check configuration files (.sluice.yaml).",
        discussion: """
            The nearest .sluice.yaml in a file's folder or above it, up to the top of its repository, says which rules the file has. What it \
            extends lies under its own settings; the command line lies above them.
            """,
        subcommands: [Show.self, Check.self, Schema.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What applies to a file, and where that is written.")
        @Argument(help: "A file or folder.", completion: .file()) var path: String
        @Option(help: "How it is written: text, or json.") var format = Format.text
        @OptionGroup(title: "Rules") var rules: RuleOptions
        @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

        enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

        func run() throws {
            let surroundings = try Stop.onFileError { () throws(FileError) in try Surroundings.ofProcess() }
            guard let shown = surroundings.shown(path) else { throw Stop(.inputMissing, "\(path): no such file or folder") }
            let isFolder = SmallFile.isFolder(path), name = shown.isEmpty ? "." : shown
            guard var finder = try configuration.finder(surroundings) else {
                let none = AppliedConfiguration(path: name, file: nil, layers: nil, ofRun: nil, rules: [], owners: [:], commandLine: rules.selection)
                return try Terminal.show(format == .text ? "--no-config: every file has the rules as they are\n" : try AppliedConfigurationJSON(none).text())
            }
            let folder = FolderPlace(shown: isFolder ? shown : ScanConfiguration.folder(of: shown), in: surroundings)
            var here = FolderPlace(shown: "", in: surroundings)
            if !finder.isAny(above: here) { here = folder }
            for place in [folder, here] { _ = finder.layers(for: place) }
            var brought = BroughtRules()
            let loaded = try rules.load { known in
                brought = BroughtRules(finder.all, besides: known, surroundings)
                return brought.files
            }
            let metadata = loaded.all.map(\.metadata) + SuppressionRules.all
            brought.check(&finder, RuleNames(metadata))
            let applied = AppliedConfiguration(
                path: name, file: isFolder ? nil : folder.entry(ScanConfiguration.name(of: shown)),
                layers: finder.layers(for: folder), ofRun: finder.layers(for: here), misnamed: finder.misnamed, rules: metadata,
                owners: brought.owners(of: loaded.all), commandLine: rules.selection)
            try Terminal.show(format == .text ? applied.text : try AppliedConfigurationJSON(applied).text())
            if !finder.errors.isEmpty || !loaded.errors.isEmpty { throw Stop.badFiles(finder.errors, loaded.errors) }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check every configuration below folders, and what they extend.")
        @Argument(help: "Folders; by default the one you stand in.", completion: .directory) var paths: [String] = []
        @OptionGroup(title: "Rules") var rules: RuleOptions

        func run() throws {
            let surroundings = try Stop.onFileError { () throws(FileError) in try Surroundings.ofProcess() }
            let roots = paths.isEmpty ? ["."] : paths
            let walk = try Stop.onFileError { () throws(FileError) in
                try FileSelection(roots: roots, usesGitignore: false).walk(in: surroundings)
            }
            if let missing = walk.missingRoots.first { throw Stop(.inputMissing, "\(missing): no such file or folder") }
            var finder = ConfigurationFinder(surroundings)
            let folders = walk.places.union(walk.files.map { ScanConfiguration.folder(of: $0.path) })
            for folder in folders.sorted() { _ = finder.layers(for: FolderPlace(shown: folder, in: surroundings)) }
            var brought = BroughtRules()
            let loaded = try rules.load { known in
                brought = BroughtRules(finder.all, besides: known, surroundings)
                return brought.files
            }
            for file in finder.misnamed { Terminal.complain("warning: \(file)") }
            let count = finder.all.count
            brought.check(&finder, RuleNames(loaded.all.map(\.metadata) + SuppressionRules.all))
            let mistakes = finder.errors.map(\.description) + loaded.errors.map(\.description)
            guard mistakes.isEmpty else {
                for mistake in mistakes { try Terminal.show("\(mistake)\n") }
                throw Stop(.badRule, "\(mistakes.count) mistake\(mistakes.count == 1 ? "" : "s")")
            }
            try Terminal.show("\(count) configuration\(count == 1 ? "" : "s"), no mistakes\n")
        }
    }

    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The JSON Schema of configuration files, for editors.")
        @Option(name: .shortAndLong, help: "Write it to this file.") var output: String?

        func run() throws {
            let text = ConfigurationSchema.text()
            if let output { try OutputFile.write(Array(text.utf8), to: output) } else { try Terminal.show(text) }
        }
    }
}
