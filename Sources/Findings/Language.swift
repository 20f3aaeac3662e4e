/// A language the scanner parses.
package enum Language: UInt8, Sendable, Hashable, CaseIterable, Codable {
    case python, swift

    /// The name as rule files and reports write it.
    package var name: String {
        switch self {
        case .python: "python"
        case .swift: "swift"
        }
    }
}
