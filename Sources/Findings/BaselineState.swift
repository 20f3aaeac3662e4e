/// What a baseline says of a finding. The raw value is SARIF's `baselineState` (section 3.27.24) and what JSON writes.
package enum BaselineState: String, Sendable, Hashable, CaseIterable {
    /// The baseline does not hold it, or not as often.
    case new
    /// The baseline holds it: it counts for nothing.
    case unchanged
}

/// What a baseline did in one run.
package struct BaselineFigures: Sendable, Hashable {
    /// What the findings were held against, as people call it: a file's path, a revision.
    package var name: String
    package var known: Int
    package var new: Int
    /// Findings that the baseline holds and that are not there any more; nil where the run saw only a part of what the baseline is of.
    package var stale: Int?

    package init(name: String, known: Int, new: Int, stale: Int?) {
        self.name = name
        self.known = known
        self.new = new
        self.stale = stale
    }
}

extension Finding {
    /// Whether it is told of and counts: no comment silences it, and no baseline holds it.
    package var isReported: Bool { suppression == nil && baseline != .unchanged }

    /// The fingerprint without the number that tells equal ones of a file apart: `1:<32 hex digits>`.
    package var contentFingerprint: String { fingerprint.lastIndex(of: ":").map { String(fingerprint[..<$0]) } ?? fingerprint }
}

/// What a run that tells only of a change looked at.
package struct ChangeFigures: Sendable, Hashable {
    /// What the files were compared with, as people call it.
    package var name: String
    /// Files that are new or different.
    package var changed: Int
    /// Others that were looked through because they may be concerned.
    package var followed: Int
    /// Whether more may be concerned than a limit let be looked through.
    package var isCut: Bool

    package init(name: String, changed: Int, followed: Int, isCut: Bool) {
        self.name = name
        self.changed = changed
        self.followed = followed
        self.isCut = isCut
    }
}
