import ArgumentParser
import Configuration
import Findings
import Foundation
import Gate
import SourceFiles

/// What is known already, and so no news.
struct BaselineOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Leave out the findings this file holds; `sluice baseline create` makes it.", valueName: "file"))
    var baseline: String?

    @Flag(help: "End with exit code 1 when the baseline holds findings that are not there any more.")
    var failOnStale = false

    @Option(help: ArgumentHelp("Leave out the findings this commit has already; its files are read from git, nothing is checked out.", valueName: "rev"))
    var baselineRef: String?

    func validate() throws {
        if baseline != nil, baselineRef != nil { throw ValidationError("--baseline and --baseline-ref both say what is known; give one") }
        if failOnStale, baselineRef != nil { throw ValidationError("--fail-on-stale speaks of a baseline's file, not of a commit") }
    }

    /// What is known before the scan begins.
    enum Known {
        case nothing
        case file(Baseline, path: String)
        case revision(GitRepository.Revision, GitRepository)
    }

    var isAsked: Bool { baseline != nil || baselineRef != nil }

    /// What the options name; nil where they name nothing.
    func read(in surroundings: Surroundings) throws(Stop) -> Known? {
        if let baseline { return .file(try BaselineFile.read(baseline), path: baseline) }
        guard let baselineRef else { return nil }
        return try Stop.onGitError { () throws(GitError) in
            let repository = try GitRepository(in: surroundings)
            return .revision(try repository.revision(baselineRef), repository)
        }
    }

    /// What a configuration names.
    func read(_ settings: RunSettings) throws(Stop) -> Known {
        guard let baseline = settings.baseline else { return .nothing }
        return .file(try BaselineFile.read(baseline.value), path: baseline.value)
    }

    /// Marks what is known, and counts.
    func apply(_ known: Known, to done: inout PerformedScan, in surroundings: Surroundings) throws(Stop) {
        switch known {
        case .nothing: return
        case .file(let baseline, let path): apply(baseline, path: path, to: &done, in: surroundings)
        case .revision(let revision, let repository):
            let then = try Stop.onGitError { () throws(GitError) in
                try GitSnapshot(of: revision, in: repository).select(done.selection, in: surroundings)
            }
            let report = try done.prepared.scan(then)
            // What it lacks would be called new.
            if report.summary.partial { throw Stop(.partial, "the scan of \(revision.name) was cut short: what is new cannot be told; --program-timeout gives more time") }
            let match = BaselineMatch(done.report.findings, Baseline(report.findings))
            done.report.findings = match.findings
            done.report.summary.baseline = BaselineFigures(name: revision.name, known: match.known, new: match.new.values.reduce(0, +), stale: nil)
        }
    }

    private func apply(_ known: Baseline, path baseline: String, to done: inout PerformedScan, in surroundings: Surroundings) {
        let change = done.change
        let match = BaselineMatch(done.report.findings, known) { change?.touches($0.location.path) ?? false }
        let scanned = done.selection.roots.map { BaselineScope.relative($0, workingDirectory: surroundings.workingDirectory, baseline: baseline) }
        let stale = done.isWhole && BaselineScope.covers(scanned, known.roots) ? match.stale(ran: done.ran).values.reduce(0, +) : nil
        done.report.findings = match.findings
        done.report.summary.baseline = BaselineFigures(name: baseline, known: match.known, new: match.new.values.reduce(0, +), stale: stale)
        BaselineFile.tellUnknownRules(of: known, path: baseline, done.loaded)
    }
}

/// A baseline on the disk.
enum BaselineFile {
    static let defaultPath = "sluice-baseline.txt"
    /// A line is some 70 bytes; nobody has a million findings.
    private static let largest = 128 << 20
    private static let mostRulesTold = 5

    static func read(_ path: String) throws(Stop) -> Baseline {
        do {
            let read = try BaselineText.read(bytes(of: path), path: path)
            if read.repeated > 0 {
                Terminal.complain("\(path): \(read.repeated) line\(read.repeated == 1 ? " says" : "s say") what another says already; `sluice baseline update` tidies that")
            }
            return read.baseline
        } catch {
            throw Stop(error.code == .unreadable ? .inputMissing : .badRule, error.description)
        }
    }

    static func write(_ baseline: Baseline, to path: String) throws(Stop) { try OutputFile.write(BaselineText.render(baseline), to: path) }

    /// Entries of rules nobody knows are kept, for the rules may come back; but whoever misspelt one should hear of it.
    static func tellUnknownRules(of baseline: Baseline, path: String, _ loaded: RuleOptions.Loaded) {
        let unknown = baseline.unknownRules(loaded.names)
        guard !unknown.isEmpty else { return }
        let names = unknown.prefix(mostRulesTold).joined(separator: ", ") + (unknown.count > mostRulesTold ? ", …" : "")
        Terminal.complain("\(path): no rule is called \(names); \(unknown.count == 1 ? "its" : "their") entries are kept")
    }

    private static func bytes(of path: String) throws(BaselineError) -> [UInt8] {
        func failure(_ reason: String, _ advice: String) -> BaselineError { BaselineError(.unreadable, path: path, reason: reason, advice: advice) }
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT || errno == ENOTDIR
                ? failure("no such baseline", "`sluice baseline create --baseline \(path)` makes one.")
                : failure("the baseline cannot be read: \(String(cString: strerror(errno)))", "See who may read it.")
        }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw failure("a folder, not a baseline", "Name the file.") }
        guard status.st_size <= largest else { throw failure("too large for a baseline", "`sluice baseline create` makes one.") }
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() ?? Data() else {
            throw failure("the baseline cannot be read: \(String(cString: strerror(errno)))", "See who may read it.")
        }
        return Array(data)
    }
}
