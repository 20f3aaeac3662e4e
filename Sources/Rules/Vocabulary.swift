/// What names say about values: which names tell that a value is a secret (or a setting, or whatever a rule asks about).
///
/// A name is taken apart into words (`dbPassword`, `DB_PASSWORD`, `db-password` are `db password`) and judged by its last noun:
/// `password` and `db_password` are, `password_len` and `has_password` are not.
package struct Vocabulary: Sendable {
    package enum Judgement: Sendable, Hashable {
        case none
        /// Only in company: `token` next to `session`.
        case perhaps
        case certain
    }

    package var name: String
    /// Of one word or several; at the end of a name they say that it is one.
    package var names: Set<String> = []
    /// The same, when the surroundings say what is spoken of.
    package var perhaps: Set<String> = []
    /// Words that make it so.
    package var company: Set<String> = []
    /// Entries of the other lists whose values may be numbers.
    package var numbers: Set<String> = []
    /// Words that may follow: `password_value`.
    package var followers: Set<String> = []
    /// Words that say it is not the value, wherever they stand: `has`, `hashed`.
    package var excluded: Set<String> = []
    /// Words a function's name begins with that gives such a value: `get_password`.
    package var verbs: Set<String> = []
    /// Last words of tables that say something about values rather than holding them: `errors["password"]`.
    package var tables: Set<String> = []

    /// Those of `names` that files, numbers and objects with a text of their own go by as well: `credentials`, `private key`. What is called so, and
    /// no more, is a note; `client secret` is surer than `secret`.
    package var ambiguous: Set<String> = []
    /// Last words of names that say what a value is, wherever it was taken from: `password_file`, `service_name`.
    package var others: Set<String> = []

    /// Calls and names that go with it, by the parameter of the analysis they are added to: `sanitizers`, `propagators`.
    package var calls: [String: [Marked<String>]] = [:]

    package init(name: String) { self.name = name }

    /// What a list's key is called in a file; the reader and the schema go by these.
    package static let lists: [(key: String, path: any WritableKeyPath<Vocabulary, Set<String>> & Sendable)] = [
        ("names", \.names), ("perhaps", \.perhaps), ("company", \.company), ("numbers", \.numbers), ("followed-by", \.followers), ("not-with", \.excluded),
        ("verbs", \.verbs), ("not-of", \.tables), ("other-things", \.others), ("ambiguous", \.ambiguous),
    ]

    /// Takes in what another document says under the same name.
    package mutating func add(_ other: Vocabulary) {
        for list in Self.lists { self[keyPath: list.path].formUnion(other[keyPath: list.path]) }
        for (parameter, names) in other.calls { calls[parameter, default: []] += names }
    }

    /// A judgement and the entry it goes by.
    package struct Found: Sendable, Hashable {
        package var judgement: Judgement
        /// Whether the name is a plural: of many, or of a container.
        package var isPlural = false
        /// Whether the value may be a number.
        package var isNumber = false
        /// Whether other things are called so as well.
        package var isAmbiguous = false

        package init(judgement: Judgement, isPlural: Bool = false, isNumber: Bool = false, isAmbiguous: Bool = false) {
            self.judgement = judgement
            self.isPlural = isPlural
            self.isNumber = isNumber
            self.isAmbiguous = isAmbiguous
        }
    }

    /// What a name says about its value.
    package func judge(_ name: String) -> Found { judge(words: Self.words(of: name)) }

    /// What a function's name says about what it gives: `get_password` does, `check_password` does not.
    package func judge(function name: String) -> Found {
        let words = Self.words(of: name)
        guard let first = words.first, verbs.contains(first) else { return Found(judgement: .none) }
        return judge(words: Array(words.dropFirst()))
    }

    /// Whether one of the words keeps company with such values, or names one.
    package func isCompany(_ name: String) -> Bool {
        let words = Self.words(of: name)
        return words.contains { company.contains($0) } || judge(words: words).judgement == .certain
    }

    /// Whether a name ends with a word that may be one: `SOME_TOKEN`.
    package func endsPerhaps(_ name: String) -> Bool {
        let words = Self.words(of: name)
        return words.last.map(perhaps.contains) ?? false && !words.contains(where: excluded.contains)
    }

    /// Whether one of the words says that it is not the value.
    package func isExcluded(_ name: String) -> Bool { Self.words(of: name).contains(where: excluded.contains) }

    package func isTable(_ name: String) -> Bool { Self.words(of: name).last.map(tables.contains) ?? false }

    /// Whether a name says that its value is something else.
    package func isOther(_ name: String) -> Bool { Self.words(of: name).last.map(others.contains) ?? false }

    private func judge(words all: [String]) -> Found {
        var words = all[...]
        while let last = words.last, followers.contains(last) || last.allSatisfy(\.isNumber) { words = words.dropLast() }
        // `password2` is another one.
        if let last = words.last, let first = last.first, first.isLetter { words[words.endIndex - 1] = Self.withoutNumber(last, unless: names) }
        guard !words.isEmpty, !all.contains(where: excluded.contains) else { return Found(judgement: .none) }
        words = Self.headed(words)
        // `prompt_or_password`: of two things both have to be.
        if let or = words.lastIndex(of: "or"), or > words.startIndex, or < words.endIndex - 1, judge(words: Array(words[..<or])).judgement == .none { words = [] }
        guard !words.isEmpty else { return Found(judgement: .none) }
        for count in stride(from: min(words.count, 3), through: 1, by: -1) {
            let phrase = words.suffix(count).joined(separator: " ")
            for (text, isPlural) in [(phrase, false), (phrase.hasSuffix("s") ? String(phrase.dropLast()) : "", true)] where !text.isEmpty {
                if names.contains(text) {
                    let isAmbiguous = ambiguous.contains(text) || (count...max(count, min(words.count, 3))).contains { ambiguous.contains(words.suffix($0).joined(separator: " ")) }
                    return Found(judgement: .certain, isPlural: isPlural, isNumber: numbers.contains(text), isAmbiguous: isAmbiguous)
                }
                // `next_token` is none: only the bare word can be one.
                if perhaps.contains(text), !isPlural, all.count == count {
                    return Found(judgement: .perhaps, isNumber: numbers.contains(text), isAmbiguous: ambiguous.contains(text))
                }
            }
        }
        return Found(judgement: .none)
    }

    /// Nothing where the last noun only tells in what, or for what, the thing is: `nonce_in_id_token`, `metadata_for_secret`. The words of `log in` and
    /// its kin are no place.
    private static func headed(_ words: ArraySlice<String>) -> ArraySlice<String> {
        if let purpose = words.lastIndex(where: { $0 == "for" || $0 == "of" || $0 == "by" }), purpose > words.startIndex, purpose < words.endIndex - 1 { return [] }
        guard let place = words.lastIndex(of: "in"), place > words.startIndex, place < words.endIndex - 1 else { return words }
        return ["log", "logged", "sign", "signed", "check", "built", "opt", "plug", "baked", "single"].contains(words[place - 1]) ? words : []
    }

    private static func withoutNumber(_ word: String, unless known: Set<String>) -> String {
        known.contains(word) ? word : String(word.reversed().drop { $0.isNumber }.reversed())
    }

    /// The words of a name, in small letters: at underscores, hyphens, dots and blanks, and where capitals begin (`APIKey` is `api key`).
    package static func words(of name: String) -> [String] {
        var words: [String] = [], word = ""
        let scalars = Array(name.unicodeScalars)
        for (at, scalar) in scalars.enumerated() {
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            let isUpper = scalar.properties.isUppercase
            let follows = at > 0 && scalars[at - 1].properties.isLowercase || at > 0 && scalars[at - 1].properties.numericType != nil
            let startsWord = at + 1 < scalars.count && scalars[at + 1].properties.isLowercase && at > 0 && scalars[at - 1].properties.isUppercase
            if isUpper, !word.isEmpty, follows || startsWord {
                words.append(word)
                word = ""
            }
            word += scalar.properties.lowercaseMapping
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
