/// The keys of a configuration file: what the reader takes and the schema lists.
enum ConfigurationKey: String, CaseIterable {
    case extends, select, ignore, severity, overrides, exclude, approved, rules, limits
    case failOn = "fail-on"
    case baseline
    case minConfidence = "min-confidence"

    var meaning: String {
        switch self {
        case .extends: "Files whose settings lie under these, relative to this file; of several the later ones win."
        case .select: "Only these rules: ids, codes (BA001) or families (BA, blocking-in-async)."
        case .ignore: "Not these rules: ids, codes or families."
        case .severity: "What findings count as, by id, code or family; off: not at all."
        case .overrides: "Settings for the files at some paths; of several that match the later ones win."
        case .exclude: "Files and folders that are not scanned, in the language of .gitignore, relative to this file."
        case .approved: "Helpers of your own that limit what they start (app.pools.run_all, app.pools.*). Of the whole run."
        case .rules: "Files and folders of more rules, relative to this file."
        case .limits: "How much a file and a run may cost. Of the whole run."
        case .failOn: "Exit with 1 at findings of this severity and above. Of the whole run."
        case .baseline: "The file of findings that are known, relative to this file. Of the whole run."
        case .minConfidence: "Report findings of this confidence and above."
        }
    }
}

enum OverrideKey: String, CaseIterable { case paths, select, ignore, severity }

enum LimitKey: String, CaseIterable {
    case maxFileSize = "max-file-size"
    case fileTimeout = "file-timeout"
    case programTimeout = "program-timeout"

    var meaning: String {
        switch self {
        case .maxFileSize: "Skip larger files: bytes, or with K, M or G."
        case .fileTimeout: "Seconds one file's parse may take before it is skipped."
        case .programTimeout: "Seconds that following calls through the whole program may take."
        }
    }
}

/// The bounds of what can be written, for the reader and the schema alike.
enum ConfigurationBounds {
    static let mostSeconds = 3600.0
    static let severities = ["error", "warning", "info", "hint", "off"]
    static let failures = ["error", "warning", "info", "hint", "never"]
    static let confidences = ["low", "medium", "high"]
}
