/// A compiled glob: a small automaton that runs over bytes with all its states at once, so the time is bounded by pattern length times
/// text length and no pattern can blow up.
struct GlobProgram: Sendable, Hashable {
    enum Operation: UInt8, Sendable, Hashable {
        /// Exactly `Step.byte`.
        case byte
        /// Any one byte but `/`.
        case notSlash
        /// The first byte of any Unicode scalar but `/`; `continuations` follows it.
        case scalar
        /// The remaining bytes of a scalar.
        case continuations
        /// A byte of the set `Step.operand`.
        case set
        /// Any run without `/`: `*`.
        case run
        /// Any run at all: a `**` at the end.
        case anything
        /// No, one or more whole folders, `**/`; always followed by its `folderBody`.
        case folders, folderBody
        /// Goes on both after this step and at `Step.operand`.
        case fork
        /// Goes on at `Step.operand`, a later step.
        case jump
    }

    struct Step: Sendable, Hashable {
        var operation: Operation
        var byte: UInt8 = 0
        var operand: Int32 = 0
    }

    let steps: [Step]
    let sets: [ByteSet]
    /// From here on each step takes one byte: most texts are refused by their last bytes alone.
    private let tailStart: Int
    /// `**/` and then something without `/`: the last part of a path decides alone.
    private let isForNames: Bool

    init(steps: [Step], sets: [ByteSet]) {
        self.steps = steps
        self.sets = sets
        // Steps before a jump's target belong to one alternative only.
        let common = steps.lazy.filter { $0.operation == .jump || $0.operation == .fork }.map { Int($0.operand) }.max() ?? 0
        var start = steps.count
        while start > common, steps[start - 1].operation == .byte || steps[start - 1].operation == .set { start -= 1 }
        tailStart = start
        isForNames = steps.first?.operation == .folders && !steps.dropFirst(2).contains { $0.takesSlash(sets) }
    }

    /// Whether the whole of `text` matches.
    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard endsInTail(text) else { return false }
        // The two steps of `**/` are done where a name begins.
        let name = isForNames ? text.lastIndex(of: slash).map { $0 + 1 } ?? 0 : 0
        if isForNames, tailStart == 3, steps[2].operation == .run { return true }
        let words = (steps.count + 64) >> 6
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words * 2) { memory in
            memory.initialize(repeating: 0)
            return steps.withUnsafeBufferPointer { steps in
                var current = UnsafeMutableBufferPointer(rebasing: memory[..<words])
                var next = UnsafeMutableBufferPointer(rebasing: memory[words...])
                current[0] = isForNames ? 1 << 2 : 1
                for byte in text[name...] {
                    guard advance(steps, current, next, over: byte) else { return false }
                    swap(&current, &next)
                    for w in 0..<words { next[w] = 0 }
                }
                // One more pass follows the edges that consume nothing; no byte is there to consume.
                _ = advance(steps, current, next, over: nil)
                return current[steps.count >> 6] >> UInt64(steps.count & 63) & 1 != 0
            }
        }
    }

    private func endsInTail(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var at = text.count
        var index = steps.count
        while index > tailStart {
            index -= 1
            at -= 1
            guard at >= 0 else { return false }
            let step = steps[index]
            if step.operation == .byte ? text[at] != step.byte : !sets[Int(step.operand)].contains(text[at]) { return false }
        }
        return true
    }

    /// Follows every edge of every state in `current`. Edges that consume nothing lead forward only, so one ascending pass closes over
    /// them. Returns whether any state is left.
    @inline(__always)
    private func advance(
        _ steps: UnsafeBufferPointer<Step>, _ current: UnsafeMutableBufferPointer<UInt64>, _ next: UnsafeMutableBufferPointer<UInt64>,
        over byte: UInt8?
    ) -> Bool {
        func add(_ state: Int, to states: UnsafeMutableBufferPointer<UInt64>) { states[state >> 6] |= 1 << UInt64(state & 63) }
        var isAlive = false
        for w in 0..<current.count {
            var done: UInt64 = 0
            while case let pending = current[w] & ~done, pending != 0 {
                let bit = pending & (~pending &+ 1)
                done |= bit
                let state = w << 6 + bit.trailingZeroBitCount
                guard state < steps.count else { continue }
                let step = steps[state]
                var target = -1
                switch step.operation {
                case .byte: if byte == step.byte { target = state + 1 }
                case .notSlash: if let byte, byte != slash { target = state + 1 }
                case .scalar: if let byte, byte != slash, byte & 0xC0 != 0x80 { target = state + 1 }
                case .set: if let byte, sets[Int(step.operand)].contains(byte) { target = state + 1 }
                case .continuations:
                    add(state + 1, to: current)
                    if let byte, byte & 0xC0 == 0x80 { target = state }
                case .run:
                    add(state + 1, to: current)
                    if let byte, byte != slash { target = state }
                case .anything:
                    add(state + 1, to: current)
                    target = state
                case .folders:
                    add(state + 1, to: current)
                    add(state + 2, to: current)
                case .folderBody: target = byte == slash ? state - 1 : state
                case .fork:
                    add(state + 1, to: current)
                    add(Int(step.operand), to: current)
                case .jump: add(Int(step.operand), to: current)
                }
                if target >= 0 {
                    add(target, to: next)
                    isAlive = true
                }
            }
        }
        return isAlive
    }
}

extension GlobProgram.Step {
    /// Whether it may take a `/`.
    fileprivate func takesSlash(_ sets: [ByteSet]) -> Bool {
        switch operation {
        case .byte: byte == slash
        case .set: sets[Int(operand)].contains(slash)
        case .anything, .folders, .folderBody: true
        case .notSlash, .scalar, .continuations, .run, .fork, .jump: false
        }
    }
}

let slash = UInt8(ascii: "/")
