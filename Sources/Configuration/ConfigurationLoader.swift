package import SourceFiles

/// Reads configuration files and follows what they extend. Every file is read once.
package struct ConfigurationLoader {
    private let surroundings: Surroundings
    /// By path; nil for a file that has a mistake, or extends one that has.
    private var loaded: [String: [Configuration]?] = [:]
    /// Mistakes in all files read so far, each once.
    package private(set) var errors: [ConfigurationError] = []

    /// No team writes as much.
    private static let largest = 1 << 20
    private static let longestChain = 50

    package init(_ surroundings: Surroundings) { self.surroundings = surroundings }

    /// A configuration and those it extends, weakest first; nil when there is a mistake in one of them.
    /// - Parameter path: absolute.
    package mutating func load(_ path: String) -> [Configuration]? { load(path, chain: [], from: nil) }

    /// Takes the files out that were found to be wrong only later.
    package mutating func reject(_ mistakes: [ConfigurationError], in paths: Set<String>) {
        errors += mistakes
        for (path, layers) in loaded {
            if let layers, !paths.isDisjoint(with: layers.map(\.path)) { loaded[path] = .some(nil) }
        }
    }

    /// Everything that was read and is right.
    package var all: [Configuration] {
        var seen: Set<String> = []
        return loaded.values.compactMap { $0 }.flatMap { $0 }.filter { seen.insert($0.path).inserted }.sorted { $0.file < $1.file }
    }

    /// - Parameters:
    ///   - chain: the paths that led here.
    ///   - place: the entry that names it; nil for a file that was found or named.
    private mutating func load(_ written: String, chain: [String], from place: Setting<String>?) -> [Configuration]? {
        let real = FolderPlace(shown: written, in: surroundings).path
        let shown = surroundings.shown(written) ?? written
        if let start = chain.firstIndex(of: real) {
            let round = (chain[start...] + [real]).map { surroundings.shown($0) ?? $0 }
            if let place { errors.append(ConfigurationError(place.origin, "`extends` leads in a circle: \(round.joined(separator: " → "))")) }
            return nil
        }
        if let known = loaded[real] { return known }
        guard chain.count < Self.longestChain else {
            if let place { errors.append(ConfigurationError(place.origin, "more than \(Self.longestChain) files extend each other")) }
            return nil
        }
        let layers = read(real, shown: shown, chain: chain + [real], from: place)
        loaded[real] = .some(layers)
        return layers
    }

    private mutating func read(_ path: String, shown: String, chain: [String], from place: Setting<String>?) -> [Configuration]? {
        let bytes: [UInt8]
        do {
            bytes = try SmallFile.read(path, limit: Self.largest)
        } catch {
            let message = place == nil ? "this configuration \(error.reason)" : "`extends`: \(place?.value ?? "") \(error.reason)"
            errors.append(ConfigurationError(place?.origin ?? Origin(file: shown, line: 1, column: 1), message))
            return nil
        }
        let (configuration, mistakes) = bytes.withUnsafeBytes { ConfigurationReader.read($0, file: shown, path: path) }
        errors += mistakes
        var layers: [Configuration] = [], isRight = mistakes.isEmpty
        // All of them are read, whatever is wrong so far: all mistakes are told at once.
        for parent in configuration.extends {
            if let more = load(configuration.resolve(parent.value), chain: chain, from: parent) { layers += more } else { isRight = false }
        }
        layers.append(configuration)
        var seen: Set<String> = []
        return isRight ? layers.filter { seen.insert($0.path).inserted } : nil
    }
}
