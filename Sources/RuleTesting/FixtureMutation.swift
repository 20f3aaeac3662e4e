package import Findings

/// A change to a fixture that must not change what is found: each is a way real code differs from the example.
package enum FixtureMutation: String, Sendable, CaseIterable {
    /// The file as it is.
    case none
    /// An emoji and a combining character stand before everything.
    case scalars
    case crlf
    case tabs
    /// Each function of the file becomes a method.
    case inClass = "class"
    /// The whole file stands inside a function.
    case inFunction = "function"
    /// `import x` -> `import x as x_m`
    case moduleAlias = "module-alias"
    /// `from x import y` -> `from x import y as y_f`
    case nameAlias = "name-alias"
    /// `import x` and `x.y()` -> `from x import y as x_y` and `x_y()`
    case fromImport = "from-import"

    /// The mutated text, or nil when the mutation has nothing to change in it.
    package func apply(_ text: String, _ language: Language) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        switch self {
        case .none: return text
        case .scalars: return "\(language == .python ? "#" : "//") 🦑 e\u{301}\n" + text
        case .crlf: return lines.joined(separator: "\r\n")
        case .tabs: return lines.map(Self.tabbed).joined(separator: "\n")
        case .inClass: return Wrapping.functionsIntoClasses(lines, language)
        case .inFunction: return Wrapping.allIntoFunction(lines, language)
        case .moduleAlias: return language == .python ? ImportRewriting.aliasModules(lines) : nil
        case .nameAlias: return language == .python ? ImportRewriting.aliasNames(lines) : nil
        case .fromImport: return language == .python ? ImportRewriting.importNames(lines) : nil
        }
    }

    private static func tabbed(_ line: Substring) -> String {
        let spaces = line.prefix { $0 == " " }.count
        return String(repeating: "\t", count: spaces / 4) + String(repeating: " ", count: spaces % 4) + line.dropFirst(spaces)
    }
}

/// Puts code into other code.
enum Wrapping {
    private static let indent = "    "

    static func allIntoFunction(_ lines: [Substring], _ language: Language) -> String? {
        switch language {
        case .python: return (["def outer_fixture():"] + lines.map(indented)).joined(separator: "\n") + "\n\(indent)return None\n"
        case .swift:
            // Imports and extensions stand at file level only.
            guard !lines.contains(where: { hasWord($0, ["extension", "protocol", "@main", "import", "private", "fileprivate", "actor"]) }) else { return nil }
            return (["func outerFixture() {"] + lines.map(indented) + ["}", ""]).joined(separator: "\n")
        }
    }

    static func functionsIntoClasses(_ lines: [Substring], _ language: Language) -> String? {
        var result: [String] = [], isInside = false, changed = false
        for (index, line) in lines.enumerated() {
            let isTop = !line.isEmpty && line.first != " " && line.first != "\t" && line.first != ")" && line.first != "}"
            if language == .python {
                let begins = isTop && (line.hasPrefix("def ") || line.hasPrefix("async def ") || line.hasPrefix("@"))
                if begins && !isInside {
                    // Comments directly above belong to the function: a mark must not be cut from its line.
                    var comments: [String] = []
                    while let last = result.last, last.hasPrefix("#") { comments.insert(result.removeLast(), at: 0) }
                    result.append("class Fixture\(index):")
                    result += comments.map { indent + $0 }
                    isInside = true
                    changed = true
                } else if isTop && !begins && !line.hasPrefix("#") && isInside {
                    isInside = false
                }
                result.append(isInside ? indented(line) : String(line))
            } else {
                if isTop && line.hasPrefix("func ") && !isInside {
                    result.append("final class Fixture\(index) {")
                    isInside = true
                    changed = true
                }
                result.append(isInside ? indented(line) : String(line))
                if isInside && line.hasPrefix("}") {
                    result.append("}")
                    isInside = false
                }
            }
        }
        // An unclosed brace would be another program.
        return changed && !(language == .swift && isInside) ? result.joined(separator: "\n") : nil
    }

    private static func indented(_ line: Substring) -> String { line.isEmpty ? "" : indent + line }

    private static func hasWord(_ line: Substring, _ words: [String]) -> Bool {
        line.split { !($0.isLetter || $0 == "@" || $0 == "_") }.contains { words.contains(String($0)) }
    }
}
