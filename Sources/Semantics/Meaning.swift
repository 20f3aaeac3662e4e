/// What an expression stands for, as far as one file tells.
struct Meaning: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// Not asked yet; being asked right now; known to have no answer, like everything that depends on it (see `Evaluation`).
        case unasked, pending, poisoned
        case unknown
        /// `None`, `nil`: compatible with any type.
        case none
        /// The thing of that name itself: a module, function, class, or an attribute reached from one.
        case entity
        /// A value whose type has that name.
        case instance
    }

    var kind: Kind
    /// In a remembered meaning: how long the chain of names below it is, itself included.
    var hops: UInt8 = 0
    /// There was another alternative (`except ImportError: import …`); this is the first one.
    var hasAlternatives = false
    /// Python's `super()`: the class's own members do not count.
    var isSuper = false
    var name: Name = 0
    /// The scope of the local class (for an entity or an instance of it), 0 for none.
    var scope: UInt32 = 0
    /// The binding of the local function, 0 for none.
    var binding: UInt32 = 0
    /// The call of `functools.partial` this came through, 0 for none.
    var partial: UInt32 = 0

    static let limit = 60
    static let unasked = Meaning(kind: .unasked)
    static let pending = Meaning(kind: .pending)
    static let unknown = Meaning(kind: .unknown)
    static let none = Meaning(kind: .none)

    static func entity(_ name: Name) -> Meaning { Meaning(kind: name == 0 ? .unknown : .entity, name: name) }
    static func instance(_ name: Name, scope: UInt32 = 0) -> Meaning { Meaning(kind: name == 0 ? .unknown : .instance, name: name, scope: scope) }

    /// The value made by calling or naming this type.
    var asInstance: Meaning {
        guard kind == .entity else { return .unknown }
        return Meaning(kind: .instance, hops: hops, name: name, scope: scope)
    }

    func isSame(as other: Meaning) -> Bool { kind == other.kind && name == other.name && partial == other.partial }
}
