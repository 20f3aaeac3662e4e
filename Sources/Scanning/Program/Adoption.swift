import Analyses
import Findings
import Linking
import Rules
import Semantics
import SourceFiles

/// Counts how much of a program's fan-out goes through the helpers its team approved.
struct Adoption {
    private let approved: [Knowledge]
    private let bounded: Set<Int>
    /// The files that may call an approved helper and that rules about fan-outs are for.
    private let files: [Int32]

    /// Nil when no helper is approved.
    init?(_ rules: RuleSet, _ files: [(number: Int32, source: SourceFile)]) {
        let bounded = rules.rules.indices.filter { rules.rules[$0].analysis?.kind == .bounded }
        approved = bounded.compactMap { rules.rules[$0].analysis?.knowledge["approved"] }.filter { $0.names.count > 0 }
        if approved.isEmpty { return nil }
        self.bounded = Set(bounded)
        self.files = files.filter { file in bounded.contains { rules.rules[$0].scope.contains(file.source.path, role: file.source.role) } }.map(\.number)
    }

    /// - Parameter candidates: of all rules.
    func count(_ candidates: [Candidate], in program: Program) -> FanOuts {
        var helped = Set<CallRef>()
        for file in files {
            guard let summary = program.summary(of: file) else { continue }
            for call in summary.calls.indices {
                let reference = CallRef(file: file, call: UInt32(call))
                if isApproved(program.calleeName(of: reference), program) { helped.insert(reference) }
            }
        }
        let bare = Set(candidates.filter { bounded.contains($0.rule) }.map(\.call)).subtracting(helped).filter { !isInHelper($0, program) }
        return FanOuts(approved: helped.count, total: helped.count + bare.count)
    }

    /// Whether a call stands in an approved helper: what a helper does is its own affair.
    private func isInHelper(_ call: CallRef, _ program: Program) -> Bool {
        guard let summary = program.summary(of: call.file), summary.calls.indices.contains(Int(call.call)) else { return false }
        var function = summary.calls[Int(call.call)].function
        while function > 0, Int(function) <= summary.functions.count {
            if isApproved(program.name(of: FunctionRef(file: call.file, function: function - 1)), program) { return true }
            function = summary.functions[Int(function) - 1].outerFunction
        }
        return false
    }

    private func isApproved(_ name: GlobalName, _ program: Program) -> Bool {
        name != .none && program.names.withBytes(of: name) { text in approved.contains { $0.matches(name: text) } }
    }
}
