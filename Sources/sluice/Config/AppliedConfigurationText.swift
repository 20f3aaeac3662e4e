import Configuration
import Findings

/// For people to read.
extension AppliedConfiguration {
    var text: String {
        let unread = misnamed.map { "\($0)\n" }.joined()
        guard layers != nil || ofRun != nil else { return "\(path): no configuration applies; every rule is as it is\n" + unread }
        var text = "\(path): "
        if let layers {
            text += layers.file + (extended.isEmpty ? "" : ", which extends \(extended.joined(separator: ", "))") + "\n"
        } else {
            text += "no configuration applies\n"
        }
        text += unread
        if isExcluded { text += "It is excluded: nothing of it is scanned.\n" }
        text += Self.table("Settings", settings)
        text += Self.table(
            "Rules that are not as they are by default",
            decisions.map { ("\($0.rule.code.map { "\($0) " } ?? "")\($0.rule.id)", $0.severity.rawValue, $0.origin?.description ?? "the command line") })
        text += Self.table("Of the whole run\(ofRun.map { ", from \($0.file)" } ?? ", nothing is set")", runSettings)
        return text + Self.table("Not in force: a run from here takes these from \(ofRun?.file ?? "no file")", notInForce)
    }

    private static func table(_ title: String, _ entries: [Entry]) -> String {
        table(title, entries.map { (($0.paths.isEmpty ? "" : "for \($0.paths.joined(separator: " ")): ") + $0.name, $0.value, "\($0.origin)") })
    }

    private static func table(_ title: String, _ rows: [(name: String, value: String, origin: String)]) -> String {
        guard !rows.isEmpty else { return "" }
        let names = rows.map(\.name.count).max() ?? 0, values = rows.map(\.value.count).max() ?? 0
        func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
        return "\n\(title)\n" + rows.map { "  \(padded($0.name, names))  \(padded($0.value, values))  \($0.origin)\n" }.joined()
    }
}
