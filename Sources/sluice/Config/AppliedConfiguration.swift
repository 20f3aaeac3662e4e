import Configuration
import Findings

/// What applies to a file and where it is written.
struct AppliedConfiguration {
    var path: String
    /// Absolute; nil for a folder.
    var file: String?
    var layers: ConfigurationLayers?
    /// What the run takes its own settings from.
    var ofRun: ConfigurationLayers?
    /// Files met on the way up that are not read.
    var misnamed: [MisnamedConfiguration] = []
    var rules: [RuleMetadata]
    var owners: [String: Set<String>]
    var commandLine: RuleSelection

    /// One setting: an entry of a list is a setting of its own.
    struct Entry {
        var name: String
        var value: String
        var origin: Origin
        /// The patterns of the override it stands in; empty outside of one.
        var paths: [String] = []
    }

    /// A rule that is not as it is by default.
    struct Decision {
        var rule: RuleMetadata
        var severity: Severity
        /// Nil for the command line.
        var origin: Origin?
    }

    /// The files it extends, strongest first.
    var extended: [String] { layers?.layers.dropLast().reversed().map(\.configuration.file) ?? [] }

    var isExcluded: Bool { file.map { layers?.excludes($0) ?? false } ?? false }

    var settings: [Entry] {
        guard let layers else { return [] }
        var entries: [Entry] = []
        for layer in layers.layers {
            let configuration = layer.configuration
            entries += Self.entries(of: configuration.choice)
            entries += configuration.exclude.map { Entry(name: "exclude", value: $0.value, origin: $0.origin) }
            entries += configuration.rules.map { Entry(name: "rules", value: $0.value, origin: $0.origin) }
        }
        if let confidence = layers.strongest(\.minConfidence) {
            entries.append(Entry(name: "min-confidence", value: confidence.value.rawValue, origin: confidence.origin))
        }
        for number in file.map(layers.overrides) ?? [] {
            let override = layers[number]
            entries += Self.entries(of: override.choice, paths: override.paths.map(\.value))
        }
        return entries
    }

    private static func entries(of choice: RuleChoice, paths: [String] = []) -> [Entry] {
        (choice.select ?? []).map { Entry(name: "select", value: $0.value, origin: $0.origin, paths: paths) }
            + choice.ignore.map { Entry(name: "ignore", value: $0.value, origin: $0.origin, paths: paths) }
            + choice.severities.map { Entry(name: "severity", value: "\($0.name.value): \($0.severity.rawValue)", origin: $0.name.origin, paths: paths) }
    }

    var decisions: [Decision] {
        let overrides = file.flatMap { layers?.overrides(for: $0) } ?? []
        return rules.sorted { ($0.code ?? "~", $0.id) < ($1.code ?? "~", $1.id) }.compactMap { rule in
            let decision = RuleDecision(rule, owners: owners[rule.id] ?? [], layers: layers, overrides: overrides, commandLine: commandLine)
            guard decision.severity != rule.severity || decision.isGraded else { return nil }
            return Decision(rule: rule, severity: decision.severity, origin: decision.origin)
        }
    }

    /// Of the whole run.
    var runSettings: [Entry] { ofRun.map { Self.entries(of: RunSettings($0)) } ?? [] }

    /// What the file's own configuration says of the run, to which a run from here does not listen.
    var notInForce: [Entry] {
        guard let layers, layers.file != ofRun?.file else { return [] }
        let inForce = Set(runSettings.map { "\($0.name) \($0.origin)" })
        return Self.entries(of: RunSettings(layers)).filter { !inForce.contains("\($0.name) \($0.origin)") }
    }

    private static func entries(of settings: RunSettings) -> [Entry] {
        var entries = settings.approved.map { Entry(name: "approved", value: $0.value, origin: $0.origin) }
        func add<Value>(_ name: String, _ setting: Setting<Value>?, _ text: (Value) -> String) {
            if let setting { entries.append(Entry(name: name, value: text(setting.value), origin: setting.origin)) }
        }
        add("max-file-size", settings.maxFileSize) { ByteSize(bytes: $0).text }
        add("file-timeout", settings.fileTimeout) { "\($0)" }
        add("program-timeout", settings.programTimeout) { "\($0)" }
        add("fail-on", settings.failOn) { $0 == .off ? "never" : $0.rawValue }
        add("baseline", settings.baseline) { $0 }
        return entries
    }
}
