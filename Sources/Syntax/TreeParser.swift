internal import CSyntax
package import Findings

/// Parses files one after another on one thread, reusing its memory.
package final class TreeParser {
    private let parser: OpaquePointer

    package init() { parser = sl_parser_new() }
    deinit { sl_parser_free(parser) }

    /// Parses `bytes` (UTF-8, no byte order mark). The tree in the result is valid until the next call.
    package func parse(_ bytes: UnsafeRawBufferPointer, as language: Language, deadline: Duration = .seconds(5)) throws(SyntaxError) -> FlatTree {
        var nodes: UnsafePointer<sl_node>?
        var count: UInt32 = 0
        let micros = deadline.components.seconds * 1_000_000 + deadline.components.attoseconds / 1_000_000_000_000
        let status = sl_parse(
            parser, Grammar.of(language).pointer, bytes.bindMemory(to: CChar.self).baseAddress, UInt32(bytes.count), UInt64(micros), &nodes, &count)
        switch status {
        case SL_PARSED: return FlatTree(language: language, nodes: UnsafeBufferPointer(start: nodes, count: Int(count)), bytes: bytes)
        case SL_TIMED_OUT: throw .deadlinePassed
        case SL_CRASHED: throw .parserCrashed
        default: throw .outOfMemory
        }
    }
}
