/// A format of which keys and scalar values can be read with their places.
enum ConfigurationFormat: Sendable {
    case json, yaml, toml

    init?(path: String) {
        switch path.split(separator: "/").last?.split(separator: ".").last?.lowercased() {
        case "json"?: self = .json
        case "yaml"?, "yml"?: self = .yaml
        case "toml"?: self = .toml
        default: return nil
        }
    }

    /// Calls `body` for each scalar with the keys that lead to it (list items by number), its text, and where it stands. What cannot be read
    /// is left out; so is the rest of the file after a syntax error.
    func forEachValue(in content: UnsafeRawBufferPointer, _ body: (_ keys: [String], _ text: String, _ place: Range<Int>) -> Void) {
        switch self {
        case .json:
            var reader = JSONValues(content)
            reader.forEach(body)
        case .yaml: YAMLValues.forEach(in: content, body)
        case .toml:
            var reader = TOMLValues(content)
            reader.forEach(body)
        }
    }
}

/// Where a reader is in a tree of keys.
struct KeyStack {
    private(set) var keys: [String] = []
    private var kinds: [Kind] = []

    private enum Kind {
        /// `nil` while the next scalar is a key.
        case mapping(key: String?)
        case sequence(count: Int)
    }

    var isEmpty: Bool { kinds.isEmpty }
    var expectsKey: Bool { if case .mapping(nil)? = kinds.last { true } else { false } }

    /// Before each value: the item's number, when it stands in a list.
    private mutating func begin() {
        if case .sequence(let count)? = kinds.last { keys.append(String(count)) }
    }

    private mutating func end() {
        switch kinds.last {
        case .sequence(let count)?:
            keys.removeLast()
            kinds[kinds.count - 1] = .sequence(count: count + 1)
        case .mapping(.some)?:
            keys.removeLast()
            kinds[kinds.count - 1] = .mapping(key: nil)
        default: break
        }
    }

    mutating func key(_ text: String) {
        guard expectsKey else { return }
        kinds[kinds.count - 1] = .mapping(key: text)
        keys.append(text)
    }

    mutating func value(_ body: ([String]) -> Void) {
        begin()
        body(keys)
        end()
    }

    mutating func open(isMapping: Bool) {
        begin()
        kinds.append(isMapping ? .mapping(key: nil) : .sequence(count: 0))
    }

    mutating func close() {
        guard !kinds.isEmpty else { return }
        kinds.removeLast()
        end()
    }
}
