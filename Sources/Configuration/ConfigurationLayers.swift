package import Findings
package import SourceFiles

/// A configuration with all it extends: what holds for the files it is the nearest of.
package struct ConfigurationLayers: Sendable {
    package struct Layer: Sendable {
        package var configuration: Configuration
        /// The folder that its patterns start at.
        package var base: FolderPlace
    }

    /// Weakest first; the last is the configuration itself.
    package let layers: [Layer]

    /// - Parameters:
    ///   - configurations: weakest first; the last is the one that was found.
    ///   - holder: the folder it is for, which patterns of files that lie elsewhere start at.
    package init(_ configurations: [Configuration], for holder: FolderPlace) {
        layers = configurations.map { configuration in
            // A file kept aside to be extended means the paths of whoever extends it; one above, say the whole repository's, its own.
            let folder = configuration.folder
            let isAbove = folder == holder || folder.relative(holder.path) != nil
            return Layer(configuration: configuration, base: isAbove ? folder : holder)
        }
    }

    /// As shown to people.
    package var file: String { layers.last?.configuration.file ?? "" }

    /// The paths of all files it is made of.
    package var paths: Set<String> { Set(layers.map(\.configuration.path)) }

    /// Whether the file at an absolute path is not to be scanned.
    package func excludes(_ path: String) -> Bool {
        guard layers.contains(where: { $0.configuration.excluded != nil }) else { return false }
        for end in path.utf8.indices.dropFirst() where path.utf8[end] == UInt8(ascii: "/") {
            if verdict(path[..<end], isFolder: true) == true { return true }
        }
        return verdict(path[...], isFolder: false) == true
    }

    /// The strongest layer with an opinion decides.
    private func verdict(_ path: Substring, isFolder: Bool) -> Bool? {
        for layer in layers.reversed() {
            guard let excluded = layer.configuration.excluded, let relative = layer.base.relative(String(path)) else { continue }
            if let verdict = excluded.verdict(relative, isFolder: isFolder) { return verdict }
        }
        return nil
    }

    /// Which override of which layer.
    package struct OverrideNumber: Sendable, Hashable {
        package var layer: Int
        package var index: Int
    }

    /// The overrides that are for the file at an absolute path, weakest first.
    package func overrides(for path: String) -> [OverrideNumber] {
        var found: [OverrideNumber] = []
        for (number, layer) in layers.enumerated() where !layer.configuration.overrides.isEmpty {
            guard let relative = layer.base.relative(path) else { continue }
            for (index, override) in layer.configuration.overrides.enumerated() where override.patterns.matches(relative) {
                found.append(OverrideNumber(layer: number, index: index))
            }
        }
        return found
    }

    package subscript(number: OverrideNumber) -> Configuration.Override { layers[number.layer].configuration.overrides[number.index] }

    /// The strongest layer's value of a setting that is one value.
    package func strongest<Value>(_ key: KeyPath<Configuration, Setting<Value>?>) -> Setting<Value>? {
        layers.reversed().lazy.compactMap { $0.configuration[keyPath: key] }.first
    }

    /// All layers' entries of a setting that is a list, weakest first, each once.
    package func all(_ key: KeyPath<Configuration, [Setting<String>]>) -> [Setting<String>] {
        var seen: Set<String> = []
        return layers.flatMap { $0.configuration[keyPath: key] }.filter { seen.insert($0.value).inserted }
    }

    /// The path of the baseline, absolute.
    package var baseline: Setting<String>? {
        layers.reversed().lazy.compactMap { layer in
            layer.configuration.baseline.map { Setting(layer.configuration.resolve($0.value), $0.origin) }
        }.first
    }
}
