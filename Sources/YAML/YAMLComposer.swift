/// Builds the node tree from events: aliases, merge keys, duplicate keys and the limits. Never recursive.
struct YAMLComposer {
    private(set) var documents: [YAMLNode] = []
    private let file: String
    private let limits: YAMLLimits
    private var open: [Collection] = []
    private var anchors: [String: Anchor] = [:]
    private var nodes = 0

    private struct Collection {
        var isMapping: Bool
        var start: YAMLEvent
        /// A mapping's keys and values in turn.
        var children: [YAMLNode] = []
        /// Of the nodes inside, aliases expanded.
        var size = 0
        var height = 0
    }

    private enum Anchor {
        /// Inside the node that bears it.
        case open
        case node(YAMLNode, size: Int, height: Int)
    }

    init(file: String, limits: YAMLLimits) {
        self.file = file
        self.limits = limits
    }

    mutating func take(_ event: YAMLEvent) throws(YAMLError) {
        switch event.kind {
        case .documentStart: anchors = [:]
        case .documentEnd: break
        case .scalar(let text, let style):
            let node = YAMLNode(.scalar(text, style: style), mark: event.mark, endOffset: event.endOffset, tag: event.tag)
            try add(node, size: 1, height: 0, at: event.mark)
            if let anchor = event.anchor { anchors[anchor] = .node(node, size: 1, height: 0) }
        case .alias(let name):
            switch anchors[name] {
            case nil: throw error(event.mark, "the alias *\(name) names no anchor; write &\(name) on an earlier node of the same document")
            case .open: throw error(event.mark, "the alias *\(name) stands inside the node it names; a document cannot contain itself")
            case .node(let node, let size, let height): try add(node, size: size, height: height, at: event.mark)
            }
        case .sequenceStart, .mappingStart:
            guard open.count < limits.depth else { throw tooDeep(event.mark) }
            if let anchor = event.anchor { anchors[anchor] = .open }
            open.append(Collection(isMapping: event.kind == .mappingStart, start: event))
        case .sequenceEnd, .mappingEnd:
            guard let collection = open.popLast() else { return }
            let kind: YAMLNode.Kind =
                collection.isMapping ? .mapping(try entries(collection.children)) : .sequence(collection.children)
            let node = YAMLNode(kind, mark: collection.start.mark, endOffset: event.endOffset, tag: collection.start.tag)
            if let anchor = collection.start.anchor { anchors[anchor] = .node(node, size: collection.size + 1, height: collection.height + 1) }
            // What is inside was counted when it came.
            nodes -= collection.size
            try add(node, size: collection.size + 1, height: collection.height + 1, at: collection.start.mark)
        }
    }

    private mutating func add(_ node: YAMLNode, size: Int, height: Int, at mark: YAMLMark) throws(YAMLError) {
        guard size <= limits.nodes - nodes else {
            throw error(mark, "more than \(limits.nodes) nodes once aliases are replaced by what they name; use fewer or smaller anchors")
        }
        guard open.count + height <= limits.depth else { throw tooDeep(mark) }
        nodes += size
        guard !open.isEmpty else { documents.append(node); return }
        let last = open.count - 1
        open[last].children.append(node)
        open[last].size += size
        open[last].height = max(open[last].height, height)
    }

    /// Pairs the children up, applies merge keys and refuses duplicates.
    private func entries(_ children: [YAMLNode]) throws(YAMLError) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        entries.reserveCapacity(children.count / 2)
        var seen = SeenKeys()
        var merged: [YAMLNode] = []
        for i in stride(from: 0, to: children.count - 1, by: 2) {
            let (key, value) = (children[i], children[i + 1])
            // Keys that are collections are kept and not compared.
            if let name = key.value, let earlier = seen.add(name, at: key.mark) {
                throw error(
                    key.mark, "the key `\(key.text ?? "")` stands twice in this mapping, first at line \(earlier.line), column \(earlier.column); keep one")
            }
            if Self.isMerge(key) { merged += try sources(of: value) } else { entries.append((key, value)) }
        }
        for source in merged {
            for entry in source.entries ?? [] {
                if let name = entry.key.value, seen.add(name, at: entry.key.mark) != nil { continue }
                entries.append(entry)
            }
        }
        return entries
    }

    /// The keys of a mapping so far. Most have a few, which are compared faster than hashed.
    private struct SeenKeys {
        private var few: [(key: YAMLValue, mark: YAMLMark)] = []
        private var many: [YAMLValue: YAMLMark] = [:]
        private static let most = 8

        /// Where the key stood before, if it did.
        mutating func add(_ key: YAMLValue, at mark: YAMLMark) -> YAMLMark? {
            if many.isEmpty {
                if let earlier = few.first(where: { $0.key == key }) { return earlier.mark }
                few.append((key, mark))
                if few.count > Self.most { for (key, mark) in few { many[key] = mark } }
                return nil
            }
            return many.updateValue(mark, forKey: key)
        }
    }

    /// https://yaml.org/type/merge.html
    private static func isMerge(_ key: YAMLNode) -> Bool {
        if case .scalar("<<", .plain) = key.kind { key.tag == nil || key.tag == "tag:yaml.org,2002:merge" } else { false }
    }

    private func sources(of value: YAMLNode) throws(YAMLError) -> [YAMLNode] {
        let sources = value.items ?? [value]
        for source in sources where source.entries == nil {
            throw error(source.mark, "`<<` merges a mapping or a list of mappings, not \(source.describedKind); name one with an alias: `<<: *name`")
        }
        return sources
    }

    private func tooDeep(_ mark: YAMLMark) -> YAMLError {
        error(mark, "nested more than \(limits.depth) deep; flatten the document")
    }

    private func error(_ mark: YAMLMark, _ message: String) -> YAMLError { YAMLError(file: file, mark: mark, message: message) }
}
