internal import CSyntax
internal import Syntax

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
    /// From which node on which region is the innermost, in order; made while binding.
    private var boundaries = Pool<Boundary>()
    /// The boundary found last: queries come in the tree's order.
    private var lastBoundary = 0
    /// What the classes of a Python file inherit from, in lists; index 0 is unused.
    var bases = Pool<Base>()
    var hasStarImport = false
    /// The modules of `from module import *`, as nodes.
    var starImports = Pool<UInt32>(capacity: 4)
    var isMainFile = false
    /// The arguments of the call asked about last.
    var arguments = Pool<Argument>()
    var evaluation = Evaluation()
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
        boundaries.removeAll()
        lastBoundary = 0
        bases.removeAll()
        hasStarImport = false
        generation += 1
        if generation > 0xFFFF_FFFF {
            slots.update(repeating: 0, count: mask + 1)
            generation = 1
        }
        bases.append(Base(scope: 0, name: 0))
        boundaries.append(Boundary(start: 0, region: 0))
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
        if binding.kind != .attribute { symbols.base[symbol].isPlain = true }
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
            boundaries.append(Boundary(start: regions[region].end, region: open[open.count - 1]))
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
        boundaries.append(Boundary(start: UInt32(start), region: index))
    }

    /// Closes what is open: binding is done.
    mutating func closeRegions() { _ = current(at: nodeCount) }

    /// The innermost region around a node, once binding is done.
    mutating func region(of node: Int) -> Int {
        let count = boundaries.count
        var low = 0, high = count
        if Int(boundaries[lastBoundary].start) <= node {
            low = lastBoundary
            if low + 1 == count || Int(boundaries[low + 1].start) > node { return Int(boundaries[low].region) }
        } else {
            high = lastBoundary
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(boundaries[middle].start) <= node { low = middle } else { high = middle }
        }
        lastBoundary = low
        return Int(boundaries[low].region)
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
