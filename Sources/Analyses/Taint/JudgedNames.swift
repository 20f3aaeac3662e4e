import Rules

/// What a vocabulary says about names, worked out once a name: to take one apart into words costs more than to look it up.
struct JudgedNames {
    private var judgements: [String: Vocabulary.Found] = [:]
    private var others: [String: Bool] = [:]

    mutating func judgement(of name: String, by vocabulary: Vocabulary) -> Vocabulary.Found {
        if let known = judgements[name] { return known }
        if judgements.count >= Self.most { judgements.removeAll() }
        let found = vocabulary.judge(name)
        judgements[name] = found
        return found
    }

    mutating func isOther(_ name: String, by vocabulary: Vocabulary) -> Bool {
        if let known = others[name] { return known }
        if others.count >= Self.most { others.removeAll() }
        let found = vocabulary.isOther(name)
        others[name] = found
        return found
    }

    /// Names to be remembered: those of a large file.
    private static let most = 10_000
}
