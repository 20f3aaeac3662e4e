/// The pre-commit hook as text: what `sluice hook install` writes and what `uninstall` knows again.
struct HookScript {
    /// What an earlier hook is called while ours runs it.
    static let earlierName = "pre-commit.before-sluice"

    /// The line that makes a hook ours. The number goes up when an old hook no longer works.
    static let marker = "# sluice-hook 1"

    /// Where the program is that wrote it; graphical clients of git know no PATH.
    var program: String
    /// Options for `sluice scan`, in a word each.
    var options: [String]

    static func isOurs(_ text: String) -> Bool { text.split(separator: "\n").prefix(3).contains { $0.hasPrefix("# sluice-hook ") } }

    /// git starts it in the top folder of the work tree, with GIT_INDEX_FILE set where a commit has an index of its own.
    var text: String {
        """
        #!/bin/sh
        \(Self.marker)
        # Looks for concurrency faults in what is being committed. Written by `sluice hook install`; `sluice hook uninstall` removes it.
        # Leave it out once: git commit --no-verify

        # The hook that was here before runs first, and may refuse.
        earlier=$(dirname "$0")/\(Self.earlierName)
        if [ -x "$earlier" ]; then "$earlier" "$@" || exit; fi

        sluice=\(Self.quoted(program))
        [ -x "$sluice" ] || sluice=$(command -v sluice) || {
            echo 'sluice: the program is not where it was; run `sluice hook install` again, or `git commit --no-verify` for this once' >&2
            exit 1
        }
        exec "$sluice" scan --staged\(options.map { " " + Self.quoted($0) }.joined())

        """
    }

    /// One word for a POSIX shell.
    private static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=,:+@%".contains($0)) }
        return isPlain ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
