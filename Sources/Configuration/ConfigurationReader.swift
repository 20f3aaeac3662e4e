package import Findings
package import SourceFiles
import Rules
package import YAML

/// Reads a configuration file: YAML in, settings and errors out. Every mistake is told, not only the first.
package struct ConfigurationReader {
    private var errors: [ConfigurationError] = []
    private let file: String

    /// - Parameters:
    ///   - file: as shown to people.
    ///   - path: absolute and without links.
    package static func read(_ bytes: UnsafeRawBufferPointer, file: String, path: String) -> (configuration: Configuration, errors: [ConfigurationError]) {
        let documents: [YAMLNode]
        do {
            documents = try YAML.parse(bytes, file: file)
        } catch {
            return (Configuration(file: file, path: path), [ConfigurationError(Origin(file: file, line: error.line, column: error.column), error.message)])
        }
        var reader = ConfigurationReader(file: file)
        var configuration = Configuration(file: file, path: path)
        if documents.count > 1 { reader.add(documents[1], "a configuration is one document; put everything into the first") }
        // A file of comments only says nothing.
        if let document = documents.first, !document.isNull { reader.read(document, into: &configuration) }
        return (configuration, reader.errors)
    }

    private init(file: String) { self.file = file }

    private mutating func read(_ document: YAMLNode, into configuration: inout Configuration) {
        for (key, value, node) in pairs(document, "a configuration", ConfigurationKey.self) {
            switch key {
            case .extends: configuration.extends = texts(value, node)
            case .select, .ignore, .severity: read(key.rawValue, value, node, into: &configuration.choice)
            case .overrides: configuration.overrides = overrides(value)
            case .exclude:
                configuration.exclude = texts(value, node)
                configuration.excluded = patterns(configuration.exclude)
            case .approved:
                configuration.approved = texts(value, node)
                for name in configuration.approved where !DottedName.isWritten(name.value) {
                    errors.append(ConfigurationError(name.origin, "`approved` wants dotted names such as app.pools.run_all, not `\(name.value)`"))
                }
            case .rules: configuration.rules = texts(value, node)
            case .limits: limits(value, into: &configuration)
            case .failOn:
                configuration.failOn = word(value, node, ConfigurationBounds.failures).map { Setting(Severity(rawValue: $0.value) ?? .off, $0.origin) }
            case .baseline: configuration.baseline = text(value, node)
            case .minConfidence:
                configuration.minConfidence = word(value, node, ConfigurationBounds.confidences).flatMap { word in
                    Confidence(rawValue: word.value).map { Setting($0, word.origin) }
                }
            }
        }
    }

    private mutating func read(_ key: String, _ value: YAMLNode, _ node: YAMLNode, into choice: inout RuleChoice) {
        switch key {
        case "select": choice.select = texts(value, node)
        case "ignore": choice.ignore = texts(value, node)
        default:
            guard let entries = value.entries else {
                add(value, "`severity` wants a mapping of rules to severities, not \(value.describedKind)")
                return
            }
            for (name, severity) in entries {
                guard let text = name.text, !text.isEmpty else {
                    add(name, "a rule's id, code or family belongs here, not \(name.describedKind)")
                    continue
                }
                guard let word = word(severity, name, ConfigurationBounds.severities), let level = Severity(rawValue: word.value) else { continue }
                choice.severities.append(RuleChoice.RuleSeverity(name: Setting(text, Origin(file: file, name.mark)), severity: level))
            }
        }
    }

    private mutating func overrides(_ node: YAMLNode) -> [Configuration.Override] {
        guard let items = node.items else {
            add(node, "`overrides` wants a list of mappings with `paths`, not \(node.describedKind)")
            return []
        }
        return items.compactMap { item in
            var paths: [Setting<String>]?, choice = RuleChoice()
            let found = pairs(item, "an override", OverrideKey.self)
            for (key, value, node) in found {
                if key == .paths { paths = texts(value, node) } else { read(key.rawValue, value, node, into: &choice) }
            }
            if item.entries != nil, item["paths"] == nil { add(item, "an override needs `paths`, the files it is for") }
            guard let paths, let patterns = patterns(paths) else { return nil }
            return Configuration.Override(paths: paths, patterns: patterns, choice: choice)
        }
    }

    private mutating func limits(_ node: YAMLNode, into configuration: inout Configuration) {
        for (key, value, node) in pairs(node, "`limits`", LimitKey.self) {
            switch key {
            case .maxFileSize:
                if value.items == nil, value.entries == nil, value.bool == nil, let size = value.text.flatMap({ ByteSize($0) }) {
                    configuration.maxFileSize = Setting(size.bytes, Origin(file: file, node.mark))
                } else {
                    add(value, "`\(key.rawValue)` wants a number of bytes above 0, or one with K, M or G: 65536, 64K, 1M")
                }
            case .fileTimeout: configuration.fileTimeout = seconds(value, node)
            case .programTimeout: configuration.programTimeout = seconds(value, node)
            }
        }
    }

    // MARK: values

    private mutating func add(_ node: YAMLNode, _ message: String) { errors.append(ConfigurationError(Origin(file: file, node.mark), message)) }

    /// The known keys of a mapping, their values and where they stand; the others are mistakes.
    private mutating func pairs<Key: RawRepresentable<String> & CaseIterable>(
        _ node: YAMLNode, _ what: String, _: Key.Type
    ) -> [(key: Key, value: YAMLNode, node: YAMLNode)] {
        guard let entries = node.entries else {
            add(node, "\(what) is a mapping, not \(node.describedKind)")
            return []
        }
        return entries.compactMap { entry in
            if let key = entry.key.text.flatMap({ Key(rawValue: $0) }) { return (key, entry.value, entry.key) }
            let known = Key.allCases.map(\.rawValue)
            let name = entry.key.text ?? entry.key.describedKind
            let near = NearestName.of(name, among: known).map { "; did you mean `\($0)`?" } ?? "; \(what) has \(known.joined(separator: ", "))"
            add(entry.key, "unknown key `\(name)`\(near)")
            return nil
        }
    }

    /// A string, or a list of them.
    private mutating func texts(_ node: YAMLNode, _ key: YAMLNode) -> [Setting<String>] {
        guard let items = node.items else { return text(node, key, "a string or a list of strings", at: node.mark).map { [$0] } ?? [] }
        return items.compactMap { text($0, key, "a list of strings", at: $0.mark) }
    }

    private mutating func text(_ node: YAMLNode, _ key: YAMLNode, _ what: String = "a string", at mark: YAMLMark? = nil) -> Setting<String>? {
        guard let text = node.string else {
            add(node, "`\(key.text ?? "")` wants \(what), not \(node.describedKind)")
            return nil
        }
        if text.isEmpty {
            add(node, "`\(key.text ?? "")` has an empty string; remove it")
            return nil
        }
        return Setting(text, Origin(file: file, mark ?? key.mark))
    }

    private mutating func word(_ node: YAMLNode, _ key: YAMLNode, _ words: [String]) -> Setting<String>? {
        let expected = "expected \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")"
        guard let text = node.string else {
            add(node, "`\(key.text ?? "")` is \(node.describedKind); \(expected)")
            return nil
        }
        guard words.contains(text) else {
            add(node, "`\(key.text ?? "")` cannot be `\(text)`\(NearestName.of(text, among: words).map { "; did you mean `\($0)`?" } ?? "; \(expected)")")
            return nil
        }
        return Setting(text, Origin(file: file, key.mark))
    }

    private mutating func seconds(_ node: YAMLNode, _ key: YAMLNode) -> Setting<Duration>? {
        guard let seconds = node.double, seconds > 0, seconds <= ConfigurationBounds.mostSeconds else {
            add(node, "`\(key.text ?? "")` wants seconds, more than 0 and at most \(Int(ConfigurationBounds.mostSeconds))")
            return nil
        }
        return Setting(.milliseconds(max(1, Int(seconds * 1000))), Origin(file: file, key.mark))
    }

    /// Nil when one cannot be read; every one that cannot is told.
    private mutating func patterns(_ texts: [Setting<String>]) -> PathPatterns? {
        var isGood = true
        for text in texts {
            do throws(FileError) { _ = try PathPatterns([text.value]) } catch {
                errors.append(ConfigurationError(text.origin, error.description))
                isGood = false
            }
        }
        return isGood ? try? PathPatterns(texts.map(\.value)) : nil
    }
}
