internal import Findings
internal import Linking
internal import Semantics

/// Swift: whether a class that says of itself that it may be shared (`@unchecked Sendable`) changes a property without protection. Asked about the
/// candidates of one file.
final class UncheckedState {
    /// The rule's lists of calls and names.
    struct Lists {
        let protection: StateProtection.Lists
        let mutators, confined: KnowledgeID
    }

    let file: Int32
    private let lists: Lists
    private let summary: FileSummary
    private let context: AnalysisContext
    private let protection: StateProtection
    private var isUnchecked: [ClassRef: Bool] = [:]
    private var declarations: [ClassRef: ClassRef?] = [:]
    private lazy var uses = PropertyUses(file, summary, context, owners: { self.owner(of: $0) }, written: { self.property(writtenAt: $0) })
    private var places: [PropertyUses.Property: Places] = [:]

    /// Nil when the file is missing.
    init?(_ file: Int32, _ lists: Lists, _ context: AnalysisContext) {
        guard let summary = context.program.summary(of: file) else { return nil }
        (self.file, self.lists, self.summary, self.context) = (file, lists, summary, context)
        protection = StateProtection(lists.protection, file, summary, context)
    }

    func settle(_ site: CandidateSite) -> Verdict? {
        guard let type = context.ownerClass(of: site.function).flatMap({ declaration(of: $0) }), isUnchecked(type) else {
            context.dismiss("it is no class that is @unchecked Sendable")
            return nil
        }
        guard let name = property(writtenAt: site.step), !context.program.attributes(name, of: type).isEmpty else {
            context.dismiss("it is no property of the class")
            return nil
        }
        if summary.steps[site.step].kind == .call, !isCollection(name, type) {
            context.doubt("it may be an object that looks after itself")
            return nil
        }
        let places = places(of: PropertyUses.Property(type: type, name: name))
        guard places.open == site.step else {
            explain(site, places)
            return nil
        }
        var verdict = Verdict(isFinding: true)
        let state = context.program.names.text(name)
        verdict.variables["STATE"] = state
        if let other = places.proven {
            let line = summary.steps[other].line
            verdict.variables["HOW"] = "is changed here without the protection it has elsewhere (line \(line))"
            verdict.flow = [context.flowStep(other, in: file, "\(state) is protected here"), context.flowStep(site.step, in: file, "but not here")].compactMap { $0 }
        } else {
            verdict.variables["HOW"] = "is changed without a lock, a queue or an actor"
            // Whoever made the class may have told its users to call it from one thread.
            verdict.severity = summary.steps[site.step].flags.contains(.isAugmented) ? .warning : .info
        }
        return verdict
    }

    /// Why a place that changes the property is not told of.
    private func explain(_ site: CandidateSite, _ places: Places) {
        guard context.isExplaining else { return }
        switch places.used.contains(site.step) ? protection.level(at: site.step, in: site.function.function) : nil {
        case .some(.proven): context.explain("it is protected here")
        case .some(.unknown): context.doubt("whether it is protected here is not known")
        case .some(.none), nil: context.dismiss("it is told of at another place, or nobody else has the object yet")
        }
    }

    // MARK: The class

    /// What an extension extends; a class is its own.
    private func declaration(of type: ClassRef) -> ClassRef? {
        if let known = declarations[type] { return known }
        let found = findDeclaration(of: type)
        declarations[type] = .some(found)
        return found
    }

    private func findDeclaration(of type: ClassRef) -> ClassRef? {
        guard let summary = context.program.summary(of: type.file) else { return nil }
        let record = summary.classes[Int(type.type)]
        guard summary.text(record.keyword) == "extension" else { return type }
        guard case .type(let declared) = context.program.entity(of: SummaryValue(.name, string: record.qualifiedName), in: type.file) else { return nil }
        return declared
    }

    /// Whether a class, or an extension of it in its file, is `@unchecked Sendable`, and nobody confines it to one thread.
    private func isUnchecked(_ type: ClassRef) -> Bool {
        if let known = isUnchecked[type] { return known }
        let found = saysUnchecked(type)
        isUnchecked[type] = found
        return found
    }

    private func saysUnchecked(_ type: ClassRef) -> Bool {
        guard let summary = context.program.summary(of: type.file) else { return false }
        let record = summary.classes[Int(type.type)]
        // A lock's own state is the lock.
        guard summary.text(record.keyword) == "class", !context.isNamed(summary.text(record.name), lists.protection.locks.names) else { return false }
        let all = summary.classes.filter { $0.qualifiedName == record.qualifiedName }
        func names(_ first: UInt32, _ count: UInt32) -> [String] { summary.names[Int(first)..<Int(first + count)].map { summary.text($0) } }
        guard all.contains(where: { names($0.firstDecorator, $0.decoratorCount).contains("unchecked") }) else { return false }
        return !all.contains { names($0.firstBase, $0.baseCount).contains { context.isNamed(String($0.split(separator: ".").last ?? ""), lists.confined) } }
    }

    /// The class whose object a function uses; nil for initialisers, when nobody else has the object.
    private func owner(of function: FunctionRef) -> ClassRef? {
        guard !summary.isInitialiser(function.function) else { return nil }
        return context.ownerClass(of: function).flatMap { declaration(of: $0) }
    }

    // MARK: Its properties

    /// The property of the object that a step changes: sets, sets an element of, or calls a changing method of.
    private func property(writtenAt step: Int) -> GlobalName? {
        let record = summary.steps[step]
        if record.kind == .call, record.value.kind == .call {
            let call = summary.calls[Int(record.value.index)]
            guard context.isNamed(summary.text(call.method), lists.mutators) else { return nil }
            return context.ownProperty(call.receiver, summary)
        }
        guard record.kind == .store else { return nil }
        var target = record.target
        while let expression = summary.expression(target), expression.kind == .element, let base = summary.operands(of: target).first { target = base }
        return context.ownProperty(target, summary)
    }

    /// Whether a property is a collection, which its methods change; objects may look after themselves.
    private func isCollection(_ name: GlobalName, _ type: ClassRef) -> Bool {
        context.program.attributes(name, of: type).contains { file, attribute in
            if attribute.value.kind == .collection { return true }
            guard attribute.type != 0, let summary = context.program.summary(of: file) else { return false }
            return ["Array", "Dictionary", "Set", "Deque", "String", "Data"].contains(summary.text(attribute.type))
        }
    }

    // MARK: Its uses

    /// The first step that changes a property unprotected, and the first that uses it protected.
    private struct Places {
        var open: Int?
        var proven: Int?
        var used: Set<Int> = []
    }

    private func places(of property: PropertyUses.Property) -> Places {
        if let known = places[property] { return known }
        var found = Places()
        for use in uses.uses(of: property) {
            found.used.insert(use.step)
            guard found.open == nil || found.proven == nil else { continue }
            switch protection.level(at: use.step, in: use.function.function) {
            case .none: if use.isWrite, found.open == nil { found.open = use.step }
            case .proven: if found.proven == nil { found.proven = use.step }
            case .unknown: break
            }
        }
        places[property] = found
        return found
    }
}
