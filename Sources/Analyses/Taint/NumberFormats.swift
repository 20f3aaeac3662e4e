import Semantics

/// What `"… %d …"` prints is a number, whatever the name of the value.
enum NumberFormats {
    /// For each conversion of a `%` format in turn, whether it takes numbers only; nothing where the values go by names or widths of their own.
    static func conversions(of format: String) -> [Bool] {
        var found: [Bool] = [], rest = format[...]
        while let percent = rest.firstIndex(of: "%") {
            rest = rest[rest.index(after: percent)...].drop { "#0- +.123456789lhL".contains($0) }
            guard let kind = rest.first, kind != "(", kind != "*" else { return [] }
            if kind != "%" { found.append("diouxXeEfFgG".contains(kind)) }
            rest = rest.dropFirst()
        }
        return found
    }

    /// The arguments of a call that its format, the first text it is given, prints as numbers.
    static func arguments(of call: SummaryCall, in frame: Frame) -> [SummaryValue] {
        let plain = frame.arguments(of: call).filter { $0.label == 0 && $0.splat == 0 }.map(\.value)
        guard let format = plain.firstIndex(where: { $0.kind == .string }) else { return [] }
        return numbers(plain[format], Array(plain[(format + 1)...]), in: frame)
    }

    /// Those of the right side of `format % values`.
    static func operands(_ format: SummaryValue, _ values: SummaryValue, in frame: Frame) -> [SummaryValue] {
        guard format.kind == .string else { return [] }
        return numbers(format, frame.expression(values)?.kind == .collection ? Array(frame.operands(values)) : [values], in: frame)
    }

    private static func numbers(_ format: SummaryValue, _ values: [SummaryValue], in frame: Frame) -> [SummaryValue] {
        zip(conversions(of: frame.summary.text(format.string)), values).filter(\.0).map(\.1)
    }
}
