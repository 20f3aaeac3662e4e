/// The family of faults a rule looks for. The raw value is what rule files, `--select` and JSON write.
package enum Family: String, Sendable, Hashable, CaseIterable, Codable {
    case unboundedConcurrency = "unbounded-concurrency"
    case missingBound = "missing-bound"
    case resourceLeak = "resource-leak"
    case forgottenTask = "forgotten-task"
    case blockingInAsync = "blocking-in-async"
    case lockMisuse = "lock-misuse"
    case cancellationTimeout = "cancellation-timeout"
    case deprecatedAPI = "deprecated-api"
    case unsafeConfig = "unsafe-config"
    case secretInLog = "secret-in-log"
    case robustness
    case deadCode = "dead-code"
    /// Findings about suppressions themselves, and anything a user's own rule does not assign.
    case other

    /// The two letters that start the codes of this family (`UC001`).
    package var prefix: String {
        switch self {
        case .unboundedConcurrency: "UC"
        case .missingBound: "MS"
        case .resourceLeak: "RL"
        case .forgottenTask: "FT"
        case .blockingInAsync: "BA"
        case .lockMisuse: "LK"
        case .cancellationTimeout: "CT"
        case .deprecatedAPI: "DA"
        case .unsafeConfig: "EC"
        case .secretInLog: "SL"
        case .robustness: "PR"
        case .deadCode: "DC"
        case .other: "XX"
        }
    }
}
