internal import Linking

/// What a rule says of the things it wants released.
struct ReleaseLists: Hashable {
    /// Calls that make what has to be released; empty when every candidate does.
    let makes: KnowledgeID
    /// Calls that release: methods of the thing, or given it.
    let closes: KnowledgeID
    /// Calls outside of the project that only use what they are given.
    let borrows: KnowledgeID
    /// Calls whose result stands for the thing: methods of it, or given it.
    let derives: KnowledgeID
    /// Names of attributes that stand for the thing.
    let handles: KnowledgeID
    /// Whether a text or path made with the thing stands for it.
    let isComposed: Bool
    /// Makers of things that `with` does not release.
    let unclosed: KnowledgeID
    /// Makers of things that end in good order with the object that keeps them.
    let collected: KnowledgeID
    let harmless: KnowledgeID
    /// Whether waiting for the thing releases it.
    let isAwaited: Bool

    init(_ rule: AnalysisRule) {
        makes = rule.calls("makes")
        closes = rule.calls("closes")
        borrows = rule.calls("borrows")
        derives = rule.calls("derives")
        handles = rule.calls("handles")
        isComposed = rule.number("composed") == 1
        unclosed = rule.calls("unclosed-by-with")
        collected = rule.calls("collected")
        harmless = rule.calls("harmless")
        isAwaited = rule.number("awaited") == 1
    }
}
