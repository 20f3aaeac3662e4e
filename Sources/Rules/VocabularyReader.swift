package import YAML

/// Reads vocabularies: documents with the key `vocabulary`, which may stand in any rule file.
///
/// ```yaml
/// vocabulary: secret-names
/// names: [kennwort, geheimzahl]
/// ```
package enum VocabularyReader {
    package static func isVocabulary(_ document: YAMLNode) -> Bool { document["vocabulary"] != nil }

    /// By bytes: at every start all rule files there are are asked this.
    private static func mayHoldVocabulary(_ text: String) -> Bool {
        let key = Array("vocabulary:".utf8)
        return text.utf8.withContiguousStorageIfAvailable { bytes in bytes.indices.contains { bytes[$0] == key[0] && bytes[$0...].starts(with: key) } } ?? true
    }

    /// The vocabularies of a file; documents of other kinds are left to `RuleFileReader`, which also tells what is wrong with the YAML.
    package static func read(_ text: String, file: String) -> (vocabularies: [Vocabulary], errors: [RuleError]) {
        guard mayHoldVocabulary(text), let documents = try? YAML.parse(text, file: file) else { return ([], []) }
        var objects = RuleObjectReader(errors: RuleErrors(file: file)), found: [Vocabulary] = []
        for document in documents where isVocabulary(document) {
            guard let pairs = objects.mapping(document, "a vocabulary"), let name = objects.text(document["vocabulary"] ?? document, "vocabulary") else { continue }
            var vocabulary = Vocabulary(name: name.value)
            for (key, value) in pairs where key.text != "vocabulary" {
                if let text = key.text, parameters.contains(text) {
                    vocabulary.calls[text, default: []] += objects.texts(value, text)
                    continue
                }
                guard let list = Vocabulary.lists.first(where: { $0.key == key.text }) else {
                    let known = (Vocabulary.lists.map(\.key) + parameters).joined(separator: ", ")
                    objects.errors.add(key.mark, "a vocabulary has no `\(key.text ?? "")`; expected one of \(known)")
                    continue
                }
                for entry in objects.texts(value, list.key) {
                    let words = Vocabulary.words(of: entry.value)
                    if words.isEmpty { objects.errors.add(entry.mark, "`\(entry.value)` has no word in it") }
                    vocabulary[keyPath: list.path].insert(words.joined(separator: " "))
                }
            }
            found.append(vocabulary)
        }
        return (found, objects.errors.all)
    }

    /// The lists of calls an analysis that has vocabularies takes.
    private static let parameters = AnalysisKind.allCases.map(\.parameters).filter { $0.contains { $0.form == .vocabulary } }
        .flatMap { $0.filter { $0.form == .calls }.map(\.name) }

    /// All that is said under one name, together.
    package static func merged(_ all: [Vocabulary]) -> [String: Vocabulary] {
        var merged: [String: Vocabulary] = [:]
        for vocabulary in all { merged[vocabulary.name, default: Vocabulary(name: vocabulary.name)].add(vocabulary) }
        return merged
    }
}
