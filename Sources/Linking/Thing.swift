/// What a name or a value is, as far as it can be followed.
enum Thing: Hashable {
    case unknown
    /// `None`, `nil`: goes with anything.
    case none
    case module(Int32)
    /// A folder without `__init__.py`.
    case folder(Int32)
    case function(FunctionRef)
    case type(ClassRef)
    case instance(ClassRef)
    /// Outside of the project: the thing of that name, or a value of the type of that name.
    case external(GlobalName)
    case externalInstance(GlobalName)
    /// What a file's own scope binds to a name, when it is neither function, class nor import.
    case variable(file: Int32, name: GlobalName)

    /// A value of this type.
    var asInstance: Thing {
        switch self {
        case .type(let type): .instance(type)
        case .external(let name): .externalInstance(name)
        case .instance, .externalInstance: self
        default: .unknown
        }
    }
}

/// A thing that was worked out, and how.
struct Answer {
    var thing: Thing
    /// How many questions deep the longest way below it was.
    var height: Int
    /// There is a circle below it.
    var isLost = false
    /// It is being worked out.
    var isPending = false
}
