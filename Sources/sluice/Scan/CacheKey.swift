import Findings
import Foundation
import Rules
import Scanning
import SourceFiles

/// What all files' results of a run depend on, beside the files: the build, the rules, the options. Runs with the same key know each other's files.
///
/// Not in it: what findings count as, suppressions' dates, time limits. They are applied to what the cache holds, or what they cut short is not kept.
struct CacheKey {
    let hash: ContentHash

    /// Nil where it cannot be told which program this is: another build's cache is none.
    init?(_ loaded: RuleOptions.Loaded, _ options: ScanOptions, approved: [String]) {
        guard let build = Self.build else { return nil }
        var writer = RecordWriter()
        writer.write(Version.text)
        writer.write(list: build) { $0.write($1) }
        writer.write(list: loaded.sources) { writer, source in
            let text = ContentHash(Array(source.text.utf8))
            writer.write(text.high)
            writer.write(text.low)
            writer.write(source.isUtility)
        }
        writer.write(list: loaded.selected.map { "\($0.metadata.language) \($0.metadata.id)" }.sorted()) { $0.write($1) }
        writer.write(list: options.suppressionRules.map(\.id).sorted()) { $0.write($1) }
        writer.write(list: approved) { $0.write($1) }
        writer.write(UInt64(options.limits.maxFileSize))
        writer.write(options.limits.readsGenerated)
        writer.write(options.prefilter)
        writer.write(options.surroundings.workingDirectory)
        writer.write(getuid())
        hash = ContentHash(writer.bytes)
    }

    /// Which program this is: a build of the same version may find other things. Foundation's `Bundle` does not survive a root without /proc.
    private static var build: [Int]? {
        var status = stat()
        #if canImport(Darwin)
            guard let path = Bundle.main.executablePath, stat(path, &status) == 0 else { return nil }
            let time = status.st_mtimespec
        #else
            guard stat("/proc/self/exe", &status) == 0 else { return nil }
            let time = status.st_mtim
        #endif
        return [Int(status.st_size), Int(time.tv_sec), Int(time.tv_nsec)]
    }
}
