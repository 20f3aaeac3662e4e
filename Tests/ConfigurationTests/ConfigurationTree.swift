import Findings
import Foundation
import SourceFiles

@testable import Configuration

/// A folder of real files that goes away with its last reference, and what its configurations come to.
final class ConfigurationTree {
    /// Absolute and without links.
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("configuration-\(UUID().uuidString)").resolvingSymlinksInPath().path
        try makeFolder(".")
        for (name, text) in files { try write(name, Data(text.utf8)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ data: Data) throws {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    func makeFolder(_ name: String) throws { try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true) }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    var surroundings: Surroundings { Surroundings(workingDirectory: path) }

    var finder: ConfigurationFinder { ConfigurationFinder(surroundings) }

    func place(_ folder: String) -> FolderPlace { FolderPlace(shown: folder, in: surroundings) }

    /// Which configuration applies in a folder, as shown; nil for none.
    func applying(_ folder: String) -> String? {
        var finder = finder
        return finder.layers(for: place(folder))?.file
    }

    /// The mistakes told when a folder's configuration is looked for.
    func mistakes(_ folder: String = "") -> [String] {
        var finder = finder
        _ = finder.layers(for: place(folder))
        return finder.errors.map(\.description)
    }

    /// What becomes of a rule in a file.
    func decision(_ rule: RuleMetadata, _ file: String, select: [String] = [], ignore: [String] = []) -> RuleDecision {
        var finder = finder
        let layers = finder.layers(for: place((file as NSString).deletingLastPathComponent))
        return RuleDecision(
            rule, layers: layers, overrides: layers?.overrides(for: "\(path)/\(file)") ?? [], commandLine: RuleSelection(select: select, ignore: ignore))
    }

    func excludes(_ file: String) -> Bool {
        var finder = finder
        return finder.layers(for: place((file as NSString).deletingLastPathComponent))?.excludes("\(path)/\(file)") == true
    }
}

enum SampleRule {
    static let sleep = RuleMetadata(id: "py-sleep", code: "BA001", family: .blockingInAsync, language: "python", severity: .error)
    static let quiet = RuleMetadata(id: "py-dead", code: "DC001", family: .deadCode, language: "python", severity: .off)
}
