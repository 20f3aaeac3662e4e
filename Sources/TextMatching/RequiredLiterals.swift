/// Which literals a match cannot do without.
///
/// Built bottom up. Of each part of a pattern it knows all the texts it can match, where those are few, and a set of literals of which
/// every match holds at least one, where that can be proven.
struct RequiredLiterals {
    /// Every text the part can match; nil when there are many.
    private var exact: [Literal]?
    /// One of these is in every match; nil when none is known.
    private var required: [Literal]?

    /// More alternatives than this would cost a scanner more than they spare.
    private static let mostAlternatives = 32
    /// Classes of more are not worth their texts.
    private static let mostMembers = 3
    /// Shorter ones are in nearly every file.
    private static let shortestUseful = 2

    /// A set of literals of which every match of the pattern holds at least one, nil when there is no useful one.
    static func of(_ node: RegexNode) -> [Literal]? {
        guard let best = RequiredLiterals(node).best else { return nil }
        var seen: Set<Literal> = []
        return best.filter { seen.insert($0).inserted }
    }

    private init(exact: [Literal]? = nil, required: [Literal]? = nil) {
        self.exact = exact
        self.required = required
    }

    private init(_ node: RegexNode) {
        switch node {
        case .literal(let scalar, let ignoresCase):
            // U+212A folds to k and U+017F to s, and beyond ASCII a letter's other case has other bytes.
            let foldsBeyondASCII = ignoresCase && (!scalar.isASCII || "kKsS".unicodeScalars.contains(scalar))
            self.init(exact: foldsBeyondASCII ? nil : [Literal(Array(UTF8.encode(scalar)!), ignoresCase: ignoresCase && scalar.properties.isAlphabetic)])
        case .text(let bytes): self.init(exact: [Literal(bytes)])
        case .oneOf(let text, let ignoresCase): self.init(exact: ignoresCase ? nil : Self.members(of: text))
        case .empty: self.init(exact: [Literal([])])
        case .wordEdge: self.init(exact: [Literal([], edges: .both)])
        case .group(_, let inner): self.init(inner)
        case .sequence(let nodes): self = Self.sequence(nodes)
        case .alternatives(let nodes): self = Self.alternatives(nodes.map(Self.init))
        case .repeated(let inner, let min, let max, _):
            let part = Self(inner)
            switch (min, max) {
            case (1, 1): self = part
            case (0, 1): self = Self.alternatives([part, Self(exact: [Literal([])])])
            case (0, _): self.init()
            default: self.init(required: part.best)
            }
        }
    }

    private static func sequence(_ nodes: [RegexNode]) -> Self {
        var run = [Literal([])]
        var isExact = true
        var best: [Literal]?
        for node in nodes {
            // Most of a pattern is letter after letter.
            switch node {
            case .text(let bytes):
                for index in run.indices { run[index].append(bytes) }
                continue
            case .literal(let scalar, false):
                for index in run.indices { run[index].append(UTF8.encode(scalar)!) }
                continue
            default: break
            }
            let part = Self(node)
            if let texts = part.exact, texts.count * run.count <= mostAlternatives {
                run = run.flatMap { head in texts.map { Self.joined(head, $0) } }
            } else {
                isExact = false
                best = better(best, run)
                best = better(best, part.best)
                run = part.exact ?? [Literal([])]
            }
        }
        return isExact ? Self(exact: run) : Self(required: better(best, run))
    }

    /// One text after another. A word's edge is kept at the ends; one between the two is given up, which asks for less.
    private static func joined(_ head: Literal, _ tail: Literal) -> Literal {
        var edges: WordEdges = []
        if head.edges.contains(.before) || head.bytes.isEmpty && tail.edges.contains(.before) { edges.insert(.before) }
        if tail.edges.contains(.after) || tail.bytes.isEmpty && head.edges.contains(.after) { edges.insert(.after) }
        return Literal(head.bytes + tail.bytes, ignoresCase: head.ignoresCase || tail.ignoresCase, edges: edges)
    }

    /// `[Ll]` as two texts; nil for a class of many members, of ranges, or one that is turned round.
    private static func members(of text: String) -> [Literal]? {
        let inner = text.utf8.dropFirst().dropLast()
        guard text.hasPrefix("["), (1...mostMembers).contains(inner.count) else { return nil }
        let isPlain = inner.allSatisfy { byte in
            let letter = byte | 0x20
            return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "_")
        }
        return isPlain ? inner.map { Literal([$0]) } : nil
    }

    private static func alternatives(_ parts: [Self]) -> Self {
        var exact: [Literal]? = []
        var required: [Literal]? = []
        for part in parts {
            if let texts = part.exact { exact? += texts } else { exact = nil }
            if let best = part.best { required? += best } else { required = nil }
        }
        if let texts = exact, texts.count > mostAlternatives { exact = nil }
        if let texts = required, texts.count > mostAlternatives { required = nil }
        return Self(exact: exact, required: required)
    }

    private var best: [Literal]? { Self.better(required, exact) }

    /// The set whose shortest literal is longer; a useless set counts as none.
    private static func better(_ a: [Literal]?, _ b: [Literal]?) -> [Literal]? {
        let (inA, inB) = (shortest(a), shortest(b))
        if max(inA, inB) < shortestUseful { return nil }
        return inA >= inB ? a : b
    }

    private static func shortest(_ set: [Literal]?) -> Int { set.flatMap { $0.map(\.bytes.count).min() } ?? 0 }
}

extension Literal {
    /// A word's edge at the end is between the two now, and given up.
    fileprivate mutating func append(_ text: some Collection<UInt8>) {
        edges.remove(.after)
        bytes += text
    }
}
