/// Which files to scan: a scan's options as a value.
package struct FileSelection: Sendable, Hashable {
    /// Files and folders as the user named them, relative to the working directory or absolute. Unless `excludesNamed`, a file named
    /// here is scanned even where git ignores it, and a folder named here is entered even where its name is excluded by default.
    package var roots: [String]
    /// More of the same, from `--files-from`; a file missing here is skipped, not an error of usage.
    package var filesFrom: [String]
    /// Patterns in the language of `.gitignore`, over paths relative to the working directory and to the root; later ones win, `!` brings
    /// back. They hold for files named explicitly as well.
    package var exclude: [String]
    /// When not empty, only files that match one of these (or lie in a folder that does) are scanned.
    package var include: [String]
    /// Whether `.gitignore`, `.git/info/exclude` and the user's global excludes are honoured. As in ripgrep and ruff, and other than in
    /// git itself, a pattern also holds for files that are tracked; outside a repository the `.gitignore` files below a root hold too.
    package var usesGitignore: Bool
    /// Whether folders that hold no code of the project (`DefaultExcludes`) are left out.
    package var usesDefaultExcludes: Bool
    /// Whether what is named explicitly is left out where a walk from above would leave it out: the files of a list somebody else made
    /// (pre-commit, an editor) were not meant one by one.
    package var excludesNamed: Bool
    /// Whether only Python and Swift files are wanted; otherwise every regular file is listed, for `file` and `text` rules.
    package var onlySources: Bool

    package init(
        roots: [String], filesFrom: [String] = [], exclude: [String] = [], include: [String] = [], usesGitignore: Bool = true,
        usesDefaultExcludes: Bool = true, excludesNamed: Bool = false, onlySources: Bool = false
    ) {
        self.roots = roots
        self.filesFrom = filesFrom
        self.exclude = exclude
        self.include = include
        self.usesGitignore = usesGitignore
        self.usesDefaultExcludes = usesDefaultExcludes
        self.excludesNamed = excludesNamed
        self.onlySources = onlySources
    }
}
