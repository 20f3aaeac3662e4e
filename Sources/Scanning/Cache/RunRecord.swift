import Findings
import SourceFiles

/// How a run ended: what a run of the same files needs to tell the same.
struct RunRecord {
    var tally: RunTally
    /// What was settled, by the files' numbers.
    var settled: [(file: Int, record: [UInt8])]

    /// - Parameter results: one for each file of the run.
    init(_ tally: RunTally, _ results: [FileResult?]) {
        self.tally = tally
        settled = results.indices.compactMap { index in results[index]?.settled.map { (index, $0) } }
    }

    func encode() -> [UInt8] {
        var writer = RecordWriter()
        writer.write(list: tally.files.sorted { $0.key < $1.key }) { writer, entry in
            writer.write(entry.key)
            writer.write(UInt64(entry.value))
        }
        for number in [tally.bytes, tally.parsed, tally.parsedBytes] { writer.write(UInt64(number)) }
        writer.write(list: tally.notUnderstood) { writer, entry in
            writer.write(entry.path)
            writer.write(UInt64(entry.bytes))
        }
        writer.write(list: tally.skipped) { $0.write($1) }
        writer.write(tally.fanOuts) { writer, fanOuts in
            writer.write(UInt64(fanOuts.approved))
            writer.write(UInt64(fanOuts.total))
        }
        writer.write(tally.figures) { writer, figures in
            writer.write(UInt64(figures.candidates))
            writer.write(UInt64(figures.filesRead))
        }
        writer.write(list: settled) { writer, entry in
            writer.write(UInt64(entry.file))
            writer.write(entry.record)
        }
        return writer.bytes
    }
}

extension RecordReader {
    /// What a run told of its files beside findings.
    mutating func tally() throws(RecordError) -> RunTally {
        func count(_ reader: inout RecordReader) throws(RecordError) -> Int { Int(try reader.number(UInt32.self)) }
        var tally = RunTally()
        tally.files = Dictionary(try list { reader throws(RecordError) in (try reader.text(), try count(&reader)) }) { first, _ in first }
        tally.bytes = Int(truncatingIfNeeded: try number())
        tally.parsed = try count(&self)
        tally.parsedBytes = Int(truncatingIfNeeded: try number())
        tally.notUnderstood = try list { reader throws(RecordError) in FileBytes(path: try reader.text(), bytes: try count(&reader)) }
        tally.skipped = try list { reader throws(RecordError) in try reader.skippedFile() }
        tally.fanOuts = try optional { reader throws(RecordError) in FanOuts(approved: try count(&reader), total: try count(&reader)) }
        tally.figures = try optional { reader throws(RecordError) in ProgramFigures(candidates: try count(&reader), filesRead: try count(&reader)) }
        return tally
    }

    /// What was settled of the files, by their numbers; behind the tally.
    mutating func settled(rules: Int, files: Int) throws(RecordError) -> [(file: Int, open: OpenFile)] {
        try list { reader throws(RecordError) in
            let file = try reader.number(UInt32.self)
            guard file < files else { throw .damaged }
            var record = RecordReader(try reader.blob())
            return (Int(file), try record.openFile(rules: rules))
        }
    }
}
