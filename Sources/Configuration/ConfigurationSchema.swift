import Rules

/// The JSON Schema (draft 2020-12) of a configuration file, made from the same lists the reader checks against, so that an editor and the
/// reader agree on every key. Names of rules, patterns and paths are the reader's to check.
package enum ConfigurationSchema {
    package static func text() -> String {
        SchemaValue.object([
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            ("title", .text("Sluice configuration (.sluice.yaml)")),
            ("type", .list([.text("object"), .text("null")])),
            ("additionalProperties", .bool(false)),
            ("properties", .object(ConfigurationKey.allCases.map { ($0.rawValue, .object(described($0.meaning, value($0)))) })),
        ]).text
    }

    private static func value(_ key: ConfigurationKey) -> [(String, SchemaValue)] {
        switch key {
        case .extends, .select, .ignore, .exclude, .approved, .rules: texts
        case .severity: severities
        case .overrides: overrides
        case .limits: mapping(LimitKey.allCases.map { ($0.rawValue, .object(described($0.meaning, limit($0)))) })
        case .failOn: oneOf(ConfigurationBounds.failures)
        case .minConfidence: oneOf(ConfigurationBounds.confidences)
        case .baseline: string
        }
    }

    private static func described(_ meaning: String, _ value: [(String, SchemaValue)]) -> [(String, SchemaValue)] { [("description", .text(meaning))] + value }

    private static let string: [(String, SchemaValue)] = [("type", .text("string")), ("minLength", .number(1))]
    private static let texts: [(String, SchemaValue)] = [
        ("anyOf", .list([.object(string), .object([("type", .text("array")), ("items", .object(string))])]))
    ]
    private static let severities: [(String, SchemaValue)] = [
        ("type", .text("object")), ("propertyNames", .object([("minLength", .number(1))])), ("additionalProperties", .object(oneOf(ConfigurationBounds.severities))),
    ]

    private static func oneOf(_ words: [String]) -> [(String, SchemaValue)] { [("enum", .list(words.map(SchemaValue.text)))] }

    private static func mapping(_ properties: [(String, SchemaValue)]) -> [(String, SchemaValue)] {
        [("type", .text("object")), ("additionalProperties", .bool(false)), ("properties", .object(properties))]
    }

    private static var overrides: [(String, SchemaValue)] {
        let properties = OverrideKey.allCases.map { key -> (String, SchemaValue) in (key.rawValue, .object(key == .severity ? severities : texts)) }
        return [
            ("type", .text("array")), ("items", .object([("required", .list([.text(OverrideKey.paths.rawValue)]))] + mapping(properties))),
        ]
    }

    private static func limit(_ key: LimitKey) -> [(String, SchemaValue)] {
        switch key {
        case .maxFileSize:
            [
                (
                    "anyOf",
                    .list([
                        .object([("type", .text("integer")), ("minimum", .number(1))]),
                        .object([("type", .text("string")), ("pattern", .text("^[1-9][0-9]*[KMGkmg]?$"))]),
                    ])
                )
            ]
        case .fileTimeout, .programTimeout:
            [("type", .text("number")), ("exclusiveMinimum", .number(0)), ("maximum", .number(Int(ConfigurationBounds.mostSeconds)))]
        }
    }
}
