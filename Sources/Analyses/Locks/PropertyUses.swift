internal import Linking
internal import Semantics

/// Swift: where the methods of the classes of one file use the properties of their object, made once for all of the file's candidates.
struct PropertyUses {
    struct Property: Hashable {
        var type: ClassRef
        var name: GlobalName
    }

    struct Use {
        var step: Int
        var function: FunctionRef
        var isWrite: Bool
    }

    private var uses: [Property: [Use]] = [:]

    /// - Parameters:
    ///   - owners: the class a function's object is of; nil for functions that do not count.
    ///   - written: the property of the object that a step changes.
    init(_ file: Int32, _ summary: FileSummary, _ context: AnalysisContext, owners: (FunctionRef) -> ClassRef?, written: (Int) -> GlobalName?) {
        for number in summary.functions.indices {
            let function = FunctionRef(file: file, function: UInt32(number)), range = summary.stepRange(of: UInt32(number))
            guard !range.isEmpty, let type = owners(function) else { continue }
            for step in range {
                let isWritten = written(step)
                var names: Set<GlobalName> = []
                _ = summary.reads(summary.steps[step]) { value in
                    if let name = context.ownProperty(value, summary) { names.insert(name) }
                    return false
                }
                if let isWritten { names.insert(isWritten) }
                for name in names {
                    uses[Property(type: type, name: name), default: []].append(Use(step: step, function: function, isWrite: name == isWritten))
                }
            }
        }
    }

    /// In the order of the file.
    func uses(of property: Property) -> [Use] { uses[property] ?? [] }
}

extension AnalysisContext {
    /// Swift: the property of the object itself that a value is.
    func ownProperty(_ value: SummaryValue, _ summary: FileSummary) -> GlobalName? {
        guard let expression = summary.expression(value), expression.kind == .attribute, let base = summary.operands(of: value).first else { return nil }
        let isOwn = base.kind == .instance || base.kind == .local && base.index < summary.variables.count && summary.isObject(summary.variables[Int(base.index)])
        return isOwn ? program.names.intern(summary.strings[expression.string]) : nil
    }
}
