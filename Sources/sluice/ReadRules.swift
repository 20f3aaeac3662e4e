import Findings
import Rules

/// What rule files hold: rules, shared utilities, and the mistakes of those that could not be read.
struct ReadRules {
    private(set) var rules: [RuleFile] = []
    private(set) var utilities: [(Utility, Language)] = []
    private(set) var vocabularies: [Vocabulary] = []
    private(set) var errors: [RuleError] = []

    init(_ sources: [RuleSource.File]) {
        for source in sources {
            if source.isUtility {
                let read = RuleFileReader.readUtilities(source.text, file: source.path)
                utilities += read.utilities
                errors += read.errors
            } else {
                let words = VocabularyReader.read(source.text, file: source.path)
                vocabularies += words.vocabularies
                errors += words.errors
                let read = RuleFileReader.read(source.text, file: source.path, isTrusted: source.isBuiltin, isOfProject: source.isOfProject)
                rules += read.rules
                errors += read.errors
            }
        }
    }
}
