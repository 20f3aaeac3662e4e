/// Whether a run saw all that a baseline is of: only then is what it did not find gone.
package enum BaselineScope {
    /// A root as a baseline writes it: relative to the baseline's folder, `..` where it lies outside of that.
    /// - Parameters:
    ///   - root: as the user wrote it.
    ///   - workingDirectory: absolute.
    ///   - baseline: the baseline's path, as the user wrote it.
    package static func relative(_ root: String, workingDirectory: String, baseline: String) -> String {
        let from = components(baseline, in: workingDirectory).dropLast(), to = components(root, in: workingDirectory)
        let shared = zip(from, to).prefix { $0 == $1 }.count
        let parts = from[(from.startIndex + shared)...].map { _ in ".." } + to[shared...]
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// The way back: a root out of a baseline as seen from the working directory.
    package static func resolved(_ root: String, workingDirectory: String, baseline: String) -> String {
        let folder = components(baseline, in: workingDirectory).dropLast()
        let absolute = "/" + components(root, in: "/" + folder.joined(separator: "/")).joined(separator: "/")
        return relative(absolute, workingDirectory: workingDirectory, baseline: workingDirectory + "/-")
    }

    /// Whether every root the baseline is of lies in one that was scanned; both relative to the same folder.
    package static func covers(_ scanned: [String], _ roots: [String]) -> Bool {
        roots.allSatisfy { root in
            scanned.contains { folder in
                let folder = components(folder, in: anchor), root = components(root, in: anchor)
                return root.starts(with: folder)
            }
        }
    }

    /// Deep enough that no `..` of a real path leaves it.
    private static let anchor = String(repeating: "/-", count: 100)

    private static func components(_ path: String, in folder: String) -> [Substring] {
        var components: [Substring] = path.hasPrefix("/") ? [] : folder.split(separator: "/")
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = components.popLast() } else { components.append(part) }
        }
        return components
    }
}
