/// A rule file as it stands in rules/, compiled into the binary: no file to find at run time.
package struct EmbeddedRule: Sendable {
    /// `rules/python/py-example.yaml`.
    package let path: StaticString
    package let text: StaticString
}
