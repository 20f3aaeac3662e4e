import Findings
import Linking
import Semantics

/// What a source is called, and the file it is read from.
extension TaintTrace {
    /// `json.load()`, `os.getenv(HOOK)`.
    func title(of call: SummaryCall, _ arguments: [SummaryArgument], _ path: TaintPath, in frame: Frame) -> String {
        let key = arguments.first.flatMap { self.key($0.value, in: frame) } ?? ""
        let isVariable = !key.isEmpty && key.unicodeScalars.allSatisfy { $0.properties.isUppercase || $0 == "_" || $0.properties.numericType != nil }
        return titled(frame.calleeText(call) + (isVariable ? "(\(key))" : "()"), path)
    }

    /// `os.environ[HOOK]`.
    func titled(_ name: String, _ path: TaintPath) -> String {
        guard case .field(let key)? = path.first else { return name }
        return "\(name)[\(key)]"
    }

    /// The last text among what a call reads from: `open("app.json")`, `(here / "app.json").read_text()`, `load(f)` after one of these. Nil when it
    /// is not written out.
    func fileName(readBy call: SummaryCall, at step: Int, in frame: Frame) -> String? { fileName(readBy: call, at: step, in: frame, depth: 12) }

    private func fileName(readBy call: SummaryCall, at step: Int, in frame: Frame, depth: Int) -> String? {
        let arguments = Array(frame.arguments(of: call).filter { $0.label == 0 || frame.summary.language == .swift })
        // A mode, an encoding or a key comes after the name; a part of a path before it.
        let isJoining = frame.summary.text(call.method).hasSuffix("join") || frame.summary.text(call.method).hasSuffix("Path")
        for argument in isJoining ? Array(arguments.reversed()) : Array(arguments.prefix(1)) {
            if let name = fileName(argument.value, at: step, in: frame, depth: depth - 1) { return name }
        }
        return call.receiver.kind == .unknown ? nil : fileName(call.receiver, at: step, in: frame, depth: depth - 1)
    }

    private func fileName(_ value: SummaryValue, at step: Int, in frame: Frame, depth: Int) -> String? {
        guard depth > 0 else { return nil }
        switch value.kind {
        case .string: return key(value, in: frame)
        case .call: return frame.call(value).flatMap { fileName(readBy: $0, at: $0.step > 0 ? min(Int($0.step) - 1, step) : step, in: frame, depth: depth - 1) }
        case .local:
            let owner = frame.owner(ofVariable: value.index)
            guard owner == frame.function else {
                guard let home = frames.frame(file: frame.file, function: owner) else { return nil }
                return fileName(boundTo: value.index, in: home, depth: depth)
            }
            let definitions = Definitions(of: value.index, before: step, in: frame)
            guard definitions.binds.count == 1, !definitions.isGiven || frame.function == nil else { return nil }
            return fileName(frame.steps[definitions.binds[0]].value, at: definitions.binds[0], in: frame, depth: depth - 1)
        case .name:
            guard case .variable(let file, let variable) = program.entity(of: value, in: frame.file), let home = frames.frame(file: file, function: nil) else {
                return nil
            }
            return fileName(boundTo: variable, in: home, depth: depth)
        case .expression:
            guard let expression = frame.expression(value) else { return nil }
            let operands = Array(frame.operands(value))
            switch expression.kind {
            case .entered, .awaited, .attempted: return operands.first.flatMap { fileName($0, at: step, in: frame, depth: depth - 1) }
            case .binary: return operands.last.flatMap { fileName($0, at: step, in: frame, depth: depth - 1) }
            default: return nil
            }
        default: return nil
        }
    }

    /// A variable of the file, or of a function around, that is bound once.
    private func fileName(boundTo variable: UInt32, in home: Frame, depth: Int) -> String? {
        let binds = home.binds(of: variable)
        return binds.count == 1 ? fileName(home.steps[binds[0]].value, at: binds[0], in: home, depth: depth - 1) : nil
    }
}
