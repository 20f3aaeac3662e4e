package import Findings

/// Which language a file is in, by its name, or for a file without extension by its shebang.
package enum LanguageRecognition: Sendable {
    /// By the extension of the name's last component: `.py`, `.pyi`, `.pyw`, `.swift`.
    package static func language(named name: UnsafeBufferPointer<UInt8>) -> Language? {
        // Looked at from the end, without building a string: the walk asks for every file it meets.
        let count = name.count
        guard count > 3 else { return nil }
        switch name[count - 1] {
        case UInt8(ascii: "y"): return hasSuffix(name, ".py") ? .python : nil
        case UInt8(ascii: "i"): return hasSuffix(name, ".pyi") ? .python : nil
        case UInt8(ascii: "w"): return hasSuffix(name, ".pyw") ? .python : nil
        case UInt8(ascii: "t"): return hasSuffix(name, ".swift") ? .swift : nil
        default: return nil
        }
    }

    /// By the extension of the name's last component: `.py`, `.pyi`, `.pyw`, `.swift`.
    package static func language(named name: String) -> Language? {
        var name = name
        return name.withUTF8 { language(named: $0) }
    }

    private static func hasSuffix(_ name: UnsafeBufferPointer<UInt8>, _ suffix: StaticString) -> Bool {
        // A name that is nothing but the suffix is a hidden file without extension.
        guard name.count > suffix.utf8CodeUnitCount, name[name.count - suffix.utf8CodeUnitCount - 1] != slash else { return false }
        let start = name.count - suffix.utf8CodeUnitCount
        for i in 0..<suffix.utf8CodeUnitCount where name[start + i] != suffix.utf8Start[i] { return false }
        return true
    }

    /// By the first line: `#!/usr/bin/env python3`, `#!/usr/bin/python3.12 -u`, `#!/usr/bin/env -S uv run --script`,
    /// `#!/usr/bin/swift sh`. Nil without a shebang or for another interpreter.
    /// - Parameter start: the file's first bytes; 128 are enough for any line a kernel runs.
    package static func language(ofShebang start: UnsafeBufferPointer<UInt8>) -> Language? {
        guard start.count > 3, start[0] == UInt8(ascii: "#"), start[1] == UInt8(ascii: "!") else { return nil }
        let line = start[2...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { String(decoding: $0, as: UTF8.self) }
        let programs = words.map { $0.split(separator: "/").last.map(String.init) ?? "" }
        guard let first = programs.first else { return nil }
        switch first {
        case "xcrun":
            return programs.contains("swift") ? .swift : nil
        case "env":
            if programs.contains("uv") || programs.contains("pipx") { return .python }
            let isProgram = { (word: String) in !word.hasPrefix("-") && !word.contains("=") }
            guard let index = words.indices.dropFirst().first(where: { isProgram(words[$0]) }) else { return nil }
            return interpreter(programs[index])
        case "uv", "pipx":
            return .python
        default:
            return interpreter(first)
        }
    }

    private static func interpreter(_ program: String) -> Language? {
        if program == "swift" || program == "swift-sh" { return .swift }
        for name in ["python", "pypy", "ipython"] where program.hasPrefix(name) {
            // `python3.12`, not `python-config`.
            return program.dropFirst(name.count).allSatisfy { $0.isNumber || $0 == "." || $0 == "t" || $0 == "w" } ? .python : nil
        }
        return nil
    }
}
