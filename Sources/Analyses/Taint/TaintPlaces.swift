import Semantics

/// Where origins are made, and what is added to them on the way.
extension TaintTrace {
    func place(_ step: Int, in frame: Frame) -> TaintPlace {
        guard frame.steps.indices.contains(step) else { return TaintPlace(file: frame.file, start: 0, line: 1) }
        return TaintPlace(file: frame.file, start: frame.steps[step].start, line: frame.steps[step].line)
    }

    func place(of call: SummaryCall, in frame: Frame) -> TaintPlace {
        TaintPlace(file: frame.file, start: call.site.start, line: call.site.line, column: call.site.column)
    }

    func source(_ what: String, at step: Int, in frame: Frame) -> TaintOrigin {
        let place = place(step, in: frame)
        return TaintOrigin(kind: .source(what, place), hops: [TaintHop(place: place, message: "`\(what)` is read")])
    }

    func vague(_ origins: [TaintOrigin]) -> [TaintOrigin] {
        origins.map { origin in
            var origin = origin
            origin.isVague = true
            return origin
        }
    }

    /// Without those that say what one before says, and no more than say anything new: what is made of several values that are made of the same, and so
    /// on, would come from each of them by ever more ways.
    func distinct(_ origins: [TaintOrigin]) -> [TaintOrigin] {
        guard origins.count > Self.fewOrigins else { return origins }
        var seen: Set<TaintOrigin.Said> = [], found: [TaintOrigin] = []
        for origin in origins where found.count < Self.mostOrigins && seen.insert(origin.said).inserted { found.append(origin) }
        return found
    }

    private static let fewOrigins = 16, mostOrigins = 200

    func adding(_ hop: TaintHop, to origins: [TaintOrigin]) -> [TaintOrigin] {
        origins.map { origin in
            var origin = origin
            if origin.hops.count < Self.longestWay { origin.hops.append(hop) }
            return origin
        }
    }

    /// Steps of a finding; what comes after them is not told.
    private static let longestWay = 24
}
