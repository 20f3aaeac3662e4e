import Linking
import Semantics

/// Callables that are values: whoever handed them in decides what they do.
extension Ground {
    /// Whether what is called is a variable's value (a parameter, what stood under a key, the like of an enclosing function), or what an
    /// object was given as an attribute: `self._fetch(url)` where `_fetch` is set, and is no method.
    func isHandedIn(_ call: SummaryCall, in frame: Frame) -> Bool {
        if call.receiver.kind == .unknown { return call.called.kind == .local }
        guard call.method != 0, case .type(let type) = program.type(of: call.receiver, in: frame.file) else { return false }
        let found = program.attributes(program.names.intern(frame.summary.strings[call.method]), of: type)
        return found.contains { ![.name, .closure].contains($0.attribute.value.kind) }
    }
}
