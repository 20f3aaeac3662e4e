// What a function does, in order: steps over values. Rule-independent and structured, so that a control-flow graph is made of it only for
// the functions somebody asks about. docs/file-summary.md says what is emitted for which construct.

/// A variable of the file: everything one name stands for in one scope.
package struct SummaryVariable: BitwiseCopyable, Sendable, Hashable {
    package var scope: UInt32 = 0
    package var name: StringID = 0
    /// Its inferred type, 0 when unknown.
    package var type: StringID = 0
    package var flagBits: UInt32 = 0

    package struct Flags: OptionSet, BitwiseCopyable, Sendable, Hashable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        package static let isParameter = Flags(rawValue: 1)
        /// Bound in the file's own scope.
        package static let isGlobal = Flags(rawValue: 2)
    }
    /// The one thing (function, class, module) all it is bound to is, 0 when there is none such.
    package var alias: StringID = 0
    package var flags: Flags { Flags(rawValue: flagBits) }
    package init() {}
}

/// A value made of other values; `SummaryValue(.expression, index:)` refers to it. Its operands are `operands[first..<first + count]`.
package struct SummaryExpression: BitwiseCopyable, Sendable, Hashable {
    package enum Kind: UInt32, Sendable, CaseIterable {
        /// Something not described; its operands are the values in it.
        case other
        /// `base.string`.
        case attribute
        /// `base[index]`.
        case element
        /// `base[lower:upper:step]`, `base[lower..<upper]`: base, lower, upper, step, each `.none` where it is not written.
        case slice
        /// Part number `number` of an unpacked value.
        case part
        /// What a loop over the operand gives at each turn.
        case item
        /// What `with operand as x` binds.
        case entered
        case awaited
        /// `*operand`, `**operand` (`number` 2).
        case star
        /// `left string right`: arithmetic, comparison, membership, ranges (`..<`, `...`).
        case binary
        /// `string operand`: `not`, `-`, `!`.
        case unary
        /// `a or b`, `a and b`, `a ?? b`.
        case choice
        /// test, then, else.
        case conditional
        /// A list, tuple, set or dictionary written out; `string` says which.
        case collection
        /// element (dictionaries: a `pair`), then the iterables; `number` is its opening step, `string` the kind (list, set, dictionary, generator).
        case comprehension
        /// A string with values in it; `number` is `valueFirst` when it begins with one (Python).
        case text
        /// key, value.
        case pair
        /// A value under a `try?`, which gives none for an error.
        case attempted
    }
    /// Of a `text`: nothing is written before its first value.
    package static let valueFirst: UInt32 = 1

    package var kindWord: UInt32 = 0
    package var string: StringID = 0
    /// The inferred type, 0 when unknown.
    package var type: StringID = 0
    package var number: UInt32 = 0
    package var first: UInt32 = 0, count: UInt32 = 0
    package var kind: Kind { Kind(rawValue: kindWord) ?? .other }
    package init() {}
}

/// One thing a function does, or a border of the structure around what it does.
package struct SummaryStep: BitwiseCopyable, Sendable, Hashable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        // What happens.
        /// `value` is the call.
        case call
        /// `target` is a variable, `value` what it is bound to.
        case bind
        /// `target` is an attribute, element or slice.
        case store
        case delete
        /// An expression statement: its value goes nowhere.
        case drop
        case await
        case yield
        case `return`
        case raise
        /// `break`, `continue`; `value.string` is the label.
        case `break`, `continue`
        case `fallthrough`
        /// A comprehension's value at each turn.
        case element
        /// Where a `while` ends when its condition (`value`) is false.
        case check

        // The structure. Each of these but the middle ones is closed by `end`.
        /// `value` is the iterable, or the condition of a `while`.
        case loop
        case comprehension
        /// `if`, `guard`, with the condition as value.
        case branch
        /// The other side of a `branch`, the `else` of a loop or a `try`.
        case otherwise
        case with
        case `try`
        /// `value` is the type caught, `target` the variable bound.
        case except
        case finally
        case match
        case `case`
        case `defer`
        /// A block without a condition: `do`, a class body.
        case block
        case end
    }

    package struct Flags: OptionSet, BitwiseCopyable, Sendable, Hashable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        /// `async for`, `async with`, `async let`.
        package static let isAsync = Flags(rawValue: 1)
        /// A `while` or `repeat` loop, not one over an iterable.
        package static let isWhile = Flags(rawValue: 2)
        /// A `while` whose condition is constantly true.
        package static let isEndless = Flags(rawValue: 4)
        /// The body runs when the condition is false: `guard`.
        package static let isNegated = Flags(rawValue: 8)
        /// `except:`, `case _:`, `default:`, `catch { }`; of a `match`: every value is covered.
        package static let coversAll = Flags(rawValue: 16)
        /// `x += …`.
        package static let isAugmented = Flags(rawValue: 32)
        /// `yield from`, `repeat … while`: what runs at least once.
        package static let isDelegated = Flags(rawValue: 64), runsFirst = Flags(rawValue: 128)
        /// Of a `drop`: written so, `_ = value`.
        package static let isDiscarded = Flags(rawValue: 256)
    }

    /// Kind in the low eight bits, flags above.
    package var word: UInt32 = 0
    /// Byte offset and line (from 1) of where it stands.
    package var start: UInt32 = 0, line: UInt32 = 0
    package var target = SummaryValue()
    package var value = SummaryValue()

    package init() {}
    package init(_ kind: Kind, _ flags: Flags = [], start: UInt32 = 0, line: UInt32 = 0, target: SummaryValue = SummaryValue(), value: SummaryValue = SummaryValue()) {
        word = UInt32(kind.rawValue) | flags.rawValue << 8
        self.start = start
        self.line = line
        self.target = target
        self.value = value
    }
    package var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: word)) ?? .drop }
    package var flags: Flags { Flags(rawValue: word >> 8) }

    /// Whether the step opens a structure that an `end` closes.
    package var opens: Bool {
        switch kind {
        case .loop, .comprehension, .branch, .with, .try, .match, .defer, .block: true
        default: false
        }
    }
}
