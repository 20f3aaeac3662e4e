package import SourceFiles

/// A `.sluice.yml`: meant as a configuration, and not read. One name is the rule, so that nobody has to know which of two counts.
package struct MisnamedConfiguration: Sendable, Hashable, CustomStringConvertible {
    /// As shown to people.
    package var file: String
    /// What it would have to be called.
    package var rightName: String
    /// Whether there is one of the right name beside it.
    package var isBesideAnother: Bool

    init(in folder: FolderPlace, _ surroundings: Surroundings) {
        let path = folder.entry(misnamedConfigurationName)
        file = surroundings.shown(path) ?? path
        rightName = file.dropLast(misnamedConfigurationName.count) + configurationName
        isBesideAnother = folder.holds(configurationName)
    }

    /// What is wrong, and what to do about it.
    package var description: String {
        isBesideAnother
            ? "\(file) is not read: \(rightName) beside it is; move what it says there, and remove it"
            : "\(file) is not read: a configuration is called \(configurationName); rename it to \(rightName)"
    }
}
