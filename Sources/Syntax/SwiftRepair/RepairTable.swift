/// What tree-sitter-swift 0.0.1 cannot read of today's Swift. Tried in this order at each token near an error; the first that fits is taken.
///
/// A modifier the grammar lacks is shown as an attribute where that works, because attributes may stand almost anywhere and the node
/// stays in the tree with its own text; otherwise it is blanked.
let swiftRepairs: [Repair] = [
    // Isolation.
    Repair(
        reason: "isolation modifier with an argument: read as an attribute, which may stand on locals and types too",
        pieces: [.show("nonisolated", as: "@onisolated"), .keepGroup("(")]),
    Repair(
        reason: "nonisolated on a local or in a type", after: .not("."), pieces: [.show("nonisolated", as: "@onisolated")], before: .type),
    Repair(reason: "isolated parameter", after: .symbol(":"), pieces: [.blank("isolated")], before: .type),
    Repair(reason: "isolated deinit", pieces: [.blank("isolated"), .keep("deinit")]),
    Repair(reason: "isolation macro", pieces: [.show("#isolation", as: " isolation")]),

    // Ownership.
    Repair(reason: "ownership of a parameter, old spelling", pieces: [.show("__shared", as: "@_shared")], before: .type),
    Repair(reason: "ownership of a parameter, old spelling", pieces: [.show("__owned", as: "@_owned")], before: .type),
    Repair(reason: "ownership of self, old spelling", pieces: [.show("__consuming", as: "@_consuming")]),
    Repair(reason: "sending type", after: .not("."), pieces: [.show("sending", as: "@ending")], before: .type),
    Repair(reason: "consume operator", after: .operandMayStart, pieces: [.blank("consume")], before: .operand),
    Repair(reason: "copy operator", after: .operandMayStart, pieces: [.blank("copy")], before: .operand),
    Repair(reason: "borrow operator", after: .operandMayStart, pieces: [.blank("borrow")], before: .operand),
    Repair(reason: "discard statement", pieces: [.blank("discard"), .keep("self")]),
    Repair(reason: "lifetime dependence", pieces: [.keep("@_lifetime"), .blankGroup("(")]),
    Repair(reason: "lifetime dependence", pieces: [.keep("@lifetime"), .blankGroup("(")]),
    Repair(reason: "suppressed conformance", pieces: [.blank("~")], before: .type),

    // Control flow.
    Repair(
        reason: "try or await in a condition: the grammar takes the body for a trailing closure", after: .condition,
        pieces: [.parenthesize("try")]),
    Repair(
        reason: "try or await in a condition: the grammar takes the body for a trailing closure", after: .condition,
        pieces: [.parenthesize("await")]),
    Repair(
        reason: "the same where there is no blank to use", after: .condition, pieces: [.blank("try"), .keep("await")]),
    Repair(reason: "call of a function named yield", pieces: [.show("yield", as: "_ield"), .keep("("), .keep(")")]),
    Repair(reason: "empty payload in a pattern", pieces: [.keep("case"), .keep("."), .anyWord, .blank("("), .blank(")")]),

    // Errors.
    Repair(reason: "typed throws", pieces: [.keep("throws"), .blankGroup("(")]),

    // Accessors.
    Repair(reason: "addressor", pieces: [.show("unsafeAddress", as: "get")], before: .symbol("{")),
    Repair(reason: "addressor", pieces: [.show("unsafeMutableAddress", as: "set")], before: .symbol("{")),

    // Memory safety.
    Repair(reason: "unsafe expression", after: .operandMayStart, pieces: [.blank("unsafe")], before: .operand),

    // Names.
    Repair(reason: "raw identifier", pieces: [.matching(.rawIdentifier)]),
    Repair(reason: "letters the grammar does not count among a name's", pieces: [.matching(.foreignWord)]),
    Repair(reason: "keyword as a member's name", after: .symbol("."), pieces: [.matching(.keyword)]),

    // The rest.
    Repair(
        reason: "empty tuple as a value", after: .operandMayStart, pieces: [.show("(", as: "["), .show(")", as: "]")],
        before: .not("-")),
    Repair(reason: "attribute with no arguments in its parentheses", pieces: [.matching(.attribute), .blank("("), .blank(")")]),
    Repair(reason: "extension of a bound generic type", pieces: [.keep("extension"), .anyWord, .blankGroup("<")]),

    // Last resorts.
    Repair(reason: "macro without arguments", pieces: [.matching(.bareMacro)], before: .not("("), isLastResort: true),
    Repair(reason: "attribute of a function in a case", pieces: [.blank("@Sendable"), .keep("func")], isLastResort: true),
    Repair(reason: "quotes in a raw string", pieces: [.matching(.rawString)], isLastResort: true),
]
