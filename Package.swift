// swift-tools-version: 6.1
import Foundation
import PackageDescription

// The grammars are fetched, never committed; without them nothing below can build, so say what to run.
guard FileManager.default.fileExists(atPath: Context.packageDirectory + "/.grammars/stamp") else {
    FileHandle.standardError.write(Data("\n  The tree-sitter grammars are not here yet. Run:  scripts/bootstrap   (or: make audit, make test)\n\n".utf8))
    exit(1)
}

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The rooms on the hot path. Their classes belong to one thread each and are not re-entered, so the run-time check that no two accesses to
/// a stored property overlap finds nothing; it costs a tenth of a scan.
let hot: [SwiftSetting] = strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

/// A grammar's generated parser: C we did not write, so optimised always and silent.
func grammar(_ name: String, _ folder: String) -> Target {
    .target(
        name: name, path: ".grammars/\(folder)", sources: ["src/parser.c", "src/scanner.c"], publicHeadersPath: "include",
        cSettings: [.headerSearchPath("src"), .define("TREE_SITTER_REUSE_ALLOCATOR"), .unsafeFlags(["-w", "-O2"])])
}

/// A room of the house: Sources/<name> and, beside it, Tests/<name>Tests.
func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict, plugins: [Target.PluginUsage] = []
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings, plugins: plugins)
}

func tests(_ room: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(name: room + "Tests", dependencies: [.byName(name: room)] + dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "sluice",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "sluice", targets: ["sluice"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // C at the edges.
        .systemLibrary(name: "CTreeSitter", pkgConfig: "tree-sitter", providers: [.apt(["libtree-sitter-dev"])]),
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CVectorscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"])]),
        .target(name: "CRE2", cxxSettings: [.unsafeFlags(["-O2"])], linkerSettings: [.linkedLibrary("re2")]),
        .target(name: "CSyntax", dependencies: ["CTreeSitter"], cSettings: [.unsafeFlags(["-O2"])]),
        .target(name: "CProcess"),
        grammar("CGrammarPython", "python"),
        grammar("CGrammarSwift", "swift"),

        // The rooms, each allowed to know only those above it.
        room("Findings"),
        room("SourceFiles", ["Findings"]),
        room("Syntax", ["Findings", "CSyntax", "CTreeSitter", "CGrammarPython", "CGrammarSwift"]),
        room("YAML", ["CLibYAML"]),
        room("TextMatching", ["CRE2", "CVectorscan"]),
        room("FileRules", ["SourceFiles", "YAML", "TextMatching"]),
        room("Rules", ["Findings", "CSyntax", "SourceFiles", "Syntax", "YAML", "TextMatching", "FileRules"]),
        room("Configuration", ["Findings", "SourceFiles", "YAML", "Rules"]),
        room("BuiltinRules", plugins: ["EmbedRules"]),
        room("Semantics", ["Findings", "CSyntax", "Syntax"], settings: hot),
        room("Matching", ["Findings", "CSyntax", "Syntax", "YAML", "TextMatching", "Rules", "Semantics"], settings: hot),
        room("Linking", ["Findings", "Semantics"], settings: hot),
        room("Analyses", ["Findings", "Rules", "Semantics", "Linking"]),
        room(
            "Scanning",
            [
                "Findings", "CSyntax", "SourceFiles", "Syntax", "TextMatching", "FileRules", "Rules", "Semantics", "Matching", "Linking", "Analyses",
            ]),
        room("Gate", ["Findings", "CSyntax", "SourceFiles", "Syntax", "TextMatching", "Rules", "Scanning"]),
        room("RuleTesting", ["Findings", "CSyntax", "SourceFiles", "YAML", "Rules", "Scanning"]),
        room("Reporting", ["Findings"]),
        .executableTarget(
            name: "sluice",
            dependencies: [
                "Findings", "CSyntax", "SourceFiles", "Syntax", "Rules", "BuiltinRules", "Semantics", "Matching", "Scanning", "RuleTesting",
                "Reporting", "CProcess", "Configuration", "Gate",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .plugin(name: "EmbedRules", capability: .buildTool(), path: "Sources/EmbedRules"),

        tests("Findings"), tests("SourceFiles", ["Findings"]), tests("Syntax", ["Findings", "CSyntax", "CTreeSitter"]), tests("YAML"), tests("TextMatching"),
        tests("FileRules", ["Findings", "SourceFiles", "YAML", "TextMatching", "Rules"]),
        tests("Rules", ["YAML", "Syntax", "Findings"]), tests("Semantics", ["Syntax", "Findings", "CSyntax"]),
        tests("Matching", ["Findings", "Syntax", "TextMatching", "Rules", "Semantics"]),
        tests("Linking", ["Findings", "Semantics", "Syntax"]), tests("Analyses", ["Findings", "CSyntax", "SourceFiles", "Rules", "BuiltinRules", "Semantics", "Syntax", "Linking", "Scanning"]),
        tests("Scanning", ["Findings", "SourceFiles", "Rules", "BuiltinRules"]), tests("Reporting", ["Findings"], exclude: ["Snapshots"]),
        tests("RuleTesting", ["Findings", "Rules", "BuiltinRules"]), tests("sluice"),
        tests("Configuration", ["Findings", "SourceFiles", "YAML", "Rules"]), tests("Gate", ["Findings"]),
    ]
)
