/// For whom SARIF is written.
package enum SARIFProfile: String, Sendable, CaseIterable {
    /// Everything the report holds.
    case standard
    /// Within the limits of GitHub code scanning, suppressed findings left out.
    case github
}
