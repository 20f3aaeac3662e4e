package import Findings
import SourceFiles

/// What one machine found out about its part of the files: everything that the end of the run needs to know of them.
package struct PartialScan: Sendable {
    package let shard: Shard
    package let tool: ToolInfo
    /// How the run was set up, as bytes of the command's own; the parts of one run have the same.
    package let setup: [UInt8]
    package let profiles: [RuleProfile]
    let skipped: [SkippedFile]
    let missingRoots: [String]
    /// All files of the run, in the order of the walk; results for those of the shard.
    let entries: [Entry]

    struct Entry: Sendable {
        var file: SourceFile
        /// Nil where no rule was for the file.
        var result: FileResult?
        var profile: Int { file.profile }
    }

    init(_ shard: Shard, _ tool: ToolInfo, _ setup: [UInt8], _ profiles: [RuleProfile], _ survey: Scanner.Survey, _ results: [FileResult?]) {
        self.init(
            shard, tool, setup, profiles, survey.skipped, survey.missingRoots, zip(survey.files, results).map { Entry(file: $0, result: $1) })
    }

    init(
        _ shard: Shard, _ tool: ToolInfo, _ setup: [UInt8], _ profiles: [RuleProfile], _ skipped: [SkippedFile], _ missingRoots: [String],
        _ entries: [Entry]
    ) {
        self.shard = shard
        self.tool = tool
        self.setup = setup
        self.profiles = profiles
        self.skipped = skipped
        self.missingRoots = missingRoots
        self.entries = entries
    }

    /// All parts put together.
    static func whole(of parts: [PartialScan]) throws(MergeError) -> PartialScan {
        guard let first = parts.first else { throw .nothing }
        for part in parts.dropFirst() {
            guard part.shard.count == first.shard.count else { throw .otherCount(first.shard, part.shard) }
            guard part.tool == first.tool else { throw .otherTool(first.tool, part.tool) }
            guard part.setup == first.setup, part.profiles == first.profiles else { throw .otherSetup(part.shard) }
            guard part.entries.map(\.file.path) == first.entries.map(\.file.path) else { throw .otherFiles(part.shard) }
        }
        let numbers = parts.map(\.shard.number)
        if let twice = Set(numbers).sorted().first(where: { number in numbers.count { $0 == number } > 1 }) { throw .twice(twice) }
        let missing = (1...first.shard.count).filter { !numbers.contains($0) }
        guard missing.isEmpty else { throw .missing(missing, of: first.shard.count) }
        let entries = first.entries.indices.map { index -> Entry in
            let owner = parts.first { $0.shard.contains(first.entries[index].file.path) } ?? first
            return owner.entries[index]
        }
        return PartialScan(first.shard, first.tool, first.setup, first.profiles, first.skipped, first.missingRoots, entries)
    }
}

/// Why parts are not the parts of one run.
package enum MergeError: Error, Sendable, Hashable, CustomStringConvertible {
    case nothing
    case otherCount(Shard, Shard)
    case otherTool(ToolInfo, ToolInfo)
    case otherSetup(Shard)
    case otherFiles(Shard)
    case twice(Int)
    case missing([Int], of: Int)

    package var description: String {
        switch self {
        case .nothing: "there are no parts to merge"
        case .otherCount(let a, let b): "part \(a) and part \(b) are of different runs: each run has its own number of parts"
        case .otherTool(let a, let b):
            "the parts were made by different builds (\(a.version) with rules \(a.ruleSet), \(b.version) with rules \(b.ruleSet)): run the same one everywhere"
        case .otherSetup(let part): "part \(part) was made with other rules or options than the first: give every `sluice scan --shard` the same"
        case .otherFiles(let part): "part \(part) is of other files than the first: all machines must check out the same commit and scan the same paths"
        case .twice(let number): "part \(number) is there twice: name each file once"
        case .missing(let numbers, let count):
            "part\(numbers.count == 1 ? "" : "s") \(numbers.map(String.init).joined(separator: ", ")) of \(count) \(numbers.count == 1 ? "is" : "are") missing"
        }
    }
}
