import Findings

/// The JSON Schema (draft 2020-12) of a rule file, made from the same lists the reader checks against, so that an editor and the reader
/// agree on every key.
package enum RuleSchema {
    package static func text() -> String { Value.object(schema).text }

    private typealias Value = SchemaValue

    private static let ruleReference: Value = .object([("$ref", .text("#/$defs/rule"))])
    private static let rulesByName: Value = .object([("type", .text("object")), ("additionalProperties", ruleReference)])
    private static let string: Value = .object([("type", .text("string"))])
    private static let boolean: Value = .object([("type", .text("boolean"))])
    private static let textOrTexts: Value = .object([("anyOf", .list([string, listOf(string)]))])

    private static func listOf(_ item: Value) -> Value { .object([("type", .text("array")), ("items", item)]) }
    private static func oneOf(_ words: [String]) -> Value { .object([("enum", .list(words.map(Value.text)))]) }

    private static let schema: [(String, Value)] = [
        ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
        ("title", .text("Sluice rule")),
        ("type", .text("object")),
        ("required", .list([.text("id"), .text("language")])),
        ("additionalProperties", .bool(false)),
        ("properties", .object(RuleDocumentReader.keys.map { ($0, property($0)) })),
        ("$defs", .object([("rule", rule), ("relation", relation)])),
    ]

    private static func property(_ key: String) -> Value {
        switch key {
        case "severity": oneOf(Severity.allCases.map(\.rawValue))
        case "language": .object([("type", .text("string")), ("description", .text("python, swift, file or text"))])
        case "applies-to": listOf(oneOf(RuleDocumentReader.roles))
        case "files", "ignores": .object([("type", .text("array"))])
        case "rule": ruleReference
        case "constraints", "utils": rulesByName
        case "minor":
            .object([
                ("type", .text("object")), ("required", .list([.text("rule")])), ("additionalProperties", .bool(false)),
                ("properties", .object([("rule", ruleReference), ("message", string)])),
            ])
        case "analysis": .object([("anyOf", .list(AnalysisKind.allCases.map(analysis)))])
        case "metadata":
            .object([
                ("type", .text("object")),
                (
                    "properties",
                    .object([
                        ("family", oneOf(Family.allCases.map(\.rawValue))), ("confidence", oneOf(Confidence.allCases.map(\.rawValue))),
                        ("cwe", .object([("anyOf", .list([.object([("type", .text("integer"))]), listOf(.object([("type", .text("integer"))]))]))])),
                        ("references", listOf(string)), ("peers", listOf(string)), ("equivalents", listOf(string)), ("review", string), ("probe", string), ("since", string),
                    ])
                ),
            ])
        case "fix", "transform", "labels", "rewriters": .bool(true)
        case "file", "text": .object([("type", .text("object"))])
        default: string
        }
    }

    private static func analysis(_ kind: AnalysisKind) -> Value {
        .object([
            ("type", .text("object")), ("additionalProperties", .bool(false)),
            ("required", .list([.text("kind")] + kind.parameters.filter(\.isRequired).map { .text($0.name) })),
            ("properties", .object([("kind", .object([("const", .text(kind.rawValue))]))] + kind.parameters.map { ($0.name, parameter($0)) })),
        ])
    }

    private static func parameter(_ parameter: AnalysisParameter) -> Value {
        let entry: Value = .object([("anyOf", .list([string, ruleReference]))])
        let form: [(String, Value)] =
            switch parameter.form {
            case .calls: [("anyOf", .list([string, ruleReference, listOf(.object([("anyOf", .list([entry, listOf(entry)]))]))]))]
            case .flag: [("type", .text("boolean"))]
            case .vocabulary: [("type", .text("string"))]
            case .number: [("type", .text("integer")), ("minimum", .number(0))]
            }
        return .object([("description", .text(parameter.meaning))] + form)
    }

    private static var ruleProperties: [(String, Value)] {
        RuleObjectReader.keys.map { key in
            switch key {
            case "pattern":
                (
                    key,
                    .object([
                        (
                            "anyOf",
                            .list([
                                string,
                                .object([
                                    ("type", .text("object")), ("required", .list([.text("context")])), ("additionalProperties", .bool(false)),
                                    (
                                        "properties",
                                        .object([("context", string), ("selector", string), ("strictness", oneOf(Strictness.allCases.map(\.rawValue)))])
                                    ),
                                ]),
                            ])
                        )
                    ])
                )
            case "kind", "regex": (key, string)
            case "nthChild", "range", "matches": (key, .bool(true))
            case "call", "name", "type": (key, textOrTexts)
            case "within": (key, .object([("anyOf", .list([oneOf(RuleObjectReader.contexts), listOf(oneOf(RuleObjectReader.contexts))]))]))
            case "awaited", "result-used": (key, boolean)
            case "all", "any": (key, listOf(ruleReference))
            case "not": (key, ruleReference)
            default: (key, .object([("$ref", .text("#/$defs/relation"))]))
            }
        } + [
            ("args", rulesByName), ("arg-absent", .object([("type", .text("array"))])),
            ("arg-count", .object([("anyOf", .list([.object([("type", .text("integer"))]), .object([("type", .text("object"))])]))])),
        ]
    }

    private static var rule: Value {
        .object([("type", .text("object")), ("minProperties", .number(1)), ("additionalProperties", .bool(false)), ("properties", .object(ruleProperties))])
    }

    private static var relation: Value {
        let stop: Value = .object([("anyOf", .list([oneOf(["neighbor", "end"]), ruleReference]))])
        return .object([
            ("type", .text("object")), ("minProperties", .number(1)), ("additionalProperties", .bool(false)),
            ("properties", .object(ruleProperties + [("stopBy", stop), ("field", string)])),
        ])
    }
}
