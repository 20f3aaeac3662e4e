/// A place in a YAML text.
package struct YAMLMark: Sendable, Hashable {
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    /// In bytes from the start of the text, a byte order mark counted.
    package var offset: Int

    package init(line: Int, column: Int, offset: Int = 0) {
        self.line = line
        self.column = column
        self.offset = offset
    }
}

/// How a scalar was written. Only plain ones can be anything but a string.
package enum YAMLScalarStyle: Sendable, Hashable {
    case plain, singleQuoted, doubleQuoted, literal, folded
}

/// A node of a YAML document and where it stands.
package struct YAMLNode: Sendable {
    package typealias Entry = (key: YAMLNode, value: YAMLNode)

    package enum Kind: Sendable {
        case scalar(String, style: YAMLScalarStyle)
        case sequence([YAMLNode])
        /// In the order written; what merge keys bring in stands last.
        case mapping([Entry])
    }

    package var kind: Kind
    /// Where the node starts, at its tag or anchor if it has one. A node that came through an alias stands where its anchor is.
    package var mark: YAMLMark
    /// The byte after its last. The end of a block collection is where the next token starts.
    package var endOffset: Int
    /// The explicit tag with its handle resolved: `tag:yaml.org,2002:python/tuple` for `!!python/tuple`, `!foo` for `!foo`.
    package var tag: String?

    package init(_ kind: Kind, mark: YAMLMark, endOffset: Int, tag: String? = nil) {
        self.kind = kind
        self.mark = mark
        self.endOffset = endOffset
        self.tag = tag
    }

    /// The text of a scalar of any type, as it reads after unquoting; nil for collections.
    package var text: String? {
        if case .scalar(let text, _) = kind { text } else { nil }
    }

    /// The items of a sequence; nil for anything else.
    package var items: [YAMLNode]? {
        if case .sequence(let items) = kind { items } else { nil }
    }

    /// The entries of a mapping; nil for anything else.
    package var entries: [Entry]? {
        if case .mapping(let entries) = kind { entries } else { nil }
    }

    /// The value of a mapping's key, nil where there is none or the node is no mapping. Looks at the entries one by one.
    package subscript(key: String) -> YAMLNode? {
        entries?.first { $0.key.text == key }?.value
    }
}
