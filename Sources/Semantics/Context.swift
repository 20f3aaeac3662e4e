/// Where code stands, in the words of a rule's `within:`. The raw value is the bit in `Contexts`.
package enum Context: UInt8, Sendable, CaseIterable {
    case asyncFunction, syncFunction, loop, comprehension, with, asyncWith, `try`, finally, except, `class`, lambda, mainGuard, test

    /// The word as rule files write it.
    package var name: String {
        switch self {
        case .asyncFunction: "async-function"
        case .syncFunction: "sync-function"
        case .loop: "loop"
        case .comprehension: "comprehension"
        case .with: "with"
        case .asyncWith: "async-with"
        case .try: "try"
        case .finally: "finally"
        case .except: "except"
        case .class: "class"
        case .lambda: "lambda"
        case .mainGuard: "main-guard"
        case .test: "test"
        }
    }

    /// The context of that name, or nil.
    package init?(name: String) {
        guard let context = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = context
    }
}

/// All contexts of one place at once. None crosses a function's border, except `test`, which holds for everything inside test code.
package struct Contexts: OptionSet, Sendable, Hashable, BitwiseCopyable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package init(_ context: Context) { rawValue = 1 << UInt16(context.rawValue) }

    package static let none: Contexts = []
    static let asyncFunction = Contexts(.asyncFunction), syncFunction = Contexts(.syncFunction), loop = Contexts(.loop)
    static let comprehension = Contexts(.comprehension), with = Contexts(.with), asyncWith = Contexts(.asyncWith)
    static let `try` = Contexts(.try), finally = Contexts(.finally), except = Contexts(.except), `class` = Contexts(.class)
    static let lambda = Contexts(.lambda), mainGuard = Contexts(.mainGuard), test = Contexts(.test)
}
