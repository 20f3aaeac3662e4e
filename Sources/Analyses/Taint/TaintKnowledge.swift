import Linking
import Rules
import Semantics

/// What a `taint` rule says: where what it speaks of comes from, what it passes through, where it must not arrive.
struct TaintKnowledge {
    /// Facts are kept under this number: the rule's.
    private(set) var rule: Int
    let sinks, sinkNames, elsewhere, outputs, arguments: KnowledgeID
    let sources, sourceNames, minorSources, sourceTypes: KnowledgeID
    let printed, hides, unmasks: KnowledgeID
    let sanitizers, sanitizerNames, cleanParts, cleanTypes, valueTypes: KnowledgeID
    let propagators, iterators, joiners, getters: KnowledgeID
    let forms, masks, makers, askedFor: KnowledgeID
    let trusted, minor, consoles, filters, guards, unknown, doubtful, raisers: KnowledgeID
    let names, holders, meant: Vocabulary?
    let passes, redacted, whole, tested, stores, commands, guessed: Bool
    private(set) var shapes: Bool

    init(_ rule: AnalysisRule) {
        self.rule = rule.rule
        sinks = rule.calls("sinks")
        sinkNames = rule.calls("sink-names")
        elsewhere = rule.calls("elsewhere")
        outputs = rule.calls("outputs")
        arguments = rule.calls("arguments")
        sources = rule.calls("sources")
        sourceNames = rule.calls("source-names")
        minorSources = rule.calls("minor-sources")
        sourceTypes = rule.calls("source-types")
        printed = rule.calls("printed")
        hides = rule.calls("hides")
        unmasks = rule.calls("unmasks")
        sanitizers = rule.calls("sanitizers")
        sanitizerNames = rule.calls("sanitizer-names")
        cleanParts = rule.calls("clean-parts")
        cleanTypes = rule.calls("clean-types")
        valueTypes = rule.calls("value-types")
        propagators = rule.calls("propagators")
        iterators = rule.calls("iterators")
        joiners = rule.calls("joiners")
        getters = rule.calls("getters")
        forms = rule.calls("forms")
        masks = rule.calls("masks")
        makers = rule.calls("makers")
        askedFor = rule.calls("asked-for")
        minor = rule.calls("minor")
        consoles = rule.calls("consoles")
        filters = rule.calls("filters")
        guards = rule.calls("guards")
        unknown = rule.calls("unknown")
        doubtful = rule.calls("doubtful")
        raisers = rule.calls("raised-by")
        trusted = rule.calls("trusted")
        meant = rule.analysis.vocabularies["meant"]
        stores = rule.number("stores") == 1
        tested = rule.number("tested") == 1
        commands = rule.number("commands") == 1
        guessed = rule.number("guessed") == 1
        names = rule.analysis.vocabularies["names"]
        holders = rule.analysis.vocabularies["holders"]
        passes = rule.number("passes") == 1
        shapes = rule.number("shapes") == 1
        redacted = rule.number("redacted") == 1
        whole = rule.number("whole") == 1
    }

    /// The same, asking for values by their names rather than for objects: what a method that makes an object's text puts into it.
    var aboutNames: TaintKnowledge {
        var other = self
        other.rule = -1 - rule
        other.shapes = false
        return other
    }
}

/// A part of a value, as far as it has a name.
enum TaintPart: Hashable, Sendable {
    case field(String)
    case index(Int)
    /// Any of the elements, one after the other.
    case some
    /// The element under a key nobody knows.
    case one
    /// What a loop over it gives in Python: elements, but of a mapping the keys.
    case turn

    /// Whether what is in one of the parts is said to be in the other. What is known to be under one key is not what is under an unknown one.
    func mayBe(_ other: TaintPart) -> Bool {
        switch (self, other) {
        case (.one, .field), (.field, .one), (.turn, .field), (.field, .turn): false
        case (.some, _), (_, .some), (.one, _), (_, .one), (.turn, _), (_, .turn): true
        default: self == other
        }
    }
}

typealias TaintPath = [TaintPart]

extension TaintPath {
    /// Whether it leads to the value as it is, or to elements of it that nothing was asked about.
    var isWhole: Bool { allSatisfy { $0 == .some || $0 == .one || $0 == .turn } }

    /// Whether it leads to all there is, piece by piece at most.
    var isAll: Bool { allSatisfy { if case .field = $0 { false } else { $0 != .one } } }

    /// What is left of both after what they have in common; nil when they lead apart.
    func difference(_ other: TaintPath) -> (mine: TaintPath, others: TaintPath)? {
        let common = Swift.min(count, other.count)
        for at in 0..<common where !self[at].mayBe(other[at]) { return nil }
        return (Array(self[common...]), Array(other[common...]))
    }

    /// Deeper paths are not followed.
    static var longest: Int { 4 }
}

/// A place in some file; of steps only the line is known.
struct TaintPlace: Hashable, Comparable, Sendable {
    var file: Int32
    var start: UInt32
    var line: UInt32
    /// From 1; 0 when it is not known.
    var column: UInt32 = 0

    static func < (a: TaintPlace, b: TaintPlace) -> Bool { (a.file, a.start, a.line) < (b.file, b.start, b.line) }
}

/// One step on the way from a source.
struct TaintHop: Sendable {
    var place: TaintPlace
    var message: String
}

/// Where a value, or a part of it, comes from.
struct TaintOrigin: Sendable {
    enum Kind: Hashable, Sendable {
        /// What it is, for people.
        case source(String, TaintPlace)
        /// A part of the function's parameter of that number.
        case parameter(Int, TaintPath)
    }
    var kind: Kind
    /// In which part of the value it is.
    var part: TaintPath = []
    /// Whether a part of it that is taken out later is one, too: one setting of many.
    var holdsParts = false
    /// The name of the file it was read from, where that is written out.
    var file: String?
    /// Whether only a piece of it is left, or somebody chose what to leave out.
    var isLowered = false
    /// Whether its form is none such values have, or there is a text for hiding it.
    var isVague = false
    /// Whether only a name tells that other things go by as well: `credentials`. A key that says more settles it.
    var isAmbiguous = false
    /// Whether it gets to a sink only where a function turns back: `if is_old: log(value); return`; or where hiding it was thought of.
    var isRare = false
    /// From the source on.
    var hops: [TaintHop] = []

    /// How little is known: 0 for what is sure, 1 for what weighs less, 2 for what is worth a note.
    var doubt: Int { isVague || isAmbiguous || isRare ? 2 : isLowered ? 1 : 0 }

    /// All that counts of it but the way it came by.
    struct Said: Hashable {
        var kind: Kind
        var part: TaintPath
        var file: String?
        var flags: [Bool]
    }
    var said: Said { Said(kind: kind, part: part, file: file, flags: [holdsParts, isLowered, isVague, isRare, isAmbiguous]) }

    var isSource: Bool { if case .source = kind { true } else { false } }
}

/// Where a function's result, or what it is given, comes from or goes; equal when the same is said, whatever the way.
struct TaintFact: Equatable, Sendable {
    private(set) var origins: [TaintOrigin] = []

    private struct Key: Hashable {
        var kind: TaintOrigin.Kind
        var part: TaintPath
    }

    init(_ origins: [TaintOrigin] = []) {
        var seen: Set<Key> = []
        // What is said of the usual ways counts more.
        for origin in origins.filter({ !$0.isRare }) + origins.filter(\.isRare) where seen.count < Self.limit && seen.insert(Key(kind: origin.kind, part: origin.part)).inserted { self.origins.append(origin) }
    }

    static func == (a: TaintFact, b: TaintFact) -> Bool {
        a.origins.map { Key(kind: $0.kind, part: $0.part) } == b.origins.map { Key(kind: $0.kind, part: $0.part) }
    }

    /// More origins say nothing more.
    private static let limit = 12
}
