/// libyaml's problems in words that say what to do. Its texts are those of libyaml 0.2.5's reader.c, scanner.c and parser.c.
enum YAMLAdvice {
    static func reader(_ problem: String, value: Int) -> String {
        if problem.hasPrefix("control characters") {
            let hex = String(value, radix: 16, uppercase: true)
            let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
            return "the control character \(code) is not allowed; remove it, or write it as an escape in double quotes"
        }
        return "not valid UTF-8 (\(problem)); save the file as UTF-8"
    }

    static func syntax(_ problem: String, context: (text: String, mark: YAMLMark)?) -> String {
        var message = problem
        if let context { message += " \(context.text) that starts at line \(context.mark.line), column \(context.mark.column)" }
        if let advice = advice.first(where: { problem.hasPrefix($0.problem) })?.advice { message += "; \(advice)" }
        return message
    }

    private static let advice: [(problem: String, advice: String)] = [
        ("mapping values are not allowed", "put the text in quotes if it holds `: `, else check the indentation"),
        ("found character that cannot start any token", "put the text in quotes if it starts with @, ` or %, and indent with spaces, not tabs"),
        ("found a tab character", "indent with spaces"),
        ("did not find expected key", "check the indentation, and that quotes are closed"),
        ("did not find expected '-' indicator", "check the indentation"),
        ("did not find expected ',' or", "close the bracket or put a comma"),
        ("did not find expected node content", "give a value, or put the text in quotes"),
        ("could not find expected ':'", "put `:` after the key, or quotes around the text"),
        ("block sequence entries are not allowed", "put the list on lines of its own"),
        ("mapping keys are not allowed", "check the indentation"),
        ("found unexpected end of stream", "close the quote"),
        ("found unexpected document indicator", "close the quote before `---`"),
        ("found unknown escape character", #"use single quotes, or write \\ for a backslash"#),
        ("found undefined tag handle", "declare it with %TAG, or put the text in quotes"),
        ("found incompatible YAML document", "write %YAML 1.1 or 1.2"),
        ("did not find expected <document start>", "start each document with `---`, and check that all brackets and quotes are closed"),
    ]
}
