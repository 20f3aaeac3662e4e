internal import Findings

/// What a piece of the text report is, for the eye. Only the sixteen colours every terminal has, so that its own theme decides.
enum TextStyle {
    case plain, strong, faint, file, code, good
    case severity(Severity)

    /// The SGR sequence (ECMA-48) that turns it on.
    var start: String {
        switch self {
        case .plain: ""
        case .strong: "\u{1B}[1m"
        case .faint: "\u{1B}[2m"
        case .file: "\u{1B}[1;36m"
        case .code: "\u{1B}[36m"
        case .good: "\u{1B}[1;32m"
        case .severity(.error): "\u{1B}[1;31m"
        case .severity(.warning): "\u{1B}[1;33m"
        case .severity(.info): "\u{1B}[1;34m"
        case .severity: "\u{1B}[1;35m"
        }
    }

    var isPlain: Bool { if case .plain = self { true } else { false } }
}
