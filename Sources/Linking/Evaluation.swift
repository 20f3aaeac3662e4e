/// The state of one question while it is worked out.
///
/// Questions ask further questions. One that comes back to itself or goes too deep is lost, and with it everything that depends on it. So every answer is the same whichever question came first: what is part of a circle is always unknown.
struct Evaluation {
    enum Loss { case none, circle, depth }

    /// How deep questions may nest.
    static let limit = 60

    /// The first reason: what comes after it depends on what was asked before.
    private(set) var lost = Loss.none
    private var depth = 0
    /// The height of what was worked out below the present question.
    private var height = 0

    mutating func lose(_ loss: Loss) {
        if lost == .none { lost = loss }
    }

    var isLost: Bool { lost != .none }
    var isRunning: Bool { depth > 0 }

    /// What a remembered answer says; nil when it has to be worked out.
    mutating func recall(_ answer: Answer?) -> Thing? {
        guard let answer else { return nil }
        if answer.isPending || answer.isLost {
            lose(.circle)
            return .unknown
        }
        if depth + answer.height > Self.limit {
            lose(.depth)
            return .unknown
        }
        height = max(height, answer.height + 1)
        return answer.thing
    }

    /// Begins a question; nil, and lost, when it is one too deep.
    mutating func enter() -> Int? {
        if isLost { return nil }
        guard depth < Self.limit else {
            lose(.depth)
            return nil
        }
        depth += 1
        defer { height = 0 }
        return height
    }

    /// Ends it; nil when the answer must not be remembered.
    mutating func leave(_ saved: Int, with thing: Thing) -> Answer? {
        depth -= 1
        let own = height
        height = max(saved, own + 1)
        switch lost {
        case .none: return Answer(thing: thing, height: own)
        case .circle: return Answer(thing: .unknown, height: 0, isLost: true)
        case .depth: return nil
        }
    }
}

extension Program {
    /// A question from outside: begins afresh, unless it is part of another.
    func ask<Result>(_ unknown: Result, _ body: () -> Result) -> Result {
        guard !evaluation.isRunning else { return body() }
        evaluation = Evaluation()
        let result = body()
        return evaluation.isLost ? unknown : result
    }

    /// A question that is remembered with a file's table.
    func remembered(_ key: UInt64, in table: FileTable, _ body: () -> Thing) -> Thing {
        if let known = evaluation.recall(table.things[key]) { return known }
        guard let saved = evaluation.enter() else { return .unknown }
        table.things[key] = Answer(thing: .unknown, height: 0, isPending: true)
        let thing = body()
        table.things[key] = evaluation.leave(saved, with: thing)
        return evaluation.isLost ? .unknown : thing
    }
}
