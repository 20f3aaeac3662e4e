import ArgumentParser
import Configuration
import Foundation
import SourceFiles

/// Which files are scanned.
struct FileOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Leave out what matches, in the language of .gitignore. May be repeated.", valueName: "glob"))
    var exclude: [String] = []

    @Option(help: ArgumentHelp("Scan only what matches. May be repeated.", valueName: "glob"))
    var include: [String] = []

    @Flag(help: "Scan files that .gitignore names, too.")
    var noGitignore = false

    @Flag(help: "Scan folders that are left out by their name, too (node_modules, .venv, .build …).")
    var noDefaultExcludes = false

    @Flag(help: "Leave out files and folders you name, too, where a scan from above leaves them out; for lists that pre-commit or an editor makes.")
    var forceExclude = false

    @Flag(help: "Scan generated files (\"Code generated … DO NOT EDIT\"), too.")
    var includeGenerated = false

    @Option(help: ArgumentHelp("Scan the files listed in this file, or - for standard input; one a line, or separated by NUL.", valueName: "file"))
    var filesFrom: String?

    @Option(help: ArgumentHelp("Scan standard input as if it were this file.", valueName: "path"))
    var stdinPath: String?

    @Option(help: ArgumentHelp("Skip larger files: bytes, or with K or M. (default: 1M)", valueName: "size"))
    var maxFileSize: ByteSize?

    func selection(paths: [String]) -> FileSelection {
        let roots = paths.isEmpty && filesFrom == nil && stdinPath == nil ? ["."] : paths
        return FileSelection(
            roots: roots, exclude: exclude, include: include, usesGitignore: !noGitignore, usesDefaultExcludes: !noDefaultExcludes,
            excludesNamed: forceExclude, onlySources: false)
    }

    func limits(_ settings: RunSettings) -> ReadingLimits {
        ReadingLimits(maxFileSize: maxFileSize?.bytes ?? settings.maxFileSize?.value ?? 1 << 20, readsGenerated: includeGenerated)
    }

    func readList() throws(Stop) -> [String] {
        guard let filesFrom else { return [] }
        if filesFrom == "-", stdinPath != nil {
            throw Stop(.usage, "standard input is either the list (--files-from -) or the file (--stdin-path), not both")
        }
        do {
            return try PathList.read(filesFrom)
        } catch {
            throw Stop(.inputMissing, error.description)
        }
    }
}

extension ByteSize: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
