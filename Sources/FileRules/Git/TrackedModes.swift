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
        if last.map({ path.liesDirectly(in: $0.folder) }) != true { look(into: path) }
        guard let folder = last, let index = folder.repository?.index else { return nil }
        var path = path
        wanted.removeAll(keepingCapacity: true)
        wanted.append(contentsOf: folder.inner)
        path.withUTF8 { wanted.append(contentsOf: $0[folder.nameStart...]) }
        return wanted.withUnsafeBufferPointer { index.mode(of: $0, from: &next) }
    }

    /// The folder of the file asked about last.
    private var last: Folder?
    /// Of that file, from the repository's top.
    private var wanted: [UInt8] = []
    /// Where in the index the next one probably stands.
    private var next = 0

    private struct Folder {
        /// As the path names it.
        var folder: String
        /// Where the file's name begins in the path.
        var nameStart: Int
        var repository: Repository?
        /// From the repository's top, with a `/` at its end.
        var inner: [UInt8]
    }

    private mutating func look(into path: String) {
        let folder = path.folderOfPath, shown = folder?.isEmpty == true ? "/" : folder ?? ""
        let absolute = (shown.hasPrefix("/") ? shown : shown.isEmpty ? workingDirectory : workingDirectory + "/" + shown).standardised
        let found = repository(of: absolute == "/" ? "" : absolute)
        let inner = found.map { (absolute == "/" ? "/" : absolute + "/").utf8.dropFirst($0.top.utf8.count) }
        last = Folder(folder: folder ?? "", nameStart: folder.map { $0.utf8.count + 1 } ?? 0, repository: found, inner: inner.map { Array($0) } ?? [])
    }

    private mutating func repository(of folder: String) -> Repository? {
        if let known = repositories[folder] { return known }
        let found: Repository?
        if let gitFolder = Self.gitFolder(in: folder) {
            found = Self.index(gitFolder).map { Repository(top: folder + "/", index: $0) }
        } else {
            found = folder.folderOfPath.flatMap { repository(of: $0) }
        }
        repositories[folder] = .some(found)
        return found
    }

    /// `.git`, or what a `.git` file names: linked working trees and submodules have one (gitrepository-layout(5)).
    private static func gitFolder(in folder: String) -> String? {
        let path = folder + "/.git"
        // Most folders have none, and this is asked of every one.
        if access(path, F_OK) != 0 { return nil }
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
