/// A rule's message with its metavariables, cut into pieces once so that a match only fills them in.
struct MessageTemplate: Sendable {
    private enum Piece: Sendable {
        case text(String)
        /// As written (`$$$ARGS`) and its name.
        case variable(String, name: String)
    }
    private var pieces: [Piece] = []

    init(_ message: String) {
        var text = ""
        var rest = Substring(message)
        while let sigil = rest.utf8.firstIndex(of: UInt8(ascii: "$")) {
            text += rest[..<sigil]
            rest = rest[sigil...]
            let sigils = rest.prefix { $0 == "$" }
            let name = rest.dropFirst(sigils.count).prefix { $0.isASCII && ($0.isUppercase || $0 == "_" || $0.isNumber) }
            if (1...3).contains(sigils.count), let initial = name.first, initial.isUppercase || initial == "_" {
                if !text.isEmpty { pieces.append(.text(text)) }
                text = ""
                pieces.append(.variable(String(sigils) + name, name: String(name)))
                rest = rest.dropFirst(sigils.count + name.count)
            } else {
                text += "$"
                rest = rest.dropFirst()
            }
        }
        text += rest
        if !text.isEmpty { pieces.append(.text(text)) }
    }

    /// The names of its variables.
    var variables: [String] { pieces.compactMap { if case .variable(_, let name) = $0 { name } else { nil } } }

    /// Fills in what `value` knows; the rest stays as written. White space runs become one space, so that a message stays one line, and
    /// long values are cut.
    func fill(_ value: (String) -> String?) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .variable(let written, let name): value(name).map(Self.oneLine) ?? written
            }
        }.joined()
    }

    private static let longest = 80

    private static func oneLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > longest ? line.prefix(longest - 1) + "…" : line
    }
}
