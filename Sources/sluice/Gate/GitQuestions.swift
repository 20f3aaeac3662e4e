import Findings
import Gate
import Scanning
import SourceFiles

extension Stop {
    /// Runs `body`; what git could not tell ends the run.
    static func onGitError<Result>(_ body: () throws(GitError) -> Result) throws(Stop) -> Result {
        do throws(GitError) {
            return try body()
        } catch {
            throw Stop(error.code == .failed ? .internalError : .inputMissing, error.description)
        }
    }
}
