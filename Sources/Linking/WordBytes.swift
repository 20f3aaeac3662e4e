extension UInt8 {
    /// Whether a byte may stand in a word of Python or Swift. Letters beyond ASCII are not told from other characters there.
    var isOfWord: Bool {
        self >= 0x80 || self == UInt8(ascii: "_") || self &- UInt8(ascii: "0") < 10 || (self | 0x20) &- UInt8(ascii: "a") < 26
    }
}
