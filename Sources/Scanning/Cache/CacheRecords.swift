import Findings
import Linking
import SourceFiles

// What the cache keeps of a file, as bytes.

extension RecordWriter {
    /// What was found, and on which names' absence that rests.
    static func result(_ result: FileResult) -> [UInt8] {
        var writer = RecordWriter()
        writer.write(list: result.missed.sorted()) { $0.write($1) }
        var own = result
        own.declared = nil
        writer.write(own)
        return writer.bytes
    }

    /// A summary, and what reading the file for it came to.
    static func summary(_ reading: SpareReading) -> [UInt8]? {
        guard let summary = reading.summary else { return nil }
        var writer = RecordWriter()
        writer.write(reading.notUnderstood) { $0.write(UInt64($1)) }
        writer.write(reading.skipped) { $0.write($1) }
        writer.write(summary, summary.summary.bytes)
        return writer.bytes
    }

    static func words(_ words: WordFilter) -> [UInt8] {
        var writer = RecordWriter()
        writer.write(words)
        return writer.bytes
    }

    static func declared(_ declared: DeclaredNames) -> [UInt8] {
        var writer = RecordWriter()
        writer.write(declared)
        return writer.bytes
    }
}

extension RecordReader {
    mutating func cachedResult(rules: Int) throws(RecordError) -> FileResult {
        let missed = Set(try list { reader throws(RecordError) in try reader.number(UInt32.self) })
        var result = try fileResult(rules: rules)
        result.missed = missed
        return result
    }

    mutating func cachedSummary() throws(RecordError) -> SpareReading {
        var reading = SpareReading()
        reading.notUnderstood = try optional { reader throws(RecordError) in Int(try reader.number(UInt32.self)) }
        reading.skipped = try optional { reader throws(RecordError) in try reader.skippedFile() }
        let tags = try tags()
        reading.summary = SummarisedFile(summary: PackedSummary(bytes: Array(try blob())), tags: tags)
        return reading
    }
}
