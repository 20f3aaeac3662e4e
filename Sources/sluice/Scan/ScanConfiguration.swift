import Configuration
import Findings
import Foundation
import Rules
import Scanning
import SourceFiles

/// What configuration files say about a scan: which rules each file has, and the settings of the run.
struct ScanConfiguration {
    private let surroundings: Surroundings
    private let isNamed: Bool
    private var finder: ConfigurationFinder
    private var brought = BroughtRules()
    private let standardInput: String?
    /// The folder whose configuration is the run's.
    private let home: FolderPlace
    private(set) var settings = RunSettings()
    private(set) var profiles: [RuleProfile] = []
    private(set) var standardInputProfile = 0

    /// Nil where no configuration is near any of the files.
    init?(_ options: ConfigurationOptions, _ walk: WalkResult, standardInput: String?, _ surroundings: Surroundings) throws(Stop) {
        guard var finder = try options.finder(surroundings) else { return nil }
        var places = walk.places.sorted().map { FolderPlace(shown: $0, in: surroundings) }
        if let standardInput { places.append(FolderPlace(shown: Self.folder(of: standardInput), in: surroundings)) }
        let here = FolderPlace(shown: "", in: surroundings)
        let isAny = walk.metConfiguration || (places + [here]).contains { finder.isAny(above: $0) }
        guard isAny || !finder.misnamed.isEmpty else { return nil }
        self.surroundings = surroundings
        self.standardInput = standardInput
        isNamed = options.config != nil
        // Where the folder one stands in has none: what is scanned may be elsewhere.
        home = finder.isAny(above: here) ? here : Self.common(places) ?? here
        _ = finder.layers(for: home)
        // All are read before any rule is: they may bring rules.
        var folders = Set(walk.files.map { Self.folder(of: $0.path) })
        if let standardInput { folders.insert(Self.folder(of: standardInput)) }
        for folder in folders.sorted() { _ = finder.layers(for: FolderPlace(shown: folder, in: surroundings)) }
        self.finder = finder
    }

    /// Files that look like configurations and are not read.
    var misnamed: [MisnamedConfiguration] { finder.misnamed }

    /// Mistakes in configuration files, and in what they name.
    var errors: [ConfigurationError] { finder.errors }

    /// The rule files that configurations bring.
    /// - Parameter known: the paths of rule files that run everywhere.
    mutating func ruleFiles(besides known: Set<String>) -> [RuleSource.File] {
        brought = BroughtRules(finder.all, besides: known, surroundings)
        return brought.files
    }

    /// Checks the rules' names, and decides for every file whether it is scanned and which rules it has.
    /// - Parameters:
    ///   - loaded: all rules; its selection is replaced by those some file has.
    ///   - commandLine: `--select` and `--ignore`.
    ///   - minConfidence: the option, which beats the files.
    mutating func settle(_ loaded: inout RuleOptions.Loaded, _ walk: inout WalkResult, _ commandLine: RuleSelection, minConfidence: Confidence?) throws(Stop) {
        let metadata = loaded.all.map(\.metadata) + SuppressionRules.all
        brought.check(&finder, RuleNames(metadata))
        if isNamed, !finder.errors.isEmpty { throw Stop(.badRule, finder.errors.map(\.description).joined(separator: "\n")) }
        if let layers = finder.layers(for: home) { settings = RunSettings(layers) }
        let owners = brought.owners(of: loaded.all)
        var table = ProfileTable { layers, overrides in
            var profile = RuleProfile(minConfidence: minConfidence ?? layers?.strongest(\.minConfidence)?.value ?? .low)
            for rule in metadata {
                let decision = RuleDecision(rule, owners: owners[rule.id] ?? [], layers: layers, overrides: overrides, commandLine: commandLine)
                if decision.isGraded || decision.severity != rule.severity || decision.severity == .off { profile.severities[rule.id] = decision.severity }
            }
            return profile
        }
        var places: [String: (folder: FolderPlace, layers: ConfigurationLayers?)] = [:]
        func place(of path: String) -> (folder: FolderPlace, layers: ConfigurationLayers?) {
            let folder = Self.folder(of: path)
            if let known = places[folder] { return known }
            let place = FolderPlace(shown: folder, in: surroundings)
            let found = (place, finder.layers(for: place))
            places[folder] = found
            return found
        }
        func isExcluded(_ path: String) -> Bool {
            let (folder, layers) = place(of: path)
            return layers?.excludes(folder.entry(Self.name(of: path))) == true
        }
        walk.files = walk.files.compactMap { file in
            var file = file
            let (folder, layers) = place(of: file.path)
            let path = folder.entry(Self.name(of: file.path))
            if layers?.excludes(path) == true { return nil }
            file.profile = table.number(layers, path)
            return file
        }
        walk.skipped.removeAll { isExcluded($0.isFolder ? String($0.path.dropLast()) : $0.path) }
        if let standardInput {
            let (folder, layers) = place(of: standardInput)
            standardInputProfile = table.number(layers, folder.entry(Self.name(of: standardInput)))
        }
        profiles = table.profiles
        let isWanted = { (rule: RuleMetadata) in table.profiles.contains { $0.severities[rule.id, default: rule.severity] != .off } }
        loaded.selected = loaded.all.filter { isWanted($0.metadata) }.map(RuleOptions.awake)
        loaded.suppressionRules = SuppressionRules.all.filter(isWanted)
    }

    static func folder(of path: String) -> String {
        guard let cut = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return cut == path.startIndex ? "/" : String(path[..<cut])
    }

    static func name(of path: String) -> String { path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path }

    /// The deepest folder that all places lie in.
    private static func common(_ places: [FolderPlace]) -> FolderPlace? {
        guard var common = places.first else { return nil }
        for place in places.dropFirst() {
            while place != common, common.relative(place.path) == nil, let parent = common.parent { common = parent }
        }
        return common
    }
}

/// The distinct profiles of a run: most of its files share a few.
private struct ProfileTable {
    private struct Key: Hashable {
        var layers: String
        var overrides: [ConfigurationLayers.OverrideNumber]
    }

    private(set) var profiles: [RuleProfile] = []
    private var numbers: [Key: Int] = [:]
    private var known: [RuleProfile: Int] = [:]
    private let make: (ConfigurationLayers?, [ConfigurationLayers.OverrideNumber]) -> RuleProfile

    init(_ make: @escaping (ConfigurationLayers?, [ConfigurationLayers.OverrideNumber]) -> RuleProfile) { self.make = make }

    /// - Parameter path: of the file, absolute.
    mutating func number(_ layers: ConfigurationLayers?, _ path: String) -> Int {
        let overrides = layers?.overrides(for: path) ?? []
        let key = Key(layers: layers?.file ?? "", overrides: overrides)
        if let number = numbers[key] { return number }
        let profile = make(layers, overrides)
        let number = known[profile] ?? profiles.count
        if number == profiles.count { profiles.append(profile) }
        known[profile] = number
        numbers[key] = number
        return number
    }
}
