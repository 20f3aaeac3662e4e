import Findings
import Syntax

/// For each clause of a program the kinds of node it can hold at: looked at before the clause itself, which most nodes are turned away by.
package struct KindGates: Sendable {
    /// One clause's.
    package struct Gate: Sendable {
        /// Where its bits begin in `words`, one for each bucket of the dispatch; -1 where it may hold at any kind.
        package var start: Int32 = -1
        /// Whether the kind decides alone.
        package var isExact = false
    }

    /// By clause.
    package private(set) var gates: [Gate]
    package private(set) var words: [UInt64] = []

    /// One clause's answer while the gates are made.
    fileprivate struct Answer {
        /// Nil where it may hold at any kind.
        var bits: [UInt64]?
        var isExact = false
        static let any = Answer()
    }

    package init(_ program: MatchProgram) {
        gates = Array(repeating: Gate(), count: program.clauses.count)
        var survey = Survey(program)
        var starts: [[UInt64]: Int32] = [:]
        for index in program.clauses.indices {
            let answer = survey.answer(Int32(index))
            guard let bits = answer.bits else { continue }
            let start = starts[bits] ?? Int32(words.count)
            if start == words.count {
                starts[bits] = start
                words += bits
            }
            gates[index] = Gate(start: start, isExact: answer.isExact)
        }
    }

    /// Whether a clause may hold at nodes of a bucket.
    package func admits(_ clause: Int32, _ bucket: Int) -> Bool {
        let gate = gates[Int(clause)]
        return gate.start < 0 || words[Int(gate.start) + bucket / 64] >> UInt64(bucket % 64) & 1 != 0
    }

    /// Works out clause after clause; each is asked once.
    private struct Survey {
        private let program: MatchProgram
        /// Nil for a clause that was not asked, or is being asked.
        private var known: [Answer?]
        private var isOpen: [Bool]
        private let none: [UInt64]
        private var calls: [UInt64] = []

        init(_ program: MatchProgram) {
            self.program = program
            known = Array(repeating: nil, count: program.clauses.count)
            isOpen = Array(repeating: false, count: program.clauses.count)
            none = Array(repeating: 0, count: (program.bucketCount + 63) / 64)
            calls = bits(ExpressionKinds.calls(program.grammar))
        }

        mutating func answer(_ index: Int32) -> Answer {
            if let answer = known[Int(index)] { return answer }
            // Only what leads back to itself is open, which the compiler refuses at one node.
            guard !isOpen[Int(index)] else { return .any }
            isOpen[Int(index)] = true
            let answer = workOut(program.clauses[Int(index)])
            known[Int(index)] = answer
            return answer
        }

        private mutating func workOut(_ clause: Clause) -> Answer {
            switch clause.operation {
            case .kind: return Answer(bits: bits([clause.field]), isExact: true)
            case .kindIn: return Answer(bits: bits(program.kinds[Int(clause.a)..<Int(clause.a + clause.b)]), isExact: true)
            case .never: return Answer(bits: none, isExact: true)
            case .reference: return answer(clause.a)
            case .constrained: return Answer(bits: answer(clause.a).bits)
            case .nthChild: return clause.c >= 0 ? Answer(bits: answer(clause.c).bits) : .any
            case .call: return Answer(bits: calls)
            case .pattern: return Answer(bits: program.possibleKinds(ofPattern: clause).map { bits($0) })
            case .not:
                let inner = answer(clause.a)
                return inner.isExact ? Answer(bits: inner.bits?.map { ~$0 }, isExact: true) : .any
            case .all:
                var all = Answer(bits: nil, isExact: true)
                for part in program.parts(clause) {
                    let one = answer(part)
                    if let bits = one.bits { all.bits = all.bits.map { zip($0, bits).map { $0 & $1 } } ?? bits }
                    if !one.isExact { all.isExact = false }
                }
                return all.bits == nil ? .any : all
            case .any:
                var either = Answer(bits: none, isExact: true)
                for part in program.parts(clause) {
                    let one = answer(part)
                    guard let bits = one.bits, let sofar = either.bits else { return .any }
                    either.bits = zip(sofar, bits).map { $0 | $1 }
                    if !one.isExact { either.isExact = false }
                }
                return either
            // A name may be that of an expression in parentheses.
            case .name, .type, .regex, .range, .within, .awaited, .resultUsed, .inside, .has, .precedes, .follows: return .any
            }
        }

        private func bits(_ kinds: some Sequence<Kind>) -> [UInt64] {
            var bits = none
            for kind in kinds {
                let bucket = program.bucket(of: kind)
                bits[bucket / 64] |= 1 << UInt64(bucket % 64)
            }
            return bits
        }
    }
}
