internal import Linking
internal import Semantics

/// Swift: the actor a function runs on, as far as its declaration says.
enum Isolation: Equatable {
    case none
    case actor(ClassRef)
    /// A global actor, by its attribute: `MainActor`.
    case global(String)

    /// - Parameter function: nil for the top of a file.
    init(of function: UInt32?, in file: Int32, _ context: AnalysisContext) {
        self = .none
        guard let summary = context.program.summary(of: file) else { return }
        var at = function, depth = 0
        while let number = at, number < summary.functions.count, depth < 50 {
            depth += 1
            let record = summary.functions[Int(number)]
            if let name = Self.globalActor(summary, record.firstDecorator, record.decoratorCount) {
                self = .global(name)
                return
            }
            if record.ownerClass != 0 {
                self = Self.isolation(of: ClassRef(file: file, type: record.ownerClass - 1), summary, context)
                return
            }
            // A closure runs where the function around it does, unless somebody says otherwise.
            at = record.outerFunction == 0 ? nil : record.outerFunction - 1
        }
    }

    private static func isolation(of type: ClassRef, _ summary: FileSummary, _ context: AnalysisContext) -> Isolation {
        let own = summary.classes[Int(type.type)]
        if let name = globalActor(summary, own.firstDecorator, own.decoratorCount) { return .global(name) }
        guard let (declared, home, record) = declaration(of: type, context) else { return .none }
        if home.text(record.keyword) == "actor" { return .actor(declared) }
        return globalActor(home, record.firstDecorator, record.decoratorCount).map { .global($0) } ?? .none
    }

    /// What an extension extends; a declaration is its own.
    private static func declaration(of type: ClassRef, _ context: AnalysisContext) -> (ClassRef, FileSummary, SummaryClass)? {
        guard let summary = context.program.summary(of: type.file), type.type < summary.classes.count else { return nil }
        let record = summary.classes[Int(type.type)]
        guard summary.text(record.keyword) == "extension" else { return (type, summary, record) }
        guard case .type(let declared) = context.program.entity(of: SummaryValue(.name, string: record.qualifiedName), in: type.file),
            let home = context.program.summary(of: declared.file)
        else { return nil }
        return (declared, home, home.classes[Int(declared.type)])
    }

    static func isActor(_ type: ClassRef, _ context: AnalysisContext) -> Bool {
        guard let (_, home, record) = declaration(of: type, context) else { return false }
        return home.text(record.keyword) == "actor"
    }

    /// By convention the name of a global actor ends so.
    private static func globalActor(_ summary: FileSummary, _ first: UInt32, _ count: UInt32) -> String? {
        summary.names[Int(first)..<Int(first + count)].lazy.map { summary.text($0) }.first { $0.hasSuffix("Actor") && $0 != "globalActor" }
    }

    /// Whether a call from here to there changes the actor.
    /// - Parameter isAsync: whether the function called is; one that belongs to no actor may then run elsewhere.
    func hop(to callee: Isolation, by call: SummaryCall, isAsync: Bool) -> Suspension {
        switch callee {
        case .none: return self == .none || !isAsync ? .never : .unknown
        case .global: return self == callee ? .never : .suspends
        case .actor:
            let isOwn = call.receiver.kind == .unknown || call.receiver.kind == .instance
            return self == callee && isOwn ? .never : .suspends
        }
    }
}
