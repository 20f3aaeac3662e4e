package import Findings

/// What becomes of one rule in one file, and which settings say so.
package struct RuleDecision: Sendable {
    /// `off`: nothing of it is reported there.
    package private(set) var severity: Severity
    /// Whether a configuration names this severity.
    package private(set) var isGraded = false
    private var isSelected = true
    /// What `isSelected` and `severity` come from: nil for what they are by themselves or by the command line.
    private var selectedBy: Origin?
    private var gradedBy: Origin?

    /// The setting that decides; nil where none does, or the command line.
    package var origin: Origin? { isSelected ? gradedBy ?? selectedBy : selectedBy }

    /// - Parameters:
    ///   - owners: the configuration files that bring the rule; empty for one that is everybody's.
    ///   - layers: what applies to the file; nil where no configuration does.
    ///   - overrides: those of the layers' that are for the file, weakest first.
    ///   - commandLine: `--select` puts aside what the files say of select and ignore, and leaves the overrides' `ignore` and `severity`, which
    ///     speak of paths; `--ignore` comes on top.
    package init(
        _ rule: RuleMetadata, owners: Set<String> = [], layers: ConfigurationLayers?, overrides: [ConfigurationLayers.OverrideNumber],
        commandLine: RuleSelection
    ) {
        severity = rule.severity
        guard owners.isEmpty || layers.map({ !$0.paths.isDisjoint(with: owners) }) == true else {
            severity = .off
            return
        }
        let names = RuleNames.of(rule)
        for layer in layers?.layers ?? [] { apply(layer.configuration.choice, to: rule, names) }
        if let select = commandLine.select {
            isSelected = !select.isDisjoint(with: names)
            selectedBy = nil
            if !select.isDisjoint(with: names.prefix(2)) { wake(rule) }
        }
        for number in overrides {
            guard var choice = layers?[number].choice else { continue }
            if commandLine.select != nil { choice.select = nil }
            apply(choice, to: rule, names)
        }
        if !commandLine.ignore.isDisjoint(with: names) { (isSelected, selectedBy) = (false, nil) }
        if !isSelected { severity = .off }
    }

    private mutating func apply(_ choice: RuleChoice, to rule: RuleMetadata, _ names: [String]) {
        if let select = choice.select {
            let hit = select.first { RuleNames.isOwn($0.value, of: rule) } ?? select.first { names.contains($0.value) }
            isSelected = hit != nil
            selectedBy = hit?.origin ?? select.first?.origin
            if let hit, RuleNames.isOwn(hit.value, of: rule) { wake(rule) }
        }
        if let hit = choice.ignore.first(where: { names.contains($0.value) }) {
            isSelected = false
            selectedBy = hit.origin
        }
        // A family wakes no rule that is off by itself; the rule's own name beats its family's.
        let ofFamily = choice.severities.filter { names.contains($0.name.value) && !RuleNames.isOwn($0.name.value, of: rule) && rule.severity != .off }
        for entry in ofFamily + choice.severities.filter({ RuleNames.isOwn($0.name.value, of: rule) }) {
            severity = entry.severity
            isGraded = true
            gradedBy = entry.name.origin
        }
    }

    /// A rule that is off and asked for by its own name reports at its own level, or at the lowest there is.
    private mutating func wake(_ rule: RuleMetadata) {
        guard severity == .off else { return }
        severity = rule.severity == .off ? .hint : rule.severity
        isGraded = false
        gradedBy = nil
    }
}
