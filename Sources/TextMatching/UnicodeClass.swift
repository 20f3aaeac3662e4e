/// Rust's Unicode-aware classes in the terms RE2 has, ready to stand inside brackets.
///
/// Rust's definitions: https://docs.rs/regex-syntax, "Perl character classes"; UTS #18 Annex C.
enum UnicodeClass {
    /// Alphabetic, marks, decimal digits, connectors and joiners. RE2 lacks the property Alphabetic; what it holds beyond letters,
    /// letter numbers and marks are the enclosed Latin letters listed here.
    static let word =
        #"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\x{200c}\x{200d}\x{24b6}-\x{24e9}\x{1f130}-\x{1f149}\x{1f150}-\x{1f169}\x{1f170}-\x{1f189}"#
    /// The rest, as far as categories can say it: unassigned scalars are in neither, enclosed letters and joiners in both.
    static let notWord = #"\p{Z}\p{C}\p{No}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\p{S}"#
    /// The property White_Space.
    static let space = #"\x{9}-\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"#
    static let notSpace =
        #"\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{84}\x{86}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{10ffff}"#

    /// What `\w`, `\D` and their like mean inside brackets.
    static func perl(_ letter: Unicode.Scalar, unicode: Bool) -> String {
        switch (letter, unicode) {
        case ("w", true): word
        case ("W", true): notWord
        case ("s", true): space
        case ("S", true): notSpace
        case ("d", true): #"\p{Nd}"#
        case ("D", true): #"\P{Nd}"#
        // Rust's ASCII white space has the vertical tab that RE2's lacks.
        case ("s", false): #"\x{9}-\x{d}\x{20}"#
        case ("S", false): #"\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{10ffff}"#
        default: "\\\(letter)"
        }
    }

    /// RE2's name of a property as Rust's loose matching takes it, nil when RE2 cannot know it.
    static func property(_ name: String) -> String? {
        var name = name
        for prefix in ["General_Category=", "gc=", "Script=", "sc=", "General_Category:", "gc:", "Script:", "sc:"]
        where name.lowercased().hasPrefix(prefix.lowercased()) {
            name = String(name.dropFirst(prefix.count))
        }
        let key = name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
        if let short = categories[key] { return short }
        if binary.contains(key) { return nil }
        // Scripts: RE2 wants each word's first letter large, `Old_Italic`.
        return name.split(whereSeparator: { $0 == "_" || $0 == " " || $0 == "-" })
            .map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(separator: "_")
    }

    private static let categories: [String: String] = {
        let short = [
            "C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe",
            "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
        ]
        let long = [
            "other": "C", "control": "Cc", "cntrl": "Cc", "format": "Cf", "privateuse": "Co", "letter": "L", "lowercaseletter": "Ll",
            "modifierletter": "Lm", "otherletter": "Lo", "titlecaseletter": "Lt", "uppercaseletter": "Lu", "mark": "M", "spacingmark": "Mc",
            "enclosingmark": "Me", "nonspacingmark": "Mn", "number": "N", "decimalnumber": "Nd", "digit": "Nd", "letternumber": "Nl",
            "othernumber": "No", "punctuation": "P", "punct": "P", "connectorpunctuation": "Pc", "dashpunctuation": "Pd", "closepunctuation": "Pe",
            "finalpunctuation": "Pf", "initialpunctuation": "Pi", "otherpunctuation": "Po", "openpunctuation": "Ps", "symbol": "S",
            "currencysymbol": "Sc", "modifiersymbol": "Sk", "mathsymbol": "Sm", "othersymbol": "So", "separator": "Z", "lineseparator": "Zl",
            "paragraphseparator": "Zp", "spaceseparator": "Zs", "any": "Any",
        ]
        return Dictionary(short.map { ($0.lowercased(), $0) }) { a, _ in a }.merging(long) { a, _ in a }
    }()

    /// Properties Rust has and RE2 has not, so that they are named in the refusal and not taken for scripts.
    private static let binary: Set<String> = [
        "alphabetic", "alpha", "whitespace", "uppercase", "lowercase", "upper", "lower", "ascii", "assigned", "cased", "emoji", "idstart", "idcontinue",
        "xidstart", "xidcontinue", "math", "hexdigit", "asciihexdigit", "dash", "diacritic", "extendedpictographic", "ideographic", "unassigned", "cn",
    ]
}
