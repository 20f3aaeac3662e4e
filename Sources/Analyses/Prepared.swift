internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether a call asks for something that has to be made before, and the program makes nowhere. Where it is made somewhere the finding is a note:
/// whether that comes first is not followed. The calls that make it are candidates, too, so that the files which hold some are known.
struct Prepared: Analysis {
    private let makers: KnowledgeID
    /// Those that hold candidates, makers among them.
    private var files: Set<Int32> = []
    /// The call by which the program makes it; nil inside when there is none, or not looked for yet.
    private var maker: CallRef??

    init(_ rule: AnalysisRule) { makers = rule.calls("makers") }

    mutating func prepare(files: Set<Int32>) { (self.files, maker) = (files, nil) }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        if context.isMatch(candidate.call, makers) {
            context.dismiss("it makes what others ask for")
            return Verdict(isFinding: false)
        }
        var verdict = Verdict(isFinding: true)
        if let maker = makerOfProgram(context) {
            context.explain("what it asks for is made here, perhaps before", at: context.program.location(of: maker))
            verdict.severity = .info
        }
        return verdict
    }

    /// Asked once. Made of `None`, it is taken away.
    private mutating func makerOfProgram(_ context: AnalysisContext) -> CallRef? {
        if let maker { return maker }
        let found = firstMaker(context)
        maker = .some(found)
        return found
    }

    private func firstMaker(_ context: AnalysisContext) -> CallRef? {
        for file in files.sorted() {
            guard let summary = context.program.summary(of: file) else { continue }
            for number in context.fileCalls(of: file, summary).calls(in: makers, context) {
                let first = summary.arguments(of: summary.calls[Int(number)]).first
                if first?.value.kind != SummaryValue.Kind.none { return CallRef(file: file, call: number) }
            }
        }
        return nil
    }
}
