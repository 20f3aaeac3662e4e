package import Findings
package import Semantics

/// A file of the program: where it is, and what is known about it.
package struct ProgramFile: Sendable {
    package var path: String
    package var language: Language
    package var isTest: Bool
    /// Nil while nobody has asked for it (it was left unparsed), or when it could not be read.
    package var summary: PackedSummary?

    package init(path: String, language: Language, isTest: Bool, summary: PackedSummary? = nil) {
        self.path = path
        self.language = language
        self.isTest = isTest
        self.summary = summary
    }
}

/// What a call arrives at.
package enum CallTarget: Hashable, Sendable {
    case function(FunctionRef)
    /// A class or type is made: its own initialiser or the one it inherits, where the project has one.
    case type(ClassRef, initializer: FunctionRef?)
    case external(GlobalName)
    case unknown
}

/// All files linked: what a name, value or call of one file means in the others. One thread at a time.
///
/// A question that needs a file whose summary is not there is answered `unknown` (nil, empty) and puts the file into `wanted`; once it is
/// added, the question gets its answer.
package final class Program {
    package private(set) var files: [ProgramFile]
    package let names = GlobalNames()
    private var asked: Set<Int> = []
    private var unreadable: Set<Int> = []

    /// All files by path, relative to where the scan began, `/`-separated.
    package init(files: [ProgramFile]) { self.files = files }

    /// (Re)fills one file. What was remembered as unknown because of it is forgotten.
    package func add(_ summary: PackedSummary, file: Int) {
        files[file].summary = summary
        asked.remove(file)
    }

    package func add(_ summary: FileSummary, file: Int) { add(PackedSummary(summary), file: file) }

    /// Says that a file cannot be read: it is wanted no more, and what it could have told stays unknown.
    package func giveUp(on file: Int) {
        unreadable.insert(file)
        asked.remove(file)
    }

    /// The files asked for and not there, sorted.
    package var wanted: [Int] { asked.sorted() }

    /// The wanted files, which are wanted no more until somebody asks again.
    package func takeWanted() -> [Int] {
        defer { asked.removeAll() }
        return wanted
    }

    /// A file's summary, unpacked; nil (and the file wanted) when it is not there.
    package func summary(of file: Int32) -> FileSummary? {
        guard let packed = files[Int(file)].summary else {
            if !unreadable.contains(Int(file)) { asked.insert(Int(file)) }
            return nil
        }
        return packed.unpack()
    }

    package func target(of call: CallRef) -> CallTarget { .unknown }
    /// A call's name for knowledge: `asyncio.Semaphore.acquire`, `app.pools.run`; `.none` when nothing is known.
    package func calleeName(of call: CallRef) -> GlobalName { .none }
    package func entity(of value: SummaryValue, in file: Int32) -> Entity { .unknown }
    /// The function a callable value runs: names, closures, bound methods, `functools.partial`.
    package func function(for value: SummaryValue, in file: Int32) -> FunctionRef? { nil }
    package func type(of value: SummaryValue, in file: Int32) -> TypeEntity { .unknown }
    /// The method of that name, through the bases; of overloads the first.
    package func member(_ name: GlobalName, of type: ClassRef) -> FunctionRef? { nil }
    /// What is assigned to an attribute, in the class and its bases (the extensions of a Swift type included).
    package func attributes(_ name: GlobalName, of type: ClassRef) -> [(file: Int32, attribute: SummaryAttribute)] { [] }
    package func name(of function: FunctionRef) -> GlobalName { .none }
    package func name(of type: ClassRef) -> GlobalName { .none }
    /// What is bound to a variable anywhere in its file.
    package func values(ofVariable variable: UInt32, in file: Int32) -> [SummaryValue] { [] }
    package func location(of call: CallRef) -> Location? { nil }
}
