internal import Foundation
internal import SourceFiles

/// The git index modes of a tree's files, across all repositories in it. Reads an index once, when a file of its repository is first asked
/// for; a repository that cannot be read tracks nothing.
package struct TrackedModes {
    private let workingDirectory: String
    /// By folder: the repository it lies in.
    private var repositories: [String: Repository?] = [:]

    private struct Repository {
        /// The working tree's top, with a `/` at its end.
        var top: String
        var index: GitIndex
    }

    /// `workingDirectory` is absolute.
    package init(workingDirectory: String) {
        self.workingDirectory = workingDirectory
    }

    /// The whole mode in the index; nil where the file is not tracked. `path` is absolute or relative to the working directory.
    package mutating func mode(of path: String) -> UInt32? {
        let cut = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = cut.map { path[..<$0] } ?? ""
        if last?.folder.utf8.elementsEqual(folder.utf8) != true { look(into: cut == path.startIndex ? "/" : String(folder), as: String(folder)) }
        guard let last, let index = last.repository?.index else { return nil }
        return index.mode(of: last.inner + path[(cut.map { path.utf8.index(after: $0) } ?? path.startIndex)...])
    }

    /// The folder of the file asked about last; the next mostly lies in it, too.
    private var last: (folder: String, repository: Repository?, inner: String)?

    private mutating func look(into folder: String, as shown: String) {
        let absolute = (folder.hasPrefix("/") ? folder : workingDirectory + "/" + folder).standardised
        let found = repository(of: absolute == "/" ? "" : absolute)
        let inner = found.map { String((absolute == "/" ? "/" : absolute + "/").dropFirst($0.top.count)) } ?? ""
        last = (shown, found, inner)
    }

    private mutating func repository(of folder: String) -> Repository? {
        if let known = repositories[folder] { return known }
        let found: Repository?
        if let gitFolder = Self.gitFolder(in: folder) {
            found = Self.index(gitFolder).map { Repository(top: folder + "/", index: $0) }
        } else if let slash = folder.lastIndex(of: "/"), !folder.isEmpty {
            found = repository(of: String(folder[..<slash]))
        } else {
            found = nil
        }
        repositories[folder] = .some(found)
        return found
    }

    /// `.git`, or what a `.git` file names: linked working trees and submodules have one (gitrepository-layout(5)).
    private static func gitFolder(in folder: String) -> String? {
        let path = folder + "/.git"
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
        if isFolder.boolValue { return path }
        guard let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0.prefix(4096), as: UTF8.self) }),
            text.hasPrefix("gitdir:")
        else { return nil }
        let target = text.dropFirst("gitdir:".count).trimmingCharacters(in: .whitespacesAndNewlines)
        return target.hasPrefix("/") ? target : folder + "/" + target
    }

    private static func index(_ gitFolder: String) -> GitIndex? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: gitFolder + "/index"), options: .alwaysMapped) else { return nil }
        return data.withUnsafeBytes { GitIndex($0) }
    }
}

extension String {
    /// Without `.`, `..` and empty parts; of an absolute path.
    fileprivate var standardised: String {
        var parts: [Substring] = []
        for part in split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
