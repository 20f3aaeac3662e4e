import Findings
import Foundation
import Semantics
import Syntax
import Testing

/// Real files: this package's own. Every call has an answer, and the summary survives its binary form.
@Suite struct OwnSourcesTests {
    @Test func everyFileHasASummary() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Semantics").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil).filter { $0.pathExtension == "swift" }
        #expect(files.count > 10)
        // One object for all files, as a worker has it: nothing of one file may show in the next.
        let parser = TreeParser(), reused = FileSemantics(language: .swift)
        for file in files {
            let bytes = try Data(contentsOf: file)
            try bytes.withUnsafeBytes { raw in
                reused.analyse(try parser.parse(raw, as: .swift))
                let summary = reused.makeSummary()
                let decoded = try FileSummary(decoding: summary.encode())
                #expect(decoded == summary)
                let fresh = FileSemantics(language: .swift)
                fresh.analyse(try parser.parse(raw, as: .swift))
                #expect(fresh.makeSummary() == summary, "\(file.lastPathComponent)")
                #expect(!summary.classes.isEmpty || !summary.functions.isEmpty, "\(file.lastPathComponent)")
            }
        }
    }
}
