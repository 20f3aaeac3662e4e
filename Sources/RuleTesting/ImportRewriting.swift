/// Rewrites Python imports in text, leaving what the code means as it was. Names that are also bound otherwise in the file are left alone.
enum ImportRewriting {
    static func aliasModules(_ lines: [Substring]) -> String? {
        rewrite(lines, modules(lines)) { module in ("import \(module) as \(module)_m", [([module, "."], [module + "_m", "."])]) }
    }

    static func importNames(_ lines: [Substring]) -> String? {
        rewrite(lines, modules(lines)) { module in
            let names = Set(lines.flatMap { members(of: module, in: code($0)) }).sorted()
            guard !names.isEmpty else { return nil }
            let imports = names.map { "from \(module) import \($0) as \(module)_\($0)" }.joined(separator: "; ")
            return (imports, names.map { ([module, ".", $0], ["\(module)_\($0)"]) })
        }
    }

    static func aliasNames(_ lines: [Substring]) -> String? {
        var changed = false
        var result = lines.map(String.init)
        for (index, line) in lines.enumerated() {
            let words = line.split(separator: " ")
            guard words.count == 4, words[0] == "from", words[2] == "import", !line.hasPrefix(" "), isName(words[3]), !words[1].hasPrefix("__") else { continue }
            let name = String(words[3])
            guard !lines.enumerated().contains(where: { $0.offset != index && rebinds(name, code($0.element)) }) else { continue }
            result[index] = "from \(words[1]) import \(name) as \(name)_f"
            for other in result.indices where other != index { result[other] = replace([name], with: [name + "_f"], in: result[other]) }
            changed = true
        }
        return changed ? result.joined(separator: "\n") : nil
    }

    // MARK: parts

    /// Modules imported by a plain `import x` at file level and bound nowhere else, each used as `x.` only.
    private static func modules(_ lines: [Substring]) -> [(line: Int, module: String)] {
        lines.enumerated().compactMap { index, line in
            let words = line.split(separator: " ")
            guard words.count == 2, words[0] == "import", !line.hasPrefix(" "), isName(words[1]) else { return nil }
            let module = String(words[1])
            let isPlain = !lines.enumerated().contains { $0.offset != index && (rebinds(module, code($0.element)) || isBare(module, code($0.element))) }
            return isPlain ? (index, module) : nil
        }
    }

    private static func rewrite(
        _ lines: [Substring], _ modules: [(line: Int, module: String)], _ change: (String) -> (String, [([String], [String])])?
    ) -> String? {
        var result = lines.map(String.init), changed = false
        for (index, module) in modules {
            guard let (statement, replacements) = change(module) else { continue }
            for other in result.indices where other != index {
                for (old, new) in replacements { result[other] = replace(old, with: new, in: result[other]) }
            }
            result[index] = statement
            changed = true
        }
        return changed ? result.joined(separator: "\n") : nil
    }

    /// A line without its marks, which hold rule ids.
    private static func code(_ line: Substring) -> Substring { FixtureMarks.read(line).map { line[..<$0.start] } ?? line }

    /// A line as words and single other characters.
    private static func tokens(_ line: Substring) -> [String] {
        var tokens: [String] = []
        var word = ""
        for character in line {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else {
                if !word.isEmpty { tokens.append(word) }
                word = ""
                tokens.append(String(character))
            }
        }
        return word.isEmpty ? tokens : tokens + [word]
    }

    private static func replace(_ old: [String], with new: [String], in line: String) -> String {
        let cut = FixtureMarks.read(line[...])?.start ?? line.endIndex
        let tokens = tokens(line[..<cut])
        var result: [String] = [], at = 0
        while at < tokens.count {
            if Array(tokens[at...].prefix(old.count)) == old, at == 0 || tokens[at - 1] != "." {
                result += new
                at += old.count
            } else {
                result.append(tokens[at])
                at += 1
            }
        }
        return result.joined() + line[cut...]
    }

    private static func members(of module: String, in line: Substring) -> [String] {
        let tokens = tokens(line)
        return tokens.indices.compactMap { at in
            at + 2 < tokens.count && tokens[at] == module && tokens[at + 1] == "." && isName(Substring(tokens[at + 2])) && (at == 0 || tokens[at - 1] != ".")
                ? tokens[at + 2] : nil
        }
    }

    /// Whether a line uses the name other than as `name.`
    private static func isBare(_ name: String, _ line: Substring) -> Bool {
        let tokens = tokens(line)
        return tokens.indices.contains { tokens[$0] == name && ($0 == 0 || tokens[$0 - 1] != ".") && !($0 + 1 < tokens.count && tokens[$0 + 1] == ".") }
    }

    /// Whether a line gives the name another meaning: a parameter, an assignment, another import, a keyword argument of that name.
    private static func rebinds(_ name: String, _ line: Substring) -> Bool {
        let tokens = tokens(line).filter { $0 != " " }
        for at in tokens.indices where tokens[at] == name && (at == 0 || tokens[at - 1] != ".") {
            if at + 1 < tokens.count, tokens[at + 1] == "=" || tokens[at + 1] == ":" { return true }
            if at > 0, ["import", "as", "for", "def", "class", "global", "nonlocal", "del", "lambda", "\"", "'"].contains(tokens[at - 1]) { return true }
            if tokens.contains("def") || tokens.contains("lambda") || tokens.contains("import") { return true }
        }
        return false
    }

    private static func isName(_ text: Substring) -> Bool {
        text.first.map { $0.isLetter || $0 == "_" } == true && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
}
