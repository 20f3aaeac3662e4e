import Linking
import Testing

@testable import Analyses

/// Answers about functions that call each other.
@Suite struct FactTableTests {
    private let one = FunctionRef(file: 0, function: 1), two = FunctionRef(file: 0, function: 2), other = FunctionRef(file: 0, function: 3)

    /// `other` calls `one`, which calls `two`, which calls `one`.
    private func callees(of function: FunctionRef) -> [FunctionRef] {
        switch function {
        case one: [two]
        case two: [one]
        default: [one]
        }
    }

    @Test func cyclesAreAskedUntilNothingChanges() {
        var table = FactTable<Int>()
        let value = table.value(of: other, unknown: 0, callees: callees) { function, known in
            min(5, 1 + (callees(of: function).compactMap { known[$0] }.max() ?? 0))
        }
        #expect(value == 5 && table.known[one] == 5 && table.known[two] == 5)
    }

    @Test func cyclesWithoutAnEndAreNotKnown() {
        var table = FactTable<Int>(), asked = 0
        let value = table.value(of: other, unknown: 0, callees: callees) { function, known in
            asked += 1
            return 1 + (callees(of: function).compactMap { known[$0] }.max() ?? 0)
        }
        #expect(table.known[one] == 0 && table.known[two] == 0)
        #expect(value == 1)
        #expect(asked < 1000)
    }
}
