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
        guard let slash = path.lastIndex(of: "/") else { return isTop("") }
        return isInside(String(path[..<slash]))
    }

    private mutating func isInside(_ folder: String) -> Bool {
        if let known = known[folder] { return known }
        var isInside = isTop(folder)
        if !isInside, !folder.isEmpty {
            isInside = folder.lastIndex(of: "/").map { self.isInside(String(folder[..<$0])) } ?? isTop("")
        }
        known[folder] = isInside
        return isInside
    }

    private func isTop(_ folder: String) -> Bool {
        let name = folder.isEmpty ? "PKG-INFO" : folder + "/PKG-INFO"
        return access(name.hasPrefix("/") ? name : workingDirectory + "/" + name, F_OK) == 0
    }
}
