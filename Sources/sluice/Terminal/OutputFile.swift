import Foundation

/// Writes a report to a file whole or not at all: to a temporary file beside it, then renamed.
enum OutputFile {
    /// A link stays what it is: what it leads to is replaced. `mode` is a new file's, less the umask; one that is there keeps its own.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o666) throws(Stop) {
        var status = stat()
        let isThere = stat(path, &status) == 0
        // A device or pipe (/dev/stdout, a FIFO) cannot be replaced; it is written to.
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            defer { if descriptor >= 0 { close(descriptor) } }
            guard descriptor >= 0, Terminal.write(bytes, to: descriptor) else { throw failure(path) }
            return
        }
        let target = isThere ? resolved(path) : path
        let temporary = "\(target).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isThere ? status.st_mode & 0o777 : mode)
        guard descriptor >= 0 else { throw failure(path) }
        // Some file systems cannot sync (EINVAL); the content is written all the same.
        let isWritten = Terminal.write(bytes, to: descriptor) && (fsync(descriptor) == 0 || errno == EINVAL)
        let reason = errno
        guard close(descriptor) == 0, isWritten, rename(temporary, target) == 0 else {
            if !isWritten { errno = reason }
            let failure = failure(path)
            unlink(temporary)
            throw failure
        }
    }

    /// Whether something stands at a path, if only a link that leads nowhere.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func failure(_ path: String) -> Stop { Stop(.cannotWrite, "cannot write \(path): \(String(cString: strerror(errno)))") }
}
