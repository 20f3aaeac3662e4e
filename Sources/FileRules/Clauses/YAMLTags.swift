internal import YAML

/// The explicit tags of a YAML stream. Events, not text: a tag's name in a comment or a string is none.
enum YAMLTags {
    /// Where the tags stand that the test takes. A syntax error ends the reading, as it would end a loader's; what stands before it counts.
    static func hits(in content: UnsafeRawBufferPointer, _ test: TagTest) -> [FileHit] {
        guard content.contains(UInt8(ascii: "!")) else { return [] }
        var hits: [FileHit] = []
        do throws(YAMLError) {
            var events = try YAMLEvents(content, file: "")
            while let event = try events.next() {
                guard let tag = event.tag, test.holds(tag) else { continue }
                hits.append(FileHit(bytes: place(of: event, in: content), variables: ["TAG": short(tag)]))
            }
        } catch {}
        return hits
    }

    /// What `!!` stands for (https://yaml.org/spec/1.2.2/#691-node-tags).
    static let core = "tag:yaml.org,2002:"

    /// As people write it: `!!python/name:os.system`.
    private static func short(_ tag: String) -> String { tag.hasPrefix(core) ? "!!" + tag.dropFirst(core.count) : tag }

    /// The tag itself; an anchor may stand before it.
    private static func place(of event: YAMLEvent, in content: UnsafeRawBufferPointer) -> Range<Int> {
        let start = content[event.mark.offset...].firstIndex(of: UInt8(ascii: "!")) ?? event.mark.offset
        let isVerbatim = start + 1 < content.count && content[start + 1] == UInt8(ascii: "<")
        let end = content[start...].firstIndex { isVerbatim ? $0 == UInt8(ascii: ">") : $0 <= UInt8(ascii: " ") || ",]}".utf8.contains($0) }
        return start..<(end.map { isVerbatim ? $0 + 1 : $0 } ?? content.count)
    }
}
