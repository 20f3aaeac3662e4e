/// Writes XML 1.0: an element a line, attributes in the order they are given, the same bytes every time.
struct XMLWriter {
    private var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// The document, closed by a line feed.
    consuming func finish() -> [UInt8] { Array(text.utf8) }

    /// An element that holds others.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String>, _ body: (inout XMLWriter) -> Void) {
        open(name, attributes)
        text += ">\n"
        depth += 1
        body(&self)
        depth -= 1
        indent()
        text += "</\(name)>\n"
    }

    /// An element that holds nothing, or text.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String>, text content: String = "") {
        open(name, attributes)
        text += content.isEmpty ? "/>\n" : ">" + Self.escape(content, lineFeed: "\n") + "</\(name)>\n"
    }

    private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        indent()
        text += "<" + name
        for (key, value) in attributes { text += " \(key)=\"\(Self.escape(value, lineFeed: "&#10;"))\"" }
    }

    private mutating func indent() { text += String(repeating: "  ", count: depth) }

    /// Control and format characters become references, so that they survive and harm no terminal. Those XML has no way to write (section 2.2:
    /// most of C0, U+FFFE, U+FFFF) are spelled out.
    private static func escape(_ value: String, lineFeed: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += lineFeed
            case "\t", "\r": escaped += "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += DisplayWidth.escape(scalar)
            case _ where DisplayWidth.mustEscape(scalar): escaped += "&#\(scalar.value);"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
