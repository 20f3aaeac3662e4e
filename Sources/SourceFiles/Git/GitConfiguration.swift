/// The few values of git's configuration that decide what is ignored. Reads the files git reads (git-config(1)), `[include]` too;
/// `[includeIf]` is not followed.
struct GitConfiguration: Sendable {
    /// `core.excludesFile`: as written last, or nil when never.
    private(set) var excludesFile: String?
    /// `core.ignoreCase`.
    private(set) var ignoresCase = false

    private let home: String?

    /// - Parameter gitFolder: the repository's common git folder, whose `config` counts last.
    init(gitFolder: [UInt8], variables: [String: String]) {
        home = variables["HOME"]
        if variables["GIT_CONFIG_NOSYSTEM"].map({ $0 != "0" && $0 != "false" }) != true {
            read(Array((variables["GIT_CONFIG_SYSTEM"] ?? "/etc/gitconfig").utf8), depth: 0)
        }
        if let global = variables["GIT_CONFIG_GLOBAL"] {
            read(Array(global.utf8), depth: 0)
        } else {
            if let folder = Self.userFolder(variables) { read(Array("\(folder)/config".utf8), depth: 0) }
            if let home { read(Array("\(home)/.gitconfig".utf8), depth: 0) }
        }
        read(gitFolder + Array("/config".utf8), depth: 0)
    }

    /// The file of the user's global patterns, absolute or relative to `top`; nil when there is none.
    func excludesPath(top: [UInt8], variables: [String: String]) -> [UInt8]? {
        guard let file = excludesFile else { return Self.userFolder(variables).map { Array("\($0)/ignore".utf8) } }
        if file.isEmpty { return nil }
        let path = Array(expandingHome(file).utf8)
        return path.first == slash ? path : top + [slash] + path
    }

    /// `$XDG_CONFIG_HOME/git`, by default `~/.config/git`.
    private static func userFolder(_ variables: [String: String]) -> String? {
        if let folder = variables["XDG_CONFIG_HOME"], !folder.isEmpty { return "\(folder)/git" }
        return variables["HOME"].map { "\($0)/.config/git" }
    }

    private func expandingHome(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home else { return path }
        return home + path.dropFirst(1)
    }

    /// git gives up at ten levels of includes.
    private static let deepestInclude = 10
    /// Far above any real one.
    private static let largestFile = 1 << 20

    private mutating func read(_ path: [UInt8], depth: Int) {
        // A configuration that cannot be read is one that is not there: git itself will have complained of it.
        guard depth <= Self.deepestInclude, let resolved = try? realPath(path), let file = try? Descriptor.open(path: resolved, for: .reading),
            let status = try? file.status(), status.kind == .regular, let bytes = try? file.readAll(limit: Self.largestFile)
        else { return }
        var parser = GitConfigurationParser(bytes: bytes)
        while let entry = parser.next() {
            switch entry.key {
            case "core.excludesfile": excludesFile = entry.value
            case "core.ignorecase": ignoresCase = ["", "true", "yes", "on", "1"].contains(entry.value.lowercased())
            case "include.path":
                let included = Array(expandingHome(entry.value).utf8)
                let folder = path[..<(path.lastIndex(of: slash) ?? path.startIndex)]
                read(included.first == slash ? included : folder + [slash] + included, depth: depth + 1)
            default: break
            }
        }
    }
}

/// Reads `key = value` entries, in order, out of a git configuration file. Skips what it does not understand.
struct GitConfigurationParser {
    struct Entry: Equatable {
        /// `section.name` or `section.subsection.name`; section and name in lower case.
        var key: String
        /// Empty for a name without `=`, which means true.
        var value: String
    }

    private var rest: ArraySlice<UInt8>
    private var section = ""

    init(bytes: [UInt8]) { rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...] }

    mutating func next() -> Entry? {
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "["): readSection()
            case UInt8(ascii: "#"), UInt8(ascii: ";"): skipLine()
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): rest = rest.dropFirst()
            default: return readEntry()
            }
        }
        return nil
    }

    private mutating func skipLine() { rest = rest.drop { $0 != UInt8(ascii: "\n") } }

    private mutating func readSection() {
        rest = rest.dropFirst()
        let name = take { Self.isNameByte($0) || $0 == UInt8(ascii: ".") }
        section = Self.lowercase(name)
        takeBlanks()
        if rest.first == UInt8(ascii: "\"") {
            rest = rest.dropFirst()
            var subsection: [UInt8] = []
            while let byte = rest.first, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\n") {
                rest = rest.dropFirst()
                if byte == UInt8(ascii: "\\"), let escaped = rest.first {
                    subsection.append(escaped)
                    rest = rest.dropFirst()
                } else {
                    subsection.append(byte)
                }
            }
            rest = rest.dropFirst()
            section += "." + String(decoding: subsection, as: UTF8.self)
        }
        if let close = rest.firstIndex(where: { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "\n") }) {
            rest = rest[(close + 1)...]
        } else {
            rest = []
        }
    }

    private mutating func readEntry() -> Entry {
        let name = take(while: Self.isNameByte)
        if name.isEmpty {
            skipLine()
            return Entry(key: "", value: "")
        }
        takeBlanks()
        guard rest.first == UInt8(ascii: "=") else {
            skipLine()
            return Entry(key: "\(section).\(Self.lowercase(name))", value: "")
        }
        rest = rest.dropFirst()
        return Entry(key: "\(section).\(Self.lowercase(name))", value: readValue())
    }

    /// A value: quotes keep blanks and comment characters, a backslash escapes or joins lines, blanks around do not count.
    private mutating func readValue() -> String {
        var value: [UInt8] = []
        var isQuoted = false
        /// How much of `value` is not trailing blanks.
        var solid = 0
        takeBlanks()
        while let byte = rest.first, byte != UInt8(ascii: "\n") {
            rest = rest.dropFirst()
            switch byte {
            case UInt8(ascii: "\""):
                isQuoted.toggle()
                solid = value.count
            case UInt8(ascii: "\\"):
                guard let escaped = rest.first else { break }
                rest = rest.dropFirst()
                switch escaped {
                case UInt8(ascii: "n"): value.append(UInt8(ascii: "\n"))
                case UInt8(ascii: "t"): value.append(UInt8(ascii: "\t"))
                case UInt8(ascii: "b"): value.append(8)
                case UInt8(ascii: "\n"): continue
                default: value.append(escaped)
                }
                solid = value.count
            case UInt8(ascii: "#") where !isQuoted, UInt8(ascii: ";") where !isQuoted:
                skipLine()
            case UInt8(ascii: "\r") where rest.first == UInt8(ascii: "\n"): break
            case UInt8(ascii: " ") where !isQuoted, UInt8(ascii: "\t") where !isQuoted: value.append(byte)
            default:
                value.append(byte)
                solid = value.count
            }
        }
        return String(decoding: value[..<solid], as: UTF8.self)
    }

    private mutating func take(while accepts: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let taken = rest.prefix(while: accepts)
        rest = rest[taken.endIndex...]
        return taken
    }

    private mutating func takeBlanks() { rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return (letter >= 0x61 && letter <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == UInt8(ascii: "-")
    }

    private static func lowercase(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map(SourceFiles.lowercased), as: UTF8.self)
    }
}
