internal import CLibYAML

/// One event of libyaml's parser: a node starts or ends.
package struct YAMLEvent: Sendable {
    package enum Kind: Sendable, Hashable {
        case documentStart, documentEnd
        case scalar(String, style: YAMLScalarStyle)
        case alias(String)
        case sequenceStart, sequenceEnd
        case mappingStart, mappingEnd
    }

    package var kind: Kind
    package var mark: YAMLMark
    package var endOffset: Int
    package var anchor: String?
    /// The explicit tag, its handle resolved.
    package var tag: String?
}

/// The events of a YAML stream, one after the other: what was written before a syntax error can still be read.
package struct YAMLEvents: ~Copyable {
    // On the heap, since libyaml keeps pointers into it.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let file: String
    private let start: Int
    private var positions: YAMLPositions
    private var isDone = false

    /// `bytes` must live as long as the reader does.
    package init(_ bytes: UnsafeRawBufferPointer, file: String) throws(YAMLError) {
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        parser = .allocate(capacity: 1)
        self.file = file
        positions = YAMLPositions(bytes, start: start)
        guard yaml_parser_initialize(parser) == 1 else {
            // libyaml cleaned up after itself; a failed initialiser must still leave `deinit` something to delete.
            parser.initialize(to: yaml_parser_t())
            throw YAMLError(file: file, mark: YAMLMark(line: 1, column: 1), message: "not enough memory to read this file")
        }
        // Named, not guessed: a file of any other encoding is an error with a position.
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        guard let base = bytes.baseAddress, bytes.count > start else { isDone = true; return }
        yaml_parser_set_input_string(parser, (base + start).assumingMemoryBound(to: UInt8.self), bytes.count - start)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event, nil at the end of the stream. After an error there are no more.
    package mutating func next() throws(YAMLError) -> YAMLEvent? {
        while !isDone {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else {
                isDone = true
                throw failure()
            }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT { isDone = true }
            if let kind = Self.kind(event) {
                let mark = positions.mark(scalar: Int(event.start_mark.index))
                let end = positions.mark(scalar: Int(event.end_mark.index)).offset
                let (anchor, tag) = Self.properties(event)
                return YAMLEvent(kind: kind, mark: mark, endOffset: end, anchor: anchor, tag: tag)
            }
        }
        return nil
    }

    private static func kind(_ event: yaml_event_t) -> YAMLEvent.Kind? {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_DOCUMENT_END_EVENT: .documentEnd
        case YAML_SEQUENCE_START_EVENT: .sequenceStart
        case YAML_SEQUENCE_END_EVENT: .sequenceEnd
        case YAML_MAPPING_START_EVENT: .mappingStart
        case YAML_MAPPING_END_EVENT: .mappingEnd
        case YAML_ALIAS_EVENT: .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            .scalar(
                String(decoding: UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length), as: UTF8.self),
                style: style(event.data.scalar.style))
        default: nil
        }
    }

    private static func properties(_ event: yaml_event_t) -> (anchor: String?, tag: String?) {
        switch event.type {
        case YAML_SCALAR_EVENT: (text(event.data.scalar.anchor), text(event.data.scalar.tag))
        case YAML_SEQUENCE_START_EVENT: (text(event.data.sequence_start.anchor), text(event.data.sequence_start.tag))
        case YAML_MAPPING_START_EVENT: (text(event.data.mapping_start.anchor), text(event.data.mapping_start.tag))
        default: (nil, nil)
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }

    private mutating func failure() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "unreadable"
        switch parser.pointee.error {
        case YAML_MEMORY_ERROR:
            return YAMLError(file: file, mark: YAMLMark(line: 1, column: 1), message: "not enough memory to read this file")
        case YAML_READER_ERROR:
            // A bad trailing byte is reported at itself; people look for the character it belongs to.
            let mark = positions.mark(scalarAround: start + Int(parser.pointee.problem_offset), isTrailing: problem.contains("trailing"))
            return YAMLError(file: file, mark: mark, message: YAMLAdvice.reader(problem, value: Int(parser.pointee.problem_value)))
        default:
            let mark = positions.mark(scalar: Int(parser.pointee.problem_mark.index))
            guard let context = parser.pointee.context.map({ String(cString: $0) }) else {
                return YAMLError(file: file, mark: mark, message: YAMLAdvice.syntax(problem, context: nil))
            }
            let contextMark = positions.mark(scalar: Int(parser.pointee.context_mark.index))
            return YAMLError(file: file, mark: mark, message: YAMLAdvice.syntax(problem, context: (context, contextMark)))
        }
    }
}
