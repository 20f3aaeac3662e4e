import Linking
import Semantics

/// What is put into the container that a variable holds: elements and attributes stored, `append` and its kin.
extension TaintTrace {
    /// A variable's container, and what is asked for in it.
    struct PutQuestion: Hashable {
        var file: Int32
        var function: UInt32?
        var variable: UInt32
        var path: TaintPath
    }

    /// What the steps up to one put there, by the step. What a step puts in is the same whoever asks later: whoever asks further down goes on from
    /// here.
    struct Puts {
        /// The steps that were gone through.
        fileprivate(set) var count = 0
        fileprivate var found: [(at: Int, origins: [TaintOrigin])] = []
        fileprivate var size = 0

        fileprivate func origins(before step: Int) -> [TaintOrigin] { found.prefix { $0.at < step }.flatMap(\.origins) }
    }

    func added(to variable: SummaryValue, _ name: String, _ path: TaintPath, before step: Int, in frame: Frame) -> [TaintOrigin] {
        let changes = frames.changes(of: variable.index, in: frame), steps = changes.steps(concerning: path)
        let here = steps.partition(before: step)
        let known = puts(by: steps[..<here], changes, into: variable, name, path, in: frame), isObject = isObject(variable, in: frame)
        var found = known.origins(before: step)
        guard here < steps.count, known.size < Self.mostPut else { return found }
        let loops = frame.tree.structures(around: step).filter { frame.steps[$0].kind == .loop }
        guard let outermost = loops.last.map({ frame.tree.inside($0) }) else { return found }
        // What comes later was put there by the turn before.
        for at in steps[here...].prefix(while: { $0 < outermost.upperBound }) {
            guard !isSpent else {
                giveUp()
                break
            }
            found += put(by: at, changes, into: name, isObject: isObject, path, in: frame)
        }
        return found
    }

    /// What some steps put in, the first of all that do so; perhaps also what those after them do.
    private func puts(
        by steps: ArraySlice<Int>, _ changes: TaintFrames.Changes, into variable: SummaryValue, _ name: String, _ path: TaintPath, in frame: Frame
    ) -> Puts {
        let question = PutQuestion(file: frame.file, function: frame.function, variable: variable.index, path: path)
        var all = memory.puts[question] ?? Puts(), isWhole = true
        let isObject = isObject(variable, in: frame)
        func remember() { if all.count > memory.puts[question]?.count ?? 0 { memory.puts[question] = all } }
        for at in steps.dropFirst(all.count) {
            guard all.size < Self.mostPut else { break }
            guard !isSpent else {
                giveUp()
                break
            }
            let (found, isAll) = completely { put(by: at, changes, into: name, isObject: isObject, path, in: frame) }
            if isWhole, !isAll {
                remember()
                isWhole = false
            }
            if !found.isEmpty { all.found.append((at, found)) }
            all.size += found.count
            all.count += 1
        }
        if isWhole { remember() }
        return all
    }

    /// What one step puts into a container.
    private func put(by at: Int, _ changes: TaintFrames.Changes, into name: String, isObject: Bool, _ path: TaintPath, in frame: Frame) -> [TaintOrigin] {
        let change = frame.steps[at]
        var found: [TaintOrigin] = []
        if change.kind == .store {
            guard let part = changes.part(storedAt: at) else { return [] }
            // An object's own text need not show its attributes, nor what a class of the project keeps under keys.
            if path.isEmpty, frame.expression(change.target)?.kind == .attribute || isObject { return [] }
            found = self.part(part, is: change.value, path, at: at, in: frame)
        } else if let call = frame.call(change.value) {
            for argument in frame.arguments(of: call) {
                let label = frame.summary.text(argument.label)
                if frame.summary.text(call.method) == "update" {
                    found += label.isEmpty ? origins(of: argument.value, path, at: at, in: frame) : part(.field(label), is: argument.value, path, at: at, in: frame)
                } else {
                    found += part(.some, is: argument.value, path, at: at, in: frame)
                }
            }
        }
        return found.isEmpty ? [] : adding(TaintHop(place: place(at, in: frame), message: "it is put into `\(name)`"), to: found)
    }

    private func isObject(_ variable: SummaryValue, in frame: Frame) -> Bool {
        if case .type = program.type(of: variable, in: frame.file) { true } else { false }
    }

    /// Origins of what is in one container; more say nothing more.
    private static let mostPut = 200
}
