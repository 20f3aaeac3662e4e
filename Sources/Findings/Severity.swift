/// How much a finding matters, least first. `off` is a rule's way of staying silent unless asked for.
package enum Severity: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    case off, hint, info, warning, error

    package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

    /// One step less; never nothing at all.
    package var lowered: Severity {
        switch self {
        case .error: .warning
        case .warning: .info
        case .info, .hint: .hint
        case .off: .off
        }
    }

    /// One step more.
    package var raised: Severity {
        switch self {
        case .error, .warning: .error
        case .info: .warning
        case .hint: .info
        case .off: .off
        }
    }

    private var rank: Int {
        switch self {
        case .off: 0
        case .hint: 1
        case .info: 2
        case .warning: 3
        case .error: 4
        }
    }
}

/// How often findings of this kind are expected to be right, least first.
package enum Confidence: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    case low, medium, high

    package static func < (a: Confidence, b: Confidence) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }
}
