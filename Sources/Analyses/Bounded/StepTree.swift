import Semantics

/// The steps of one function (or of the top of a file) with the brackets they stand in.
///
/// A *section* begins with an opening step or with one of the middles of its structure (`otherwise`, `except`, `case`, `finally`);
/// steps of one section run one after the other.
struct StepTree {
    let range: Range<Int>
    /// For each step the step its section begins with, -1 outside of all structure. An opening step and a middle stand in the section around.
    private var sections: [Int32] = []
    /// For each opening step and middle the opening step of its structure; -1 for others.
    private var openers: [Int32] = []
    /// For each opening step and middle the middle or `end` behind it.
    private var behind: [Int32] = []
    /// For each opening step its `end`.
    private var ends: [Int32] = []

    init(_ range: Range<Int>, in steps: [SummaryStep]) {
        self.range = range
        sections = Array(repeating: -1, count: range.count)
        openers = sections
        ends = sections
        behind = sections
        var open: [(opener: Int, section: Int)] = []
        for step in range {
            let at = step - range.lowerBound
            switch steps[step].kind {
            case .otherwise, .except, .case, .finally:
                guard let last = open.last else { continue }
                sections[at] = Int32(open.count > 1 ? open[open.count - 2].section : -1)
                openers[at] = Int32(last.opener)
                behind[last.section - range.lowerBound] = Int32(step)
                open[open.count - 1].section = step
            case .end:
                guard let last = open.popLast() else { continue }
                sections[at] = Int32(open.last?.section ?? -1)
                ends[last.opener - range.lowerBound] = Int32(step)
                behind[last.section - range.lowerBound] = Int32(step)
            default:
                sections[at] = Int32(open.last?.section ?? -1)
                if steps[step].opens {
                    openers[at] = Int32(step)
                    open.append((step, step))
                }
            }
        }
        // Left open by a summary that was cut: closed at the end.
        for (opener, _) in open { ends[opener - range.lowerBound] = Int32(range.upperBound) }
    }

    func section(of step: Int) -> Int? { value(sections, step) }
    /// The opening step of the structure a section belongs to.
    func opener(of section: Int) -> Int? { value(openers, section) }
    /// The steps inside a structure, its opening step and `end` left out.
    func inside(_ opener: Int) -> Range<Int> {
        let end = value(ends, opener) ?? range.upperBound
        return min(opener + 1, end)..<end
    }

    /// The steps of the section that an opening step or a middle begins, and what is inside of them.
    func part(_ section: Int) -> Range<Int> {
        let end = value(behind, section) ?? range.upperBound
        return min(section + 1, end)..<end
    }

    /// The sections around a step, from the inside out.
    func sections(around step: Int) -> [Int] {
        var found: [Int] = [], at = section(of: step)
        while let section = at {
            found.append(section)
            at = opener(of: section).flatMap { self.section(of: $0) }
        }
        return found
    }

    /// The opening steps of the structures around a step, from the inside out.
    func structures(around step: Int) -> [Int] { sections(around: step).compactMap { opener(of: $0) } }

    /// Whether `first` has run whenever `second` is reached, jumps left aside: it comes before in a section around it.
    func isBefore(_ first: Int, _ second: Int) -> Bool {
        guard first < second else { return false }
        guard let section = section(of: first) else { return true }
        return sections(around: second).contains(section)
    }

    /// Whether two steps stand on different sides of one structure, so that not both of them are run in turn.
    func isElsewhere(_ first: Int, than second: Int) -> Bool {
        let others = sections(around: second)
        let sides = Dictionary(others.compactMap { section in opener(of: section).map { ($0, section) } }) { first, _ in first }
        return sections(around: first).contains { section in opener(of: section).flatMap { sides[$0] }.map { $0 != section } ?? false }
    }

    private func value(_ table: [Int32], _ step: Int) -> Int? {
        guard range.contains(step) else { return nil }
        let value = table[step - range.lowerBound]
        return value < 0 ? nil : Int(value)
    }
}
