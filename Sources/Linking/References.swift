// How the rest of the program speaks of what stands in some file: a file's number and the number in its summary.

/// A function, method or closure.
package struct FunctionRef: Hashable, Sendable, Comparable {
    package var file: Int32
    package var function: UInt32

    package init(file: Int32, function: UInt32) {
        self.file = file
        self.function = function
    }
    package static func < (a: FunctionRef, b: FunctionRef) -> Bool { (a.file, a.function) < (b.file, b.function) }
}

package struct ClassRef: Hashable, Sendable, Comparable {
    package var file: Int32
    package var type: UInt32

    package init(file: Int32, type: UInt32) {
        self.file = file
        self.type = type
    }
    package static func < (a: ClassRef, b: ClassRef) -> Bool { (a.file, a.type) < (b.file, b.type) }
}

package struct CallRef: Hashable, Sendable, Comparable {
    package var file: Int32
    package var call: UInt32

    package init(file: Int32, call: UInt32) {
        self.file = file
        self.call = call
    }
    package static func < (a: CallRef, b: CallRef) -> Bool { (a.file, a.call) < (b.file, b.call) }
}

/// A name of the whole program, interned: `asyncio.gather`, `app.db.Pool.get` (what the project declares goes by its module's path).
package struct GlobalName: Hashable, Sendable, BitwiseCopyable {
    package var id: UInt32
    package init(id: UInt32) { self.id = id }
    package static let none = GlobalName(id: 0)
}

/// What a name or an expression refers to.
package enum Entity: Hashable, Sendable {
    case function(FunctionRef)
    case type(ClassRef)
    /// A module or package of the project, by its file.
    case module(Int32)
    /// A variable of a file's own scope, by its number in the summary.
    case variable(file: Int32, variable: UInt32)
    /// Something outside of the files scanned, by its dotted name.
    case external(GlobalName)
    /// Not known: dynamic, ambiguous, or from a file that could not be read.
    case unknown
}

/// A value's type.
package enum TypeEntity: Hashable, Sendable {
    case type(ClassRef)
    case external(GlobalName)
    case unknown
}
