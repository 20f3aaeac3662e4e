import Findings
import Scanning
import SourceFiles
import Synchronization
import Syntax
import TextMatching

/// Which files a change can make a difference in, though it does not touch them: those that mention, as a word, the name of something whose
/// definition changed; and those that mention what is declared around such a mention, and so on, for a few rounds.
///
/// More than the truth: a name is a name, whoever's it is. A finding there is held against the old state all the same. A name
/// that very many files mention (`get`, `run`) leads only to those that import the changed file, and as a caller's name nowhere; and names that few files
/// mention lead first, so that where the limit on files strikes, the least telling ones fall away.
struct ChangeReach {
    /// Callers, their callers, and theirs.
    static let mostRounds = 3
    /// Files looked through beside the changed ones, and what they may hold together, in bytes: as much as is parsed in a third of a second.
    static let mostFiles = 60
    static let mostBytes = 2 << 20

    private let files: [SourceFile]
    private let options: ScanOptions
    /// Files reached, by index, with the changed file it began in, by index.
    private(set) var reached: [Int: Int] = [:]
    /// Of those.
    private var bytes = 0
    /// Whether a limit kept some out.
    private(set) var isCut = false
    /// The names that lead to it.
    private var names: Set<SoughtName> = []

    init(files: [SourceFile], options: ScanOptions) {
        self.files = files
        self.options = options
    }

    /// - Parameter changed: by index in the files: the names that lead to what changed there.
    mutating func follow(_ changed: [Int: Set<SoughtName>], isCancelled: () -> Bool) {
        var next: [SoughtName: Int] = [:]
        for (file, names) in changed.sorted(by: { $0.key < $1.key }) { for name in names where next[name] == nil { next[name] = file } }
        var asked = Set(next.keys)
        for round in 1...Self.mostRounds where !next.isEmpty && !isCancelled() {
            let search = NameSearch(files: files, options: options, names: next, mostMentions: round == 1 ? 60 : 20)
            var (mentions, isComplete) = search.mentions(in: files.indices.filter { files[$0].language != nil && changed[$0] == nil && reached[$0] == nil })
            if !isComplete, round == 1 { isCut = true }
            let found = mentions.count
            mentions.removeAll { !take($0.file, from: search.origin(of: $0)) }
            if mentions.count < found { isCut = true }
            names.formUnion(search.words(of: mentions))
            var further: [SoughtName: Int] = [:]
            if reached.count < Self.mostFiles {
                for hit in search.declarations(around: mentions) {
                    for name in hit.names where asked.insert(name).inserted { further[name] = reached[hit.file] }
                }
            }
            next = further
        }
    }

    /// Unless there is no room for it.
    private mutating func take(_ file: Int, from origin: Int) -> Bool {
        guard reached.count < Self.mostFiles, bytes + files[file].size <= Self.mostBytes else { return false }
        reached[file] = origin
        bytes += files[file].size
        return true
    }
}

extension ChangeReach {
    /// Where in the files reached the change can make a difference.
    func focus() -> [Int: Focus] {
        let search = NameSearch(files: files, options: options, names: [:], mostMentions: 0), names = names
        let found: [(Int, Focus)] = search.onOutlines(reached.keys.sorted()) { index, outline, text in
            (index, outline.focus(on: Words(names.union(outline.names(reachedBy: names, in: text))).mentions(in: text)))
        }
        return Dictionary(found) { first, _ in first }
    }
}

/// Looks for names as words in many texts, on all threads.
private struct NameSearch: Sendable {
    /// A file that mentions some of the names, by their numbers.
    struct Mention: Sendable {
        var file: Int
        var names: [Int]
    }

    private let files: [SourceFile]
    private let options: ScanOptions
    private let words: [SoughtName]
    private let origins: [Int]
    /// The names, then for each the ways to import the file it came from.
    private let scanner: LiteralScanner
    /// A name in more files than this says little.
    private let mostMentions: Int

    /// - Parameter names: each with the file it came from.
    init(files: [SourceFile], options: ScanOptions, names: [SoughtName: Int], mostMentions: Int) {
        self.mostMentions = mostMentions
        self.files = files
        self.options = options
        let sorted = names.sorted { $0.key.mention.lexicographicallyPrecedes($1.key.mention) }
        words = sorted.map(\.key)
        origins = sorted.map(\.value)
        scanner = LiteralScanner(words.map { Literal.word($0.mention) } + origins.flatMap { Self.imports(of: files[$0].path) }, expectedBytes: files.reduce(0) { $0 + $1.size })
    }

    /// The changed file the rarest of the mentioned names leads back to.
    func origin(of mention: Mention) -> Int { origins[mention.names[0]] }

    private static let waysToImport = 3

    /// How a text shows that it knows a file: `handlers.stats`, `.stats import`, `import stats`. Swift's files are not imported; they are mostly called as
    /// the type in them is.
    private static func imports(of path: String) -> [Literal] {
        let parts = path.split(separator: "/").map { $0.prefix { $0 != "." } }
        let isPackage = parts.last == "__init__" && parts.count > 1
        let stem = isPackage ? parts[parts.count - 2] : parts.last ?? "", folder = parts.dropLast(isPackage ? 2 : 1).last ?? ""
        if path.hasSuffix(".swift") { return [Literal](repeating: .word(Array(stem.utf8)), count: waysToImport) }
        return ["\(folder).\(stem)", ".\(stem) import", "import \(stem)"].map { Literal.word(Array($0.utf8)) }
    }

    /// Those that mention a rare name first; of each, its rarest name first. Not complete when some mention only names that are everywhere.
    func mentions(in candidates: [Int]) -> (mentions: [Mention], isComplete: Bool) {
        let found: [(mention: Mention, imports: Set<Int>)] = onAll(candidates) { index, text, hits in
            scanner.scan(UnsafeRawBufferPointer(text), into: hits)
            let names = words.indices.filter(hits.contains)
            return names.isEmpty ? nil : (Mention(file: index, names: names), Set(names.filter { name in (0..<Self.waysToImport).contains { hits.contains(words.count + name * Self.waysToImport + $0) } }))
        }
        var counts = [Int](repeating: 0, count: words.count), mentions: [Mention] = []
        for entry in found { for name in entry.mention.names { counts[name] += 1 } }
        for (var mention, imports) in found {
            mention.names.removeAll { counts[$0] > mostMentions && !imports.contains($0) }
            mention.names.sort { (counts[$0], $0) < (counts[$1], $1) }
            if !mention.names.isEmpty { mentions.append(mention) }
        }
        mentions.sort { (counts[$0.names[0]], $0.file) < (counts[$1.names[0]], $1.file) }
        return (mentions, mentions.count == found.count)
    }

    /// What is declared around the mentions.
    func declarations(around mentions: [Mention]) -> [(file: Int, names: Set<SoughtName>)] {
        let names = Dictionary(mentions.map { ($0.file, Set($0.names.map { words[$0] })) }) { first, _ in first }
        return onOutlines(mentions.map(\.file)) { index, outline, text in
            names[index].map { (index, outline.names(reachedBy: $0, in: text)) }
        }.sorted { $0.file < $1.file }
    }

    func words(of mentions: [Mention]) -> Set<SoughtName> { Set(mentions.flatMap(\.names)).reduce(into: []) { $0.insert(words[$1]) } }

    func onOutlines<Result: Sendable>(
        _ candidates: [Int], _ body: @escaping @Sendable (Int, Outline, UnsafeBufferPointer<UInt8>) -> Result?
    ) -> [Result] {
        onAll(candidates) { index, text, _ in files[index].language.flatMap { body(index, Outline(text, $0), text) } }
    }

    private func onAll<Result: Sendable>(
        _ candidates: [Int], _ body: @escaping @Sendable (Int, UnsafeBufferPointer<UInt8>, LiteralHits) -> Result?
    ) -> [Result] {
        let results = Mutex([Result]()), next = Atomic(0)
        onThreads(min(options.jobs, max(1, candidates.count)), stackSize: 16 << 20) {
            let buffer = FileBuffer(), hits = scanner.makeHits()
            while true {
                let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard position < candidates.count else { return }
                guard case .text(let text) = buffer.read(files[candidates[position]], options.limits) else { continue }
                if let result = body(candidates[position], text.bytes, hits) { results.withLock { $0.append(result) } }
            }
        }
        return results.withLock { $0 }
    }
}
