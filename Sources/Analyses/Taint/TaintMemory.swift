import Semantics

/// What traces found out about the values of one file, for those that come to them again, by other ways or from other candidates.
///
/// What nobody asked about lately goes when it grows too large, never all at once: values are made of those before them, and an answer about one
/// needs the ones about those.
final class TaintMemory {
    private var origins: [TaintTrace.Question: [TaintOrigin]] = [:]
    private var olderOrigins: [TaintTrace.Question: [TaintOrigin]] = [:]
    /// What was found to be clean, or not, and what is cleared of variables.
    var clean: [TaintTrace.CleanQuestion: Bool] = [:]
    var cleared: [TaintTrace.CleanQuestion: Set<TaintPart>] = [:]
    /// What clears parts of containers.
    var clears: [TaintTrace.PutQuestion: [(at: Int, part: TaintPart)]] = [:]
    /// What is put into containers, as far as it was gone through.
    var puts: [TaintTrace.PutQuestion: TaintTrace.Puts] = [:]

    func known(_ question: TaintTrace.Question) -> [TaintOrigin]? {
        if let known = origins[question] { return known }
        guard let known = olderOrigins[question] else { return nil }
        keep(known, question)
        return known
    }

    func keep(_ found: [TaintOrigin], _ question: TaintTrace.Question) {
        if origins.count >= Self.most {
            olderOrigins = origins
            origins.removeAll()
            clean.removeAll()
            cleared.removeAll()
            clears.removeAll()
            puts.removeAll()
        }
        origins[question] = found
    }

    /// Answers to be remembered; as many again are the older ones. A candidate looks at 2,000 values at most.
    private static let most = 20_000
}
