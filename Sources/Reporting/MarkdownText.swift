/// Text of strangers inside GitHub's Markdown: it shows as it was written, and does nothing.
enum MarkdownText {
    /// For a table's cell. What stands between backticks stays code; everything else is plain.
    static func cell(_ text: String) -> String {
        var cell = ""
        var rest = VisibleText.of(text).unicodeScalars[...]
        while let open = rest.firstIndex(of: "`"), let close = rest[rest.index(after: open)...].firstIndex(of: "`") {
            let inside = rest[rest.index(after: open)..<close]
            guard !inside.isEmpty else {
                cell += plain(rest[...open])
                rest = rest[close...]
                continue
            }
            cell += plain(rest[..<open]) + code(inside)
            rest = rest[rest.index(after: close)...]
        }
        return cell + plain(rest)
    }

    /// For running text: nothing in it is code.
    static func plain(_ text: String) -> String { plain(VisibleText.of(text).unicodeScalars) }

    /// For a place where HTML is read and Markdown is not, as in `<summary>`.
    static func html(_ text: String) -> String {
        var html = ""
        for scalar in VisibleText.of(text).unicodeScalars {
            switch scalar {
            case "&", "<", ">", "\"", "'": html += reference(scalar)
            default: html.unicodeScalars.append(scalar)
            }
        }
        return html
    }

    /// A bar ends a cell, in code too, and how backslashes before it count differs between readers: such code is written in references.
    private static func code(_ scalars: Substring.UnicodeScalarView) -> String {
        scalars.contains("|") ? "<code>" + plain(scalars) + "</code>" : "`" + String(scalars) + "`"
    }

    /// Character references carry no meaning in Markdown, wherever they stand. The empty comment keeps GitHub from reading a mention or an issue.
    private static func plain(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var plain = ""
        for scalar in scalars {
            switch scalar {
            case "@", "#": plain += reference(scalar) + "<!-- -->"
            case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "&", "$": plain += reference(scalar)
            default: plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }

    private static func reference(_ scalar: Unicode.Scalar) -> String { "&#\(scalar.value);" }
}
