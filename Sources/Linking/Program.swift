package import Findings
package import Semantics

/// A file of the program: where it is, and what is known about it.
package struct ProgramFile: Sendable {
    package var path: String
    package var language: Language
    package var isTest: Bool
    /// Nil while nobody has asked for it (it was left unparsed), or when it could not be read.
    package var summary: PackedSummary?
    /// What it may declare, while there is no summary; nil for anything.
    package var declared: DeclaredNames?

    package init(path: String, language: Language, isTest: Bool, summary: PackedSummary? = nil, declared: DeclaredNames? = nil) {
        self.path = path
        self.language = language
        self.isTest = isTest
        self.summary = summary
        self.declared = declared
    }
}

/// All files linked: what a name, value or call of one file means in the others. One thread at a time.
///
/// A question that needs a file whose summary is not there is answered `unknown` (nil, empty) and puts the file into `wanted`; once it is
/// added, the question gets its answer. Answers depend on the files alone, not on the order of adding or asking.
package final class Program {
    package private(set) var files: [ProgramFile]
    package let names = GlobalNames()
    let tree: ModuleTree
    var modules: PythonModules
    var swift: SwiftModules
    let words: WellKnown
    var evaluation = Evaluation(round: 1)
    /// Of questions: goes up whenever files may have been added.
    private(set) var round: UInt32 = 1

    private var asked: Set<Int32> = []
    private var unreadable: Set<Int32> = []
    /// Files unpacked: those asked about lately, and those asked about before.
    private var tables: [Int32: FileTable] = [:]
    private var olderTables: [Int32: FileTable] = [:]
    /// Of `tables`, in packed bytes.
    private var tableWeight = 0

    /// All files by path, relative to where the scan began, `/`-separated.
    package init(files: [ProgramFile]) {
        self.files = files
        tree = ModuleTree(files, names)
        modules = PythonModules(tree, names)
        swift = SwiftModules(tree, files, names)
        words = WellKnown(names)
    }

    // MARK: Files

    /// (Re)fills one file. What stayed unknown because of it is asked anew; what was worked out without it stands.
    package func add(_ summary: PackedSummary, file: Int) {
        let number = Int32(file)
        if files[file].summary != nil || unreadable.contains(number) {
            forget()
        }
        round += 1
        files[file].summary = summary
        files[file].declared = nil
        asked.remove(number)
        unreadable.remove(number)
    }

    package func add(_ summary: FileSummary, file: Int) { add(PackedSummary(summary), file: file) }

    /// Says that a file cannot be read: it is wanted no more, and what it could have told stays unknown.
    package func giveUp(on file: Int) {
        forget()
        unreadable.insert(Int32(file))
        asked.remove(Int32(file))
    }

    private func forget() {
        round += 1
        tables.removeAll()
        olderTables.removeAll()
        tableWeight = 0
        swift.forget()
    }

    /// The files asked for and not there, sorted.
    package var wanted: [Int] { asked.map(Int.init).sorted() }

    /// How many files are wanted.
    package var wantedCount: Int { asked.count }

    /// The wanted files, which are wanted no more until somebody asks again.
    package func takeWanted() -> [Int] {
        // Who asks again must find them wanted again.
        round += 1
        defer { asked.removeAll() }
        return wanted
    }

    /// A file's summary, unpacked; nil (and the file wanted) when it is not there.
    package func summary(of file: Int32) -> FileSummary? { table(of: file)?.summary }

    /// Whether a file may still come to have a summary.
    func isMissing(_ file: Int32) -> Bool { files[Int(file)].summary == nil && !unreadable.contains(file) }

    /// Nil when the file is not there, in which case whatever is being worked out stays unknown.
    func table(of file: Int32) -> FileTable? {
        if let table = tables[file] { return table }
        guard let packed = files[Int(file)].summary else {
            if !unreadable.contains(file) {
                asked.insert(file)
                evaluation.lose(.missing)
            }
            return nil
        }
        // What is unpacked is many times as large; beyond the limit what was not asked about lately goes, with the answers remembered in it.
        if tableWeight > Self.tableLimit, !evaluation.isRunning {
            olderTables = tables
            tables.removeAll()
            tableWeight = 0
        }
        tableWeight += packed.byteCount
        if let table = olderTables.removeValue(forKey: file) {
            tables[file] = table
            return table
        }
        let table = FileTable(file, packed.unpack(), names)
        tables[file] = table
        return table
    }

    /// In packed bytes; as much again is in `olderTables`.
    private static let tableLimit = 8 << 20
}
