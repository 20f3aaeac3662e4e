import Configuration
import Findings
import Foundation

/// For programs to read: what the text says, in the same order. docs/configuration.md shows it.
struct AppliedConfigurationJSON: Encodable {
    static let version = "1.0"

    private struct Place: Encodable {
        var file: String
        var line, column: Int

        init(_ origin: Origin) { (file, line, column) = (origin.file, origin.line, origin.column) }
    }

    private struct Entry: Encodable {
        var name, value: String
        /// Of the override it stands in.
        var paths: [String]?
        var from: Place

        init(_ entry: AppliedConfiguration.Entry) {
            (name, value, from) = (entry.name, entry.value, Place(entry.origin))
            paths = entry.paths.isEmpty ? nil : entry.paths
        }
    }

    private struct Rule: Encodable {
        var id: String
        var code: String?
        var severity: String
        /// Nothing for the command line.
        var from: Place?

        init(_ decision: AppliedConfiguration.Decision) {
            (id, code, severity) = (decision.rule.id, decision.rule.code, decision.severity.rawValue)
            from = decision.origin.map(Place.init)
        }
    }

    private struct Run: Encodable {
        var configuration: String?
        var settings, notInForce: [Entry]
    }

    private struct Unread: Encodable {
        var file, rename: String

        init(_ misnamed: MisnamedConfiguration) { (file, rename) = (misnamed.file, misnamed.rightName) }
    }

    private let version = Self.version
    private let path: String
    /// Missing where none applies.
    private let configuration: String?
    private let extends: [String]
    private let excluded: Bool
    private let settings: [Entry]
    private let rules: [Rule]
    private let run: Run
    private let notRead: [Unread]

    init(_ applied: AppliedConfiguration) {
        path = applied.path
        configuration = applied.layers?.file
        extends = applied.extended
        excluded = applied.isExcluded
        settings = applied.settings.map(Entry.init)
        rules = applied.decisions.map(Rule.init)
        run = Run(configuration: applied.ofRun?.file, settings: applied.runSettings.map(Entry.init), notInForce: applied.notInForce.map(Entry.init))
        notRead = applied.misnamed.map(Unread.init)
    }

    /// - Throws: what `JSONEncoder` does, which text and whole numbers give no reason for.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
