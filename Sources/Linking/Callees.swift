internal import Findings
internal import Semantics

/// What calls arrive at.
extension Program {
    /// What is called, in the terms of the whole program.
    func callee(_ number: UInt32, in table: FileTable) -> Thing {
        guard Int(number) < table.summary.calls.count else { return .unknown }
        return remembered(4 << 60 | UInt64(number), in: table) {
            let call = table.summary.calls[Int(number)]
            if table.summary.language == .swift { return swiftCallee(call, in: table) }
            if call.receiver.kind == .local, isEntered(call.receiver.index, in: table) {
                let entered = member(table.name(call.method, names), of: thing(call.receiver, in: table))
                if entered != .unknown || evaluation.isLost { return resolved(entered) }
            }
            let named = resolved(thing(call.callee, in: table))
            switch named {
            case .unknown, .none, .external, .externalInstance: break
            default: return named
            }
            if evaluation.isLost { return named }
            if call.called.kind != .unknown {
                let called = resolved(thing(call.called, in: table))
                return called == .unknown ? named : called
            }
            guard call.method != 0 else { return named }
            // A name the file knows as its first base's may be another base's.
            let member = resolved(viaReceiver(call, in: table))
            return member == .unknown || named != .unknown && !isDeclared(member) ? named : member
        }
    }

    private func isDeclared(_ thing: Thing) -> Bool {
        switch thing {
        case .function, .type, .instance: true
        default: false
        }
    }

    private func resolved(_ thing: Thing) -> Thing {
        guard case .variable(let file, let name) = thing else { return thing }
        return value(ofGlobal: name, in: file)
    }

    private func viaReceiver(_ call: SummaryCall, in table: FileTable) -> Thing {
        let method = table.name(call.method, names)
        if call.receiver.kind == .call, isSuper(call.receiver.index, in: table) {
            guard let type = enclosingClass(of: call, in: table) else { return .unknown }
            return classMember(method, of: type, isOwnIncluded: false)
        }
        var receiver = thing(call.receiverType, in: table).asInstance
        if receiver == .unknown, call.receiver.kind != .unknown, !evaluation.isLost { receiver = thing(call.receiver, in: table) }
        if receiver != .unknown || evaluation.isLost { return member(method, of: receiver) }
        return .unknown
    }

    private func isSuper(_ call: UInt32, in table: FileTable) -> Bool {
        Int(call) < table.summary.calls.count && table.name(table.summary.calls[Int(call)].callee, names) == words.superCall
    }

    /// The class a call stands in, through nested functions.
    func enclosingClass(of call: SummaryCall, in table: FileTable) -> ClassRef? {
        var function = call.function
        while function != 0 {
            let record = table.summary.functions[Int(function - 1)]
            if record.ownerClass != 0 { return ClassRef(file: table.file, type: record.ownerClass - 1) }
            function = record.outerFunction
        }
        return nil
    }
}
