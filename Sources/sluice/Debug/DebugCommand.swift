import ArgumentParser
import Findings
import Foundation
import Rules
import SourceFiles
import Syntax

struct DebugCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "debug", abstract: "See a file as the rules see it.", subcommands: [Tree.self, HotLoop.self, SummaryTime.self, Match.self])

    /// The benchmark's question.
    struct SummaryTime: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "summary-cost", abstract: "What naming and summarising files costs beside parsing them.", shouldDisplay: false)
        @Argument(help: "A folder of Python or Swift files.", completion: .directory) var folder: String
        @Option(help: "At most so many files, spread over the folder.") var files = 2000

        func run() throws { try SummaryCost.measure(folder, files: files) }
    }

    struct Tree: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The syntax tree of a file: kinds, fields and places.")
        @Argument(help: "A Python or Swift file.", completion: .file()) var file: String
        @Flag(help: "Punctuation and keywords, too.") var all = false

        func run() throws {
            try SourceText.open(file) { tree in
                try Terminal.show(TreeText.render(tree, all: all))
            }
        }
    }
}

/// One file, read and parsed for a look at it.
enum SourceText {
    static func open(_ path: String, _ body: (FlatTree) throws -> Void) throws {
        guard let language = LanguageRecognition.language(named: path) else { throw Stop(.usage, "\(path): not a Python or Swift file by its name") }
        guard let data = FileManager.default.contents(atPath: path) else { throw Stop(.inputMissing, "cannot read \(path)") }
        var bytes = Array(data)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let parser = TreeParser()
        try bytes.withUnsafeBytes { buffer in
            let tree: FlatTree
            do {
                tree = try parser.parse(buffer, as: language)
            } catch {
                throw Stop(.partial, "\(path): \(error)")
            }
            try body(tree)
        }
    }
}
