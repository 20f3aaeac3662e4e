package import SourceFiles

/// Which configuration applies where: the nearest above a file, up to the top of its repository or of the file system. Every folder is
/// looked into once.
package struct ConfigurationFinder {
    private let surroundings: Surroundings
    private var loader: ConfigurationLoader
    /// One that was named, for every file.
    private let only: String?
    private var nearest: [FolderPlace: [String]] = [:]
    private var layers: [String: ConfigurationLayers?] = [:]
    /// The folders looked into that hold one under another name, which is not read.
    private var misnaming: [FolderPlace] = []

    /// - Parameter only: the path of the one configuration that counts, as somebody wrote it.
    package init(_ surroundings: Surroundings, only: String? = nil) {
        self.surroundings = surroundings
        self.only = only
        loader = ConfigurationLoader(surroundings)
    }

    /// Mistakes in all files read so far.
    package var errors: [ConfigurationError] { loader.errors.sorted(by: ConfigurationError.inOrder) }

    /// Files that were met and not read, since a configuration has another name; by path.
    package var misnamed: [MisnamedConfiguration] {
        misnaming.map { MisnamedConfiguration(in: $0, surroundings) }.sorted { $0.file < $1.file }
    }

    /// Everything that was read and is right.
    package var all: [Configuration] { loader.all }

    /// What applies to the files of a folder; nil where nothing does. A file with a mistake is passed over for the next one above.
    package mutating func layers(for folder: FolderPlace) -> ConfigurationLayers? {
        if let only { return layers(of: only, for: FolderPlace(shown: "", in: surroundings)) }
        for path in candidates(folder) {
            if let found = layers(of: path, for: FolderPlace(path: path).parent ?? folder) { return found }
        }
        return nil
    }

    /// Looks for one that is there at all, without reading it.
    package mutating func isAny(above folder: FolderPlace) -> Bool { only != nil || !candidates(folder).isEmpty }

    /// Takes the files out that were found to be wrong only later.
    package mutating func reject(_ mistakes: [ConfigurationError], in paths: Set<String>) {
        loader.reject(mistakes, in: paths)
        layers = [:]
    }

    private mutating func layers(of path: String, for holder: FolderPlace) -> ConfigurationLayers? {
        if let known = layers[path] { return known }
        let found = loader.load(path).map { ConfigurationLayers($0, for: holder) }
        layers[path] = .some(found)
        return found
    }

    /// The paths of the configurations above, nearest first.
    private mutating func candidates(_ folder: FolderPlace) -> [String] {
        var passed: [FolderPlace] = [], found: [String] = [], here: FolderPlace? = folder
        while let place = here {
            if let known = nearest[place] {
                found = known
                break
            }
            passed.append(place)
            here = place.isRepository ? nil : place.parent
        }
        for place in passed.reversed() {
            if place.holds(configurationName) { found.insert(place.entry(configurationName), at: 0) }
            if place.holds(misnamedConfigurationName) { misnaming.append(place) }
            nearest[place] = found
        }
        return found
    }
}
