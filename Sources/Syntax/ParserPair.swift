internal import CSyntax

/// Two kernel parsers: one holds the best tree so far while the other tries.
final class ParserPair {
    private var holder: OpaquePointer?
    private var spare: OpaquePointer?
    private let memoryLimit: Int

    /// - Parameter memoryLimit: bytes one parse may take, beside its flat tree, which may take as many again.
    init(memoryLimit: Int) {
        self.memoryLimit = memoryLimit
        holder = Self.makeParser(memoryLimit)
    }

    deinit {
        if let holder { sl_parser_free(holder) }
        if let spare { sl_parser_free(spare) }
    }

    /// Parses into the spare parser; `keep` makes the result the one that is held. It is valid until the next attempt otherwise.
    func attempt(_ bytes: UnsafeRawBufferPointer, _ grammar: Grammar, deadline: Duration) throws(SyntaxError) -> UnsafeBufferPointer<Node> {
        if spare == nil { spare = Self.makeParser(memoryLimit) }
        return try Self.parse(bytes, grammar, deadline, spare)
    }

    func keep() { swap(&holder, &spare) }

    /// Parses into the parser whose tree is held, and drops that tree.
    func parse(_ bytes: UnsafeRawBufferPointer, _ grammar: Grammar, deadline: Duration) throws(SyntaxError) -> UnsafeBufferPointer<Node> {
        try Self.parse(bytes, grammar, deadline, holder)
    }

    private static func makeParser(_ memoryLimit: Int) -> OpaquePointer? {
        guard let parser = sl_parser_new() else { return nil }
        if sl_parser_set_memory_limit(parser, memoryLimit) { return parser }
        sl_parser_free(parser)
        return nil
    }

    private static func parse(
        _ bytes: UnsafeRawBufferPointer, _ grammar: Grammar, _ deadline: Duration, _ parser: OpaquePointer?
    ) throws(SyntaxError) -> UnsafeBufferPointer<Node> {
        guard let parser, let length = UInt32(exactly: bytes.count) else { throw .outOfMemory }
        var nodes: UnsafePointer<Node>?
        var count: UInt32 = 0
        switch sl_parse(parser, grammar.pointer, bytes.bindMemory(to: CChar.self).baseAddress, length, deadline.micros, &nodes, &count) {
        case SL_PARSED: return UnsafeBufferPointer(start: nodes, count: Int(count))
        case SL_TIMED_OUT: throw .deadlinePassed
        case SL_CRASHED: throw .parserCrashed
        case SL_NOT_UNDERSTOOD: throw .notUnderstood
        default: throw .outOfMemory
        }
    }
}

extension Duration {
    /// Whole microseconds, at least one: to the kernel 0 means no deadline.
    fileprivate var micros: UInt64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? UInt64(Int64.max) : UInt64(max(1, scaled &+ attoseconds / 1_000_000_000_000))
    }
}
