import Findings
import Linking
import Semantics

// What one file gave, as bytes. Its findings are not closed yet: they stand in `open`.

extension RecordWriter {
    mutating func write(_ result: FileResult) {
        write(result.path)
        write(result.language)
        write(UInt64(result.bytes))
        write(result.isParsed)
        write(UInt64(result.notUnderstood))
        write(result.mayCallApproved)
        write(result.skipped) { $0.write($1) }
        write(result.declared) { $0.write($1) }
        write(result.mentions) { $0.write($1) }
        write(result.open) { $0.write($1) }
    }

    mutating func write(_ declared: DeclaredNames) {
        write(declared.mayBeAny)
        write(list: declared.hashes) { $0.write($1) }
    }

    mutating func write(_ words: WordFilter) {
        write(words.mayImportAll)
        write(list: words.bits) { $0.write($1) }
    }

    mutating func write(_ skipped: SkippedFile) {
        write(skipped.path)
        write(skipped.reason)
        write(skipped.isFailure)
    }

    mutating func write(_ file: SummarisedFile, _ summary: [UInt8]) {
        write(list: file.tags) { writer, tag in
            writer.write(Int(tag.clause))
            writer.write(tag.call)
        }
        write(summary)
    }
}

extension RecordReader {
    /// - Parameter rules: how many rules there are.
    mutating func fileResult(rules: Int) throws(RecordError) -> FileResult {
        var result = FileResult(path: try text(), language: try text())
        result.bytes = Int(try number(UInt32.self))
        result.isParsed = try flag()
        result.notUnderstood = Int(try number(UInt32.self))
        result.mayCallApproved = try flag()
        result.skipped = try optional { reader throws(RecordError) in try reader.skippedFile() }
        result.declared = try optional { reader throws(RecordError) in try reader.declared() }
        result.mentions = try optional { reader throws(RecordError) in try reader.mentions() }
        result.open = try optional { reader throws(RecordError) in try reader.openFile(rules: rules) }
        return result
    }

    mutating func declared() throws(RecordError) -> DeclaredNames {
        DeclaredNames(mayBeAny: try flag(), hashes: try list { reader throws(RecordError) in try reader.number(UInt32.self) })
    }

    mutating func words() throws(RecordError) -> WordFilter {
        let mayImportAll = try flag(), bits = try list { reader throws(RecordError) in try reader.number() }
        guard let filter = WordFilter(bits: bits, mayImportAll: mayImportAll) else { throw .damaged }
        return filter
    }

    mutating func skippedFile() throws(RecordError) -> SkippedFile {
        SkippedFile(path: try text(), reason: try text(), isFailure: try flag())
    }

    mutating func tags() throws(RecordError) -> [SummarisedFile.Tag] {
        try list { reader throws(RecordError) in
            guard let clause = Int32(exactly: try reader.signed()) else { throw .damaged }
            return SummarisedFile.Tag(clause: clause, call: try reader.number(UInt32.self))
        }
    }
}

extension RecordWriter {
    fileprivate mutating func write(_ mentions: FileMentions) {
        write(list: mentions.functions) { writer, function in
            writer.write(function.name)
            writer.write(function.start)
            writer.write(Int(function.type))
            writer.write(Int(function.parent))
            writer.write(list: function.marks) { $0.write($1) }
            writer.write(function.isPrivate)
            writer.write(function.isStub)
        }
        write(list: mentions.types) { writer, type in
            writer.write(type.name)
            writer.write(type.start)
            writer.write(list: type.bases) { $0.write($1) }
        }
        write(list: mentions.words) { $0.write(list: $1) { $0.write($1) } }
        write(list: mentions.outside) { $0.write($1) }
        write(list: mentions.prefixes.sorted()) { $0.write($1) }
    }
}

extension RecordReader {
    fileprivate mutating func mentions() throws(RecordError) -> FileMentions {
        var mentions = FileMentions()
        mentions.functions = try list { reader throws(RecordError) in
            let name = try reader.text(), start = try reader.number(UInt32.self)
            guard let type = Int32(exactly: try reader.signed()), let parent = Int32(exactly: try reader.signed()) else { throw .damaged }
            return FileMentions.Function(
                name: name, start: start, type: type, parent: parent, marks: try reader.list { reader throws(RecordError) in try reader.text() },
                isPrivate: try reader.flag(), isStub: try reader.flag())
        }
        mentions.types = try list { reader throws(RecordError) in
            FileMentions.Shape(
                name: try reader.text(), start: try reader.number(UInt32.self), bases: try reader.list { reader throws(RecordError) in try reader.text() })
        }
        mentions.words = try list { reader throws(RecordError) in try reader.list { reader throws(RecordError) in try reader.number() } }
        mentions.outside = try list { reader throws(RecordError) in try reader.number() }
        mentions.prefixes = Set(try list { reader throws(RecordError) in try reader.text() })
        guard mentions.words.count == mentions.functions.count else { throw .damaged }
        return mentions
    }
}
