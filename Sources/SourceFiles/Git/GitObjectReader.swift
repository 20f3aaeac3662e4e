/// Reads objects out of a repository through one `git cat-file --batch`: one for a thread, started when the first object is asked for.
struct GitObjectReader: ~Copyable {
    private var child: ChildProcess
    /// What was read and not given out yet.
    private var buffer: [UInt8] = []
    private var at = 0
    private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    init(_ repository: GitRepository) throws(GitError) { child = try repository.start(["cat-file", "--batch"]) }

    deinit { piece.deallocate() }

    enum Content {
        case bytes([UInt8])
        /// The object is not here: of a partial clone, or gone.
        case missing
        /// Larger than the limit, in bytes.
        case tooLarge(Int)
    }

    /// - Parameter object: its name in hexadecimal digits.
    mutating func read(_ object: String, limit: Int) throws(SystemError) -> Content {
        guard child.write(Array("\(object)\n".utf8)) else { throw SystemError(number: Self.brokenPipe) }
        // `<name> <type> <size>`, or `<name> missing`.
        let head = try line().split(separator: UInt8(ascii: " "))
        guard head.count == 3, let size = Int(String(decoding: head[2], as: UTF8.self)) else { return .missing }
        let content = try take(size, keeps: size <= limit)
        _ = try take(1, keeps: false)
        return size <= limit ? .bytes(content) : .tooLarge(size)
    }

    private static let brokenPipe: Int32 = 32

    private mutating func line() throws(SystemError) -> [UInt8] {
        var line: [UInt8] = []
        while true {
            if let end = buffer[at...].firstIndex(of: UInt8(ascii: "\n")) {
                line += buffer[at..<end]
                at = end + 1
                return line
            }
            line += buffer[at...]
            try fill()
        }
    }

    private mutating func take(_ count: Int, keeps: Bool) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = [], left = count
        if keeps { bytes.reserveCapacity(count) }
        while true {
            let part = min(left, buffer.count - at)
            if keeps { bytes += buffer[at..<at + part] }
            at += part
            left -= part
            if left == 0 { return bytes }
            try fill()
        }
    }

    private mutating func fill() throws(SystemError) {
        let count = try Descriptor.read(child.output, into: piece)
        // The program ended in the middle of an answer.
        guard count > 0 else { throw SystemError(number: Self.brokenPipe) }
        buffer.removeAll(keepingCapacity: true)
        buffer += UnsafeRawBufferPointer(rebasing: piece[..<count])
        at = 0
    }
}

/// An object of a repository that holds a file's content.
package struct GitBlob: Sendable, Hashable {
    package var repository: GitRepository
    /// The object's name in hexadecimal digits.
    package var object: String

    package init(repository: GitRepository, object: String) {
        self.repository = repository
        self.object = object
    }
}
