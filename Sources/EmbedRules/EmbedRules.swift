import Foundation
import PackagePlugin

/// Puts every file under rules/ into the binary: rules/**.yaml -> a Swift table of StaticStrings.
@main struct EmbedRules: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let root = context.package.directoryURL
        let rules = root.appending(path: "rules")
        let files = FileManager.default.enumerator(at: rules, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "yaml" }.sorted { $0.path < $1.path } ?? []
        let output = context.pluginWorkDirectoryURL.appending(path: "RuleTable.swift")
        let script = root.appending(path: "scripts/embed-rules")
        return [
            .buildCommand(
                displayName: "Embedding \(files.count) rules", executable: URL(filePath: "/bin/sh"),
                arguments: [script.path, output.path, rules.path] + files.map(\.path), inputFiles: [script] + files, outputFiles: [output])
        ]
    }
}
