import Findings

// What was found in a file as bytes: for a cache, and for parts of a run that others put together.

extension RecordWriter {
    mutating func write(_ file: OpenFile) {
        write(list: file.findings) { $0.write($1) }
        write(list: file.suppressions.entries) { $0.write($1) }
        write(list: file.comments) { $0.write($1) }
        write(list: file.ran.sorted()) { $0.write($1) }
    }

    private mutating func write(_ finding: OpenFinding) {
        write(UInt64(finding.rule))
        write(finding.place)
        write(finding.reach) { $0.write($1) }
        write(finding.message)
        write(finding.isMinor)
        write(finding.answer) { $0.write($1) }
        write(finding.pending) { $0.write($1) }
        write(finding.effect) { $0.write($1) }
    }

    private mutating func write(_ place: SuppressionIndex.Place) {
        write(place.line)
        write(place.statement.lowerBound)
        write(place.statement.upperBound)
    }

    private mutating func write(_ pending: PendingFinding) {
        write(pending.call)
        write(pending.bytes.lowerBound)
        write(pending.bytes.upperBound)
        write(list: pending.variables.sorted { $0.key < $1.key }) { writer, variable in
            writer.write(variable.key)
            writer.write(variable.value)
        }
        switch pending.place {
        case .match(let lines):
            write(false)
            write(lines)
        case .line(let line):
            write(true)
            write(line)
        }
    }

    private mutating func write(_ effect: VerdictEffect) {
        write(effect.severity) { $0.write($1.rawValue) }
        write(effect.isLowered)
        write(effect.isRaised)
        write(effect.confidence) { $0.write($1.rawValue) }
        write(list: effect.flow) { writer, step in
            writer.write(step.location)
            writer.write(step.message)
        }
    }

    private mutating func write(_ place: DescribedPlace) {
        write(place.location)
        write(list: place.sourceLines) { $0.write($1) }
        write(place.context.high)
        write(place.context.low)
        write(place.lineHash) { $0.write($1) }
    }

    private mutating func write(_ location: Location) {
        write(location.path)
        write(location.bytes.lowerBound)
        write(location.bytes.upperBound)
        for position in [location.start, location.end] {
            write(position.line)
            write(position.column)
        }
    }

    private mutating func write(_ entry: SuppressionIndex.Entry) {
        write(entry.comment.reach == .file)
        write(list: entry.comment.rules) { $0.write($1) }
        write(entry.comment.reason)
        write(entry.comment.until) { $0.write($1) }
        write(entry.comment.mistake) { $0.write($1) }
        write(entry.bytes.lowerBound)
        write(entry.bytes.upperBound)
        write(entry.line)
        write(entry.target) { $0.write($1) }
    }
}

extension RecordReader {
    /// - Parameter rules: how many rules there are.
    mutating func openFile(rules: Int) throws(RecordError) -> OpenFile {
        let findings = try list { reader throws(RecordError) in try reader.openFinding(rules: rules) }
        let entries = try list { reader throws(RecordError) in try reader.suppressionEntry() }
        let comments = try list { reader throws(RecordError) in try reader.describedPlace() }
        guard comments.count == entries.count else { throw .damaged }
        let ran = try list { reader throws(RecordError) in try reader.text() }
        return OpenFile(findings: findings, suppressions: SuppressionIndex(entries: entries), comments: comments, ran: Set(ran))
    }

    private mutating func openFinding(rules: Int) throws(RecordError) -> OpenFinding {
        let rule = try number()
        guard rule < UInt64(rules) else { throw .damaged }
        return OpenFinding(
            rule: Int(rule), place: try describedPlace(), reach: try optional { reader throws(RecordError) in try reader.place() }, message: try text(),
            isMinor: try flag(), answer: try optional { reader throws(RecordError) in try reader.text() },
            pending: try optional { reader throws(RecordError) in try reader.pending() },
            effect: try optional { reader throws(RecordError) in try reader.effect() })
    }

    private mutating func place() throws(RecordError) -> SuppressionIndex.Place {
        let line = try signed(), statement = try range()
        return SuppressionIndex.Place(line: line, statement: statement.lowerBound...statement.upperBound)
    }

    private mutating func range() throws(RecordError) -> Range<Int> {
        let start = try signed(), end = try signed()
        guard start <= end else { throw .damaged }
        return start..<end
    }

    private mutating func pending() throws(RecordError) -> PendingFinding {
        let call = try number(UInt32.self), start = try number(UInt32.self), end = try number(UInt32.self)
        guard start <= end else { throw .damaged }
        let variables = try list { reader throws(RecordError) in (try reader.text(), try reader.text()) }
        let isLine = try flag(), lines = try signed()
        return PendingFinding(
            call: call, bytes: start..<end, variables: Dictionary(variables) { first, _ in first }, place: isLine ? .line(lines) : .match(lines: lines))
    }

    private mutating func effect() throws(RecordError) -> VerdictEffect {
        VerdictEffect(
            severity: try optional { reader throws(RecordError) in try reader.choice(Severity.self) }, isLowered: try flag(), isRaised: try flag(),
            confidence: try optional { reader throws(RecordError) in try reader.choice(Confidence.self) },
            flow: try list { reader throws(RecordError) in FlowStep(location: try reader.location(), message: try reader.text()) })
    }

    private mutating func describedPlace() throws(RecordError) -> DescribedPlace {
        let location = try location(), lines = try list { reader throws(RecordError) in try reader.text() }
        let context = FingerprintContext(high: try number(), low: try number())
        return DescribedPlace(location: location, sourceLines: lines, context: context, lineHash: try optional { reader throws(RecordError) in try reader.text() })
    }

    private mutating func location() throws(RecordError) -> Location {
        let path = try text(), bytes = try range()
        let start = Position(line: try signed(), column: try signed())
        return Location(path: path, bytes: bytes, start: start, end: Position(line: try signed(), column: try signed()))
    }

    private mutating func suppressionEntry() throws(RecordError) -> SuppressionIndex.Entry {
        let reach: SuppressionComment.Reach = try flag() ? .file : .statement
        let rules = try list { reader throws(RecordError) in try reader.text() }
        let comment = SuppressionComment(
            reach: reach, rules: rules, reason: try text(), until: try optional { reader throws(RecordError) in try reader.text() },
            mistake: try optional { reader throws(RecordError) in try reader.text() })
        return SuppressionIndex.Entry(comment: comment, bytes: try range(), line: try signed(), target: try optional { reader throws(RecordError) in try reader.signed() })
    }
}
