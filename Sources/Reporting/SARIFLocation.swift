internal import Findings

/// The `location` object (section 3.28) and the URIs in it.
enum SARIFLocation {
    /// What relative URIs are relative to; GitHub resolves it to the root of the repository.
    static let root = "%SRCROOT%"

    static func write(_ location: Location, snippet: String? = nil, message: String? = nil, to writer: inout JSONWriter) {
        writer.member("physicalLocation", object: {
            artifact(location.path, &$0)
            $0.member("region", object: {
                $0.member("startLine", location.start.line)
                $0.member("startColumn", location.start.column)
                $0.member("endLine", location.end.line)
                $0.member("endColumn", location.end.column)
                if let snippet { $0.member("snippet", object: { $0.member("text", snippet) }) }
            })
        })
        if let message { writer.member("message", object: { $0.member("text", message) }) }
    }

    /// A file, or a line of it.
    static func write(path: String, line: Int? = nil, to writer: inout JSONWriter) {
        writer.member("physicalLocation", object: {
            artifact(path, &$0)
            if let line { $0.member("region", object: { $0.member("startLine", line) }) }
        })
    }

    private static func artifact(_ path: String, _ writer: inout JSONWriter) {
        writer.member("artifactLocation", object: {
            $0.member("uri", uri(path))
            if !path.hasPrefix("/") { $0.member("uriBaseId", root) }
        })
    }

    /// RFC 3986: all but unreserved characters and `/` percent-encoded, so a colon in a file name never reads as a scheme.
    static func uri(_ path: String) -> String {
        var bytes: [UInt8] = path.hasPrefix("/") ? Array("file://".utf8) : []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(contentsOf: [byte >> 4, byte & 0xF].map { $0 < 10 ? UInt8(ascii: "0") + $0 : UInt8(ascii: "A") + $0 - 10 })
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
