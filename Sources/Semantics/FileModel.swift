internal import CSyntax
internal import Syntax

/// A piece of the tree in which names, contexts or the function differ from what surrounds it. Regions lie in pre-order and nest.
struct Region: BitwiseCopyable {
    var start: UInt32
    var end: UInt32
    var parent: UInt32
    /// The innermost scope, an index into `scopes`.
    var scope: UInt32
    /// The region of the nearest function, 0 at the top of the file.
    var function: UInt32
    /// Everything but `asyncFunction` and `syncFunction`, which are read from the function's region.
    var contexts: Contexts
    var isAsync = false
}

enum ScopeKind: UInt8, BitwiseCopyable { case file, type, function, comprehension, block }

/// Where names are bound.
struct Scope: BitwiseCopyable {
    var kind: ScopeKind
    var parent: UInt32
    /// The definition (function, class, closure …) this is the inside of.
    var node: UInt32
    /// What symbols are stored under: the scope itself, or for all declarations of one Swift type the same.
    var key: UInt32
    /// The declared name, 0 for none.
    var name: Name
    /// Python: the first parameter of a method; 0 where there is none.
    var selfName: Name = 0
    /// The dotted name with its `@`, made at first use.
    var qualified: Name = 0
}

enum BindingKind: UInt8, BitwiseCopyable {
    /// Bound to the value of an expression (`value`), perhaps with a declared type (`type`).
    case value
    /// `with X() as y`: `value` is the context expression.
    case context
    /// `except X as e`, `catch let e as X`: `type` is the type expression.
    case caught
    case parameter
    case function, type
    /// `import a.b`: the name is `a`; `value` is the dotted name's node.
    case importedModule
    /// `import a.b as c`: the whole of `value` is what the name means.
    case importedAs
    /// `from a import b`: `value` is b's node, `type` the module's.
    case importedFrom
    /// An attribute of `self`; like `value`, but not visible as a plain name.
    case attribute
    /// Swift's `if let x`: the x outside, unwrapped.
    case shorthand
    /// Something without a value we could name: a loop's target, a capture.
    case opaque
    /// `del x`, `x += 1`: makes the name local and says nothing about its value.
    case marker
    /// A type alias: `type` is what it stands for.
    case alias
}

struct Binding: BitwiseCopyable {
    var kind: BindingKind
    /// The node that introduces the name; 0 where there is none (Swift's `error`).
    var node: UInt32
    /// Nodes, 0 for none (the root is never a value).
    var value: UInt32 = 0
    var type: UInt32 = 0
    /// The scope a function's or type's body makes, 0 for none.
    var scope: UInt32 = 0
    /// Swift: the first node that sees this binding.
    var visibleFrom: UInt32 = 0
    /// The symbol, and its next binding, 0 for none.
    var symbol: UInt32 = 0
    var next: UInt32 = 0
    /// Swift: what this binding means, once asked.
    var meaning = Meaning.unasked
}

/// All bindings of one name in one scope.
struct Symbol: BitwiseCopyable {
    var key: UInt32
    var name: Name
    var first: UInt32
    var last: UInt32
    /// The symbol `global` or `nonlocal` says this is, 0 for none.
    var redirect: UInt32 = 0
    /// Python: what the name means, once asked.
    var meaning = Meaning.unasked
}

/// What one file's tree tells: names, scopes, regions and bindings, in buffers that are reused.
struct FileModel: ~Copyable {
    var nodes: UnsafePointer<Node>
    var nodeCount = 0
    var bytes: UnsafeRawPointer
    var byteCount = 0

    var names = NameTable()
    var regions = Pool<Region>()
    var scopes = Pool<Scope>()
    /// Index 0 of `bindings` and `symbols` is unused, so that 0 can mean none.
    var bindings = Pool<Binding>()
    var symbols = Pool<Symbol>()
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask = (1 << 11) - 1
    private var generation: UInt64 = 0
    /// The region found last: queries come in the tree's order.
    var lastRegion = 0
    var hasStarImport = false
    /// The modules of `from module import *`, as nodes.
    var starImports = Pool<UInt32>(capacity: 4)
    var isMainFile = false
    /// The arguments of the call asked about last.
    var arguments = Pool<Argument>()
    /// How many bindings are being followed right now, and whether a chain was longer than `Meaning.limit`.
    var hops = 0
    var gaveUp = false
    /// A name led back to itself: everything on the way is unknown.
    var metCycle = false
    /// Regions that are open at the node being bound, while binding.
    var open = Pool<UInt32>()

    init() {
        nodes = UnsafePointer(UnsafeMutablePointer<Node>.allocate(capacity: 1))
        bytes = UnsafeRawPointer(nodes)
        placeholder = nodes
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: 0, count: mask + 1)
    }

    private let placeholder: UnsafePointer<Node>

    deinit {
        placeholder.deallocate()
        slots.deallocate()
    }

    /// Forgets the previous file and opens the region and scope of the whole one.
    mutating func begin(_ tree: borrowing FlatTree, isMainFile: Bool) {
        nodes = tree.nodes.baseAddress ?? placeholder
        nodeCount = tree.nodes.count
        bytes = tree.bytes.baseAddress ?? UnsafeRawPointer(placeholder)
        byteCount = tree.bytes.count
        self.isMainFile = isMainFile
        names.removeAll()
        regions.removeAll()
        scopes.removeAll()
        bindings.removeAll()
        symbols.removeAll()
        open.removeAll()
        starImports.removeAll()
        lastRegion = 0
        hasStarImport = false
        generation += 1
        if generation > 0xFFFF_FFFF {
            slots.update(repeating: 0, count: mask + 1)
            generation = 1
        }
        bindings.append(Binding(kind: .opaque, node: 0))
        symbols.append(Symbol(key: 0, name: 0, first: 0, last: 0))
        scopes.append(Scope(kind: .file, parent: 0, node: 0, key: 0, name: 0))
        regions.append(
            Region(start: 0, end: UInt32(nodeCount), parent: 0, scope: 0, function: 0, contexts: isMainFile ? .mainGuard : .none))
        open.append(0)
    }

    func text(_ node: Int) -> UnsafeRawBufferPointer {
        let start = Int(nodes[node].start), end = Int(nodes[node].end)
        guard start <= end, end <= byteCount else { return UnsafeRawBufferPointer(start: bytes, count: 0) }
        return UnsafeRawBufferPointer(start: bytes + start, count: end - start)
    }

    /// The child with that field, or 0.
    @inline(__always) func child(of node: Int, _ field: Field) -> Int {
        let end = Int(nodes[node].next)
        var at = node + 1
        while at < end {
            if nodes[at].field == field { return at }
            at = Int(nodes[at].next)
        }
        return 0
    }

    /// The next child of the same parent after `child` that is named and no comment, or 0; start with the parent itself.
    @inline(__always) func namedChild(of parent: Int, after child: Int) -> Int {
        let end = Int(nodes[parent].next)
        var at = child == parent ? parent + 1 : Int(nodes[child].next)
        while at < end {
            if Int32(nodes[at].flags) & 5 == 1 { return at }
            at = Int(nodes[at].next)
        }
        return 0
    }
}

// MARK: - Symbols

extension FileModel {
    /// The symbol of that name in that scope, or 0.
    func symbol(_ key: UInt32, _ name: Name) -> Int {
        let slot = slots[slot(key, name)]
        return slot >> 32 == generation ? Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) : 0
    }

    mutating func makeSymbol(_ key: UInt32, _ name: Name) -> Int {
        let at = slot(key, name)
        if slots[at] >> 32 == generation { return Int(truncatingIfNeeded: slots[at] & 0xFFFF_FFFF) }
        let symbol = symbols.append(Symbol(key: key, name: name, first: 0, last: 0))
        slots[at] = generation << 32 | UInt64(symbol)
        if symbols.count * 2 > mask { growSlots() }
        return symbol
    }

    /// Adds a binding at the end of its symbol's list.
    mutating func bind(_ key: UInt32, _ name: Name, _ binding: Binding) {
        guard name != 0 else { return }
        var symbol = makeSymbol(key, name)
        if symbols[symbol].redirect != 0 { symbol = Int(symbols[symbol].redirect) }
        let index = UInt32(bindings.append(binding))
        bindings.base[Int(index)].symbol = UInt32(symbol)
        if symbols[symbol].first == 0 {
            symbols.base[symbol].first = index
        } else {
            bindings.base[Int(symbols[symbol].last)].next = index
        }
        symbols.base[symbol].last = index
    }

    private func slot(_ key: UInt32, _ name: Name) -> Int {
        var hash = (UInt64(key) << 32 | UInt64(name)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 32
        var at = Int(truncatingIfNeeded: hash) & mask
        while slots[at] >> 32 == generation {
            let symbol = Int(truncatingIfNeeded: slots[at] & 0xFFFF_FFFF)
            if symbols[symbol].name == name, symbols[symbol].key == key { return at }
            at = (at + 1) & mask
        }
        return at
    }

    private mutating func growSlots() {
        slots.deallocate()
        mask = (mask + 1) * 2 - 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: 0, count: mask + 1)
        for symbol in 1..<symbols.count {
            slots[slot(symbols[symbol].key, symbols[symbol].name)] = generation << 32 | UInt64(symbol)
        }
    }
}

// MARK: - Regions

extension FileModel {
    /// The innermost open region at `node`, while binding; closes those that ended before it.
    @inline(__always) mutating func current(at node: Int) -> Int {
        while true {
            let region = Int(open[open.count - 1])
            if node < Int(regions[region].end) || open.count == 1 { return region }
            open.removeLast()
        }
    }

    /// Opens a region from `start` to `end`, inside what is open there; the caller changes what differs.
    mutating func openRegion(_ start: Int, _ end: Int, _ change: (inout Region) -> Void) {
        let parent = current(at: start)
        var region = regions[parent]
        region.start = UInt32(start)
        region.end = UInt32(end)
        region.parent = UInt32(parent)
        let index = UInt32(regions.count)
        change(&region)
        if region.function == UInt32.max { region.function = index }
        regions.append(region)
        open.append(index)
    }

    /// The innermost region around a node, once binding is done.
    mutating func region(of node: Int) -> Int {
        let count = regions.count
        var low = 0
        let last = lastRegion
        if Int(regions[last].start) <= node {
            if last + 1 == count || Int(regions[last + 1].start) > node {
                low = last
            } else {
                low = search(node, last + 1, count)
            }
        } else {
            low = search(node, 0, last)
        }
        lastRegion = low
        while node >= Int(regions[low].end), low != 0 { low = Int(regions[low].parent) }
        return low
    }

    /// The last region that starts at or before `node`, between `from` and `to`.
    private func search(_ node: Int, _ from: Int, _ to: Int) -> Int {
        var low = from, high = to
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(regions[middle].start) <= node { low = middle } else { high = middle }
        }
        return low
    }

    /// All contexts of a node.
    mutating func contexts(of node: Int) -> Contexts {
        contexts(inRegion: region(of: node))
    }

    func contexts(inRegion index: Int) -> Contexts {
        let region = regions[index]
        guard region.function != 0 else { return region.contexts }
        return region.contexts.union(regions[Int(region.function)].isAsync ? .asyncFunction : .syncFunction)
    }
}
