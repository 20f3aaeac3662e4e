import Foundation
import Testing

/// Runs the program with a terminal of its own as standard output.
enum Terminal {
    private static let setLock: UInt = 0x4004_5431  // TIOCSPTLCK
    private static let getNumber: UInt = 0x8004_5430  // TIOCGPTN

    static func run(_ arguments: [String], in place: Workplace, environment: [String: String]) throws -> String {
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var locked: Int32 = 0, number: Int32 = -1
        // pty(7) through ioctl_tty(2): the functions for it are not in Swift's Glibc module.
        try #require(terminal >= 0 && ioctl(terminal, Self.setLock, &locked) == 0 && ioctl(terminal, Self.getNumber, &number) == 0)
        let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try #require(other >= 0)
        let process = try place.start(arguments, output: FileHandle(fileDescriptor: other, closeOnDealloc: false), environment: environment)
        close(other)
        var text: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 4096)
        // Once the last writer is gone, reading a terminal fails.
        while case let count = read(terminal, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
        close(terminal)
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}
