import ArgumentParser
import Configuration
import SourceFiles

/// Which configuration counts.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Use this configuration for every file, and none that lies beside them.", valueName: "file"), completion: .file())
    var config: String?

    @Flag(help: "Use no configuration.")
    var noConfig = false

    func validate() throws {
        if config != nil, noConfig { throw ValidationError("--config and --no-config contradict each other") }
    }

    /// Nil when none counts.
    func finder(_ surroundings: Surroundings) throws(Stop) -> ConfigurationFinder? {
        if noConfig { return nil }
        var finder = ConfigurationFinder(surroundings, only: config)
        guard let config else { return finder }
        // One that was named is meant: nothing else can stand in for it.
        if !SmallFile.isThere(config) { throw Stop(.inputMissing, "\(config): no such configuration") }
        if finder.layers(for: FolderPlace(shown: "", in: surroundings)) == nil {
            throw Stop(.badRule, finder.errors.map(\.description).joined(separator: "\n"))
        }
        return finder
    }
}
