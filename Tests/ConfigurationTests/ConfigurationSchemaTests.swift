import Foundation
import Testing
import YAML

@testable import Configuration

/// The schema accepts and refuses what the reader accepts and refuses, as far as a schema can tell.
@Suite struct ConfigurationSchemaTests {
    private static func schema() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(ConfigurationSchema.text().utf8)) as? [String: Any])
    }

    @Test("The file beside the rules is the schema as it is made now")
    func committed() throws {
        let house = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        #expect(try String(contentsOf: house.appending(path: "rules/config.schema.json"), encoding: .utf8) == ConfigurationSchema.text())
    }

    @Test(
        "Both say the same of a text",
        arguments: [
            ConfigurationReaderTests.full, "{}", "# nothing\n", "select: BA", "select: []", "extends: a.yaml", "severity: {}", "overrides: []", "limits: {}",
            "overrides: [{paths: a}]", "limits: {max-file-size: 10}", "limits: {max-file-size: 10k}", "limits: {file-timeout: 3600}",
            "select: 5", "select: [5]", "select: {a: b}", "select: ''", "select: ['']", "select:", "slect: a", "[a]", "text", "severity: [a]",
            "severity: {a: of}", "severity: {a: 1}", "severity: {'': off}", "overrides: {paths: a}", "overrides: [{}]", "overrides: [{ignore: a}]",
            "overrides: [{paths: a, exclude: b}]", "overrides: [{paths: 3}]", "overrides: [a]", "limits: 5", "limits: {max-file-size: 0}",
            "limits: {max-file-size: 1.5}", "limits: {max-file-size: 1X}", "limits: {max-file-size: true}", "limits: {file-timeout: 0}",
            "limits: {file-timeout: 3601}", "limits: {file-timeout: '5'}", "limits: {jobs: 3}", "fail-on: off", "fail-on: never", "baseline: [a]",
            "baseline: 3", "min-confidence: off", "min-confidence: low", "exclude: true", "approved: [3]", "rules: [lint]", "rules: {}",
        ])
    func agreement(text: String) throws {
        let read = ConfigurationReaderTests.read(text).errors
        let document = try YAML.parse(text, file: "c.yaml").first.map(Self.json) ?? NSNull()
        #expect(Self.accepts(document, try Self.schema()) == read.isEmpty, "\(read)")
    }

    private static func json(_ node: YAMLNode) -> Any {
        if let items = node.items { return items.map(json) }
        if let entries = node.entries { return Dictionary(entries.map { ($0.key.text ?? "", json($0.value)) }) { first, _ in first } }
        switch node.value {
        case .bool(let flag)?: return flag
        case .int(let number)?: return number
        case .float(let number)?: return number
        case .string(let text)?: return text
        default: return NSNull()
        }
    }

    /// The keywords of JSON Schema that ours uses; any other one fails the test.
    private static func accepts(_ value: Any, _ schema: [String: Any]) -> Bool {
        for (keyword, argument) in schema where !holds(keyword, argument, value, schema) { return false }
        return true
    }

    private static func holds(_ keyword: String, _ argument: Any, _ value: Any, _ schema: [String: Any]) -> Bool {
        let object = value as? [String: Any], text = value as? String
        switch keyword {
        case "$schema", "title", "description": return true
        case "type": return (argument as? [String] ?? [argument as! String]).contains { isA($0, value) }
        case "enum": return text.map((argument as! [String]).contains) ?? false
        case "minLength": return text.map { $0.count >= argument as! Int } ?? true
        case "pattern": return text.map { $0.range(of: argument as! String, options: .regularExpression) != nil } ?? true
        case "minimum": return number(value).map { $0 >= Double(argument as! Int) } ?? true
        case "maximum": return number(value).map { $0 <= Double(argument as! Int) } ?? true
        case "exclusiveMinimum": return number(value).map { $0 > Double(argument as! Int) } ?? true
        case "anyOf": return (argument as! [[String: Any]]).contains { accepts(value, $0) }
        case "items": return (value as? [Any])?.allSatisfy { accepts($0, argument as! [String: Any]) } ?? true
        case "required": return object.map { object in (argument as! [String]).allSatisfy { object[$0] != nil } } ?? true
        case "propertyNames": return object?.keys.allSatisfy { accepts($0, argument as! [String: Any]) } ?? true
        case "properties":
            return object?.allSatisfy { key, value in ((argument as! [String: Any])[key] as? [String: Any]).map { accepts(value, $0) } ?? true } ?? true
        case "additionalProperties":
            let known = schema["properties"] as? [String: Any] ?? [:]
            return object?.allSatisfy { key, value in known[key] != nil || (argument as? [String: Any]).map { accepts(value, $0) } ?? false } ?? true
        default:
            Issue.record("the schema uses `\(keyword)`, which this test does not know")
            return false
        }
    }

    private static func isA(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "integer": value is Int && !(value is Bool)
        case "number": number(value) != nil
        default: false
        }
    }

    private static func number(_ value: Any) -> Double? { value is Bool ? nil : (value as? Double) ?? (value as? Int).map(Double.init) }
}
