/// What a scalar means by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema).
package enum YAMLValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
}

extension YAMLNode {
    /// The scalar's value; nil for collections. An integer too large for `Int` is a float, as is one in any notation of floats.
    package var value: YAMLValue? {
        guard case .scalar(let text, let style) = kind else { return nil }
        guard style == .plain, tag == nil || tag.map(Self.resolvable.contains) == true else { return .string(text) }
        return YAMLValue(plain: text)
    }

    private static let resolvable: Set<String> = [
        "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float",
    ]

    /// Nil unless the scalar is a string: quoted, a block, or plain text that is no null, boolean or number.
    package var string: String? {
        if case .string(let text) = value { text } else { nil }
    }

    package var int: Int? {
        if case .int(let number) = value { number } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let flag) = value { flag } else { nil }
    }

    /// A float or an integer.
    package var double: Double? {
        switch value {
        case .float(let number): number
        case .int(let number): Double(number)
        default: nil
        }
    }

    package var isNull: Bool { value == .null }

    /// What an error message calls the node: `a mapping`, `the number 5`.
    package var describedKind: String {
        switch (kind, value) {
        case (.mapping, _): "a mapping"
        case (.sequence, _): "a list"
        case (_, .null): "nothing (null)"
        case (_, .bool(let flag)): "the boolean \(flag)"
        case (_, .int), (_, .float): "the number \(text ?? "")"
        default: "a string"
        }
    }
}

extension YAMLValue {
    init(plain text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        case ".nan", ".NaN", ".NAN": self = .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": self = .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": self = .float(-.infinity)
        default:
            // Nearly all scalars are words: look at one byte before trying numbers.
            guard let first = text.utf8.first, first < UInt8(ascii: ":"), let number = Self.number(Array(text.utf8)) else {
                self = .string(text)
                return
            }
            self = number
        }
    }

    private static func number(_ bytes: [UInt8]) -> YAMLValue? {
        if bytes.starts(with: [UInt8(ascii: "0"), UInt8(ascii: "x")]) { return radix(bytes.dropFirst(2), 16) }
        if bytes.starts(with: [UInt8(ascii: "0"), UInt8(ascii: "o")]) { return radix(bytes.dropFirst(2), 8) }
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        let text = String(decoding: bytes, as: UTF8.self)
        if rest.isEmpty { return whole.isEmpty ? nil : Int(text).map(YAMLValue.int) ?? Double(text).map(YAMLValue.float) }
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(fraction)
        }
        guard whole.count + fraction > 0 else { return nil }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            guard !rest.isEmpty, rest.allSatisfy(isDigit) else { return nil }
            rest = []
        }
        // The standard library reads `.5` and `5.` too; what does not fit becomes infinity, as YAML readers have it.
        return rest.isEmpty ? Double(text).map(YAMLValue.float) : nil
    }

    private static func radix(_ digits: ArraySlice<UInt8>, _ radix: Int) -> YAMLValue? {
        // A sign after the prefix would be taken by the standard library and is no number in YAML.
        guard let first = digits.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: radix).map(YAMLValue.int)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
