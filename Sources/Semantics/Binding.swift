/// A piece of the tree in which names, contexts or the function differ from what surrounds it. Regions lie in pre-order and nest.
struct Region: BitwiseCopyable {
    var start: UInt32
    var end: UInt32
    var parent: UInt32
    /// The innermost scope, an index into `scopes`.
    var scope: UInt32
    /// The region of the nearest function, 0 at the top of the file.
    var function: UInt32
    /// Everything but `asyncFunction` and `syncFunction`, which are read from the function's region.
    var contexts: Contexts
    var isAsync = false
}

enum ScopeKind: UInt8, BitwiseCopyable { case file, type, function, comprehension, block }

/// Where names are bound.
struct Scope: BitwiseCopyable {
    var kind: ScopeKind
    var parent: UInt32
    /// The definition (function, class, closure …) this is the inside of.
    var node: UInt32
    /// What symbols are stored under: the scope itself, or for all declarations of one Swift type the same.
    var key: UInt32
    /// The declared name, 0 for none.
    var name: Name
    /// Python: the first parameter of a method; 0 where there is none.
    var selfName: Name = 0
    /// The dotted name with its `@`, made at first use.
    var qualified: Name = 0
    /// Python: the first of the class's bases, and whether they are known; see `bases(of:)`.
    var firstBase: UInt32 = 0
    var basesMeaning = Meaning.unasked
}

enum BindingKind: UInt8, BitwiseCopyable {
    /// Bound to the value of an expression (`value`), perhaps with a declared type (`type`).
    case value
    /// `with X() as y`: `value` is the context expression.
    case context
    /// `except X as e`, `catch let e as X`: `type` is the type expression.
    case caught
    case parameter
    case function, type
    /// `import a.b`: the name is `a`; `value` is the dotted name's node.
    case importedModule
    /// `import a.b as c`: the whole of `value` is what the name means.
    case importedAs
    /// `from a import b`: `value` is b's node, `type` the module's.
    case importedFrom
    /// An attribute of `self`; like `value`, but not visible as a plain name.
    case attribute
    /// Swift's `if let x`: the x outside, unwrapped.
    case shorthand
    /// Something without a value we could name: a loop's target, a capture.
    case opaque
    /// `del x`, `x += 1`: makes the name local and says nothing about its value.
    case marker
    /// A type alias: `type` is what it stands for.
    case alias
}

struct Binding: BitwiseCopyable {
    var kind: BindingKind
    /// The node that introduces the name; 0 where there is none (Swift's `error`).
    var node: UInt32
    /// Nodes, 0 for none (the root is never a value).
    var value: UInt32 = 0
    var type: UInt32 = 0
    /// The scope a function's or type's body makes, 0 for none.
    var scope: UInt32 = 0
    /// Swift: the first node that sees this binding.
    var visibleFrom: UInt32 = 0
    /// The symbol, and its next binding, 0 for none.
    var symbol: UInt32 = 0
    var next: UInt32 = 0
    /// Swift: what this binding means, once asked. Python: what the function it binds returns.
    var meaning = Meaning.unasked
}

/// From `start` on, up to the next boundary, `region` is the innermost one.
struct Boundary: BitwiseCopyable {
    var start: UInt32
    var region: UInt32
}

/// One base of a class: a class of this file by its scope, or another by its name.
struct Base: BitwiseCopyable {
    var scope: UInt32
    var name: Name
    /// The class's next base, 0 for none.
    var next: UInt32 = 0
}

/// All bindings of one name in one scope.
struct Symbol: BitwiseCopyable {
    var key: UInt32
    var name: Name
    var first: UInt32
    var last: UInt32
    /// Something else than `self.name = …` binds it.
    var isPlain = false
    /// The symbol `global` or `nonlocal` says this is, 0 for none.
    var redirect: UInt32 = 0
    /// Python: what the name means, once asked.
    var meaning = Meaning.unasked
}
