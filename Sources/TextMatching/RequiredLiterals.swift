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
        case .oneOf: self.init()
        case .empty: self.init(exact: [Literal([])])
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
            let part = Self(node)
            if let texts = part.exact, texts.count * run.count <= mostAlternatives {
                run = run.flatMap { head in texts.map { Literal(head.bytes + $0.bytes, ignoresCase: head.ignoresCase || $0.ignoresCase) } }
            } else {
                isExact = false
                best = better(best, run)
                best = better(best, part.best)
                run = part.exact ?? [Literal([])]
            }
        }
        return isExact ? Self(exact: run) : Self(required: better(best, run))
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
