import Findings
import Linking
import Rules
import Semantics

/// Objects whose text shows what they hold.
extension TaintTrace {
    /// The secret that an object's text shows; nil when it shows none, or nothing is known.
    func shape(of value: SummaryValue, at step: Int, in frame: Frame) -> [TaintOrigin]? {
        guard value.kind == .local || value.kind == .expression || value.kind == .call || value.kind == .name,
            case .type(let type) = program.type(of: value, in: frame.file)
        else { return nil }
        if frames.shapes[type] == nil { frames.shapes[type] = .some(shownField(of: type)) }
        guard case let shown?? = frames.shapes[type] else { return nil }
        return [origin(shown, type, value, at: step, in: frame)]
    }

    /// What `vars(x)` shows: also what is kept out of the object's own text.
    func allFields(of value: SummaryValue, at step: Int, in frame: Frame) -> TaintOrigin? {
        guard knowledge.shapes, case .type(let type) = program.type(of: value, in: frame.file) else { return nil }
        guard let shown = secretField(of: type, isHiddenIncluded: true, depth: 8) ?? setAttribute(of: type) else { return nil }
        return origin(shown, type, value, at: step, in: frame)
    }

    private func origin(_ field: Field, _ type: ClassRef, _ value: SummaryValue, at step: Int, in frame: Frame) -> TaintOrigin {
        let title = program.summary(of: type.file).map { $0.text($0.classes[Int(type.type)].name) } ?? "?"
        var origin = source("\(title).\(field.name)", at: step, in: frame)
        origin.hops = [
            TaintHop(place: field.place, message: "`\(title)` has `\(field.name)`, which its text shows"),
            TaintHop(place: place(step, in: frame), message: "a `\(title)` as a whole"),
        ]
        return origin
    }

    struct Field {
        var name: String
        var place: TaintPlace
    }

    /// The first secret in the text of a class's objects.
    private func shownField(of type: ClassRef) -> Field? {
        if let text = textMethod(of: type) {
            // Its own text: what that is made of.
            let fact = context.taintResult(of: text.function, knowledge.aboutNames, frames.aboutNames)
            guard let shown = fact.origins.first(where: { $0.isSource && $0.doubt < 2 }), case .source(let what, let place) = shown.kind else { return nil }
            return Field(name: what.split(separator: ".").last.map(String.init) ?? what, place: place)
        }
        return isPrinted(type, depth: 8) ? secretField(of: type, isHiddenIncluded: false, depth: 8) : nil
    }

    /// The method that makes an object's text, its own or inherited from a class of the project.
    private func textMethod(of type: ClassRef) -> (function: FunctionRef, name: String)? {
        guard let summary = program.summary(of: type.file) else { return nil }
        let names = summary.language == .python ? ["__str__", "__repr__"] : ["description", "debugDescription"]
        for name in names {
            if let method = program.member(program.names.intern(name), of: type) { return (method, name) }
        }
        return nil
    }

    /// Whether a decorator, a base or the kind of class makes the text show the attributes.
    private func isPrinted(_ type: ClassRef, depth: Int) -> Bool {
        guard depth > 0, let summary = program.summary(of: type.file) else { return false }
        let record = summary.classes[Int(type.type)]
        if context.isMatch(program.names.intern(summary.strings[record.keyword]), knowledge.printed) { return true }
        for decorator in summary.names[Int(record.firstDecorator)..<Int(record.firstDecorator + record.decoratorCount)] where decorator != 0 {
            guard case .external(let name) = program.entity(of: SummaryValue(.name, string: decorator), in: type.file) else { continue }
            if context.isMatch(name, knowledge.printed) { return !isSwitchedOff(decorator, record, summary) }
        }
        for base in summary.names[Int(record.firstBase)..<Int(record.firstBase + record.baseCount)] where base != 0 {
            switch program.entity(of: SummaryValue(.name, string: base), in: type.file) {
            case .external(let name): if context.isMatch(name, knowledge.printed) { return true }
            case .type(let base): if base != type, isPrinted(base, depth: depth - 1) { return true }
            default: break
            }
        }
        return false
    }

    /// `@dataclass(repr=False)`.
    private func isSwitchedOff(_ decorator: StringID, _ record: SummaryClass, _ summary: FileSummary) -> Bool {
        summary.calls.contains { call in
            guard call.callee == decorator, call.site.line <= record.site.line, call.site.line + 8 > record.site.line else { return false }
            return summary.arguments(of: call).contains { summary.text($0.label) == "repr" && summary.text($0.value.string) == "False" }
        }
    }

    private func secretField(of type: ClassRef, isHiddenIncluded: Bool, depth: Int) -> Field? {
        guard depth > 0, let names = knowledge.names, let summary = program.summary(of: type.file) else { return nil }
        let record = summary.classes[Int(type.type)]
        for binding in summary.bindings where binding.scope == record.scope && binding.form != .removed {
            let name = summary.text(binding.name), found = names.judge(name)
            guard found.judgement == .certain, !isHidden(binding, isHiddenIncluded, in: type.file, summary) else { continue }
            return Field(name: name, place: TaintPlace(file: type.file, start: record.site.start, line: binding.line))
        }
        for attribute in summary.attributes where summary.language == .swift && attribute.ownerClass == type.type {
            let name = summary.text(attribute.name)
            guard names.judge(name).judgement == .certain, !isClean(type: attribute.type, in: type.file) else { continue }
            return Field(name: name, place: TaintPlace(file: type.file, start: record.site.start, line: attribute.line))
        }
        for base in summary.names[Int(record.firstBase)..<Int(record.firstBase + record.baseCount)] where base != 0 {
            guard case .type(let base) = program.entity(of: SummaryValue(.name, string: base), in: type.file), base != type else { continue }
            if let found = secretField(of: base, isHiddenIncluded: isHiddenIncluded, depth: depth - 1) { return found }
        }
        return nil
    }

    /// Whether a field says that it is not to be shown, or is of a type that shows nothing.
    private func isHidden(_ binding: SummaryBinding, _ isHiddenIncluded: Bool, in file: Int32, _ summary: FileSummary) -> Bool {
        if isClean(type: binding.type, in: file) { return true }
        guard let home = frames.frame(file: file, function: nil) else { return true }
        if binding.value.kind == .call, !isHiddenIncluded { return context.isMatch(CallRef(file: file, call: binding.value.index), knowledge.hides) }
        // Without an annotation it is a constant of the class, not a field.
        return binding.type == 0 && isClean(binding.value, at: 0, in: home)
    }

    /// An attribute that the methods of a plain class set.
    private func setAttribute(of type: ClassRef) -> Field? {
        guard let names = knowledge.names, let summary = program.summary(of: type.file) else { return nil }
        for attribute in summary.attributes where attribute.ownerClass == type.type {
            let name = summary.text(attribute.name)
            guard names.judge(name).judgement == .certain, !isClean(type: attribute.type, in: type.file) else { continue }
            return Field(name: name, place: TaintPlace(file: type.file, start: 0, line: attribute.line))
        }
        return nil
    }
}
