internal import Findings

/// Memory to read files into, one after another: one buffer a worker, no allocation a file.
package final class FileBuffer {
    private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private let objects = GitContent()

    package init() {}

    deinit { memory.deallocate() }

    /// Reads a file whole. What the result points to is valid until the next call.
    ///
    /// Opens regular files only: a link, a FIFO, a socket or a device that took a file's place since the walk is refused without blocking.
    /// A file that changes size meanwhile is read to the end it then has, up to the limit.
    package func read(_ file: SourceFile, _ limits: ReadingLimits = ReadingLimits()) -> FileContents {
        func skipped(_ reason: String, isFailure: Bool) -> FileContents {
            .skipped(SkippedFile(path: file.path, reason: reason, isFailure: isFailure))
        }
        let count: Int?
        do throws(SystemError) {
            switch file.origin {
            case .standardInput:
                count = try fill(from: standardInput, expecting: 1 << 16, limit: limits.maxFileSize)
            case .disk(let path):
                let descriptor = try Descriptor.open(path: path ?? Array(file.path.utf8), for: .reading)
                let status = try descriptor.status()
                guard status.kind == .regular else { return skipped("not a regular file any more", isFailure: true) }
                if status.size > limits.maxFileSize {
                    return skipped(Self.tooLarge(limits.maxFileSize, size: status.size), isFailure: false)
                }
                count = try fill(from: descriptor.number, expecting: status.size, limit: limits.maxFileSize)
            case .blob(let blob):
                switch objects.read(blob, limit: limits.maxFileSize) {
                case .bytes(let bytes):
                    reserve(bytes.count, keeping: 0)
                    memory.copyBytes(from: bytes)
                    count = bytes.count
                case .tooLarge(let size): return skipped(Self.tooLarge(limits.maxFileSize, size: size), isFailure: false)
                case .failure(let reason): return skipped(reason, isFailure: true)
                }
            }
        } catch { return skipped(Self.words(for: error), isFailure: true) }
        guard let count else { return skipped(Self.tooLarge(limits.maxFileSize, size: nil), isFailure: false) }
        let all = UnsafeBufferPointer(UnsafeMutableRawBufferPointer(rebasing: memory[..<count]).bindMemory(to: UInt8.self))
        if all.starts(with: Self.pointerHead) { return skipped("a Git LFS pointer, not the file itself; `git lfs pull` fetches that", isFailure: false) }
        let hasMark = all.starts(with: [0xEF, 0xBB, 0xBF])
        let bytes = hasMark ? UnsafeBufferPointer(rebasing: all[3...]) : all
        let check = TextCheck.check(bytes)
        if case .notText(let offset) = check {
            return skipped(TextCheck.reason(bytes, badByteAt: offset), isFailure: file.language != nil)
        }
        if file.language != nil, !limits.readsGenerated, let marker = GeneratedMarker.find(in: bytes) {
            return skipped("generated code (its head says “\(marker)”)", isFailure: false)
        }
        return .text(FileText(bytes: bytes, hasByteOrderMark: hasMark, isASCII: check == .ascii))
    }

    /// Of https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md, "The Pointer".
    private static let pointerHead = Array("version https://git-lfs.github.com/spec/".utf8)

    /// Reads up to the end; nil when that lies beyond `limit`.
    private func fill(from descriptor: Int32, expecting size: Int, limit: Int) throws(SystemError) -> Int? {
        // One byte more than expected, so that an unchanged file is known to be at its end after one read that fills and one that does not.
        reserve(min(size, limit) + 1, keeping: 0)
        var count = 0
        while true {
            if count == memory.count {
                if count > limit { return nil }
                reserve(count > limit / 2 ? limit + 1 : count * 2, keeping: count)
            }
            let read = try Descriptor.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
            if read == 0 { return count <= limit ? count : nil }
            count += read
        }
    }

    private func reserve(_ capacity: Int, keeping count: Int) {
        guard capacity > memory.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(capacity, 1 << 16), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = larger
    }

    private static func words(for error: SystemError) -> String {
        if error.isMissing { return "vanished during the scan" }
        return error.isLink ? "became a symbolic link during the scan" : error.words
    }

    private static func tooLarge(_ limit: Int, size: Int?) -> String {
        let measured = size.map { " (\(ByteCount($0)))" } ?? ""
        return "larger than \(ByteCount(limit))\(measured); --max-file-size raises the limit"
    }
}

/// A number of bytes as people read it: `812 bytes`, `1 MiB`, `1.5 MiB`.
struct ByteCount: CustomStringConvertible {
    let bytes: Int

    init(_ bytes: Int) { self.bytes = bytes }

    var description: String {
        var unit = 1
        var name = ""
        for larger in ["KiB", "MiB", "GiB", "TiB"] where bytes / unit >= 1024 {
            unit *= 1024
            name = larger
        }
        if unit == 1 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        let whole = bytes / unit
        let tenths = (bytes % unit) * 10 / unit
        return tenths == 0 ? "\(whole) \(name)" : "\(whole).\(tenths) \(name)"
    }
}
