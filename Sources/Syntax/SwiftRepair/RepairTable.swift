/// What tree-sitter-swift 0.0.1 cannot read of today's Swift. Tried in this order at each token near an error; the first that fits is taken.
///
/// A modifier the grammar lacks is shown as an attribute where that works: attributes may stand almost anywhere, and the node stays
/// in the tree with its own text. What has no such place is blanked.
let swiftRepairs: [Repair] = [
    // Isolation.
    Repair(
        "a modifier with an argument", example: "class A { static nonisolated(unsafe) let a = 1 }",
        [.show("nonisolated", as: "@onisolated"), .keepGroup("(")]),
    Repair("isolated in a parameter", example: "func f(a: isolated (any Actor)?) {}", after: .symbol(":"), [.blank("isolated")], before: .type),
    Repair("isolated deinit", example: "class A { isolated deinit { b() } }", [.blank("isolated"), .keep("deinit")]),
    Repair("a macro without arguments", example: "func f(a: A? = #isolation) {}", [.show("#isolation", as: "_isolation")]),

    // Ownership.
    Repair("ownership, old spelling", example: "func f(a: __shared some B) {}", [.show("__shared", as: "@_shared")], before: .type),
    Repair("ownership, old spelling", example: "func f(a: __owned [Int]) {}", [.show("__owned", as: "@_owned")], before: .type),
    Repair("ownership, old spelling", example: "struct A { __consuming func f() {} }", [.show("__consuming", as: "@_consuming")]),
    Repair("sending in a type", example: "func f(a: sending B) -> sending C {}", after: .not("."), [.show("sending", as: "@ending")], before: .type),
    Repair("the consume operator", example: "let a = consume b", after: .operandMayStart, [.blank("consume")], before: .operand),
    Repair("the copy operator", example: "f(copy a)", after: .operandMayStart, [.blank("copy")], before: .operand),
    Repair("the borrow operator", example: "f(borrow a)", after: .operandMayStart, [.blank("borrow")], before: .operand),
    Repair("a statement of its own", example: "func f() { discard self }", [.blank("discard"), .keep("self")]),
    Repair("words in an attribute", example: "@_lifetime(copy self) func f() {}", [.keep("@_lifetime"), .blankGroup("(")]),
    Repair("words in an attribute", example: "@lifetime(borrow a) func f() {}", [.keep("@lifetime"), .blankGroup("(")]),
    Repair(
        "a second constraint on an associated type", example: "protocol A { associatedtype B: ~Copyable, ~Escapable }",
        [.keep("associatedtype"), .anyWord, .keep(":"), .keep("~"), .anyWord, .show(",", as: "&")]),
    Repair(
        "a second constraint on an associated type", example: "protocol A { associatedtype B: C, ~Copyable }",
        [.keep("associatedtype"), .anyWord, .keep(":"), .anyWord, .show(",", as: "&")]),

    // Control flow.
    Repair(
        "in a condition the body is taken for a trailing closure", example: "for a in try await b() { c() }", after: .condition,
        [.parenthesize("try")]),
    Repair(
        "in a condition the body is taken for a trailing closure", example: "if let a = await b.c { d() }", after: .condition,
        [.parenthesize("await")]),
    Repair("yield is a statement only", example: "func f() { yield() }", [.show("yield", as: "_ield"), .keep("("), .keep(")")]),
    Repair(
        "an empty payload in a pattern", example: "switch a { case .b(): c() }", [.keep("case"), .keep("."), .anyWord, .blank("("), .blank(")")]),
    Repair(
        "a path in a pattern", example: "switch a { case .b.c: d()\ncase .e.f: g() }",
        [.keep("case"), .keep("."), .anyWord, .show(".", as: "_"), .anyWord]),

    // Errors.
    Repair("typed throws", example: "func f() async throws(E) -> Int {}", [.keep("throws"), .blankGroup("(")]),

    // Accessors.
    Repair(
        "an addressor after an attribute", example: "struct A { var a: B { @inline(never) unsafeAddress { c } } }",
        [.show("unsafeAddress", as: "get")], before: .symbol("{")),
    Repair(
        "an addressor after an attribute", example: "struct A { var a: B { get { c } @inline(never) unsafeMutableAddress { d } } }",
        [.show("unsafeMutableAddress", as: "set")], before: .symbol("{")),
    Repair("a yielding accessor", example: "struct A { var a: B { yielding borrow { c } } }", [.blank("yielding"), .anyWord], before: .symbol("{")),

    // Memory safety.
    Repair("the unsafe operator", example: "let a = unsafe b.c()", after: .operandMayStart, [.blank("unsafe")], before: .operand),

    // Names.
    Repair("a raw identifier", example: "func `a name`() {}", [.like(.rawIdentifier)]),
    Repair("a letter not counted among a name's", example: "let y² = 1", [.like(.foreignWord)]),
    Repair("a keyword as a member's name", example: "switch a { case .try: b() }", after: .symbol("."), [.like(.keyword)]),

    // Generics over values.
    Repair("a value as a parameter of a type", example: "struct A<let n: Int> {}", after: .symbol("<"), [.blank("let"), .anyWord, .keep(":")]),
    Repair("a value as an argument of a type", example: "let a: B<3, Int> = c", after: .symbol("<"), [.like(.number), .keep(",")]),

    // The rest.
    Repair(
        "an empty tuple as a value", example: "f(.success(()))", after: .operandMayStart, [.show("(", as: "["), .show(")", as: "]")],
        before: .notArrow),
    Repair("nothing between an attribute's parentheses", example: "struct A { @B() var c: Int }", [.like(.attribute), .blank("("), .blank(")")]),

    // Last resorts.
    // Where no blank before the body has room for a parenthesis.
    Repair(
        "in a condition the body is taken for a trailing closure", example: "if let a = try await b(c){ d() }", after: .condition,
        [.blank("try"), .keep("await")], isLastResort: true),
    Repair(
        "in a condition the body is taken for a trailing closure", example: "if let a = try? await b(c)\n{ d() }", after: .condition,
        [.blank("try"), .blank("?"), .keep("await")], isLastResort: true),
    Repair(
        "in a condition the body is taken for a trailing closure", example: "if let a = try! await b(c)\n{ d() }", after: .condition,
        [.blank("try"), .blank("!"), .keep("await")], isLastResort: true),
    Repair("a modifier of a local", example: "func f() { nonisolated let a = 1 }", [.blank("nonisolated")], before: .type, isLastResort: true),
    Repair(
        "an attribute amid a case", example: "switch a { case .b:\nc()\nnonisolated(unsafe) let d = e\ncase .f: g() }",
        [.blank("nonisolated"), .blankGroup("(")], isLastResort: true),
    Repair(
        "an attribute amid a case", example: "switch a { case .b:\nc()\n@Sendable func d() {}\ncase .f: g() }",
        [.blank("@Sendable"), .keep("func")], isLastResort: true),
    Repair("a macro without arguments", example: "let a = (#Line as Int)", [.like(.macro)], before: .not("("), isLastResort: true),
    Repair("quotes in a raw string", example: "f(#\"\"\"\n #\"a\n b\"#\n\"\"\"#)", [.like(.rawString)], isLastResort: true),
]
