import SourceFiles

/// The end of a run before its end: an exit code and what to tell the person.
struct Stop: Error {
    /// The exit codes of both programs (sysexits.h where it has one).
    enum Code: Int32 {
        case clean = 0
        case findings = 1
        case usage = 64
        case badRule = 65
        case inputMissing = 66
        case internalError = 70
        case cannotWrite = 74
        case partial = 75
    }

    var code: Code
    var message: String

    init(_ code: Code, _ message: String = "") {
        self.code = code
        self.message = message
    }

    /// Runs `body`; what kept it from selecting files ends the run.
    static func onFileError<Result>(_ body: () throws(FileError) -> Result) throws(Stop) -> Result {
        do throws(FileError) {
            return try body()
        } catch {
            throw Stop(error.code == .badGlob ? .usage : .inputMissing, error.description)
        }
    }
}
