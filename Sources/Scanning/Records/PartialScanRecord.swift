package import Findings
import Linking
import Semantics
import SourceFiles

/// Why bytes are no part of a run.
package enum PartError: Error, Sendable, Hashable, CustomStringConvertible {
    case notAPart
    case otherVersion(UInt64)
    case damaged

    package var description: String {
        switch self {
        case .notAPart: "this is no part of a scan; `sluice scan --shard 1/4 --output FILE` writes one"
        case .otherVersion(let version): "this part is of format \(version), and this build reads \(PartialScan.version): run the same build everywhere"
        case .damaged: "this part is cut short or was changed: write it again"
        }
    }
}

// A part's form: magic, version, length and check sum of the rest, and the rest as `RecordWriter` writes it. Summaries are in the form that is
// checked when it is read (`FileSummary.encode`): a part may come from anywhere.
extension PartialScan {
    static let magic = Array("SLUICEPART\n".utf8)
    static let version: UInt64 = 2

    package func encode() -> [UInt8] {
        var body = RecordWriter()
        body.write(UInt64(shard.number))
        body.write(UInt64(shard.count))
        body.write(tool.name)
        body.write(tool.version)
        body.write(list: tool.grammars) { $0.write($1) }
        body.write(tool.ruleSet)
        body.write(setup)
        body.write(list: profiles) { writer, profile in
            writer.write(list: profile.severities.sorted { $0.key < $1.key }) { writer, entry in
                writer.write(entry.key)
                writer.write(entry.value.rawValue)
            }
            writer.write(profile.minConfidence.rawValue)
        }
        body.write(list: skipped) { $0.write($1) }
        body.write(list: missingRoots) { $0.write($1) }
        body.write(list: entries) { writer, entry in
            writer.write(entry.file.path)
            writer.write(entry.file.language) { $0.write(UInt64($1.rawValue)) }
            writer.write(UInt64(entry.file.role.rawValue))
            writer.write(UInt64(entry.file.size))
            writer.write(UInt64(entry.file.profile))
            writer.write(entry.result) { $0.write(whole: $1) }
        }
        return Self.sealed(body.bytes)
    }

    /// How many bytes at the end of a part are its body.
    static func bodyCount(of part: [UInt8]) -> Int {
        part.dropFirst(magic.count).withUnsafeBytes { bytes in
            var reader = RecordReader(bytes)
            _ = try? (reader.number(), reader.number(), reader.number())
            return reader.remaining.count
        }
    }

    /// A body with what stands before it.
    static func sealed(_ body: [UInt8]) -> [UInt8] {
        var head = RecordWriter()
        head.write(version)
        head.write(UInt64(body.count))
        head.write(checkSum(body))
        return magic + head.bytes + body
    }

    /// - Parameter rules: how many rules there are; asked once the setup is known.
    package init(decoding bytes: [UInt8], rules: (_ setup: [UInt8], _ tool: ToolInfo) -> Int) throws(PartError) {
        guard bytes.starts(with: Self.magic) else { throw .notAPart }
        let part: Result<PartialScan, PartError> = bytes.withUnsafeBytes { all in
            do {
                return .success(try Self.read(UnsafeRawBufferPointer(rebasing: all[Self.magic.count...]), rules))
            } catch let error as PartError {
                return .failure(error)
            } catch {
                return .failure(.damaged)
            }
        }
        self = try part.get()
    }

    private static func read(_ bytes: UnsafeRawBufferPointer, _ rules: (_ setup: [UInt8], _ tool: ToolInfo) -> Int) throws -> PartialScan {
        var reader = RecordReader(bytes)
        let version = try reader.number()
        guard version == Self.version else { throw PartError.otherVersion(version) }
        let count = try reader.number(), sum = try reader.number(), body = reader.remaining
        guard UInt64(body.count) == count, checkSum(body) == sum else { throw PartError.damaged }
        guard let shard = Shard(Int(try reader.number(UInt32.self)), of: Int(try reader.number(UInt32.self))) else { throw PartError.damaged }
        let text = { (reader: inout RecordReader) throws(RecordError) in try reader.text() }
        let tool = ToolInfo(name: try reader.text(), version: try reader.text(), grammars: try reader.list(text), ruleSet: try reader.text())
        let setup = Array(try reader.blob()), ruleCount = rules(setup, tool)
        let profiles = try reader.list { reader throws(RecordError) in
            let severities = try reader.list { reader throws(RecordError) in (try reader.text(), try reader.choice(Severity.self)) }
            return RuleProfile(severities: Dictionary(severities) { first, _ in first }, minConfidence: try reader.choice(Confidence.self))
        }
        let skipped = try reader.list { reader throws(RecordError) in try reader.skippedFile() }
        let missingRoots = try reader.list(text)
        let entries = try reader.list { reader throws(RecordError) in
            let path = try reader.text()
            let language = try reader.optional { reader throws(RecordError) in
                guard let language = Language(rawValue: try reader.number(UInt8.self)) else { throw .damaged }
                return language
            }
            guard let role = FileRole(rawValue: try reader.number(UInt8.self)) else { throw .damaged }
            var file = SourceFile.scannedElsewhere(path: path, language: language, role: role, size: Int(try reader.number(UInt32.self)))
            file.profile = Int(try reader.number(UInt32.self))
            guard profiles.isEmpty ? file.profile == 0 : profiles.indices.contains(file.profile) else { throw .damaged }
            return Entry(file: file, result: try reader.optional { reader throws(RecordError) in try reader.wholeResult(rules: ruleCount) })
        }
        return PartialScan(shard, tool, setup, profiles, skipped, missingRoots, entries)
    }

    /// FNV-1a over words of eight bytes: tells accidents, not forgers; what is read is checked all the same.
    private static func checkSum(_ bytes: some Collection<UInt8>) -> UInt64 {
        bytes.withContiguousStorageIfAvailable { buffer in
            let raw = UnsafeRawBufferPointer(buffer)
            var sum: UInt64 = 0xcbf2_9ce4_8422_2325, at = 0
            while at + 8 <= raw.count {
                sum = (sum ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x100_0000_01b3
                sum ^= sum >> 29
                at += 8
            }
            for byte in raw[at...] { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return sum
        } ?? 0
    }
}

extension RecordWriter {
    fileprivate mutating func write(whole result: FileResult) {
        write(result)
        write(result.summary) { $0.write(safe: $1) }
        write(result.spare) { writer, spare in
            writer.write(spare.summary) { $0.write(safe: $1) }
            writer.write(spare.notUnderstood) { $0.write(UInt64($1)) }
            writer.write(spare.skipped) { $0.write($1) }
            writer.write(spare.words) { $0.write($1) }
        }
    }

    private mutating func write(safe file: SummarisedFile) { write(file, file.summary.unpack().encode()) }
}

extension RecordReader {
    fileprivate mutating func wholeResult(rules: Int) throws(RecordError) -> FileResult {
        var result = try fileResult(rules: rules)
        result.summary = try optional { reader throws(RecordError) in try reader.safeSummary() }
        result.spare = try optional { reader throws(RecordError) in
            var spare = SpareReading()
            spare.summary = try reader.optional { reader throws(RecordError) in try reader.safeSummary() }
            spare.notUnderstood = try reader.optional { reader throws(RecordError) in Int(try reader.number(UInt32.self)) }
            spare.skipped = try reader.optional { reader throws(RecordError) in try reader.skippedFile() }
            spare.words = try reader.optional { reader throws(RecordError) in try reader.words() }
            return spare
        }
        return result
    }

    private mutating func safeSummary() throws(RecordError) -> SummarisedFile {
        let tags = try tags(), bytes = Array(try blob())
        guard let summary = try? FileSummary(decoding: bytes), tags.allSatisfy({ Int($0.call) < summary.calls.count }) else { throw .damaged }
        return SummarisedFile(summary: PackedSummary(summary), tags: tags)
    }
}
