/// A git working tree: where it starts and where its git folder is.
struct Repository: Sendable {
    /// The working tree's top folder, absolute, without links.
    let top: [UInt8]
    /// The working tree's own git folder.
    let gitFolder: [UInt8]
    /// The git folder that all linked working trees share.
    private let commonFolder: [UInt8]

    /// The repository whose working tree starts at `folder`: it holds a git folder, or a `.git` file that names one (a linked working tree, a
    /// submodule). Nil when there is none, or what is called `.git` is no such thing.
    init?(at folder: [UInt8]) {
        let dotGit = folder + Array("/.git".utf8)
        var gitFolder = dotGit
        if let text = Self.pointer(at: dotGit) {
            guard text.starts(with: Array("gitdir: ".utf8)) else { return nil }
            gitFolder = Self.resolve(text.dropFirst(8), from: folder)
        }
        guard Self.exists(gitFolder + Array("/HEAD".utf8)) else { return nil }
        var common = gitFolder
        if let text = Self.pointer(at: gitFolder + Array("/commondir".utf8)) { common = Self.resolve(text[...], from: gitFolder) }
        guard Self.exists(common + Array("/objects".utf8)) else { return nil }
        top = folder
        self.gitFolder = gitFolder
        commonFolder = common
    }

    /// The repository `folder` lies in, looking upwards from the folder itself.
    init?(around folder: [UInt8]) {
        var folder = folder[...]
        while true {
            if let found = Repository(at: Array(folder)) {
                self = found
                return
            }
            guard let cut = folder.lastIndex(of: slash), !folder.isEmpty else { return nil }
            folder = folder[..<cut]
        }
    }

    /// The patterns that hold in all of the working tree, weakest first: the user's own, then `info/exclude`.
    func standardExcludes(_ variables: [String: String]) -> (lists: [IgnoreList], ignoresCase: Bool) {
        let configuration = GitConfiguration(gitFolder: commonFolder, variables: variables)
        let paths = [configuration.excludesPath(top: top, variables: variables), commonFolder + Array("/info/exclude".utf8)]
        let lists = paths.compactMap { path -> IgnoreList? in
            guard let path, let real = try? realPath(path), let file = try? Descriptor.open(path: real, for: .reading) else { return nil }
            return IgnoreList(reading: file, base: top.count + 1, foldsCase: configuration.ignoresCase)
        }
        return (lists, configuration.ignoresCase)
    }

    /// The content of a small regular file that holds a path, or nil.
    private static func pointer(at path: [UInt8]) -> [UInt8]? {
        guard let file = try? Descriptor.open(path: path, for: .reading), let status = try? file.status(), status.kind == .regular else { return nil }
        return try? file.readAll(limit: 1 << 16)
    }

    /// A path out of a `.git` or `commondir` file.
    private static func resolve(_ text: ArraySlice<UInt8>, from folder: [UInt8]) -> [UInt8] {
        let path = text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return path.first == slash ? Array(path) : folder + [slash] + path
    }

    private static func exists(_ path: [UInt8]) -> Bool { (try? realPath(path)) != nil }
}

extension IgnoreList {
    /// Above this an ignore file is no ignore file.
    private static let largestFile = 16 << 20

    /// The patterns of an open file; nil when it is no regular file, cannot be read, or holds none.
    init?(reading file: borrowing Descriptor, base: Int, foldsCase: Bool) {
        guard let status = try? file.status(), status.kind == .regular, let text = try? file.readAll(limit: Self.largestFile) else { return nil }
        self.init(text: text, base: base, foldsCase: foldsCase)
        if isEmpty { return nil }
    }
}
