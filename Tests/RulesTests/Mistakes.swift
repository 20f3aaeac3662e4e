import Rules

/// The mistakes of a rule file, as `line:column message`, from reading and compiling it.
func mistakes(_ text: String) -> [String] {
    let (rules, errors) = RuleFileReader.read(text, file: "rule.yaml")
    let (_, more) = RuleSet.compile(rules)
    return (errors + more).map { "\($0.line):\($0.column) \($0.message)" }
}

/// The mistakes of a Python rule whose document ends in `rest`; its first line is line 3.
func mistakes(python rest: String) -> [String] { mistakes("id: t\nlanguage: python\n\(rest)\n") }

/// Whether exactly one mistake was found, at that place, with these words in its message.
func isOnly(_ found: [String], _ place: String, _ words: String) -> Bool {
    found.count == 1 && found[0].hasPrefix(place + " ") && found[0].contains(words)
}
