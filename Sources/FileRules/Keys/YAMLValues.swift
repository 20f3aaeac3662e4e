internal import YAML

/// The scalars of a YAML stream. Aliases are not followed: what they name was read where it stands.
enum YAMLValues {
    static func forEach(in content: UnsafeRawBufferPointer, _ body: ([String], String, Range<Int>) -> Void) {
        var stack = KeyStack()
        // Inside a key that is a collection nothing has a path.
        var keyDepth = 0
        do throws(YAMLError) {
            var events = try YAMLEvents(content, file: "")
            while let event = try events.next() {
                switch event.kind {
                case .documentStart: stack = KeyStack()
                case .documentEnd: break
                case .scalar(let text, _) where keyDepth == 0:
                    if stack.expectsKey { stack.key(text) } else { stack.value { body($0, text, event.mark.offset..<event.endOffset) } }
                case .alias(let name) where keyDepth == 0:
                    if stack.expectsKey { stack.key("*" + name) } else { stack.value { _ in } }
                case .scalar, .alias: break
                case .sequenceStart, .mappingStart:
                    if keyDepth > 0 || stack.expectsKey { keyDepth += 1 } else { stack.open(isMapping: event.kind == .mappingStart) }
                case .sequenceEnd, .mappingEnd:
                    if keyDepth > 0 {
                        keyDepth -= 1
                        if keyDepth == 0 { stack.key("?") }
                    } else {
                        stack.close()
                    }
                }
            }
        } catch {}
    }
}
