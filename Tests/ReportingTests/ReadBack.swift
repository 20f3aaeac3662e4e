import Foundation

@testable import Reporting

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What a format tells of one finding, as far as all formats tell it.
struct ReadFinding: Equatable {
    /// Nil where the format does not keep names byte for byte.
    var path: String?
    var line: Int
    /// Nil where the format does not say it for every finding.
    var message: String?
}

/// A format's output read by something that is not its writer.
enum ReadBack {
    struct Unreadable: Error { var why: String }

    static func findings(_ bytes: [UInt8], _ format: ReportFormat) throws -> [ReadFinding] {
        let data = Data(bytes)
        switch format {
        case .json: return try suppressible(object(data)["findings"])
        case .jsonl: return try suppressible(lines(bytes).map { try object(Data($0)) })
        case .sarif: return try sarif(object(data))
        case .gitlab: return try list(JSONSerialization.jsonObject(with: data)).map(gitlab)
        case .rdjsonl: return try lines(bytes).map { try reviewdog(object(Data($0))) }
        case .github: return try lines(bytes).map { try annotation(String(decoding: $0, as: UTF8.self)) }
        case .csv: return try csv(bytes)
        case .junit: return try XMLFindings.read(data, element: "failure")
        case .checkstyle: return try XMLFindings.read(data, element: "error")
        case .markdown: return try markdown(bytes)
        case .concise, .text: return try places(bytes, format)
        }
    }

    private static func suppressible(_ value: Any?) throws -> [ReadFinding] {
        try list(value).filter { $0["suppressed"] as? Bool != true }.map {
            ReadFinding(path: try text($0["path"]), line: try number(dictionary($0["start"])["line"]), message: try text($0["message"]))
        }
    }

    private static func sarif(_ log: [String: Any]) throws -> [ReadFinding] {
        let run = try list(log["runs"])[0]
        return try list(run["results"]).filter { ($0["suppressions"] as? [Any] ?? []).isEmpty }.map { result in
            let place = try dictionary(list(result["locations"])[0]["physicalLocation"])
            let uri = try text(dictionary(place["artifactLocation"])["uri"])
            return ReadFinding(
                path: percentDecoded(uri), line: try number(dictionary(place["region"])["startLine"]), message: try text(dictionary(result["message"])["text"]))
        }
    }

    /// By hand: Foundation's drops U+FEFF where a string begins.
    private static func percentDecoded(_ uri: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(uri.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func gitlab(_ issue: [String: Any]) throws -> ReadFinding {
        let location = try dictionary(issue["location"])
        guard ["info", "minor", "major", "critical", "blocker"].contains(try text(issue["severity"])) else { throw Unreadable(why: "severity") }
        return ReadFinding(path: try text(location["path"]), line: try number(dictionary(location["lines"])["begin"]), message: try text(issue["description"]))
    }

    private static func reviewdog(_ diagnostic: [String: Any]) throws -> ReadFinding {
        let location = try dictionary(diagnostic["location"])
        guard ["ERROR", "WARNING", "INFO"].contains(try text(diagnostic["severity"])) else { throw Unreadable(why: "severity") }
        let start = try dictionary(dictionary(location["range"])["start"])
        return ReadFinding(path: try text(location["path"]), line: try number(start["line"]), message: try text(diagnostic["message"]))
    }

    /// As the runner of GitHub Actions takes a command apart.
    private static func annotation(_ line: String) throws -> ReadFinding {
        guard let match = line.wholeMatch(of: /::(error|warning|notice) ([^:]*)::(.*)/.matchingSemantics(.unicodeScalar).dotMatchesNewlines()) else {
            throw Unreadable(why: line)
        }
        var properties: [String: String] = [:]
        for pair in match.2.unicodeScalars.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Unreadable(why: line) }
            properties[String(parts[0])] = unescaped(String(parts[1]))
        }
        guard Set(properties.keys).isSubset(of: ["file", "line", "endLine", "col", "title"]) else { throw Unreadable(why: line) }
        return ReadFinding(path: properties["file"], line: try number(properties["line"].flatMap(Int.init)), message: unescaped(String(match.3)))
    }

    private static func unescaped(_ text: String) -> String {
        [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")].reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1, options: .literal) }
    }

    /// RFC 4180, byte by byte.
    private static func csv(_ bytes: [UInt8]) throws -> [ReadFinding] {
        var records: [[[UInt8]]] = [[[]]]
        var quoted = false
        var i = 0
        while i < bytes.count {
            let byte = bytes[i]
            if quoted, byte == UInt8(ascii: "\""), i + 1 < bytes.count, bytes[i + 1] == byte {
                records[records.count - 1][records[records.count - 1].count - 1].append(byte)
                i += 1
            } else if byte == UInt8(ascii: "\"") {
                quoted.toggle()
            } else if !quoted, byte == UInt8(ascii: ",") {
                records[records.count - 1].append([])
            } else if !quoted, byte == 0x0D, i + 1 < bytes.count, bytes[i + 1] == 0x0A {
                records.append([[]])
                i += 1
            } else {
                records[records.count - 1][records[records.count - 1].count - 1].append(byte)
            }
            i += 1
        }
        guard !quoted, records.removeLast() == [[]], let header = records.first, Set(records.map(\.count)) == [header.count] else {
            throw Unreadable(why: "records of different lengths")
        }
        let names = header.map { String(decoding: $0, as: UTF8.self) }
        return try records.dropFirst().map { record in
            let fields = Dictionary(uniqueKeysWithValues: zip(names, record.map { String(decoding: $0, as: UTF8.self) }))
            for field in fields.values {
                if let sign = field.unicodeScalars.first(where: { !$0.properties.isWhitespace }), "=+-@＝＋－＠".unicodeScalars.contains(sign) {
                    throw Unreadable(why: "a formula: \(field)")
                }
            }
            return ReadFinding(path: fields["path"], line: try number(fields["line"].flatMap(Int.init)), message: fields["message"])
        }
    }

    /// A row of a table is a finding; a table needs its head, and three cells a row.
    private static func markdown(_ bytes: [UInt8]) throws -> [ReadFinding] {
        var found: [ReadFinding] = []
        var inNote = false
        for line in lines(bytes).map({ String(decoding: $0, as: UTF8.self) }) {
            if line.hasPrefix("<summary>") { inNote = line.hasPrefix("<summary><b>") }
            guard !inNote, line.hasPrefix("| "), !line.hasPrefix("| Line"), !line.hasPrefix("| ---") else { continue }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells.count == 5, let number = Int(cells[1].trimmingCharacters(in: .whitespaces)) else { throw Unreadable(why: line) }
            found.append(ReadFinding(line: number))
        }
        return found
    }

    private static func places(_ bytes: [UInt8], _ format: ReportFormat) throws -> [ReadFinding] {
        lines(bytes).map { String(decoding: $0, as: UTF8.self) }.compactMap { line in
            line.firstMatch(of: /^.*?:(\d+):(\d+): (error|warning|info|hint)[: ]/).map { ReadFinding(line: Int($0.1) ?? 0) }
        }
    }

    /// Split at line feeds and nowhere else.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { bytes.split(separator: 0x0A) }

    private static func object(_ data: Data) throws -> [String: Any] { try dictionary(JSONSerialization.jsonObject(with: data)) }

    private static func dictionary(_ value: Any?) throws -> [String: Any] { try wanted(value as? [String: Any]) }
    private static func list(_ value: Any?) throws -> [[String: Any]] { try wanted(value as? [[String: Any]]) }
    private static func text(_ value: Any?) throws -> String { try wanted(value as? String) }
    private static func number(_ value: Any?) throws -> Int { try wanted(value as? Int) }

    private static func wanted<T>(_ value: T?) throws -> T {
        guard let value else { throw Unreadable(why: "no \(T.self)") }
        return value
    }
}

/// JUnit and Checkstyle, through Foundation's parser.
private final class XMLFindings: NSObject, XMLParserDelegate {
    private let element: String
    private var found: [ReadFinding] = []
    private var path: String?
    private var line: Int?

    private init(element: String) { self.element = element }

    static func read(_ data: Data, element: String) throws -> [ReadFinding] {
        let reader = XMLFindings(element: element)
        let parser = XMLParser(data: data)
        parser.delegate = reader
        guard parser.parse() else { throw parser.parserError ?? ReadBack.Unreadable(why: "XML") }
        return reader.found
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        if let file = attributes[name == "file" ? "name" : "file"] { path = file }
        if let number = attributes["line"].flatMap(Int.init) { line = number }
        if name == element { found.append(ReadFinding(path: path, line: line ?? 0, message: attributes["message"])) }
    }
}
