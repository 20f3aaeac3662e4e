import CProcess

/// The words the program was started with.
enum CommandWords {
    /// The first is the program's own name. Swift's runtime reads them from /proc, which a bare root (chroot, an empty container) lacks.
    static var all: [String] {
        let known = CommandLine.arguments
        guard known.isEmpty, let words = sl_arguments() else { return known }
        return (0..<Int(sl_argument_count())).compactMap { words[$0].map { String(cString: $0) } }
    }
}
