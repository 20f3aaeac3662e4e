package import Findings
package import Semantics

/// A file of the program: where it is, and what is known about it.
package struct ProgramFile: Sendable {
    package var path: String
    package var language: Language
    /// Nil while nobody has asked for it (it was left unparsed), or when it could not be read.
    package var summary: PackedSummary?
    /// What it may declare, while there is no summary; nil for anything.
    package var declared: DeclaredNames?

    package init(path: String, language: Language, summary: PackedSummary? = nil, declared: DeclaredNames? = nil) {
        self.path = path
        self.language = language
        self.summary = summary
        self.declared = declared
    }
}

/// All files linked: what a name, value or call of one file means in the others. One thread at a time.
///
/// A file without summary is read when the first question needs it. Answers depend on the files alone, not on the order of asking, nor on
/// which files had a summary from the start.
package final class Program {
    package private(set) var files: [ProgramFile]
    package let names = GlobalNames()
    let tree: ModuleTree
    var modules: PythonModules
    var swift: SwiftModules
    let words: WellKnown
    var evaluation = Evaluation()

    private let read: (_ file: Int) -> PackedSummary?
    private let textWords: (_ file: Int) -> WordFilter?
    /// Of files without summary, as far as asked; nil where there is nothing to tell.
    private var filters: [Int32: WordFilter?] = [:]
    private var unreadable: Set<Int32> = []
    /// Of files that somebody takes everything from, as far as asked.
    private var surfaces: [Int32: ModuleSurface] = [:]
    /// Files unpacked: those asked about lately, and those asked about before.
    private var tables: [Int32: FileTable] = [:]
    private var olderTables: [Int32: FileTable] = [:]
    /// Of `tables`, in packed bytes.
    private var tableWeight = 0
    /// In packed bytes; as much again is in `olderTables`.
    private let tableLimit: Int

    /// - Parameters:
    ///   - files: by path, relative to where the scan began, `/`-separated.
    ///   - read: summarises a file that has no summary; asked once a file at most. Nil when it cannot be read: what it could have told stays
    ///     unknown.
    ///   - words: those of a file that has no summary; nil when it cannot be read.
    ///   - share: how many programs of the same files there are at once: together they take the memory of one.
    package init(
        files: [ProgramFile], share: Int = 1, read: @escaping (_ file: Int) -> PackedSummary? = { _ in nil }, words: @escaping (_ file: Int) -> WordFilter? = { _ in nil }
    ) {
        self.files = files
        tableLimit = (8 << 20) / share
        self.read = read
        textWords = words
        tree = ModuleTree(files, names)
        modules = PythonModules(tree, names)
        swift = SwiftModules(tree, files, names)
        self.words = WellKnown(names)
    }

    /// A file's summary, unpacked; nil when the file cannot be read.
    package func summary(of file: Int32) -> FileSummary? { table(of: file)?.summary }

    func table(of file: Int32) -> FileTable? {
        if let table = tables[file] { return table }
        guard let packed = packed(file) else { return nil }
        // What is unpacked is many times as large; beyond the limit what was not asked about lately goes, with the answers remembered in it.
        if tableWeight > tableLimit, !evaluation.isRunning {
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

    /// Whether a Python file may bind a name at its top, or take it from somewhere else: asked before it is read in earnest. False is always right.
    func mayBind(_ name: GlobalName, _ file: Int32) -> Bool {
        guard files[Int(file)].summary == nil, !unreadable.contains(file) else { return true }
        let filter: WordFilter?
        if let known = filters[file] { filter = known } else {
            filter = textWords(Int(file))
            filters[file] = .some(filter)
        }
        guard let filter, !filter.mayImportAll else { return true }
        return names.withBytes(of: name) { filter.mayHold($0) }
    }

    /// Nil when the file cannot be read, and where more is known of it already.
    func surface(of file: Int32) -> ModuleSurface? {
        if let surface = surfaces[file] { return surface }
        guard tables[file] == nil, let packed = packed(file) else { return nil }
        let surface = ModuleSurface(packed, names)
        surfaces[file] = surface
        return surface
    }

    private func packed(_ file: Int32) -> PackedSummary? {
        if let summary = files[Int(file)].summary { return summary }
        if unreadable.contains(file) { return nil }
        guard let summary = read(Int(file)) else {
            unreadable.insert(file)
            return nil
        }
        files[Int(file)].summary = summary
        return summary
    }
}
