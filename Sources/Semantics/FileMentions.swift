import CSyntax
package import Findings
package import Syntax

/// Which names each function of a file mentions, and what it declares: enough to ask, of a whole program, what nothing reaches.
///
/// By name alone: who mentions `close` may mean any `close`. Words of string literals count, since names are looked up by text too
/// (`getattr`, `__all__`, entry points); comments and docstrings do not.
package struct FileMentions: Sendable {
    package struct Function: Sendable {
        package var name: String
        /// The byte its declaration starts at, decorators and modifiers left out in Python.
        package var start: UInt32
        /// The type around it, by its number in `types`; -1 for none.
        package var type: Int32
        /// The function around it; -1 for none.
        package var parent: Int32
        /// Decorators, attributes and modifiers, without `@` and arguments.
        package var marks: [String] = []
        /// Whether nobody outside of the program is expected to call it, unless a mark says so.
        package var isPrivate = false
        /// Whether its body does nothing: a declaration for others to fill in.
        package var isStub = false

        package init(name: String, start: UInt32, type: Int32, parent: Int32, marks: [String] = [], isPrivate: Bool = false, isStub: Bool = false) {
            self.name = name
            self.start = start
            self.type = type
            self.parent = parent
            self.marks = marks
            self.isPrivate = isPrivate
            self.isStub = isStub
        }
    }

    /// A class, structure, protocol or extension, and what it says it inherits: in Python as the file resolves it (`click.Option`, `@Local`,
    /// `.base.Task`, empty where unknown), in Swift the last part of what is written.
    package struct Shape: Sendable {
        package var name: String
        package var start: UInt32
        package var bases: [String]

        package init(name: String, start: UInt32, bases: [String]) {
            self.name = name
            self.start = start
            self.bases = bases
        }
    }

    package var functions: [Function] = []
    package var types: [Shape] = []
    /// By function: what its body mentions, sorted.
    package var words: [[UInt64]] = []
    /// What the rest of the file mentions, sorted.
    package var outside: [UInt64] = []
    /// What texts begin names with that are put together when the program runs: `"visit_" + kind`.
    package var prefixes: Set<String> = []

    package init() {}

    /// Of a text that is no code, or could not be parsed: every word in it.
    package init(text: UnsafeRawBufferPointer) {
        var found: Set<UInt64> = []
        Self.forEachWord(of: text) { found.insert($0) }
        outside = found.sorted()
    }

    /// A name as it stands in `words`.
    package static func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
        // FNV-1a. That two names share a number keeps one function silent.
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    static func forEachWord(of text: UnsafeRawBufferPointer, _ body: (UInt64) -> Void) {
        var at = 0
        while at < text.count {
            let start = at
            while at < text.count, isWordByte(text[at]) { at += 1 }
            if at > start { body(word(text[start..<at])) } else { at += 1 }
        }
    }

    fileprivate static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension FileMentions {
    /// The number of the function whose declaration starts at a byte.
    package func function(at start: UInt32) -> Int? {
        // In the order of the text.
        var low = 0, high = functions.count
        while low < high {
            let middle = (low + high) / 2
            if functions[middle].start < start { low = middle + 1 } else { high = middle }
        }
        return low < functions.count && functions[low].start == start ? low : nil
    }

    package init(_ tree: FlatTree, _ summary: FileSummary) {
        var reader = MentionReader(tree)
        self = reader.read()
        guard tree.language == .python else { return }
        let records = Dictionary(summary.classes.map { ($0.site.start, $0) }) { first, _ in first }
        for at in types.indices {
            guard let record = records[types[at].start] else { continue }
            types[at].bases = summary.names[Int(record.firstBase)..<Int(record.firstBase + record.baseCount)].map { $0 == 0 ? "" : summary.text($0) }
        }
    }
}

/// Goes over a tree once.
private struct MentionReader {
    private let tree: FlatTree
    private let nodes: UnsafeBufferPointer<Node>
    private let kinds: Kinds
    private var result = FileMentions()
    private var words: [Set<UInt64>] = []
    private var outside: Set<UInt64> = []
    /// What is open around the node that is read: a function's body, or a type's.
    private var open: [(end: Int, function: Int32, type: Int32)] = []
    /// Bodies that are still to come.
    private var bodies: [Int: (function: Int32, type: Int32)] = [:]

    private struct Kinds {
        let functions, types, names, texts, decorators, modifiers, bases, strings: Set<Kind>
        let statement, decorated: Kind?
        let nameField, bodyField, basesField: Field?

        init(_ language: Language) {
            let grammar = Grammar.of(language)
            func kinds(_ names: String...) -> Set<Kind> { Set(names.compactMap { grammar.kind($0) }) }
            statement = grammar.kind("expression_statement")
            decorated = grammar.kind("decorated_definition")
            nameField = grammar.field("name")
            bodyField = grammar.field("body")
            switch language {
            case .python:
                functions = kinds("function_definition")
                types = kinds("class_definition")
                names = kinds("identifier")
                texts = kinds("string_content")
                decorators = kinds("decorator")
                modifiers = []
                bases = []
                strings = kinds("string", "concatenated_string")
                basesField = grammar.field("superclasses")
            case .swift:
                functions = kinds("function_declaration", "protocol_function_declaration")
                types = kinds("class_declaration", "protocol_declaration")
                names = kinds("simple_identifier", "type_identifier")
                texts = kinds("line_str_text", "multi_line_str_text", "raw_str_part", "raw_str_end_part")
                decorators = []
                modifiers = kinds("modifiers")
                bases = kinds("inheritance_specifier")
                strings = []
                basesField = nil
            }
        }
    }

    init(_ tree: FlatTree) {
        self.tree = tree
        nodes = tree.nodes
        kinds = Kinds(tree.language)
    }

    mutating func read() -> FileMentions {
        var node = 0, names: Set<Int> = []
        while node < nodes.count {
            while let last = open.last, last.end <= node { open.removeLast() }
            if let body = bodies.removeValue(forKey: node) { open.append((Int(nodes[node].next), body.function, body.type)) }
            let kind = nodes[node].symbol
            if kinds.functions.contains(kind) {
                if let name = function(node) { names.insert(name) }
            } else if kinds.types.contains(kind) {
                if let name = type(node) { names.insert(name) }
            } else if kinds.names.contains(kind), !names.contains(node) {
                mention(FileMentions.word(tree.text(node)))
                FileMentions.forEachWord(of: wholeWord(around: node)) { mention($0) }
            } else if kinds.texts.contains(kind) {
                FileMentions.forEachWord(of: tree.text(node)) { mention($0) }
                notePrefixes(tree.text(node))
            } else if isDocstring(node) {
                node = Int(nodes[node].next)
                continue
            }
            node += 1
        }
        result.words = words.map { $0.sorted() }
        result.outside = outside.sorted()
        return result
    }

    /// The word of the text a name is in: the grammar takes some apart (`case 2... where isOdd(x)` is `where is Odd(x)` to it).
    private func wholeWord(around node: Int) -> UnsafeRawBufferPointer {
        var start = Int(nodes[node].start), end = Int(nodes[node].end)
        while start > 0, FileMentions.isWordByte(tree.bytes[start - 1]) { start -= 1 }
        while end < tree.bytes.count, FileMentions.isWordByte(tree.bytes[end]) { end += 1 }
        return UnsafeRawBufferPointer(rebasing: tree.bytes[start..<end])
    }

    private mutating func mention(_ word: UInt64) {
        let function = open.last?.function ?? -1
        if function < 0 { outside.insert(word) } else { words[Int(function)].insert(word) }
    }

    /// Shorter ones begin too much.
    private static let shortestPrefix = 3

    private mutating func notePrefixes(_ text: UnsafeRawBufferPointer) {
        for (at, byte) in text.enumerated() where byte == UInt8(ascii: "_") && (at + 1 == text.count || "%{<".utf8.contains(text[at + 1])) {
            let name = text[..<at].reversed().prefix { FileMentions.isWordByte($0) }
            if name.count + 1 >= Self.shortestPrefix { result.prefixes.insert(String(decoding: text[(at - name.count)...at], as: UTF8.self)) }
        }
    }

    /// Notes a function; returns the node of its name, which mentions nobody.
    private mutating func function(_ node: Int) -> Int? {
        guard let name = child(of: node, kinds.nameField), kinds.names.contains(nodes[name].symbol) else { return nil }
        let around = open.last, number = Int32(result.functions.count)
        var function = FileMentions.Function(
            name: tree.string(name), start: nodes[node].start, type: around?.type ?? -1, parent: around?.function ?? -1, marks: marks(of: node))
        function.isPrivate = tree.language == .swift || function.name.hasPrefix("_") || function.parent >= 0
        if let body = child(of: node, kinds.bodyField) {
            bodies[body] = (number, -1)
            function.isStub = tree.language == .python && isEmpty(body)
        } else {
            function.isStub = true
        }
        result.functions.append(function)
        words.append([])
        return name
    }

    private mutating func type(_ node: Int) -> Int? {
        guard let name = child(of: node, kinds.nameField) else { return nil }
        if let body = child(of: node, kinds.bodyField) { bodies[body] = (open.last?.function ?? -1, Int32(result.types.count)) }
        var bases: [String] = []
        if let list = child(of: node, kinds.basesField) { forEachChild(of: list) { if nodes[$0].flags & UInt16(SL_NAMED) != 0 { bases.append(lastPart(tree.text($0))) } } }
        forEachChild(of: node) { if kinds.bases.contains(nodes[$0].symbol) { bases.append(lastPart(tree.text($0))) } }
        result.types.append(FileMentions.Shape(name: lastPart(tree.text(name)), start: nodes[node].start, bases: bases))
        // An extension mentions the type it extends; that brings none of its methods to life.
        return name
    }

    /// `Other` of `mod.Other[int]`, of `Foo.Other<Int>`, and of `metaclass=mod.Other`.
    private func lastPart(_ text: UnsafeRawBufferPointer) -> String {
        let whole = text.prefix { !"[<(& ".utf8.contains($0) }
        return String(decoding: whole.split(whereSeparator: { ".=".utf8.contains($0) }).last ?? whole, as: UTF8.self)
    }

    private func marks(of node: Int) -> [String] {
        var marks: [String] = []
        func add(_ node: Int) {
            let text = tree.text(node).drop { $0 == UInt8(ascii: "@") }.prefix { $0 != UInt8(ascii: "(") }
            marks.append(String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace })
        }
        if tree.language == .python {
            let parent = Int(nodes[node].parent)
            // Any other parent may have thousands of children.
            guard nodes[parent].symbol == kinds.decorated else { return [] }
            forEachChild(of: parent) { if kinds.decorators.contains(nodes[$0].symbol) { add($0) } }
        } else {
            forEachChild(of: node) { if kinds.modifiers.contains(nodes[$0].symbol) { forEachChild(of: $0, add) } }
        }
        return marks
    }

    /// Nothing but `...`, `pass`, a docstring, or `raise NotImplementedError`.
    private func isEmpty(_ body: Int) -> Bool {
        var isEmpty = true
        forEachChild(of: body) { statement in
            let text = tree.text(statement)
            let isNothing = text.elementsEqual("pass".utf8) || text.elementsEqual("...".utf8) || text.starts(with: "raise NotImplementedError".utf8)
            if !isNothing, !isString(statement), nodes[statement].flags & UInt16(SL_EXTRA) == 0 { isEmpty = false }
        }
        return isEmpty
    }

    /// A statement that is a string and nothing else.
    private func isString(_ statement: Int) -> Bool {
        statement + 1 < Int(nodes[statement].next) && kinds.strings.contains(nodes[statement + 1].symbol) && nodes[statement + 1].next == nodes[statement].next
    }

    private func isDocstring(_ node: Int) -> Bool {
        guard kinds.strings.contains(nodes[node].symbol), node > 0 else { return false }
        let parent = Int(nodes[node].parent)
        return nodes[parent].symbol == kinds.statement && nodes[parent].child == 0 && isString(parent)
    }

    private func child(of node: Int, _ field: Field?) -> Int? {
        guard let field else { return nil }
        var child = node + 1
        while child < Int(nodes[node].next) {
            if nodes[child].field == field { return child }
            child = Int(nodes[child].next)
        }
        return nil
    }

    private func forEachChild(of node: Int, _ body: (Int) -> Void) {
        var child = node + 1
        while child < Int(nodes[node].next) {
            body(child)
            child = Int(nodes[child].next)
        }
    }
}
