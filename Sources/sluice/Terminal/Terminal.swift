import Foundation

/// What the process's streams are and how to write to them.
enum Terminal {
    enum Color: String, CaseIterable { case auto, always, never }

    static func complain(_ message: String) { write("sluice: \(message)\n", to: 2) }

    /// Prints to standard output, which may be a full disk or a reader that went away.
    static func show(_ text: String) throws(Stop) { try show(Array(text.utf8)) }

    static func show(_ bytes: [UInt8]) throws(Stop) {
        if !write(bytes, to: 1) { throw Stop(.cannotWrite, "cannot write to standard output: \(String(cString: strerror(errno)))") }
    }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Whether to colour what goes to `descriptor`: NO_COLOR (no-color.org) and a dumb terminal mean no, unless asked outright.
    static func usesColor(_ color: Color, descriptor: Int32) -> Bool {
        switch color {
        case .always: return true
        case .never: return false
        case .auto:
            let environment = ProcessInfo.processInfo.environment
            return isTerminal(descriptor) && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        }
    }

    /// Columns of the terminal behind `descriptor`, or nil.
    static func width(_ descriptor: Int32) -> Int? {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }

    /// Writes all of it; false when the other side is gone or full.
    @discardableResult static func write(_ text: String, to descriptor: Int32) -> Bool { write(Array(text.utf8), to: descriptor) }

    @discardableResult static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Foundation.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }
}
