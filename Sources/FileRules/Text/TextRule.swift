package import TextMatching

/// A `language: text` rule, compiled: what to look for in configuration, logs and live log lines.
package struct TextRule: Sendable {
    let matcher: TextMatcher

    /// Where the text holds what the rule describes, in order of place.
    package func hits(in content: UnsafeRawBufferPointer) -> [FileHit] { matcher.hits(in: content) }

    /// A text without any of these has no hit; nil when it must be searched.
    package var requiredLiterals: [Literal]? { matcher.requiredLiterals }
}
