package import Linking
internal import Semantics

/// Whether an `await` (an `async for`, an `async with`) really gives way to others.
package enum Suspension: UInt8, Comparable, Sendable {
    /// All that is awaited, down to the last function of the project, gives way nowhere.
    case never
    /// Something is awaited of which nothing is known.
    case unknown
    /// Something outside of the project is awaited, or another actor.
    case suspends

    package static func < (a: Suspension, b: Suspension) -> Bool { a.rawValue < b.rawValue }
}

/// The fact `suspends`. In these, `immediate` lists calls whose await gives way to nobody (`asyncio.Queue.put` of a queue without a size).
extension AnalysisContext {
    /// What awaiting a call of this function does: by its body if it is a coroutine function, by what it returns if it is a plain one.
    package func suspension(of function: FunctionRef, immediate: KnowledgeID = .nothing) -> Suspension {
        var table = facts.suspensions.removeValue(forKey: immediate) ?? FactTable<Suspension>()
        defer { facts.suspensions[immediate] = table }
        // What a function waits for is asked when its callees are wanted, and again at each of its answers.
        var asked: [FunctionRef: (own: Suspension, functions: [FunctionRef])] = [:]
        func waits(_ function: FunctionRef) -> (own: Suspension, functions: [FunctionRef]) {
            if let known = asked[function] { return known }
            let made = Waits(of: function, immediate, in: self)
            asked[function] = (made.own, made.functions)
            return (made.own, made.functions)
        }
        return table.value(of: function, unknown: .never) { waits($0).functions } answer: { function, known in
            let waits = waits(function)
            return waits.functions.reduce(waits.own) { max($0, known[$1] ?? .never) }
        }
    }

    /// What a step of a file does: an `await`, or the beginning of an `async for` or `async with` (for which the end counts, too).
    /// Nil for a step that awaits nothing.
    /// - Parameter function: the one the step is of; nil at the top of the file.
    package func suspension(ofStep step: Int, of function: UInt32?, in file: Int32, immediate: KnowledgeID = .nothing) -> Suspension? {
        guard let summary = program.summary(of: file), summary.steps.indices.contains(step), Waits.isWait(summary.steps[step]) else { return nil }
        var waits = Waits(in: summary, file, function, immediate, self)
        waits.look(at: summary.steps[step])
        var found = waits.own
        for function in waits.functions where found < .suspends { found = max(found, suspension(of: function, immediate: immediate)) }
        return found
    }
}
