/// The paths of `--files-from`: one a line, or separated by NUL bytes where the list holds any (`git diff --name-only -z`).
package enum PathList: Sendable {
    /// A list of a million paths is some 60 MB.
    private static let largest = 1 << 28

    /// - Parameter path: the list's file, as seen from the working directory of the process, or `-` for standard input.
    /// - Throws: `FileError` with the code `unreadableList`.
    package static func read(_ path: String) throws(FileError) -> [String] {
        func failure(_ reason: String) -> FileError {
            FileError(
                .unreadableList, subject: path, reason: "the list of files `\(path)` \(reason)",
                advice: "Give --files-from a file with one path a line, or - for standard input.")
        }
        let bytes: [UInt8]?
        do throws(SystemError) { bytes = try Descriptor.openList(path == "-" ? nil : path).readAll(limit: largest) } catch {
            throw failure("cannot be read: \(error.words)")
        }
        guard let bytes else { throw failure("is larger than \(ByteCount(largest))") }
        return parse(bytes)
    }

    /// Splits a list; empty entries do not count.
    package static func parse(_ bytes: [UInt8]) -> [String] {
        if bytes.contains(0) { return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) } }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
        }
    }
}
