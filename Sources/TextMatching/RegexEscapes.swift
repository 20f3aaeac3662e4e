/// Backslashes and bracketed classes.
extension RegexParser {
    /// At a backslash outside brackets.
    mutating func escape() throws(RegexError) -> RegexNode {
        let start = index
        switch peek(1) {
        case "A", "z", "B":
            index += 2
            return .empty(String(String.UnicodeScalarView(scalars[start..<index])))
        case "b":
            if peek(2) == "{" { throw error(#"RE2 has no `\b{…}`; write `\b`"#) }
            index += 2
            return .wordEdge
        case "<", ">": throw error(#"`\<` and `\>` are word boundaries RE2 has not; write `\b`, or the character without a backslash"#)
        case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "k":
            throw error(#"RE2 has no backreferences; use two equal metavariables, or `\x..` for a character by number"#)
        case "W":
            index += 2
            // Exact here, where the class can be turned round as a whole.
            return .oneOf(flags.unicode ? "[^\(UnicodeClass.word)]" : #"\W"#)
        default: break
        }
        switch try escaped() {
        case .scalar(let scalar): return .literal(scalar, ignoresCase: flags.ignoresCase)
        case .members(let text): return .oneOf("[\(text)]")
        }
    }

    private enum Escape {
        case scalar(Unicode.Scalar)
        /// Several scalars, to stand inside brackets.
        case members(String)
    }

    /// At a backslash; what follows means the same inside brackets and outside.
    private mutating func escaped() throws(RegexError) -> Escape {
        let start = index
        guard let letter = peek(1) else { throw error(#"the pattern ends in a backslash; write `\\` for the character"#) }
        index += 2
        switch letter {
        case "w", "W", "d", "D", "s", "S": return .members(UnicodeClass.perl(letter, unicode: flags.unicode))
        case "p", "P": return .members(try property(negated: letter == "P", start))
        case "a": return .scalar("\u{7}")
        case "f": return .scalar("\u{C}")
        case "t": return .scalar("\t")
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "v": return .scalar("\u{B}")
        case "x": return .scalar(try number(digits: 2, start))
        case "u": return .scalar(try number(digits: 4, start))
        case "U": return .scalar(try number(digits: 8, start))
        default:
            guard letter.isASCII, !letter.properties.isAlphabetic, letter.value >= 0x20, !("0"..."9").contains(letter), letter != "<", letter != ">" else {
                throw error("`\\\(letter)` has no meaning; write `\\\\` for a backslash", at: start)
            }
            return .scalar(letter)
        }
    }

    private mutating func number(digits: Int, _ start: Int) throws(RegexError) -> Unicode.Scalar {
        var text = String.UnicodeScalarView()
        if next == "{" {
            index += 1
            while let scalar = next, scalar != "}" {
                text.append(scalar)
                index += 1
            }
            index += 1
        } else {
            while text.count < digits, let scalar = next {
                text.append(scalar)
                index += 1
            }
            if text.count < digits { text.removeAll() }
        }
        guard text.allSatisfy({ $0.properties.isASCIIHexDigit }), let value = UInt32(String(text), radix: 16), let scalar = Unicode.Scalar(value) else {
            throw error(#"a character by number is `\x7f`, `\u00e9` or `\x{1f600}`"#, at: start)
        }
        return scalar
    }

    private mutating func property(negated: Bool, _ start: Int) throws(RegexError) -> String {
        var name = String.UnicodeScalarView()
        if next == "{" {
            index += 1
            while let scalar = next, scalar != "}" {
                name.append(scalar)
                index += 1
            }
            guard next == "}" else { throw error(#"this `\p{` is not closed; put `}`"#, at: start) }
        } else if let scalar = next {
            name.append(scalar)
        }
        index += 1
        guard !name.isEmpty, let known = UnicodeClass.property(String(name)) else {
            throw error("RE2 does not know the property `\(String(name))`; it has general categories (`\\p{Lu}`) and scripts (`\\p{Greek}`)", at: start)
        }
        return "\\\(negated ? "P" : "p"){\(known)}"
    }

    /// At `[`: what stands between RE2's brackets. Nested classes are joined into their outer one.
    mutating func bracketed(nested: Bool = false) throws(RegexError) -> String {
        let start = index
        index += 1
        var text = ""
        if next == "^" {
            if nested { throw error("RE2 has no negated class inside a class; list what is meant", at: start) }
            text = "^"
            index += 1
        }
        var isFirst = true
        while true {
            if flags.extended { skipBlanks() }
            guard let scalar = next else { throw error("this class is not closed; put `]`, or write `\\[` for the character", at: start) }
            if scalar == "]", !isFirst { break }
            isFirst = false
            for operation in ["&&", "--", "~~"] where String(String.UnicodeScalarView([scalar, peek(1) ?? " "])) == operation {
                throw error("RE2 has no `\(operation)` between classes; list what is meant")
            }
            text += scalar == "[" ? try inner() : try member()
        }
        index += 1
        return text
    }

    private mutating func inner() throws(RegexError) -> String {
        guard peek(1) == ":" else {
            guard nesting < 8 else { throw error("classes are nested too deep") }
            nesting += 1
            defer { nesting -= 1 }
            return try bracketed(nested: true)
        }
        let start = index
        while let scalar = next, scalar != "]" {
            _ = scalar
            index += 1
        }
        index += 1
        let name = String(String.UnicodeScalarView(scalars[start..<min(index, scalars.count)]))
        let known = ["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"]
        guard known.contains(where: { name == "[:\($0):]" || name == "[:^\($0):]" }) else {
            throw error("there is no class `\(name)`; write `\\[` for the character", at: start)
        }
        return name
    }

    /// One scalar, one range or one escape.
    private mutating func member() throws(RegexError) -> String {
        let start = index
        let first = try end()
        guard case .scalar(let low) = first else {
            if case .members(let text) = first { return text }
            return ""
        }
        if flags.extended { skipBlanks() }
        guard next == "-", let after = peek(1), after != "]", after != "-" else { return RegexNode.escaped(low) }
        index += 1
        if flags.extended { skipBlanks() }
        guard case .scalar(let high) = try end(), low <= high else {
            throw error("a range goes from a smaller character to a larger one; write `\\-` for the character", at: start)
        }
        return RegexNode.escaped(low) + "-" + RegexNode.escaped(high)
    }

    private mutating func end() throws(RegexError) -> Escape {
        if next == "\\" {
            if let digit = peek(1), ("0"..."9").contains(digit) { throw error(#"write `\x..` for a character by number"#) }
            return try escaped()
        }
        guard let scalar = next else { throw error("this class is not closed; put `]`") }
        index += 1
        return .scalar(scalar)
    }
}
