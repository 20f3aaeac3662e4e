package import Semantics

extension Program {
    /// What is assigned to an attribute, in the class and its bases (a Swift type's extensions included): `self.x = …`, what the class
    /// body binds, stored properties.
    package func attributes(_ name: GlobalName, of type: ClassRef) -> [(file: Int32, attribute: SummaryAttribute)] {
        ask([]) {
            var found: [(file: Int32, attribute: SummaryAttribute)] = []
            var pending = [type], seen: Set<ClassRef> = []
            while let next = pending.popLast() {
                guard seen.insert(next).inserted, let table = table(of: next.file) else { continue }
                let scope = table.summary.classes[Int(next.type)].scope
                for entry in table.entries(name, inScope: scope) {
                    switch entry.kind {
                    case .attribute: found.append((next.file, table.summary.attributes[Int(entry.number)]))
                    case .binding:
                        let binding = table.summary.bindings[Int(entry.number)]
                        guard binding.form != .removed else { continue }
                        found.append((next.file, SummaryAttribute(ownerClass: next.type, binding: binding)))
                    default: break
                    }
                }
                for base in bases(of: next, in: table).reversed() {
                    if case .type(let base) = base { pending.append(base) }
                }
            }
            return found
        }
    }

    /// What a class inherits from, and whether all of it is in the project or known to have nothing in it (`object`, `Protocol`, `ABC`).
    package func ancestors(of type: ClassRef) -> (types: [ClassRef], isComplete: Bool) {
        ask(([], false)) {
            var pending = [type], seen: Set<ClassRef> = [], isComplete = true
            while let next = pending.popLast() {
                guard seen.insert(next).inserted else { continue }
                guard let table = table(of: next.file) else {
                    isComplete = false
                    continue
                }
                for base in bases(of: next, in: table) {
                    switch base {
                    case .type(let base): pending.append(base)
                    case .external(let name) where words.markers.contains(name): break
                    default: isComplete = false
                    }
                }
            }
            return (seen.subtracting([type]).sorted(), isComplete)
        }
    }

    /// What is bound to a variable anywhere in its file; `unknown` for what cannot be described (a loop's item, an exception).
    package func values(ofVariable variable: UInt32, in file: Int32) -> [SummaryValue] {
        guard let table = table(of: file), Int(variable) < table.summary.variables.count else { return [] }
        let record = table.summary.variables[Int(variable)]
        var values: [SummaryValue] = []
        for entry in table.entries(table.name(record.name, names), inScope: record.scope) {
            switch entry.kind {
            case .binding:
                let binding = table.summary.bindings[Int(entry.number)]
                if binding.form != .removed { values.append(binding.form == .assigned ? binding.value : SummaryValue()) }
            case .function: values.append(SummaryValue(.name, string: table.summary.functions[Int(entry.number)].qualifiedName))
            case .type: values.append(SummaryValue(.name, string: table.summary.classes[Int(entry.number)].qualifiedName))
            case .imported, .attribute, .variable: break
            }
        }
        return values
    }
}
