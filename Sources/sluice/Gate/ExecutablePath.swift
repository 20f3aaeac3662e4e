import Foundation

/// Where the program itself lies.
enum ExecutablePath {
    /// Nil where the system does not say. Foundation's `Bundle` does not survive a root without /proc.
    static var current: String? {
        #if canImport(Darwin)
            return Bundle.main.executablePath
        #else
            var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = bytes.withUnsafeMutableBufferPointer { buffer in
                buffer.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { readlink("/proc/self/exe", $0, buffer.count) } ?? -1 }
            }
            // A path that is cut leads nowhere, nor does that of a file that was removed.
            guard count > 0, count < bytes.count else { return nil }
            let path = String(decoding: bytes.prefix(count), as: UTF8.self)
            return access(path, X_OK) == 0 ? path : nil
        #endif
    }
}
