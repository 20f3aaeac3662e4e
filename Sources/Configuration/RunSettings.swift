package import Findings

/// The settings that are the whole run's: one configuration has them, however many files have others.
package struct RunSettings: Sendable {
    package var approved: [Setting<String>] = []
    /// In bytes.
    package var maxFileSize: Setting<Int>?
    package var fileTimeout: Setting<Duration>?
    package var programTimeout: Setting<Duration>?
    package var failOn: Setting<Severity>?
    /// An absolute path.
    package var baseline: Setting<String>?

    /// Those nobody has set.
    package init() {}

    package init(_ layers: ConfigurationLayers) {
        approved = layers.all(\.approved)
        maxFileSize = layers.strongest(\.maxFileSize)
        fileTimeout = layers.strongest(\.fileTimeout)
        programTimeout = layers.strongest(\.programTimeout)
        failOn = layers.strongest(\.failOn)
        baseline = layers.baseline
    }

    /// The least severity that fails a run; nil for none.
    package var failureThreshold: Severity? {
        guard let failOn else { return .warning }
        return failOn.value == .off ? nil : failOn.value
    }
}
