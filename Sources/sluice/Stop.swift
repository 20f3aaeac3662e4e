import Configuration
import Findings
import Rules
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

    private static let mostMistakes = 50

    /// All mistakes in configuration and rule files at once, one a line.
    static func badFiles(_ mistakes: [ConfigurationError], _ errors: [RuleError]) -> Stop {
        guard !mistakes.isEmpty else { return badRules(errors) }
        let head = "\(mistakes.count) mistake\(mistakes.count == 1 ? "" : "s") in configuration files; they were passed over for the next one above"
        let more = mistakes.count > mostMistakes ? ["… and \(mistakes.count - mostMistakes) more"] : []
        let lines = [head] + mistakes.prefix(mostMistakes).map(\.description) + more
        return Stop(.badRule, (lines + (errors.isEmpty ? [] : [badRules(errors).message])).joined(separator: "\n"))
    }

    /// All mistakes in rule files at once, one a line.
    static func badRules(_ errors: [RuleError]) -> Stop {
        let lines = errors.sorted { ($0.file, $0.line, $0.column, $0.message) < ($1.file, $1.line, $1.column, $1.message) }.prefix(mostMistakes).map(\.description)
        let more = errors.count > mostMistakes ? ["… and \(errors.count - mostMistakes) more"] : []
        let head = "\(errors.count) mistake\(errors.count == 1 ? "" : "s") in rule files; only the rules without one were used"
        return Stop(.badRule, ([head] + lines + more).joined(separator: "\n"))
    }
}

/// What a run's own figures say against its result.
extension Stop {
    static func missingRoots(_ summary: ScanSummary) -> Stop? {
        summary.missingRoots.isEmpty ? nil : Stop(.inputMissing, summary.missingRoots.map { "\($0): no such file or folder" }.joined(separator: "\n"))
    }

    static func cutShort(_ summary: ScanSummary) -> Stop? {
        if let unsettled = summary.unsettledWords { return Stop(.partial, "the results are partial: \(unsettled)") }
        return summary.partial ? Stop(.partial, "interrupted: the results are partial") : nil
    }
}
