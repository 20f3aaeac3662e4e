/// How others come to something declared: by a word, or by one behind a dot.
struct SoughtName: Hashable, Sendable {
    var text: [UInt8]
    /// Whether it is a member that nobody names without a dot, as in Python.
    var isMember = false

    /// As it stands in a text.
    var mention: [UInt8] { isMember ? [UInt8(ascii: ".")] + text : text }
}
