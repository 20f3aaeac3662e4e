package import Findings
package import SourceFiles

/// What a run is asked to do, beside its rules.
package struct ScanOptions: Sendable {
    package var selection: FileSelection
    /// Threads; at least one.
    package var jobs: Int
    /// Whether files that cannot match by their text are left unparsed.
    package var prefilter: Bool
    /// The time one file's parse may take.
    package var fileTimeout: Duration
    /// `2026-11-21`: what suppressions with a date are compared with.
    package var today: String
    /// Whether a suppression without a reason is a finding.
    package var requireReason: Bool
    /// Source text given instead of files: standard input, and the path it goes by.
    package var standardInput: (path: String, bytes: [UInt8])?

    package init(
        selection: FileSelection, jobs: Int = 1, prefilter: Bool = true, fileTimeout: Duration = .seconds(5), today: String, requireReason: Bool = true,
        standardInput: (path: String, bytes: [UInt8])? = nil
    ) {
        self.selection = selection
        self.jobs = max(1, jobs)
        self.prefilter = prefilter
        self.fileTimeout = fileTimeout
        self.today = today
        self.requireReason = requireReason
        self.standardInput = standardInput
    }
}
