internal import Findings
internal import Linking
internal import Semantics

/// A variable or attribute as one function sees it: two of its values with the same place are the same thing.
struct SharedPlace: Hashable {
    enum Root: Hashable {
        /// The object the function is a method of.
        case object
        case global(file: Int32, variable: UInt32)
        case external(GlobalName)
        /// A variable of the function, or of one around it, by its number in the file.
        case local(file: Int32, variable: UInt32)
    }
    var root: Root
    /// Names of attributes, from the root on.
    var path: [GlobalName] = []

    /// Whether it outlives a call of the function.
    var isShared: Bool {
        switch root {
        case .object: !path.isEmpty
        case .global, .external: true
        case .local: false
        }
    }

    /// Longer paths lead through other people's objects.
    static let longestPath = 4

    func appending(_ names: [GlobalName]) -> SharedPlace? {
        guard path.count + names.count <= Self.longestPath else { return nil }
        return SharedPlace(root: root, path: path + names)
    }
}

extension AnalysisContext {
    /// Where a value is found; nil for what is made on the spot, or found by an index.
    func place(of value: SummaryValue, in file: Int32, _ summary: FileSummary) -> SharedPlace? {
        var names: [GlobalName] = [], value = value
        while let expression = summary.expression(value) {
            guard names.count < SharedPlace.longestPath, let base = summary.operands(of: value).first else { return nil }
            switch expression.kind {
            case .attribute: names.append(program.names.intern(summary.strings[expression.string]))
            case .awaited, .attempted, .entered: break
            default: return nil
            }
            value = base
        }
        return root(of: value, in: file, summary).map { SharedPlace(root: $0, path: names.reversed()) }
    }

    private func root(of value: SummaryValue, in file: Int32, _ summary: FileSummary) -> SharedPlace.Root? {
        switch value.kind {
        case .instance: return summary.language == .swift ? .object : nil
        case .local:
            guard value.index < summary.variables.count else { return nil }
            let variable = summary.variables[Int(value.index)]
            if summary.isObject(variable) { return .object }
            return variable.scope == 0 ? .global(file: file, variable: value.index) : .local(file: file, variable: value.index)
        case .name:
            switch program.entity(of: value, in: file) {
            case .variable(let file, let variable): return .global(file: file, variable: variable)
            case .external(let name): return .external(name)
            default: return nil
            }
        default: return nil
        }
    }

    /// A callee's place as its caller sees it; nil where the caller does not see it.
    func place(_ place: SharedPlace, of callee: FunctionRef, seenFrom call: CallRef) -> SharedPlace? {
        guard let summary = program.summary(of: call.file) else { return nil }
        let record = summary.calls[Int(call.call)]
        switch place.root {
        case .global, .external: return place
        case .local(_, let variable):
            guard callee.file == call.file, !summary.isLocal(variable, to: callee.function) else { return nil }
            return place
        case .object:
            if case .type = program.target(of: call) { return nil }
            // A nested function, or Swift's call without `self`, belongs to the same object.
            if record.receiver.kind == .unknown { return place }
            if record.receiver.kind == .call, summary.text(summary.calls[Int(record.receiver.index)].callee) == "super" { return place }
            return self.place(of: record.receiver, in: call.file, summary)?.appending(place.path)
        }
    }

    /// A place as the program knows it, whoever looks: an object's attribute goes by the class that has it.
    func key(of place: SharedPlace, in function: FunctionRef) -> LockKey? {
        guard place.root == .object else { return place.isShared ? LockKey(owner: nil, place: place) : nil }
        guard let type = ownerClass(of: function), let name = place.path.first else { return nil }
        let home = program.attributes(name, of: type).map { ClassRef(file: $0.file, type: $0.attribute.ownerClass) }.min()
        return LockKey(owner: home ?? type, place: place)
    }

    /// The class a function is a method of, through the functions around it.
    func ownerClass(of function: FunctionRef) -> ClassRef? {
        guard let summary = program.summary(of: function.file) else { return nil }
        var at = function.function + 1
        while at != 0, at <= summary.functions.count {
            let record = summary.functions[Int(at - 1)]
            if record.ownerClass != 0 { return ClassRef(file: function.file, type: record.ownerClass - 1) }
            at = record.outerFunction
        }
        return nil
    }

    /// A place's name as people write it.
    func title(of place: SharedPlace) -> String {
        let path = place.path.map { program.names.text($0) }
        let root: String? =
            switch place.root {
            case .object: nil
            case .global(let file, let variable), .local(let file, let variable): program.summary(of: file).map { $0.text($0.variables[Int(variable)].name) }
            case .external(let name): program.names.text(name)
            }
        return ((root.map { [$0] } ?? []) + path).joined(separator: ".")
    }
}

/// A lock as the whole program knows it.
struct LockKey: Hashable {
    var owner: ClassRef?
    var place: SharedPlace
}

extension FileSummary {
    /// Whether a variable is the object a method belongs to, by the name everybody gives it.
    func isObject(_ variable: SummaryVariable) -> Bool {
        guard language == .python else { return text(variable.name) == "self" }
        guard variable.flags.contains(.isParameter) else { return false }
        let name = text(variable.name)
        return name == "self" || name == "cls"
    }
}
