internal import CSyntax

/// The kernel's parser: holds the best tree so far while it tries for a better one.
final class KernelParser {
    private let parser: OpaquePointer?

    /// - Parameter memoryLimit: bytes the parse of one file may take, beside its flat trees, which may take as many again.
    init(memoryLimit: Int) {
        guard let parser = sl_parser_new() else {
            self.parser = nil
            return
        }
        if sl_parser_set_memory_limit(parser, memoryLimit) {
            self.parser = parser
        } else {
            sl_parser_free(parser)
            self.parser = nil
        }
    }

    deinit {
        if let parser { sl_parser_free(parser) }
    }

    /// Parses from scratch; the tree is held until the next call.
    func parse(_ bytes: UnsafeRawBufferPointer, _ grammar: Grammar, deadline: Duration) throws(SyntaxError) -> UnsafeBufferPointer<Node> {
        try check { parser, nodes, count throws(SyntaxError) in
            sl_parse(parser, grammar.pointer, bytes.bindMemory(to: CChar.self).baseAddress, try Self.length(bytes), deadline.micros, &nodes, &count)
        }
    }

    /// Parses a text that differs in some bytes from the one the held tree was made of, `old`, and has its length and line breaks. The result is
    /// valid until the next call, longer when `keep` makes it the held tree.
    func attempt(
        _ bytes: UnsafeRawBufferPointer, insteadOf old: UnsafeRawBufferPointer, _ grammar: Grammar, deadline: Duration
    ) throws(SyntaxError) -> UnsafeBufferPointer<Node> {
        try check { parser, nodes, count throws(SyntaxError) in
            sl_parse_again(
                parser, grammar.pointer, old.bindMemory(to: CChar.self).baseAddress, bytes.bindMemory(to: CChar.self).baseAddress,
                try Self.length(bytes), deadline.micros, &nodes, &count)
        }
    }

    func keep() {
        if let parser { sl_parser_keep(parser) }
    }

    private static func length(_ bytes: UnsafeRawBufferPointer) throws(SyntaxError) -> UInt32 {
        guard let length = UInt32(exactly: bytes.count) else { throw .outOfMemory }
        return length
    }

    private func check(
        _ parse: (OpaquePointer, inout UnsafePointer<Node>?, inout UInt32) throws(SyntaxError) -> sl_status
    ) throws(SyntaxError) -> UnsafeBufferPointer<Node> {
        guard let parser else { throw .outOfMemory }
        var nodes: UnsafePointer<Node>?
        var count: UInt32 = 0
        switch try parse(parser, &nodes, &count) {
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
