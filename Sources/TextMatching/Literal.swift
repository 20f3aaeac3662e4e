/// Bytes to look for.
package struct Literal: Sendable, Hashable {
    package var bytes: [UInt8]
    /// ASCII letters match in either case.
    package var ignoresCase: Bool

    package init(_ bytes: [UInt8], ignoresCase: Bool = false) {
        self.bytes = bytes
        self.ignoresCase = ignoresCase
    }

    package init(_ text: String, ignoresCase: Bool = false) { self.init(Array(text.utf8), ignoresCase: ignoresCase) }
}
