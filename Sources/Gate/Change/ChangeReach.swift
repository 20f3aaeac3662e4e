import Findings
import Scanning
import SourceFiles
import Synchronization
import Syntax
import TextMatching

/// Which files a change can make a difference in, though it does not touch them: those that mention, as a word, the name of something whose
/// definition changed; and those that mention what is declared around such a mention, and so on, for a few rounds.
///
/// More than the truth: a name is a name, whoever's it is. A finding there is held against the old state all the same.
struct ChangeReach {
    /// Callers, their callers, and theirs.
    static let mostRounds = 3
    /// Files looked through beside the changed ones.
    static let mostFiles = 400

    private let files: [SourceFile]
    private let options: ScanOptions
    /// Files reached, by index, with the changed file it began in, by index.
    private(set) var reached: [Int: Int] = [:]
    /// Whether a limit kept something out.
    private(set) var isCut = false

    init(files: [SourceFile], options: ScanOptions) {
        self.files = files
        self.options = options
    }

    /// - Parameter changed: by index in the files: the names that lead to what changed there.
    mutating func follow(_ changed: [Int: Set<[UInt8]>], isCancelled: () -> Bool) {
        var origins: [[UInt8]: Int] = [:]
        for (file, names) in changed.sorted(by: { $0.key < $1.key }) { for name in names where origins[name] == nil { origins[name] = file } }
        var asked = Set(origins.keys), next = origins
        for round in 1...Self.mostRounds {
            guard !next.isEmpty, !isCancelled() else { return }
            let candidates = files.indices.filter { files[$0].language != nil && changed[$0] == nil && reached[$0] == nil }
            let found = Search(files: files, options: options, names: next).run(candidates)
            var further: [[UInt8]: Int] = [:]
            for hit in found {
                guard reached.count < Self.mostFiles else {
                    isCut = true
                    return
                }
                reached[hit.file] = hit.origin
                for name in hit.declared where asked.insert(name).inserted { further[name] = hit.origin }
            }
            if round == Self.mostRounds, !further.isEmpty { isCut = true }
            next = further
        }
    }

    /// A file that mentions one of the names.
    private struct Hit: Sendable {
        var file: Int
        var origin: Int
        /// What is declared around the mentions.
        var declared: Set<[UInt8]>
    }

    /// One pass over the texts, on all threads.
    private struct Search: Sendable {
        let files: [SourceFile]
        let options: ScanOptions
        let names: [[UInt8]: Int]
        private let words: [[UInt8]]
        private let scanner: LiteralScanner

        init(files: [SourceFile], options: ScanOptions, names: [[UInt8]: Int]) {
            self.files = files
            self.options = options
            self.names = names
            words = names.keys.sorted { $0.lexicographicallyPrecedes($1) }
            scanner = LiteralScanner(words.map { Literal.word($0) }, prefer: .vectorscan)
        }

        func run(_ candidates: [Int]) -> [Hit] {
            let hits = Mutex([Hit]()), next = Atomic(0)
            onThreads(min(options.jobs, max(1, candidates.count)), stackSize: 16 << 20) {
                let buffer = FileBuffer(), found = scanner.makeHits(), parser = TreeParser()
                while true {
                    let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard position < candidates.count else { return }
                    let file = candidates[position]
                    guard case .text(let text) = buffer.read(files[file], options.limits) else { continue }
                    scanner.scan(UnsafeRawBufferPointer(text.bytes), into: found)
                    guard !found.isEmpty else { continue }
                    let mentioned = words.indices.filter { found.contains($0) }.map { words[$0] }
                    guard let origin = mentioned.compactMap({ names[$0] }).min(), let language = files[file].language else { continue }
                    var declared: Set<[UInt8]> = []
                    if let tree = try? parser.parse(UnsafeRawBufferPointer(text.bytes), as: language, deadline: options.fileTimeout) {
                        declared = Declarations(tree, text.bytes).names(reachedBy: Set(mentioned), in: text.bytes)
                    }
                    hits.withLock { $0.append(Hit(file: file, origin: origin, declared: declared)) }
                }
            }
            return hits.withLock { $0 }.sorted { $0.file < $1.file }
        }
    }
}

extension Declarations {
    private static let mostSteps = 8

    /// The names declared around what mentions some names, and around what mentions those in the same text.
    func names(reachedBy start: Set<[UInt8]>, in text: UnsafeBufferPointer<UInt8>) -> Set<[UInt8]> {
        var all: Set<[UInt8]> = [], next = start
        for _ in 0..<Self.mostSteps where !next.isEmpty {
            let lines = Words(next).lines(in: text)
            next = names { range in lines.contains { range.contains($0) } }.subtracting(all).subtracting(start)
            all.formUnion(next)
        }
        return all
    }
}
