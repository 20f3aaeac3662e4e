import Glibc

/// Which files belong to a Python source distribution: `PKG-INFO` stands at its top (PEP 643), so everybody who downloads the package has them.
package struct SourceDistributions {
    private let workingDirectory: String
    /// By folder: whether it lies in one.
    private var known: [String: Bool] = [:]

    /// `workingDirectory` is absolute.
    package init(workingDirectory: String) { self.workingDirectory = workingDirectory }

    /// `path` is absolute or relative to the working directory; what lies above that is not looked at.
    package mutating func contain(_ path: String) -> Bool {
        if let last, path.liesDirectly(in: last.folder) { return last.isInside }
        let folder = path.folderOfPath ?? "", isInside = isInside(folder)
        last = (folder, isInside)
        return isInside
    }

    /// The folder of the file asked about last; the next mostly lies in it, too.
    private var last: (folder: String, isInside: Bool)?

    private mutating func isInside(_ folder: String) -> Bool {
        if let known = known[folder] { return known }
        var isInside = isTop(folder)
        if !isInside, !folder.isEmpty {
            isInside = folder.folderOfPath.map { self.isInside($0) } ?? isTop("")
        }
        known[folder] = isInside
        return isInside
    }

    private func isTop(_ folder: String) -> Bool {
        let name = folder.isEmpty ? "PKG-INFO" : folder + "/PKG-INFO"
        return access(name.hasPrefix("/") ? name : workingDirectory + "/" + name, F_OK) == 0
    }
}
