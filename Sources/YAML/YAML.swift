/// How far a document may grow before reading it ends in an error.
package struct YAMLLimits: Sendable {
    /// Open collections at once. Low enough that code may recurse over a tree.
    package var depth: Int
    /// Nodes in the whole stream, every alias counted as often as it is used.
    package var nodes: Int

    package init(depth: Int = 200, nodes: Int = 1_000_000) {
        self.depth = depth
        self.nodes = nodes
    }

    package static let `default` = YAMLLimits()
}

/// YAML through libyaml, with the position of every node.
///
/// Scalars resolve by the core schema of YAML 1.2 (`yes` and `on` are strings). Aliases are replaced by what they name, merge keys (`<<`)
/// are applied, duplicate keys are refused. Tags are kept as text and nothing is ever constructed from them.
package enum YAML {
    /// The root node of each document in the stream; an empty stream has none.
    ///
    /// `file` is only named in errors. Columns count Unicode scalars from 1; a byte order mark counts for nothing.
    package static func parse(_ bytes: UnsafeRawBufferPointer, file: String, limits: YAMLLimits = .default) throws(YAMLError) -> [YAMLNode] {
        var events = try YAMLEvents(bytes, file: file)
        var composer = YAMLComposer(file: file, limits: limits)
        while let event = try events.next() { try composer.take(event) }
        return composer.documents
    }

    /// The same for text already in memory.
    package static func parse(_ text: String, file: String, limits: YAMLLimits = .default) throws(YAMLError) -> [YAMLNode] {
        var text = text
        let result: Result<[YAMLNode], YAMLError> = text.withUTF8 { utf8 in
            do throws(YAMLError) { return .success(try parse(UnsafeRawBufferPointer(utf8), file: file, limits: limits)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
