import Rules
import Testing

/// What names say, and how a project adds words of its own.
@Suite struct VocabularyTests {
    private static let text = """
        vocabulary: secret-names
        names: [password, api key, secret]
        perhaps: [token]
        company: [auth]
        followed-by: [value]
        not-with: [has, hashed, len]
        verbs: [get]
        not-of: [errors]
        sanitizers: [len]
        """

    private static func vocabulary(_ more: String = "") -> Vocabulary {
        let read = VocabularyReader.read(text + more, file: "v.yaml")
        #expect(read.errors.isEmpty)
        return VocabularyReader.merged(read.vocabularies)["secret-names"] ?? Vocabulary(name: "none")
    }

    @Test(arguments: [
        ("password", Vocabulary.Judgement.certain), ("db_password", .certain), ("dbPassword", .certain), ("DB_PASSWORD", .certain), ("X-Api-Key", .certain),
        ("userAPIKey", .certain), ("passwords", .certain), ("password_value", .certain), ("password2", .certain), ("password_len", .none),
        ("has_password", .none), ("hashedPassword", .none), ("password_file", .none), ("passwordless", .none), ("token", .perhaps), ("next_token", .none),
        ("tokens", .none), ("nonce_in_id_token", .none), ("log_in_password", .certain), ("metadata_for_secret", .none), ("password_for_admin", .none), ("prompt_or_password", .none), ("secret_or_password", .certain), ("", .none), ("_", .none), ("π", .none),
    ])
    func judges(name: String, judgement: Vocabulary.Judgement) { #expect(Self.vocabulary().judge(name).judgement == judgement) }

    @Test func functionsGiveWhatTheirVerbSays() {
        let words = Self.vocabulary()
        #expect(words.judge(function: "get_password").judgement == .certain)
        #expect(words.judge(function: "check_password").judgement == .none)
        #expect(words.judge(function: "get_password_len").judgement == .none)
        #expect(words.isCompany("auth_session") && !words.isCompany("author"))
        #expect(words.isTable("form_errors"))
    }

    @Test func aLongerNameIsSurer() {
        let words = Self.vocabulary("\n---\nvocabulary: secret-names\nnames: [client secret]\nambiguous: [secret, passwords, old password]\n")
        #expect(words.judge("db_secret").isAmbiguous && !words.judge("client_secret").isAmbiguous)
        #expect(words.judge("passwords").isAmbiguous && !words.judge("password").isAmbiguous)
        #expect(words.judge("its_old_password").isAmbiguous && !words.judge("new_password").isAmbiguous)
    }

    @Test func documentsOfOneNameAreOne() {
        let words = Self.vocabulary("\n---\nvocabulary: secret-names\nnames: [Kennwort]\nsanitizers: [schwarz]\n")
        #expect(words.judge("db_kennwort").judgement == .certain)
        #expect(words.judge("db_password").judgement == .certain)
        #expect(words.calls["sanitizers"]?.map(\.value) == ["len", "schwarz"])
    }

    @Test func mistakesAreTold() {
        let unknown = VocabularyReader.read("vocabulary: v\nnouns: [a]\n", file: "v.yaml")
        #expect(unknown.errors.map(\.line) == [2])
        #expect(unknown.errors.first?.message.contains("no `nouns`") == true)
        let empty = VocabularyReader.read("vocabulary: v\nnames: ['--']\n", file: "v.yaml")
        #expect(empty.errors.first?.message.contains("has no word") == true)
    }

    @Test func aRuleNamesOneThatIsThere() {
        let rule = "id: t\nlanguage: python\nmessage: m\nrule: {call: print}\nanalysis: {kind: taint, names: secrets}\n"
        let files = RuleFileReader.read(rule, file: "t.yaml").rules
        #expect(RuleSet.compile(files).1.first?.message.contains("no vocabulary `secrets`") == true)
        var words = Vocabulary(name: "secrets")
        words.names = ["password"]
        #expect(RuleSet.compile(files, vocabularies: [words]).1.isEmpty)
    }
}
