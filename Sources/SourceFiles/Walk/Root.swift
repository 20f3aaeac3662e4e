extension Surroundings {
    /// How reports show a file or folder somebody named; nil when there is none.
    package func shown(_ written: String) -> String? {
        let base = Array(workingDirectory.utf8)
        guard let root = try? Root(written, workingDirectory: base == [slash] ? [] : base) else { return nil }
        return String(decoding: root.shown, as: UTF8.self)
    }
}

/// A file or folder to start from, found on the disk.
struct Root {
    /// How the paths below it are shown: relative to the working directory, empty for that itself.
    let shown: [UInt8]
    /// Absolute and without links; empty for `/`, so that a name is always put behind a slash.
    let real: [UInt8]
    /// Of what it leads to.
    let status: FileStatus
    /// Whether the name itself is a link, which only its being named here allows to follow.
    let isLink: Bool

    /// - Parameters:
    ///   - written: as the user named it.
    ///   - workingDirectory: absolute and without links; empty for `/`.
    init(_ written: String, workingDirectory: [UInt8]) throws(SystemError) {
        let bytes = Array(written.utf8)
        let absolute = bytes.first == slash ? bytes : workingDirectory + [slash] + bytes
        let resolved = try realPath(bytes.isEmpty ? [] : absolute)
        real = resolved == [slash] ? [] : resolved
        status = try resolved.withCPath { name throws(SystemError) in try FileStatus.of(name, in: currentFolder, followsLinks: false) }
        let trimmed = absolute.dropTrailingSlashes()
        isLink = try trimmed.withCPath { name throws(SystemError) in try FileStatus.of(name, in: currentFolder, followsLinks: false) }.kind == .link
        shown = Self.shown(absolute, real: real, workingDirectory: workingDirectory)
    }

    private static func shown(_ absolute: [UInt8], real: [UInt8], workingDirectory: [UInt8]) -> [UInt8] {
        // `..` may only be taken out where what stands before it is no link, which is so for the working directory.
        var components = workingDirectory.split(separator: slash)
        var isPlain = true
        if absolute.starts(with: workingDirectory + [slash]) {
            var isLeading = true
            for component in absolute[(workingDirectory.count + 1)...].split(separator: slash) where component != [dot] {
                if component == [dot, dot] {
                    if isLeading { _ = components.popLast() } else { isPlain = false }
                } else {
                    isLeading = false
                    components.append(component)
                }
            }
        } else {
            components = absolute.split(separator: slash).filter { $0 != [dot] }
            isPlain = !components.contains([dot, dot])
        }
        let base = workingDirectory.split(separator: slash)
        if isPlain, components.starts(with: base) { return join(components[base.count...]) }
        let realComponents = real.split(separator: slash)
        if !isPlain || realComponents.starts(with: base) { components = realComponents }
        let shared = zip(components, base).prefix { $0 == $1 }.count
        return join(base[shared...].map { _ in [dot, dot] } + components[shared...])
    }

    private static func join(_ components: some Collection<ArraySlice<UInt8>>) -> [UInt8] { Array(components.joined(separator: [slash])) }
}

private let dot = UInt8(ascii: ".")

extension [UInt8] {
    fileprivate func dropTrailingSlashes() -> [UInt8] {
        var end = count
        while end > 1, self[end - 1] == slash { end -= 1 }
        return Array(self[..<end])
    }
}
