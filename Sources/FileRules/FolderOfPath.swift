internal import Foundation

private let slash = UInt8(ascii: "/")

/// Paths are asked about one folder after the other; what is known of the last folder mostly serves the next file.
extension String {
    /// Whether the file at this path lies directly in a folder: what stands before the path's last slash, empty for none.
    func liesDirectly(in folder: String) -> Bool {
        var path = self, folder = folder
        return path.withUTF8 { path in
            folder.withUTF8 { folder in
                let nameStart = folder.isEmpty ? 0 : folder.count + 1
                guard path.count >= nameStart, folder.isEmpty || path[folder.count] == slash && memcmp(path.baseAddress!, folder.baseAddress!, folder.count) == 0 else { return false }
                return !path[nameStart...].contains(slash)
            }
        }
    }

    /// What stands before its last slash; nil without one.
    var folderOfPath: String? { utf8.lastIndex(of: slash).map { String(self[..<$0]) } }

    /// Without `.`, `..` and empty parts; of an absolute path.
    var standardised: String {
        if isStandardised { return self }
        var parts: [Substring.UTF8View] = []
        for part in utf8.split(separator: slash) where !part.elementsEqual(".".utf8) {
            if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
    }

    private var isStandardised: Bool {
        var path = self
        return path.withUTF8 { path in
            // Every part but the root's own begins after a slash, and is neither empty nor made of one or two dots.
            var start = 1
            if path.count == 1 { return true }
            while start <= path.count {
                let end = path[start...].firstIndex(of: slash) ?? path.count
                if end == start || end - start <= 2 && path[start..<end].allSatisfy({ $0 == UInt8(ascii: ".") }) { return false }
                start = end + 1
            }
            return true
        }
    }
}
