package import Findings

/// What the rest of the program needs to know about one file: flat, serialisable, and the same whatever the rules are.
///
/// Names that leave the file stay symbolic; names the file declares begin with `@`. docs/file-summary.md describes the binary form.
package struct FileSummary: Sendable, Hashable {
    package var language: Language
    /// Names not bound in the file may come from `from x import *`.
    package var hasStarImport = false
    package var strings = SummaryStrings()
    package var imports: [SummaryImport] = []
    /// What `__all__` lists; empty when there is none.
    package var exports: [StringID] = []
    package var scopes: [SummaryScope] = []
    package var functions: [SummaryFunction] = []
    package var parameters: [SummaryParameter] = []
    package var classes: [SummaryClass] = []
    /// Bases and decorators, as functions and classes refer to them.
    package var names: [StringID] = []
    package var bindings: [SummaryBinding] = []
    package var attributes: [SummaryAttribute] = []
    package var calls: [SummaryCall] = []
    package var arguments: [SummaryArgument] = []
    package var variables: [SummaryVariable] = []
    package var expressions: [SummaryExpression] = []
    package var operands: [SummaryValue] = []
    /// What the file's own code does (the first `topStepCount`), then what each function does.
    package var steps: [SummaryStep] = []
    package var topStepCount: UInt32 = 0

    package init(language: Language) { self.language = language }

    /// The text of a string, empty for 0: for messages and tests.
    package func text(_ string: StringID) -> String { String(decoding: strings[string], as: UTF8.self) }
}

/// The strings of a summary, one after the other in one array of bytes.
package struct SummaryStrings: Sendable, Hashable {
    /// UTF-8, as the source has it.
    package var bytes: [UInt8] = []
    /// Where each string ends; string n is from the end of n - 1 to its own. String 0 is empty.
    package var ends: [UInt32] = [0]

    package init() {}

    package var count: Int { ends.count }

    package subscript(_ string: StringID) -> ArraySlice<UInt8> {
        guard string > 0, string < ends.count else { return [] }
        return bytes[Int(ends[Int(string) - 1])..<Int(ends[Int(string)])]
    }

    mutating func append(_ text: UnsafeRawBufferPointer) -> StringID {
        bytes.append(contentsOf: text)
        ends.append(UInt32(bytes.count))
        return StringID(ends.count - 1)
    }
}
