import Findings
import Foundation
import Linking
import Semantics
import Testing

@Suite struct PackedSummaryTests {
    /// This package's own sources: summaries of every shape.
    static let ownSources: [String] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let found = ["Sources", "Tests", "fixtures"].flatMap { folder in
            FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        }
        return found.map(\.path).filter { $0.hasSuffix(".swift") || $0.hasSuffix(".py") }.sorted()
    }()

    @Test func everySummaryComesBackAsItWas() throws {
        #expect(Self.ownSources.count > 100)
        for path in Self.ownSources {
            let source = try String(contentsOfFile: path, encoding: .utf8)
            let summary = try summary(of: source, path: path)
            #expect(PackedSummary(summary).unpack() == summary, "\(path)")
        }
    }

    @Test func wildWordsSurvive() {
        var state: UInt32 = 7
        func random() -> UInt32 {
            state = state &* 1_664_525 &+ 1_013_904_223
            return state >> (state % 29)
        }
        for length in 0..<70 {
            var summary = FileSummary(language: .swift)
            for _ in 0..<length {
                var step = SummaryStep(.call, start: random(), line: UInt32.max)
                step.value = SummaryValue(.call, string: random() % 3, index: random())
                step.target.index = length % 2 == 0 ? 0 : random() & 1
                summary.steps.append(step)
                summary.names.append(random())
            }
            summary.topStepCount = random()
            summary.hasStarImport = true
            #expect(PackedSummary(summary).unpack() == summary)
        }
    }

    @Test func itIsSmall() throws {
        let path = try #require(Self.ownSources.first { $0.hasSuffix("Sources/Semantics/SwiftRegions.swift") })
        let summary = try summary(of: String(contentsOfFile: path, encoding: .utf8), path: path)
        #expect(PackedSummary(summary).byteCount * 3 < summary.encode().count)
    }
}
