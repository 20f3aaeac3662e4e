// The records of a FileSummary. Every field is a 32-bit word (or made of such), so that a record has no padding and any bytes are a
// valid record; what a word may mean is checked when a summary is decoded.

/// A string of the summary, by number; 0 is none.
package typealias StringID = UInt32

/// Where something stands.
package struct SummarySite: BitwiseCopyable, Sendable, Hashable {
    /// Byte offsets into the file, without its byte order mark.
    package var start: UInt32 = 0, end: UInt32 = 0
    /// Of `start`, from 1; the column in Unicode scalars.
    package var line: UInt32 = 0, column: UInt32 = 0
}

/// What is known about a value without leaving the file.
package struct SummaryValue: BitwiseCopyable, Sendable, Hashable {
    package enum Kind: UInt32, Sendable {
        /// `string` is the name as written where it is one the file does not bind.
        case unknown
        /// `None`, `nil`.
        case none
        /// The thing of the name `string`: a function, class, module, or something reached from one.
        case name
        /// A value whose type is `string`.
        case instance
        /// A literal; `string` is its source text when short.
        case number, string, boolean
        /// The result of call number `index`; its type is `string` where known.
        case call
        /// The closure or lambda that is function number `index`.
        case closure
        /// A list, tuple, set or dictionary written out, of `index` elements.
        case collection
        case comprehension
        /// Variable number `index`; `string` is its name.
        case local
        /// Expression number `index`.
        case expression
    }

    package var kindWord: UInt32 = 0
    package var string: StringID = 0
    package var index: UInt32 = 0

    package init() {}
    package init(_ kind: Kind, string: StringID = 0, index: UInt32 = 0) {
        kindWord = kind.rawValue
        self.string = string
        self.index = index
    }
    package var kind: Kind { Kind(rawValue: kindWord) ?? .unknown }
}

/// `import module`, `import module as alias`, `from module import name as alias`, `from module import *`.
package struct SummaryImport: BitwiseCopyable, Sendable, Hashable {
    package enum Form: UInt32, Sendable { case module, from, star }
    package var formWord: UInt32 = 0
    /// Relative modules begin with their dots.
    package var module: StringID = 0
    /// What is taken from the module (`from`), else 0.
    package var name: StringID = 0
    /// What it is called here.
    package var alias: StringID = 0
    package var scope: UInt32 = 0
    package var line: UInt32 = 0
    package var form: Form { Form(rawValue: formWord) ?? .module }
}

/// A scope: the file (number 0), a function, a class or type, a comprehension, a block.
package struct SummaryScope: BitwiseCopyable, Sendable, Hashable {
    /// The raw value of file 0, type 1, function 2, comprehension 3, block 4.
    package var kind: UInt32 = 0
    package var parent: UInt32 = 0
    /// The function or class this is the inside of, plus one; 0 for none. Which of the two, `kind` says.
    package var owner: UInt32 = 0
}

/// A function, method, accessor, closure or lambda with a body.
package struct SummaryFunction: BitwiseCopyable, Sendable, Hashable {
    package struct Flags: OptionSet, BitwiseCopyable, Sendable, Hashable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        package static let isAsync = Flags(rawValue: 1), isClosure = Flags(rawValue: 2), isGenerator = Flags(rawValue: 4)
        package static let isTest = Flags(rawValue: 8)
    }
    package var site = SummarySite()
    /// 0 for a closure.
    package var name: StringID = 0
    /// `@Class.method`.
    package var qualifiedName: StringID = 0
    package var flags = Flags()
    package var scope: UInt32 = 0
    /// The function around it and the class it is a member of, each plus one; 0 for none.
    package var outerFunction: UInt32 = 0
    package var ownerClass: UInt32 = 0
    package var returnType: StringID = 0
    package var firstParameter: UInt32 = 0, parameterCount: UInt32 = 0
    /// Into `names`.
    package var firstDecorator: UInt32 = 0, decoratorCount: UInt32 = 0
    /// What it does, in `steps`.
    package var firstStep: UInt32 = 0, stepCount: UInt32 = 0
}

package struct SummaryParameter: BitwiseCopyable, Sendable, Hashable {
    package enum Form: UInt32, Sendable { case plain, positionalSplat, keywordSplat }
    package var name: StringID = 0
    /// Swift: the label callers write, 0 when it is the name.
    package var label: StringID = 0
    package var type: StringID = 0
    package var formWord: UInt32 = 0
    package var defaultValue = SummaryValue()
    package var form: Form { Form(rawValue: formWord) ?? .plain }
}

/// A class, struct, enum, actor, protocol or extension.
package struct SummaryClass: BitwiseCopyable, Sendable, Hashable {
    package var site = SummarySite()
    package var name: StringID = 0
    package var qualifiedName: StringID = 0
    /// `class`, `struct`, `enum`, `actor`, `protocol`, `extension`.
    package var keyword: StringID = 0
    package var scope: UInt32 = 0
    /// The class around it plus one, 0 for none.
    package var outerClass: UInt32 = 0
    /// Into `names`: the bases as resolved names (0 where unknown), and the decorators or attributes.
    package var firstBase: UInt32 = 0, baseCount: UInt32 = 0
    package var firstDecorator: UInt32 = 0, decoratorCount: UInt32 = 0
}

/// A name bound to a value: assignments, `with … as`, parameters are not repeated here.
package struct SummaryBinding: BitwiseCopyable, Sendable, Hashable {
    package enum Form: UInt32, Sendable { case assigned, entered, caught, opaque, removed }
    package var scope: UInt32 = 0
    package var name: StringID = 0
    package var formWord: UInt32 = 0
    package var line: UInt32 = 0
    package var value = SummaryValue()
    /// The annotated type.
    package var type: StringID = 0
    package var form: Form { Form(rawValue: formWord) ?? .opaque }
}

/// `self.name = value` in a method, or a stored property of a Swift type.
package struct SummaryAttribute: BitwiseCopyable, Sendable, Hashable {
    package var ownerClass: UInt32 = 0
    package var name: StringID = 0
    package var line: UInt32 = 0
    package var value = SummaryValue()
    package var type: StringID = 0
    /// The `store` step that sets it plus one, 0 where there is none (or a Swift property's default).
    package var step: UInt32 = 0
}

/// One call.
package struct SummaryCall: BitwiseCopyable, Sendable, Hashable {
    package struct Flags: OptionSet, BitwiseCopyable, Sendable, Hashable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        package static let isAwaited = Flags(rawValue: 1), isResultUsed = Flags(rawValue: 2), hasPositionalSplat = Flags(rawValue: 4)
        package static let hasKeywordSplat = Flags(rawValue: 8), hasAlternatives = Flags(rawValue: 16), isPartial = Flags(rawValue: 32)
        /// Swift: under `try`, `try?`, `try!`.
        package static let isTried = Flags(rawValue: 64), isTriedOptionally = Flags(rawValue: 128), isTriedByForce = Flags(rawValue: 256)
    }
    package var site = SummarySite()
    /// The resolved name, 0 when unknown.
    package var callee: StringID = 0
    /// The type of what stands before the last dot, 0 when unknown or none.
    package var receiverType: StringID = 0
    /// The last name as written: `get` of `self.x.get`; 0 when the callee is no name.
    package var method: StringID = 0
    package var flags = Flags()
    /// The function around it plus one, 0 at the top of the file.
    package var function: UInt32 = 0
    /// `Contexts.rawValue`.
    package var contextBits: UInt32 = 0
    package var firstArgument: UInt32 = 0, argumentCount: UInt32 = 0
    /// Its step plus one; 0 where none was made.
    package var step: UInt32 = 0
    /// What stands before the last dot; unknown where there is none.
    package var receiver = SummaryValue()
    /// What is called where no dot stands before it: a local, an element, another call's result; unknown where a dot does.
    package var called = SummaryValue()
    package var contexts: Contexts { Contexts(rawValue: UInt16(truncatingIfNeeded: contextBits)) }
}

package struct SummaryArgument: BitwiseCopyable, Sendable, Hashable {
    package var label: StringID = 0
    /// `Argument.Splat.rawValue`.
    package var splat: UInt32 = 0
    package var value = SummaryValue()
}

extension SummaryAttribute {
    /// What the linker makes of something a class body binds.
    package init(ownerClass: UInt32, binding: SummaryBinding) {
        self.init(ownerClass: ownerClass, name: binding.name, line: binding.line, value: binding.value, type: binding.type)
    }
}
