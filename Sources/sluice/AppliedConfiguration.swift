import Configuration
import Findings

/// What applies to a file and where it is written, for people to read.
struct AppliedConfiguration {
    var path: String
    /// Absolute; nil for a folder.
    var file: String?
    var layers: ConfigurationLayers?
    /// What the run takes its own settings from.
    var ofRun: ConfigurationLayers?
    var rules: [RuleMetadata]
    var owners: [String: Set<String>]
    var commandLine: RuleSelection

    private typealias Row = (name: String, value: String, origin: String)

    var text: String {
        guard layers != nil || ofRun != nil else { return "\(path): no configuration applies; every rule is as it is\n" }
        var text = "\(path): "
        if let layers {
            let under = layers.layers.dropLast().reversed().map(\.configuration.file)
            text += layers.file + (under.isEmpty ? "" : ", which extends \(under.joined(separator: ", "))") + "\n"
        } else {
            text += "no configuration applies\n"
        }
        if let file, layers?.excludes(file) == true { text += "It is excluded: nothing of it is scanned.\n" }
        text += Self.table("Settings", settings)
        text += Self.table("Rules that are not as they are by default", decisions)
        text += Self.table("Of the whole run\(ofRun.map { ", from \($0.file)" } ?? ", nothing is set")", ofRun.map { Self.runRows(RunSettings($0)) } ?? [])
        if let layers, layers.file != ofRun?.file {
            let inForce = Set((ofRun.map { Self.runRows(RunSettings($0)) } ?? []).map { "\($0.name) \($0.origin)" })
            let others = Self.runRows(RunSettings(layers)).filter { !inForce.contains("\($0.name) \($0.origin)") }
            text += Self.table("Not in force: a run from here takes these from \(ofRun?.file ?? "no file")", others)
        }
        return text
    }

    private var settings: [Row] {
        guard let layers else { return [] }
        var rows: [Row] = []
        for layer in layers.layers {
            let configuration = layer.configuration
            rows += Self.rows(of: configuration.choice)
            rows += configuration.exclude.map { ("exclude", $0.value, "\($0.origin)") }
            rows += configuration.rules.map { ("rules", $0.value, "\($0.origin)") }
        }
        if let confidence = layers.strongest(\.minConfidence) { rows.append(("min-confidence", confidence.value.rawValue, "\(confidence.origin)")) }
        for number in file.map(layers.overrides) ?? [] {
            let override = layers[number], paths = override.paths.map(\.value).joined(separator: " ")
            rows += Self.rows(of: override.choice).map { ("for \(paths): \($0.name)", $0.value, $0.origin) }
        }
        return rows
    }

    private static func rows(of choice: RuleChoice) -> [Row] {
        (choice.select ?? []).map { ("select", $0.value, "\($0.origin)") } + choice.ignore.map { ("ignore", $0.value, "\($0.origin)") }
            + choice.severities.map { ("severity", "\($0.name.value): \($0.severity.rawValue)", "\($0.name.origin)") }
    }

    private var decisions: [Row] {
        let overrides = file.flatMap { layers?.overrides(for: $0) } ?? []
        return rules.sorted { ($0.code ?? "~", $0.id) < ($1.code ?? "~", $1.id) }.compactMap { rule in
            let decision = RuleDecision(rule, owners: owners[rule.id] ?? [], layers: layers, overrides: overrides, commandLine: commandLine)
            guard decision.severity != rule.severity || decision.isGraded else { return nil }
            return ("\(rule.code.map { "\($0) " } ?? "")\(rule.id)", decision.severity.rawValue, decision.origin.map(\.description) ?? "the command line")
        }
    }

    private static func runRows(_ settings: RunSettings) -> [Row] {
        var rows: [Row] = settings.approved.map { ("approved", $0.value, "\($0.origin)") }
        if let size = settings.maxFileSize { rows.append(("max-file-size", ByteSize(bytes: size.value).text, "\(size.origin)")) }
        if let time = settings.fileTimeout { rows.append(("file-timeout", "\(time.value)", "\(time.origin)")) }
        if let time = settings.programTimeout { rows.append(("program-timeout", "\(time.value)", "\(time.origin)")) }
        if let failure = settings.failOn { rows.append(("fail-on", failure.value == .off ? "never" : failure.value.rawValue, "\(failure.origin)")) }
        if let baseline = settings.baseline { rows.append(("baseline", baseline.value, "\(baseline.origin)")) }
        return rows
    }

    private static func table(_ title: String, _ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "" }
        let names = rows.map(\.name.count).max() ?? 0, values = rows.map(\.value.count).max() ?? 0
        func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
        return "\n\(title)\n" + rows.map { "  \(padded($0.name, names))  \(padded($0.value, values))  \($0.origin)\n" }.joined()
    }
}
