/// Reads a file a run needs beside those it scans: whole, and only when it is a regular one.
package enum SmallFile: Sendable {
    /// - Parameters:
    ///   - path: absolute, or as seen from the working directory of the process; links are followed, no FIFO is waited for.
    ///   - limit: in bytes.
    /// - Throws: `FileError` with the code `unreadableFile`, whose reason is half a sentence without the subject.
    package static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        func failure(_ reason: String, _ advice: String = "") -> FileError { FileError(.unreadableFile, subject: path, reason: reason, advice: advice) }
        let bytes: [UInt8]?
        do throws(SystemError) {
            let real = try realPath(Array(path.utf8))
            let file = try Descriptor.open(path: real, for: .reading)
            switch try file.status().kind {
            case .regular: bytes = try file.readAll(limit: limit)
            case .folder: throw SystemError.isFolder
            default: throw SystemError.isSpecial
            }
        } catch {
            switch error {
            case .isFolder: throw failure("is a folder, not a file")
            case .isSpecial: throw failure("is not a regular file")
            default: throw failure("cannot be read: \(error.words)")
            }
        }
        guard let bytes else { throw failure("is larger than \(ByteCount(limit))") }
        return bytes
    }

    /// Whether it is a folder, or a link to one.
    package static func isFolder(_ path: String) -> Bool {
        let status = try? Array(path.utf8).withCPath { name throws(SystemError) in try FileStatus.of(name, in: currentFolder, followsLinks: true) }
        return status?.kind == .folder
    }

    /// Whether there is anything of that name.
    package static func isThere(_ path: String) -> Bool { (try? realPath(Array(path.utf8))) != nil }
}

extension SystemError {
    // No system has such numbers.
    fileprivate static let isFolder = SystemError(number: -1), isSpecial = SystemError(number: -2)
}
