import Findings
import Rules
import TextMatching

/// Which code rules could match in a file, told from its bytes alone: a rule is left out when a literal that every match of it needs is
/// not there. Leaving a rule out is always right; keeping one costs time only.
struct Prefilter: Sendable {
    private let scanner: LiteralScanner
    /// By language and rule of its program.
    private let conditions: [[FileConditions]]
    /// The literal that marks a suppression comment.
    private let marker: Int
    /// Literals one of which is in every file that calls an approved helper; nil when any file may.
    private let approved: [Int32]?

    /// - Parameters:
    ///   - expectedBytes: how much text will go through, which decides how the scanner is built.
    ///   - isAskedForRules: whether `allows` will be asked; without that there is little to look for.
    init(rules: RuleSet, expectedBytes: Int, isAskedForRules: Bool = true) {
        var ids: [Literal: Int32] = [:], literals: [Literal] = []
        func id(_ literal: Literal) -> Int32 {
            if let id = ids[literal] { return id }
            let id = Int32(literals.count)
            ids[literal] = id
            literals.append(literal)
            return id
        }
        marker = Int(id(Literal(Array(SuppressionComment.marker.utf8))))
        conditions = !isAskedForRules ? [] : Language.allCases.map { language in rules.programs[Int(language.rawValue)].rules.map { FileConditions($0.requirement, id) } }
        approved = rules.approvedEndings?.map { id(Literal($0)) }
        scanner = LiteralScanner(literals, expectedBytes: expectedBytes)
    }

    /// One thread's working memory, and the answer about the file looked over last.
    func makeHits() -> LiteralHits { scanner.makeHits() }

    /// Looks a file over; afterwards `allows` and `mayHoldSuppressions` answer for it.
    func scan(_ bytes: UnsafeRawBufferPointer, into hits: LiteralHits) { scanner.scan(bytes, into: hits) }

    func allows(_ rule: Int, _ language: Language, _ hits: LiteralHits) -> Bool {
        conditions[Int(language.rawValue)][rule].hold(hits)
    }

    func mayCallApproved(_ hits: LiteralHits) -> Bool { approved?.contains { hits.contains(Int($0)) } ?? true }

    func mayHoldSuppressions(_ hits: LiteralHits) -> Bool { hits.contains(marker) }
}
