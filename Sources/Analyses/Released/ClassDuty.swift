internal import Findings
internal import Linking
internal import Semantics

/// The duty to release what an object keeps in one of its attributes: any method of its class that releases it, or anything in the same
/// file that does, is enough. One finding a class and attribute, at the first place that stores.
final class ClassDuty {
    enum Answer {
        case discharged(String)
        /// To somebody of whom is not known what he does with it.
        case handed(String)
        /// In another line, which is the same duty's.
        case asked(line: UInt32)
        /// In words, and what could not be resolved.
        case open(String, remark: String?)
    }

    private let context: AnalysisContext
    private let lists: ReleaseLists
    private let summary: FileSummary
    private let type: ClassRef
    private let attribute: StringID
    /// The call that makes it.
    private let call: CallRef

    /// The duty that comes from a function's storing what it has on its own object; nil when it does not.
    convenience init?(keptBy custody: Custody, from start: Int, made call: CallRef, in function: FunctionRef) {
        let summary = custody.summary
        let store = custody.storing.lazy.filter { $0 > start }.map { summary.steps[$0] }.first { step in
            custody.isIt(step.value) && summary.ownAttribute(step.target) != nil
        }
        guard let store, let attribute = summary.ownAttribute(store.target), let type = summary.classAround(function.function) else { return nil }
        self.init(custody.context, custody.lists, summary, ClassRef(file: function.file, type: type), attribute, call)
    }

    /// The duty that comes from a stored property's default value.
    convenience init?(ofDefault isIt: (SummaryValue) -> Bool, made call: CallRef, _ lists: ReleaseLists, in summary: FileSummary, _ context: AnalysisContext) {
        guard let found = summary.attributes.first(where: { isIt($0.value) }) else { return nil }
        self.init(context, lists, summary, ClassRef(file: call.file, type: found.ownerClass), found.name, call)
    }

    private init(_ context: AnalysisContext, _ lists: ReleaseLists, _ summary: FileSummary, _ type: ClassRef, _ attribute: StringID, _ call: CallRef) {
        (self.context, self.lists, self.summary, self.type, self.attribute, self.call) = (context, lists, summary, type, attribute, call)
    }

    /// `Log._file`, for people.
    var title: String { "\(className).\(summary.text(attribute))" }

    private var className: String { summary.text(summary.classes[Int(type.type)].name) }

    func answer() -> Answer {
        if let first = firstMaker(), first != call {
            return .asked(line: summary.calls[Int(first.call)].site.line)
        }
        if let found = discharge(in: type.file, summary) { return found }
        let ancestors = context.program.ancestors(of: type)
        for file in Set(ancestors.types.map(\.file)).sorted() where file != type.file {
            if let other = context.program.summary(of: file), let found = discharge(in: file, other) { return found }
        }
        let words = "by anything in `\(className)`, which keeps it as `\(summary.text(attribute))`"
        // In Swift a property is declared where it is kept: what the class inherits from does not know it.
        if !ancestors.isComplete, context.program.files[Int(type.file)].language == .python { return .open(words, remark: "unresolved: what `\(className)` inherits from") }
        let uses = context.attributeReleases(of: context.program.names.intern(summary.strings[attribute]), in: type.file, summary, lists)
        if !lists.isAwaited, !uses.isRead { return .open(words, remark: "nothing in the file reads `\(summary.text(attribute))`, so it may be kept for the sake of keeping it") }
        return .open(words, remark: uses.isHandedOut ? "`\(summary.text(attribute))` is handed out, so others may release it" : nil)
    }

    /// The first call of the same name that makes what the attribute is set to, so that one attribute is one finding.
    private func firstMaker() -> CallRef? {
        let name = context.program.calleeName(of: call)
        guard name != .none else { return nil }
        let set = summary.attributes.filter { $0.ownerClass == type.type && $0.name == attribute }
        return set.flatMap(makers).filter { context.program.calleeName(of: $0) == name }.min()
    }

    /// The calls an attribute's value comes from, by way of the locals of the function that stores it.
    private func makers(_ record: SummaryAttribute) -> [CallRef] {
        let function = record.step > 0 ? outline.function(around: Int(record.step) - 1, in: summary) : nil
        var open = [record.value], made: [CallRef] = [], seen: Set<UInt32> = []
        while let value = open.popLast() {
            switch value.kind {
            case .call:
                let call = CallRef(file: type.file, call: value.index)
                made.append(call)
                if context.isMatchByMethod(call, lists.derives) { open += summary.arguments(of: summary.calls[Int(value.index)]).map(\.value) }
            case .expression: open += summary.operands(of: value)
            case .local:
                guard let function, record.step > 0, seen.insert(value.index).inserted else { continue }
                let uses = context.body(of: FunctionRef(file: type.file, function: function), summary).uses(in: summary)
                for step in uses.binds(of: value.index).map({ summary.steps[Int($0)] }) where step.target == value { open.append(step.value) }
            default: continue
            }
        }
        return made
    }

    /// What a function of a file does that releases an attribute of that name, or hands it on.
    private func discharge(in file: Int32, _ summary: FileSummary) -> Answer? {
        let name = context.program.names.intern(self.summary.strings[attribute])
        switch context.attributeReleases(of: name, in: file, summary, lists).deed(for: type) {
        case .releases(let words): return .discharged(words)
        case .handsOn(let words): return .handed(words)
        case nil: return nil
        }
    }

    private var outline: FileOutline { context.outline(of: type.file, summary) }
}
