import Findings
import Linking
import Rules
package import Semantics

/// What all files of a program mention.
package struct ProgramMentions: Sendable {
    /// By the file's number in the program; nil where it was not read.
    var files: [(path: String, mentions: FileMentions?, isTest: Bool)]
    /// Of files that are no code.
    var others: [FileMentions]

    package init(files: [(path: String, mentions: FileMentions?, isTest: Bool)] = [], others: [FileMentions] = []) {
        self.files = files
        self.others = others
    }
}

/// Whether nothing that runs mentions a function. The one analysis that asks all files: a scan with such a rule reads each of them.
struct Unreached: Analysis {
    private let rule: AnalysisRule
    private let mentions: ProgramMentions
    /// Worked out at the first question.
    private var reached: ReachedFunctions?

    init(_ rule: AnalysisRule, _ mentions: ProgramMentions) {
        self.rule = rule
        self.mentions = mentions
    }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let file = Int(candidate.call.file)
        guard file < mentions.files.count, let known = mentions.files[file].mentions, let number = known.function(at: candidate.start) else {
            return Verdict(isFinding: false)
        }
        let function = known.functions[number]
        let reached = reached ?? ReachedFunctions(mentions) { function, shapes in isCalledFromOutside(function, shapes, context) }
        self.reached = reached
        if let why = reached.reason(of: number, in: file) {
            context.dismiss("`\(function.name)` \(why)")
            return Verdict(isFinding: false)
        }
        var verdict = Verdict(isFinding: true)
        // What others may import is somebody's business outside of these files.
        let isCertain = function.isPrivate && !reached.isReachedByPublic(number, in: file)
        verdict.severity = isCertain ? .warning : .info
        verdict.confidence = isCertain ? .high : .medium
        verdict.variables["NAME"] = function.name
        verdict.variables["HOW"] = reached.isMentioned(function.name) ? "is mentioned only by functions that nothing reaches either" : "is mentioned nowhere"
        context.explain("`\(function.name)` \(verdict.variables["HOW"] ?? "")")
        return verdict
    }

    /// Whether somebody outside of the files may call it, and how.
    private func isCalledFromOutside(_ function: FileMentions.Function, _ inherits: ReachedFunctions.Inheritance, _ context: AnalysisContext) -> String? {
        let list = { rule.calls($0) }
        if function.name.hasPrefix("__"), function.name.hasSuffix("__") { return "is called by the language" }
        if function.isStub { return "has no body of its own" }
        if context.isMatch(named: function.name, list("entries")) { return "is an entry" }
        if let mark = function.marks.first(where: { !context.isMatch(named: $0, list("marks")) }) { return "is marked `\(mark)`" }
        if let base = inherits.foreignBase(isPlain: { context.isMatch(named: $0, list("bases")) }) { return "may be called by `\(base)`, which its type inherits" }
        return nil
    }
}
