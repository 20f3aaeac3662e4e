/// Where a run stands: what it would otherwise ask the process for.
package struct Surroundings: Sendable, Hashable {
    /// Absolute and without links.
    package var workingDirectory: String
    /// The variables git's excludes depend on: HOME, XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM, GIT_CONFIG_NOSYSTEM.
    package var variables: [String: String]
    /// Whether `workingDirectory` is the process's, so that relative paths open.
    let isOfProcess: Bool

    /// Surroundings other than the process's.
    package init(workingDirectory: String, variables: [String: String] = [:]) {
        self.workingDirectory = workingDirectory
        self.variables = variables
        isOfProcess = false
    }

    private init(ofProcessIn workingDirectory: String, variables: [String: String]) {
        self.workingDirectory = workingDirectory
        self.variables = variables
        isOfProcess = true
    }

    /// The process's own.
    /// - Throws: `FileError` with the code `noWorkingDirectory`.
    package static func ofProcess() throws(FileError) -> Surroundings {
        guard let folder = workingFolder() else {
            throw FileError(
                .noWorkingDirectory, subject: ".", reason: "the working directory does not exist any more", advice: "Change to one that does.")
        }
        var variables: [String: String] = [:]
        for name in ["HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"] {
            variables[name] = environmentVariable(name)
        }
        return Surroundings(ofProcessIn: String(decoding: folder, as: UTF8.self), variables: variables)
    }
}
