internal import Findings

/// The findings of one file, in report order.
struct FileGroup {
    var path: String
    var findings: [Finding]

    /// One group a path, in the order in which the paths come up.
    static func of(_ findings: [Finding]) -> [FileGroup] {
        var groups: [FileGroup] = []
        // By bytes: to Swift two spellings of `é` are one string, to a file system they are two names.
        var places: [[UInt8]: Int] = [:]
        for finding in findings {
            let path = finding.location.path
            let name = Array(path.utf8)
            if let place = places[name] {
                groups[place].findings.append(finding)
            } else {
                places[name] = groups.count
                groups.append(FileGroup(path: path, findings: [finding]))
            }
        }
        return groups
    }
}
