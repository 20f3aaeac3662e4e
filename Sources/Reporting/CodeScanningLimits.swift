/// What GitHub code scanning takes. It rejects a file that holds more, so what is over is left out here, by weight.
///
/// Source: GitHub's documentation, "SARIF support for code scanning" (file size, limits of objects, lengths of a rule's texts) and "SARIF results
/// exceed one or more limits". Not needed: 20 runs a file, 100 tool extensions a run, 1,000 locations a result (we write one of each, or none).
struct CodeScanningLimits {
    var results = 25_000
    /// Of those taken, so many are shown.
    var shownResults = 5_000
    var rules = 25_000
    var tags = 20
    var threadFlowLocations = 10_000
    /// UTF-16 units, so that however GitHub counts characters, we count no fewer.
    var name = 255
    var description = 1024
    /// 10 MB, compressed with gzip.
    var compressedBytes = 10_000_000
    /// Code scanning does not read notifications; a few tell a person enough.
    var notifications = 1000
}
