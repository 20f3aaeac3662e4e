import Foundation

/// Writes a report to a file whole or not at all: to a temporary file beside it, then renamed.
enum OutputFile {
    static func write(_ bytes: [UInt8], to path: String) throws(Stop) {
        // A device or pipe (/dev/stdout, a FIFO) cannot be replaced; it is written to.
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            defer { if descriptor >= 0 { close(descriptor) } }
            guard descriptor >= 0, Terminal.write(bytes, to: descriptor) else { throw failure(path) }
            return
        }
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(path) }
        let isWritten = Terminal.write(bytes, to: descriptor)
        guard isWritten, fsync(descriptor) == 0 || errno == EINVAL, close(descriptor) == 0, rename(temporary, path) == 0 else {
            let failure = failure(path)
            unlink(temporary)
            throw failure
        }
    }

    private static func failure(_ path: String) -> Stop { Stop(.cannotWrite, "cannot write \(path): \(String(cString: strerror(errno)))") }
}
