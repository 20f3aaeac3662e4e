import ArgumentParser
import Foundation
import Scanning
import SourceFiles

/// What a scan keeps for the next one.
struct CacheOptions: ParsableArguments {
    @Flag(help: "Scan every file anew, and keep nothing for the next run.")
    var noCache = false

    @Option(help: ArgumentHelp(
        "Keep what is known of files here. (default: sluice in $XDG_CACHE_HOME or ~/.cache) Who can write there decides what a run reports.", valueName: "folder"))
    var cacheDir: String?

    func validate() throws {
        if noCache, cacheDir != nil { throw ValidationError("--cache-dir says where, --no-cache that nowhere; give one") }
    }

    /// Nil for nowhere.
    func folder(_ key: CacheKey, in surroundings: Surroundings) -> CacheFolder? {
        if noCache { return nil }
        if let cacheDir {
            return CacheFolder(path: cacheDir.hasPrefix("/") ? cacheDir : "\(surroundings.workingDirectory)/\(cacheDir)", key: key.hash)
        }
        // Not in the tree that is scanned: a cache that somebody commits there would decide what the gate says of their change.
        let variables = ProcessInfo.processInfo.environment
        let home = variables["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? variables["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.cache" : nil }
        return home.map { CacheFolder(path: "\($0)/sluice", key: key.hash) }
    }
}
