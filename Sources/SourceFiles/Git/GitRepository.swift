/// A repository as git itself sees it, asked by running git: it knows every way a repository can lie about. Nothing here writes, asks for
/// a password, opens a pager or runs a hook.
package struct GitRepository: Sendable, Hashable {
    /// The working tree's top folder, absolute, without links; nil in a bare repository.
    package let top: String?
    /// `NAME=value`, all of what git is started with.
    private let environment: [String]
    /// Where git is to go first; nil for where the process is.
    private let folder: String?

    /// The repository somebody stands in: as git finds it, by GIT_DIR where that is set.
    /// - Throws: `GitError` with the codes `noGit`, `noRepository`, `failed`.
    package init(in surroundings: Surroundings) throws(GitError) {
        try self.init(folder: surroundings.isOfProcess ? nil : surroundings.workingDirectory, workingDirectory: surroundings.workingDirectory, variables: surroundings.variables)
    }

    /// The repository whose working tree starts at a folder: a submodule. What the environment says of the outer one does not hold.
    init(submodule folder: String, of outer: GitRepository) throws(GitError) {
        let own = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE"]
        self.init(top: folder, environment: outer.environment.filter { entry in !own.contains { entry.hasPrefix("\($0)=") } }, folder: folder)
    }

    private init(top: String?, environment: [String], folder: String?) {
        self.top = top
        self.environment = environment
        self.folder = folder
    }

    private init(folder: String?, workingDirectory: String, variables: [String: String]) throws(GitError) {
        var environment = Dictionary(processEnvironment().map { entry in
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }) { first, _ in first }
        environment.merge(variables) { $1 }
        environment.merge(["LC_ALL": "C", "GIT_PAGER": "cat", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"]) { $1 }
        for name in ["GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_CONFIG_PARAMETERS", "GIT_TRACE", "GIT_LITERAL_PATHSPECS", "GIT_NOGLOB_PATHSPECS"] { environment[name] = nil }
        // A hook in a linked working tree has GIT_DIR and stands at the top; from a folder below git would take that for the top.
        if let named = environment["GIT_DIR"], environment["GIT_WORK_TREE"] == nil, let around = Repository(around: Array(workingDirectory.utf8)) {
            let written = Array(named.utf8)
            let path = written.first == slash ? written : Array(workingDirectory.utf8) + [slash] + written
            if let real = try? realPath(path), real == around.realGitFolder { environment["GIT_WORK_TREE"] = String(decoding: around.top, as: UTF8.self) }
        }
        let start = GitRepository(top: nil, environment: environment.map { "\($0.key)=\($0.value)" }.sorted(), folder: folder)
        let answer = try start.run(["rev-parse", "--is-inside-work-tree"])
        guard answer.code == 0 else { throw Self.failure(answer, workingDirectory) }
        var top: String?
        if answer.output.starts(with: "true".utf8) {
            let shown = try start.output(["rev-parse", "--show-toplevel"]).dropLast()
            top = String(decoding: shown, as: UTF8.self)
        }
        self.init(top: top, environment: start.environment, folder: folder)
    }

    private static func failure(_ answer: Answer, _ folder: String) -> GitError {
        let words = answer.complaint
        if words.contains("dubious ownership") {
            return GitError(
                .noRepository, reason: "git does not trust the repository \(folder) lies in, for it belongs to somebody else",
                advice: "Run: git config --global --add safe.directory \(folder)")
        }
        return GitError(
            .noRepository, reason: "\(folder) is in no git repository\(words.contains("not a git repository") ? "" : " (git says: \(words))")",
            advice: "Run this in a repository, or leave out --diff, --staged and --baseline-ref.")
    }

    /// What git answered.
    struct Answer: Sendable {
        var code: Int32
        var output: [UInt8]
        var errors: [UInt8]

        /// The first thing git complained of.
        var complaint: String {
            let line = String(decoding: errors.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            return line.hasPrefix("fatal: ") ? String(line.dropFirst(7)) : line.isEmpty ? "exit code \(code)" : line
        }
    }

    /// Runs git to its end.
    func run(_ arguments: [String]) throws(GitError) -> Answer {
        do throws(SystemError) {
            var child = try ChildProcess(Self.words(folder) + arguments, environment: environment, hasInput: false, hasErrors: true)
            let texts = try child.readAll()
            return Answer(code: child.end(), output: texts.output, errors: texts.errors)
        } catch { throw Self.notStarted(error) }
    }

    /// What git prints, which it must.
    func output(_ arguments: [String]) throws(GitError) -> [UInt8] {
        let answer = try run(arguments)
        guard answer.code == 0 else { throw GitError(.failed, reason: "`git \(arguments[0])` failed: \(answer.complaint)", advice: "") }
        return answer.output
    }

    /// Starts a git that is spoken to.
    func start(_ arguments: [String]) throws(GitError) -> ChildProcess {
        do throws(SystemError) {
            return try ChildProcess(Self.words(folder) + arguments, environment: environment, hasInput: true, hasErrors: false)
        } catch { throw Self.notStarted(error) }
    }

    /// No monitor of the file system and no hook is run, whatever the configuration says.
    private static func words(_ folder: String?) -> [String] {
        ["git"] + (folder.map { ["-C", $0] } ?? [])
            + ["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false", "-c", "color.ui=false"]
    }

    private static func notStarted(_ error: SystemError) -> GitError {
        if error.isMissing { return GitError(.noGit, reason: "there is no program called git in PATH", advice: "Install git, or leave out --diff, --staged and --baseline-ref.") }
        return GitError(.failed, reason: "git could not be started: \(error.words)", advice: "")
    }
}

extension Repository {
    /// The working tree's own git folder, without links.
    var realGitFolder: [UInt8]? { try? realPath(gitFolder) }
}
