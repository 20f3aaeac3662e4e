/// The form of the names rules ask for: `asyncio.gather`, `app.pools.*`.
package enum DottedName {
    /// Whether a text could be such a name.
    package static func isWritten(_ text: String) -> Bool {
        let bytes = text.utf8, dot = UInt8(ascii: ".")
        return !bytes.isEmpty && !bytes.contains(UInt8(ascii: " ")) && !zip(bytes, bytes.dropFirst()).contains { $0 == dot && $1 == dot }
    }
}
