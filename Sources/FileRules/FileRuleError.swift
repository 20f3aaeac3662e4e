package import YAML

/// A mistake in the `file:` or `text:` mapping of a rule. A rule can have many; all are reported at once.
package struct FileRuleError: Error, Sendable, Hashable {
    package var mark: YAMLMark
    package var message: String
}
