/// The form of the names rules ask for: `asyncio.gather`, `app.pools.*`.
package enum DottedName {
    /// Whether a text could be such a name.
    package static func isWritten(_ text: String) -> Bool { !text.isEmpty && !text.contains(" ") && !text.contains("..") }
}
