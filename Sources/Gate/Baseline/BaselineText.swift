/// A baseline as the text it is kept in: a head, then an entry a line, sorted by fingerprint, which is as good as at random: two branches
/// that both add some seldom add them at the same place, and so merge without a conflict.
///
///     # sluice baseline 1
///     # of: src
///     1:85d87e6eda50ce21d1ccc080b1343cfc py-blocking-sleep-in-async
///     1:9c2f7d11b1d8a14a0ac0b0d9d8f2a6e3 py-dangling-task 2
package enum BaselineText {
    /// Version of the format.
    private static let version = 1
    private static let head = "# sluice baseline "
    private static let root = "# of: "
    private static let explanation = "# One known finding a line: its content, its rule, how often where more than once. Written by `sluice baseline`."

    /// What reading gave.
    package struct Read: Sendable {
        package var baseline: Baseline
        /// Lines that say what another says already, as a union merge leaves them.
        package var repeated: Int
    }

    package static func render(_ baseline: Baseline) -> [UInt8] {
        var text = "\(head)\(version)\n\(explanation)\n"
        for path in baseline.roots { text += "\(root)\(escaped(path))\n" }
        for entry in baseline.counts.keys.sorted() {
            let count = baseline.counts[entry] ?? 1
            text += "\(entry.fingerprint) \(entry.rule)\(count > 1 ? " \(count)" : "")\n"
        }
        return Array(text.utf8)
    }

    /// - Parameters:
    ///   - bytes: the file's content; lines may end as Windows ends them, and a byte order mark may stand before them.
    ///   - path: what to call it.
    /// - Throws: `BaselineError` with the code `malformed`.
    package static func read(_ bytes: [UInt8], path: String) throws(BaselineError) -> Read {
        func failure(_ line: Int?, _ reason: String, _ advice: String) -> BaselineError {
            BaselineError(.malformed, path: path, line: line, reason: reason, advice: advice)
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var counts: [Baseline.Entry: Int] = [:], roots: [String] = [], repeated = 0, hasHead = false
        for (index, raw) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            guard let whole = String(validating: raw, as: UTF8.self) else {
                throw failure(number, "not UTF-8", "A baseline is plain text; take it from git again.")
            }
            let line = whole.hasSuffix("\r") ? whole.dropLast() : whole[...]
            if isConflictMarker(line) {
                throw failure(
                    number, "a merge left its markers here",
                    "Keep the lines of both sides, delete those that begin with <<<<<<<, =======, |||||||  or >>>>>>>, then run `sluice baseline prune`.")
            }
            if !hasHead {
                guard line.hasPrefix(head), let written = Int(line.dropFirst(head.count)) else {
                    throw failure(1, "not a baseline: its first line is not `\(head)\(version)`", "`sluice baseline create` makes one.")
                }
                guard (1...version).contains(written) else {
                    throw failure(
                        1, "a baseline of version \(written), and this Sluice reads version \(version)", "Use the version of Sluice that wrote it, or a newer one.")
                }
                hasHead = true
            } else if line.hasPrefix(root) {
                roots.append(unescaped(line.dropFirst(root.count)))
            } else if !line.hasPrefix("#"), !line.isEmpty {
                let words = line.split(separator: " ")
                guard words.count == 2 || words.count == 3, isFingerprint(words[0]) else {
                    throw failure(
                        number, "not an entry of a baseline: `\(line.prefix(80))`", "An entry is a fingerprint, a rule's id and, where more than 1, a number.")
                }
                guard words[0].hasPrefix("1:") else {
                    throw failure(number, "a fingerprint of a kind this Sluice does not know", "Use the version of Sluice that wrote it, or a newer one.")
                }
                guard let count = words.count == 3 ? Int(words[2]) : 1, count > 0 else {
                    throw failure(number, "`\(words[2])` is not how often a finding occurs", "Write a number from 1 up.")
                }
                let entry = Baseline.Entry(fingerprint: String(words[0]), rule: String(words[1]))
                // Both sides of a merge knew the same finding; it did not become two.
                if let known = counts[entry] {
                    repeated += 1
                    counts[entry] = max(known, count)
                } else {
                    counts[entry] = count
                }
            }
        }
        return Read(baseline: Baseline(counts: counts, roots: roots.isEmpty ? ["."] : Array(Set(roots))), repeated: repeated)
    }

    private static func isConflictMarker(_ line: Substring) -> Bool {
        ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains { line.hasPrefix($0) && (line.count == 7 || line.dropFirst(7).first == " ") }
    }

    private static func isFingerprint(_ word: Substring) -> Bool {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[0].utf8.allSatisfy { (0x30...0x39).contains($0) } && parts[1].utf8.count == 32
            && parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Line ends of a path as `%0A`, `%0D`, and so `%` as `%25`.
    private static func escaped(_ path: String) -> String {
        var text = ""
        for character in path.unicodeScalars {
            switch character {
            case "%": text += "%25"
            case "\n": text += "%0A"
            case "\r": text += "%0D"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    private static func unescaped(_ text: Substring) -> String {
        var path = "", rest = text.unicodeScalars[...]
        while let character = rest.popFirst() {
            if character == "%", rest.count >= 2, let scalar = UInt8(String(rest.prefix(2)), radix: 16) {
                path.unicodeScalars.append(Unicode.Scalar(scalar))
                rest = rest.dropFirst(2)
            } else {
                path.unicodeScalars.append(character)
            }
        }
        return path
    }
}
