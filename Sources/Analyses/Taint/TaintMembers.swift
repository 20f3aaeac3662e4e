import Findings
import Linking
import Rules
import Semantics

/// Attributes, and names of things that no function binds.
extension TaintTrace {
    func attribute(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard let expression = frame.expression(value), let base = frame.operands(value).first else { return [] }
        let name = frame.summary.text(expression.string)
        if isCleanPart(name) { return [] }
        if path.isAll, context.isMatch(program.names.intern(name), knowledge.unmasks), let shown = allFields(of: base, at: step, in: frame) { return [shown] }
        if path.isAll || !knowledge.whole, isNamedSource(base, name, in: frame) || isTypedSource(base, name, in: frame) {
            return [source(frame.text(value).isEmpty ? name : frame.text(value), at: step, in: frame)]
        }
        if let held = sourceByHolder(base, name, at: step, in: frame) { return held }
        if path.isWhole, nameSource(value, in: frame) {
            guard isOpenAttribute(name, of: base, value, in: frame) else { return [] }
            let found = [named(title(value, in: frame), value, at: step, in: frame)]
            return isMadeUp(attribute: value, name, of: base, at: step, in: frame) ? vague(found) : found
        }
        if let own = ownClass(of: base, in: frame) { return assigned(name, of: own, path, in: frame) }
        return origins(of: base, [.field(name)] + path, at: step, in: frame)
    }

    private func title(_ value: SummaryValue, in frame: Frame) -> String {
        let text = frame.text(value)
        return text.isEmpty ? lastName(of: value, in: frame) : text
    }

    /// `request.headers` of an object whose type is known.
    private func isTypedSource(_ base: SummaryValue, _ name: String, in frame: Frame) -> Bool {
        guard !context.isEmpty(knowledge.sources), case .external(let type) = program.type(of: base, in: frame.file) else { return false }
        return context.isMatch(program.names.join(type, program.names.intern(name)), knowledge.sources)
    }

    /// Whether an attribute named like a secret can be one: not when all that is assigned to it is harmless, and not when its object is
    /// of an unknown type that usually wraps its secrets.
    private func isOpenAttribute(_ name: String, of base: SummaryValue, _ value: SummaryValue, in frame: Frame) -> Bool {
        switch program.type(of: base, in: frame.file) {
        case .type(let type):
            let known = attributes(name, of: type, in: frame)
            if known.contains(where: { isClean(type: $0.attribute.type, in: $0.file) }) { return false }
            return known.isEmpty || !known.allSatisfy { isHarmless($0.attribute, in: $0.file) }
        case .external: return true
        case .unknown:
            let holder = lastName(of: base, in: frame)
            // A class's or an enumeration's member is a constant.
            if let first = holder.unicodeScalars.first, first.properties.isUppercase { return false }
            return !(knowledge.names?.isTable(holder) ?? false) && !wrapsSecrets(holder)
        }
    }

    /// Settings objects nobody knows the type of are often made to mask their secrets.
    private func wrapsSecrets(_ name: String) -> Bool { ["settings", "config", "cfg", "conf"].contains(Vocabulary.words(of: name).last ?? "") }

    func isClean(type: StringID, in file: Int32) -> Bool {
        guard type != 0, case .external(let name) = program.type(of: SummaryValue(.instance, string: type), in: file) else { return false }
        return context.isMatch(name, knowledge.cleanTypes)
    }

    private func isHarmless(_ attribute: SummaryAttribute, in file: Int32) -> Bool {
        guard attribute.value.kind != .unknown, let home = frames.frame(file: file, function: nil) else { return false }
        guard attribute.step > 0 else { return attribute.value.kind != .none && attribute.type == 0 && isClean(attribute.value, at: 0, in: home) }
        let set = Int(attribute.step) - 1
        guard let body = frames.frame(file: file, function: home.summary.function(ofStep: set)) else { return false }
        return isClean(attribute.value, at: set, in: body)
    }

    /// What is assigned to an attribute; of the file's own classes only what the file itself says.
    func attributes(_ name: String, of type: ClassRef, in frame: Frame) -> [(file: Int32, attribute: SummaryAttribute)] {
        guard type.file == frame.file else { return program.attributes(program.names.intern(name), of: type) }
        let summary = frame.summary, scope = summary.classes[Int(type.type)].scope
        let set = summary.attributes.filter { $0.ownerClass == type.type && summary.text($0.name) == name }
        let declared = summary.bindings.filter { $0.scope == scope && $0.form != .removed && summary.text($0.name) == name }
        return (set + declared.map { SummaryAttribute(ownerClass: type.type, binding: $0) }).map { (type.file, $0) }
    }

    /// The class a value is of, when it is the object the function belongs to.
    private func ownClass(of base: SummaryValue, in frame: Frame) -> ClassRef? {
        guard case .type(let type) = program.type(of: base, in: frame.file), type.file == frame.file else { return nil }
        return type
    }

    /// What the methods of a class assign to an attribute.
    private func assigned(_ name: String, of type: ClassRef, _ path: TaintPath, in frame: Frame) -> [TaintOrigin] {
        let set: [(step: Int, value: SummaryValue)]
        if frame.summary.language == .swift {
            set = frames.stores(name, of: type, in: frame.summary)
        } else {
            set = attributes(name, of: type, in: frame).filter { $0.attribute.step > 0 }.map { (Int($0.attribute.step) - 1, $0.attribute.value) }
        }
        return set.prefix(Self.mostAssignments).flatMap { step, value -> [TaintOrigin] in
            guard let body = frames.frame(file: type.file, function: frame.summary.function(ofStep: step)) else { return [] }
            let from = origins(of: value, path, at: step, in: body).filter(\.isSource)
            return adding(TaintHop(place: place(step, in: body), message: "`\(name)` holds it"), to: from)
        }
    }

    private static let mostAssignments = 8

    // MARK: Things

    /// A name that an import or the file itself binds.
    func thing(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        switch program.entity(of: value, in: frame.file) {
        case .external(let name):
            if context.isMatch(name, knowledge.sources), path.isAll || !knowledge.whole {
                var source = source(titled(program.names.text(name), path), at: step, in: frame)
                source.holdsParts = !knowledge.whole
                return [source]
            }
            return undeclared(value, path, at: step, in: frame)
        case .variable(let file, let variable):
            guard let home = frames.frame(file: file, function: nil) else { return [] }
            let name = home.summary.text(home.summary.variables[Int(variable)].name), binds = home.binds(of: variable)
            let isNamed = path.isWhole && nameSource(SummaryValue(.local, string: home.summary.variables[Int(variable)].name, index: variable), in: home)
            if isNamed, !binds.isEmpty, !binds.allSatisfy({ isClean(home.steps[$0].value, at: $0, in: home) }) {
                return [named(name, value, at: binds[binds.count - 1], in: home)]
            }
            return binds.flatMap { origins(of: home.steps[$0].value, path, at: $0, in: home).filter(\.isSource) }
        case .unknown: return undeclared(value, path, at: step, in: frame)
        default: return []
        }
    }

    /// Swift: a name that no file declares may be a member of the type the code is in; types' members are constants.
    private func undeclared(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard frame.summary.language == .swift else { return [] }
        let segments = frame.summary.text(value.string).split(separator: ".")
        if segments.count > 1, path.isAll || !knowledge.whole, context.isMatch(program.names.intern(segments.suffix(2).joined(separator: ".").lowercased()), knowledge.sourceNames) {
            return [source(segments.joined(separator: "."), at: step, in: frame)]
        }
        guard path.isWhole, !segments.contains(where: { $0.first?.isUppercase ?? true || $0.first == "@" }), nameSource(value, in: frame) else { return [] }
        return [source(segments.joined(separator: "."), at: step, in: frame)]
    }

    /// A name nothing in the file binds: only what it is called is known.
    func unbound(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        let name = frame.summary.text(value.string)
        guard path.isWhole, !name.hasPrefix("."), nameSource(value, in: frame) else { return [] }
        return [named(name, value, at: step, in: frame)]
    }
}
