/// A folder's place on the disk: what lies in it and above it.
package struct FolderPlace: Sendable, Hashable {
    /// Absolute and without links; `/` for the top of the file system.
    package let path: String

    package init(path: String) { self.path = path }

    /// The folder shown as `path`; where it is not there (yet), its place below the nearest that is.
    package init(shown path: String, in surroundings: Surroundings) {
        var absolute = Array((path.hasPrefix("/") ? path : path.isEmpty ? surroundings.workingDirectory : "\(surroundings.workingDirectory)/\(path)").utf8)
        var missing: [UInt8] = []
        while true {
            if let real = try? realPath(absolute) {
                self.path = String(decoding: (real == [slash] && !missing.isEmpty ? [] : real) + missing, as: UTF8.self)
                return
            }
            guard let cut = absolute.lastIndex(of: slash), cut > 0 else { break }
            missing = absolute[cut...] + missing
            absolute.removeLast(absolute.count - cut)
        }
        self.path = path.hasPrefix("/") ? path : "\(surroundings.workingDirectory)/\(path)"
    }

    /// The folder it lies in; nil at the top of the file system.
    package var parent: FolderPlace? {
        guard path != "/", let cut = path.utf8.lastIndex(of: slash) else { return nil }
        return FolderPlace(path: cut == path.startIndex ? "/" : String(path[..<cut]))
    }

    /// Whether something of that name lies in it, were it a link that leads nowhere.
    package func holds(_ name: String) -> Bool {
        (try? Array(entry(name).utf8).withCPath { path throws(SystemError) in try FileStatus.of(path, in: currentFolder, followsLinks: false) }) != nil
    }

    /// The path of something in it.
    package func entry(_ name: String) -> String { path == "/" ? "/\(name)" : "\(path)/\(name)" }

    /// Whether a repository's working tree starts here.
    package var isRepository: Bool { Repository(at: path == "/" ? [] : Array(path.utf8)) != nil }

    /// A path below this folder, as seen from it; nil for one that lies elsewhere.
    package func relative(_ other: String) -> Substring? {
        let start = path == "/" ? "/" : "\(path)/"
        return other.utf8.starts(with: start.utf8) ? other[other.utf8.index(other.startIndex, offsetBy: start.utf8.count)...] : nil
    }
}
