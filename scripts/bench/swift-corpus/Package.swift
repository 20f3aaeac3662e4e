// swift-tools-version: 6.1
import Foundation
import PackageDescription

// Never built: `swift package resolve` checks out what packages.txt pins, and scripts/bench/corpora copies the sources.
let pins = try String(contentsOfFile: Context.packageDirectory + "/packages.txt", encoding: .utf8)
    .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

let package = Package(
    name: "swift-corpus",
    platforms: [.macOS(.v15)],
    dependencies: pins.map { .package(url: "https://github.com/" + $0[0], exact: Version($0[1])!) }
)
