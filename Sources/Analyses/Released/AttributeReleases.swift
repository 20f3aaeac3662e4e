internal import Linking
internal import Semantics

/// What the functions of one file do with an attribute of some name: found out once a function, for all classes that have such an attribute.
///
/// A function of a class, or of one it inherits from or that inherits from it, has the attribute of its own object in hand, a function outside of
/// all classes that of any; of another class's functions only what they do with the attribute of somebody else counts.
final class AttributeReleases {
    enum Deed {
        case releases(String)
        case handsOn(String)
    }

    private let name: GlobalName
    private let file: Int32
    private let summary: FileSummary
    private let lists: ReleaseLists
    private let context: AnalysisContext
    /// The functions that read such an attribute, in order.
    private let readers: [UInt32]
    private var byClass: [UInt32: [UInt32]] = [:]
    /// The classes with such functions that inherit from one, in order.
    private var heirs: [ClassRef: [UInt32]] = [:]
    private var ownDeeds: [UInt32: Deed?] = [:]
    /// The functions that do something with it whoever's it is, as far as `readers` were gone through.
    private var others: [(function: UInt32, deed: Deed)] = []
    private var seen = 0

    init(_ name: GlobalName, in file: Int32, _ summary: FileSummary, _ lists: ReleaseLists, _ context: AnalysisContext) {
        (self.name, self.file, self.summary, self.lists, self.context) = (name, file, summary, lists, context)
        readers = context.outline(of: file, summary).functions(readingAttribute: name)
        for function in readers {
            if let type = summary.classAround(function) { byClass[type, default: []].append(function) }
        }
        for type in byClass.keys.sorted() {
            for ancestor in context.program.ancestors(of: ClassRef(file: file, type: type)).types { heirs[ancestor, default: []].append(type) }
        }
    }

    /// The steps of the file that read such an attribute, those of the file's own code among them.
    private lazy var reads: [SummaryStep] = {
        context.outline(of: file, summary).topSteps(readingAttribute: name).map { summary.steps[$0] } + readers.flatMap { function in
            let uses = context.body(of: FunctionRef(file: file, function: function), summary).uses(in: summary)
            return uses.attributes.filter { isName($0) }.flatMap { uses.steps(reading: .attribute($0)) }.map { summary.steps[Int($0)] }
        }
    }()

    /// Whether anything in the file does more than set it.
    private(set) lazy var isRead: Bool = {
        let isIt: (SummaryValue) -> Bool = { [summary] value in summary.expression(value).map { $0.kind == .attribute && self.isName($0.string) } ?? false }
        return reads.contains { step in
            step.kind == .store && isIt(step.target) ? summary.mentions(step.value, isIt) : summary.reads(step, isIt)
        }
    }()

    /// Whether a function of the file returns its object's.
    private(set) lazy var isHandedOut: Bool = reads.contains { step in
        step.kind == .return && summary.mentions(step.value) { summary.ownAttribute($0).map { isName($0) } ?? false }
    }

    private func isName(_ string: StringID) -> Bool { context.program.names.intern(summary.strings[string]) == name }

    /// What the first function does that releases what a class has, or hands it on. Who asks why is told of one that releases it, if there is any.
    func deed(for type: ClassRef) -> Deed? {
        let own = ownFunctions(of: type)
        let isOwn = Set(own)
        var handed: Deed?, nextOwn = 0, nextOther = 0
        while true {
            let limit = nextOwn < own.count ? own[nextOwn] : UInt32.max
            var deed: Deed?
            if let other = other(nextOther, before: limit) {
                nextOther += 1
                deed = isOwn.contains(other.function) ? nil : other.deed
            } else if nextOwn < own.count {
                deed = ownDeed(of: own[nextOwn])
                nextOwn += 1
            } else {
                return handed
            }
            guard let deed else { continue }
            if case .releases = deed { return deed }
            handed = handed ?? deed
            if !context.isExplaining { return handed }
        }
    }

    /// Those of the class, of those it inherits from and of those that inherit from it, in order.
    private func ownFunctions(of type: ClassRef) -> [UInt32] {
        var types = Set(heirs[type] ?? [])
        for related in [type] + context.program.ancestors(of: type).types where related.file == file { types.insert(related.type) }
        return types.flatMap { byClass[$0] ?? [] }.sorted()
    }

    private func ownDeed(of function: UInt32) -> Deed? {
        if let known = ownDeeds[function] { return known }
        let found = deed(of: function, isOwn: true)
        ownDeeds[function] = .some(found)
        return found
    }

    /// One of `others` by its number, when it stands before a function.
    private func other(_ number: Int, before limit: UInt32) -> (function: UInt32, deed: Deed)? {
        while number >= others.count, seen < readers.count, readers[seen] < limit {
            let function = readers[seen]
            seen += 1
            let deed = summary.classAround(function) == nil ? ownDeed(of: function) : deed(of: function, isOwn: false)
            if let deed { others.append((function, deed)) }
        }
        return number < others.count && others[number].function < limit ? others[number] : nil
    }

    /// - Parameter isOwn: whether the attribute of the function's own object counts.
    private func deed(of function: UInt32, isOwn: Bool) -> Deed? {
        let isOrigin: (SummaryValue) -> Bool = { [summary] value in
            guard let expression = summary.expression(value), expression.kind == .attribute, self.isName(expression.string) else { return false }
            return isOwn || summary.ownAttribute(value) == nil
        }
        let reference = FunctionRef(file: file, function: function), dealings = ParameterDealings(context: context, lists: lists)
        let uses = context.body(of: reference, summary).uses(in: summary)
        let roots = uses.attributes.filter { isName($0) }.map(StepUses.Root.attribute)
        guard roots.contains(where: { root in uses.steps(reading: root).contains { summary.reads(summary.steps[Int($0)], isOrigin) } }) else { return nil }
        let custody = Custody(of: reference, lists, in: context, summary, roots: roots, isOrigin: isOrigin) { dealings.dealing(of: $0, parameter: $1) }
        let found = custody.dealings.handing.filter { summary.steps[$0].kind != .return }
        if let step = found.first(where: { custody.dealings[$0] == .closes }) {
            return .releases("\(context.title(of: reference)) releases it at line \(summary.steps[step].line)")
        }
        if let step = found.first { return .handsOn("\(context.title(of: reference)) hands it on at line \(summary.steps[step].line)") }
        return custody.isCaptured ? .handsOn("a function defined in \(context.title(of: reference)) has it") : nil
    }
}

extension AnalysisContext {
    func attributeReleases(of name: GlobalName, in file: Int32, _ summary: FileSummary, _ lists: ReleaseLists) -> AttributeReleases {
        let key = AttributeQuestion(name: name, file: file, lists: lists)
        if let known = facts.attributeReleases[key] { return known }
        let made = AttributeReleases(name, in: file, summary, lists, self)
        // Each keeps its file's summary.
        if facts.attributeReleases.count >= 64 { facts.attributeReleases.removeAll() }
        facts.attributeReleases[key] = made
        return made
    }
}

struct AttributeQuestion: Hashable {
    var name: GlobalName
    var file: Int32
    var lists: ReleaseLists
}
