internal import Findings

#if _endian(big)
    #error("summaries are written as they lie in memory, which must be little-endian")
#endif

/// Why bytes are no summary.
package enum SummaryError: Error, Equatable, Sendable {
    /// The first bytes are not a summary's.
    case notASummary
    /// Made by a version this one cannot read.
    case unknownVersion(UInt32)
    /// Cut short, or changed since it was written.
    case corrupt
}

/// The sections of the binary form. Numbers are never used again for something else.
enum SummarySection: UInt32, CaseIterable {
    case header = 1
    case stringBytes, stringEnds, imports, exports, scopes, functions, parameters, classes, names, bindings, attributes, calls, arguments
    /// Kept free for what comes: comments that suppress findings, the text and hashes of the lines findings may stand on,
    /// facts about functions.
    case suppressions = 32, lines, variables = 48, expressions, operands, steps, facts
}

extension FileSummary {
    /// "SLFS" in little-endian order.
    static let magic: UInt32 = 0x5346_4C53
    /// Readers take this version only; new sections and longer records need no new one.
    static let version: UInt32 = 1
    /// magic, version, length of all, check sum (two words), number of sections.
    static let prologueWords = 6

    private struct Header: BitwiseCopyable {
        var language: UInt32 = 0
        var flags: UInt32 = 0
        var topStepCount: UInt32 = 0
    }

    /// The binary form: the prologue, the directory, the sections, all in little-endian words.
    package func encode() -> [UInt8] {
        var writer = SummaryWriter()
        writer.add(.header, [Header(language: UInt32(language.rawValue), flags: hasStarImport ? 1 : 0, topStepCount: topStepCount)])
        writer.add(.stringBytes, strings.bytes)
        writer.add(.stringEnds, strings.ends)
        writer.add(.imports, imports)
        writer.add(.exports, exports)
        writer.add(.scopes, scopes)
        writer.add(.functions, functions)
        writer.add(.parameters, parameters)
        writer.add(.classes, classes)
        writer.add(.names, names)
        writer.add(.bindings, bindings)
        writer.add(.attributes, attributes)
        writer.add(.calls, calls)
        writer.add(.arguments, arguments)
        writer.add(.variables, variables)
        writer.add(.expressions, expressions)
        writer.add(.operands, operands)
        writer.add(.steps, steps)
        return writer.finish()
    }

    /// Reads the binary form. Whatever the bytes are, every number in the result is a valid one.
    package init(decoding bytes: [UInt8]) throws(SummaryError) {
        let reader = try SummaryReader(bytes)
        guard let header = reader.records(.header, Header.self, missing: Header()).first, header.language <= 255,
            let language = Language(rawValue: UInt8(header.language))
        else { throw .corrupt }
        self.init(language: language)
        hasStarImport = header.flags & 1 != 0
        strings.bytes = reader.records(.stringBytes, UInt8.self, missing: 0)
        strings.ends = reader.records(.stringEnds, UInt32.self, missing: 0)
        imports = reader.records(.imports, SummaryImport.self, missing: SummaryImport())
        exports = reader.records(.exports, UInt32.self, missing: 0)
        scopes = reader.records(.scopes, SummaryScope.self, missing: SummaryScope())
        functions = reader.records(.functions, SummaryFunction.self, missing: SummaryFunction())
        parameters = reader.records(.parameters, SummaryParameter.self, missing: SummaryParameter())
        classes = reader.records(.classes, SummaryClass.self, missing: SummaryClass())
        names = reader.records(.names, UInt32.self, missing: 0)
        bindings = reader.records(.bindings, SummaryBinding.self, missing: SummaryBinding())
        attributes = reader.records(.attributes, SummaryAttribute.self, missing: SummaryAttribute())
        calls = reader.records(.calls, SummaryCall.self, missing: SummaryCall())
        arguments = reader.records(.arguments, SummaryArgument.self, missing: SummaryArgument())
        variables = reader.records(.variables, SummaryVariable.self, missing: SummaryVariable())
        expressions = reader.records(.expressions, SummaryExpression.self, missing: SummaryExpression())
        operands = reader.records(.operands, SummaryValue.self, missing: SummaryValue())
        steps = reader.records(.steps, SummaryStep.self, missing: SummaryStep())
        topStepCount = header.topStepCount
        guard isConsistent else { throw .corrupt }
    }
}

/// Collects sections and puts directory and check sum before them.
private struct SummaryWriter {
    private var directory: [UInt32] = []
    private var body: [UInt8] = []

    mutating func add<Record: BitwiseCopyable>(_ section: SummarySection, _ records: [Record]) {
        guard !records.isEmpty else { return }
        directory += [section.rawValue, UInt32(MemoryLayout<Record>.stride), UInt32(body.count), UInt32(records.count)]
        records.withUnsafeBytes { body.append(contentsOf: $0) }
        while body.count % 4 != 0 { body.append(0) }
    }

    func finish() -> [UInt8] {
        let words = FileSummary.prologueWords + directory.count
        var payload: [UInt8] = []
        payload.reserveCapacity(words * 4 + body.count)
        let sections = UInt32(directory.count / 4)
        func append(_ word: UInt32, to bytes: inout [UInt8]) { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
        append(sections, to: &payload)
        for at in directory.indices { append(at % 4 == 2 ? directory[at] + UInt32(words * 4) : directory[at], to: &payload) }
        payload += body
        let sum = checkSum(payload[...])
        var result: [UInt8] = []
        result.reserveCapacity(payload.count + 20)
        append(FileSummary.magic, to: &result)
        append(FileSummary.version, to: &result)
        append(UInt32(payload.count + 20), to: &result)
        append(UInt32(truncatingIfNeeded: sum), to: &result)
        append(UInt32(truncatingIfNeeded: sum >> 32), to: &result)
        return result + payload
    }
}

/// Finds sections in the binary form; refuses what is not whole.
private struct SummaryReader {
    private struct Entry { var stride: Int, offset: Int, count: Int }
    private let bytes: [UInt8]
    private var entries: [UInt32: Entry] = [:]

    init(_ bytes: [UInt8]) throws(SummaryError) {
        self.bytes = bytes
        let prologue = FileSummary.prologueWords * 4
        guard bytes.count >= 4, Self.word(bytes, 0) == FileSummary.magic else { throw .notASummary }
        guard bytes.count >= prologue else { throw .corrupt }
        guard Self.word(bytes, 4) == FileSummary.version else { throw .unknownVersion(Self.word(bytes, 4)) }
        guard Int(Self.word(bytes, 8)) == bytes.count,
            UInt64(Self.word(bytes, 12)) | UInt64(Self.word(bytes, 16)) << 32 == checkSum(bytes[20...])
        else { throw .corrupt }
        let sections = Int(Self.word(bytes, 20))
        guard sections <= (bytes.count - prologue) / 16 else { throw .corrupt }
        for section in 0..<sections {
            let at = prologue + section * 16
            let entry = Entry(stride: Int(Self.word(bytes, at + 4)), offset: Int(Self.word(bytes, at + 8)), count: Int(Self.word(bytes, at + 12)))
            // 32-bit numbers in 64-bit arithmetic: nothing below can overflow.
            guard entry.stride > 0, entry.offset >= prologue, entry.offset + entry.stride * entry.count <= bytes.count else { throw .corrupt }
            guard entries.updateValue(entry, forKey: Self.word(bytes, at)) == nil else { throw .corrupt }
        }
    }

    /// The records of a section: what a longer record has more is left out, what a shorter one lacks is as in `missing`.
    func records<Record: BitwiseCopyable>(_ section: SummarySection, _: Record.Type, missing: Record) -> [Record] {
        guard let entry = entries[section.rawValue] else { return [] }
        let size = min(entry.stride, MemoryLayout<Record>.stride)
        var records = [Record](repeating: missing, count: entry.count)
        records.withUnsafeMutableBytes { target in
            bytes.withUnsafeBytes { source in
                for index in 0..<entry.count {
                    let from = source[(entry.offset + index * entry.stride)...].prefix(size)
                    UnsafeMutableRawBufferPointer(rebasing: target[(index * MemoryLayout<Record>.stride)...]).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: from))
                }
            }
        }
        return records
    }

    private static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3]) << 24
    }
}

/// FNV-1a over eight bytes at a time with a final fold: any flipped bit changes it. Against accidents, not against people.
func checkSum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBytes { raw in
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(raw.count)
        var at = 0
        while at + 8 <= raw.count {
            sum = (sum ^ UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))) &* 0x0000_0100_0000_01B3
            sum ^= sum >> 32
            at += 8
        }
        while at < raw.count {
            sum = (sum ^ UInt64(raw[at])) &* 0x0000_0100_0000_01B3
            at += 1
        }
        return sum ^ (sum >> 29)
    }
}
