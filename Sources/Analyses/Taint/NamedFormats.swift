import Linking
import Semantics

/// Formats that name what they show of a mapping: `"%(user)s" % data`, `"{user}".format(**data)`.
enum NamedFormats {
    /// The names in a `%` format; empty where its values have none.
    static func names(inPercent format: String) -> [String] {
        var names: [String] = [], rest = format[...]
        while let percent = rest.firstIndex(of: "%") {
            rest = rest[rest.index(after: percent)...]
            guard rest.first == "(", let end = rest.firstIndex(of: ")") else {
                rest = rest.dropFirst()
                continue
            }
            names.append(String(rest[rest.index(after: rest.startIndex)..<end]))
            rest = rest[end...]
        }
        return names
    }

    /// The names in a format of braces: of `{user.name!r}` the first.
    static func names(inBraces format: String) -> [String] {
        var names: [String] = [], rest = format[...]
        while let open = rest.firstIndex(of: "{") {
            rest = rest[rest.index(after: open)...]
            if rest.first == "{" {
                rest = rest.dropFirst()
                continue
            }
            let name = rest.prefix { !"}!:.[".contains($0) }
            if let first = name.first, first.isLetter || first == "_" { names.append(String(name)) }
            rest = rest[name.endIndex...]
        }
        return names
    }
}

extension TaintTrace {
    /// What a format shows of a mapping by its names; nil where it names nothing.
    func shown(of mapping: SummaryValue, by names: [String], at step: Int, in frame: Frame) -> [TaintOrigin]? {
        guard !names.isEmpty, frame.expression(mapping)?.kind != .collection || frame.expression(frame.operands(mapping).first ?? mapping)?.kind == .pair else { return nil }
        return flat(names.flatMap { origins(of: mapping, [.field($0)], at: step, in: frame) })
    }

    /// What an argument of a sink shows: all of it, or of a mapping what the format before it names (`log.info("%(user)s", data)`).
    func origins(ofArgument argument: SummaryArgument, of record: SummaryCall, at step: Int, in frame: Frame) -> [TaintOrigin] {
        if record.argumentCount == 2, argument.label == 0, argument.splat == 0, case let both = frame.arguments(of: record), both.last == argument,
            let format = both.first, format.value.kind == .string,
            let named = shown(of: argument.value, by: NamedFormats.names(inPercent: frame.summary.text(format.value.string)), at: step, in: frame)
        {
            return named
        }
        return origins(of: argument.value, at: step, in: frame)
    }
}
