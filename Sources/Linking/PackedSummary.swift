internal import Findings
package import Semantics

/// A summary as it is kept while the program is put together: a fraction of its size, taken apart when somebody asks about the file.
///
/// Reading it checks nothing: the bytes must be what this build wrote. What others are to read is `FileSummary.encode()`.
package struct PackedSummary: Sendable, Hashable {
    package let bytes: [UInt8]

    package var byteCount: Int { bytes.count }

    /// - Parameter bytes: those of a packed summary, unchanged.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    package init(_ summary: FileSummary) {
        var writer = ColumnWriter(words: Self.words(summary), columns: 160, bytes: summary.strings.bytes.count)
        writer.write(UInt32(summary.language.rawValue))
        writer.write(summary.hasStarImport ? 1 : 0)
        writer.write(summary.topStepCount)
        writer.write(summary.strings.bytes)
        writer.write(summary.strings.ends)
        writer.write(summary.imports)
        writer.write(summary.exports)
        writer.write(summary.scopes)
        writer.write(summary.functions)
        writer.write(summary.parameters)
        writer.write(summary.classes)
        writer.write(summary.names)
        writer.write(summary.bindings)
        writer.write(summary.attributes)
        writer.write(summary.calls)
        writer.write(summary.arguments)
        writer.write(summary.variables)
        writer.write(summary.expressions)
        writer.write(summary.operands)
        writer.write(summary.steps)
        bytes = writer.bytes
    }

    package func unpack() -> FileSummary {
        bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return FileSummary(language: .python) }
            var reader = ColumnReader(start)
            var summary = FileSummary(language: Language(rawValue: UInt8(truncatingIfNeeded: reader.read())) ?? .python)
            summary.hasStarImport = reader.read() != 0
            summary.topStepCount = reader.read()
            summary.strings.bytes = reader.readBytes()
            summary.strings.ends = reader.readRecords(UInt32.self)
            summary.imports = reader.readRecords(SummaryImport.self)
            summary.exports = reader.readRecords(StringID.self)
            summary.scopes = reader.readRecords(SummaryScope.self)
            summary.functions = reader.readRecords(SummaryFunction.self)
            summary.parameters = reader.readRecords(SummaryParameter.self)
            summary.classes = reader.readRecords(SummaryClass.self)
            summary.names = reader.readRecords(StringID.self)
            summary.bindings = reader.readRecords(SummaryBinding.self)
            summary.attributes = reader.readRecords(SummaryAttribute.self)
            summary.calls = reader.readRecords(SummaryCall.self)
            summary.arguments = reader.readRecords(SummaryArgument.self)
            summary.variables = reader.readRecords(SummaryVariable.self)
            summary.expressions = reader.readRecords(SummaryExpression.self)
            summary.operands = reader.readRecords(SummaryValue.self)
            summary.steps = reader.readRecords(SummaryStep.self)
            return summary
        }
    }

    /// Its strings, imports and exports.
    func unpackSurface() -> (strings: SummaryStrings, imports: [SummaryImport], exports: [StringID]) {
        bytes.withUnsafeBufferPointer { buffer in
            var strings = SummaryStrings()
            guard let start = buffer.baseAddress else { return (strings, [], []) }
            var reader = ColumnReader(start)
            // Language, star flag, steps at the top.
            for _ in 0..<3 { _ = reader.read() }
            strings.bytes = reader.readBytes()
            strings.ends = reader.readRecords(UInt32.self)
            return (strings, reader.readRecords(SummaryImport.self), reader.readRecords(StringID.self))
        }
    }

    /// The 32-bit words in all of a summary's records.
    private static func words(_ summary: FileSummary) -> Int {
        func words<Record: BitwiseCopyable>(_ records: [Record]) -> Int { records.count * MemoryLayout<Record>.stride / 4 }
        let definitions = words(summary.scopes) + words(summary.functions) + words(summary.parameters) + words(summary.classes)
        let values = words(summary.calls) + words(summary.arguments) + words(summary.expressions) + words(summary.operands) + words(summary.steps)
        let names = words(summary.strings.ends) + words(summary.imports) + words(summary.exports) + words(summary.names)
        return definitions + values + names + words(summary.bindings) + words(summary.attributes) + words(summary.variables)
    }
}
