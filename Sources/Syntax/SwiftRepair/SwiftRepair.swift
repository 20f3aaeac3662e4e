internal import CSyntax

/// Makes a better tree of Swift source that is newer than the grammar: changes the few tokens it cannot read, near where it failed, in a
/// copy of the same length, and parses that. A change stays only if the tree gets better by more than it hides.
struct SwiftRepair {
    /// The best tree so far.
    private(set) var nodes: UnsafeBufferPointer<Node>
    /// Bytes its source has otherwise than the file.
    private(set) var repairedBytes = 0

    private let bytes: UnsafeRawBufferPointer
    private let attempt: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> UnsafeBufferPointer<Node>?
    private let keep: () -> Void
    private var sites: ErrorSites
    private var declarations: Int
    private var attemptsLeft = Self.attempts

    /// Ordered from the surest to the most desperate; each runs until it brings nothing more.
    private enum Stage: CaseIterable {
        /// Type arguments before a closure or a member, which the grammar takes for comparisons.
        case typeArguments
        /// The table.
        case tokens
        /// The `#if` lines of conditions that stand where the grammar does not expect them.
        case conditions
        /// The part of the table that is not as sure.
        case lastResorts
        /// What the grammar gave up on, where that is short: it is lost anyway, and around it the tree heals.
        case leftovers
    }

    /// A stage seldom needs a second round: only where one error had hidden another.
    private static let roundsPerStage = 3
    /// How often a file may be parsed again, all in all.
    private static let attempts = 16
    /// What a function or type that is gone from the tree weighs: as much as an imagined brace.
    private static let costOfDeclaration = 256

    /// - Parameters:
    ///   - sites: those of `nodes`.
    ///   - attempt: parses a copy, which differs from the second text, the one the best tree is made of; nil when that failed. Its result need not
    ///     outlive the next attempt unless `keep` is called.
    ///   - keep: makes the result of the last attempt outlive the following ones.
    init(
        of bytes: UnsafeRawBufferPointer, nodes: UnsafeBufferPointer<Node>, sites: ErrorSites,
        attempt: @escaping (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> UnsafeBufferPointer<Node>?, keep: @escaping () -> Void
    ) {
        self.bytes = bytes
        self.nodes = nodes
        self.attempt = attempt
        self.keep = keep
        self.sites = sites
        declarations = ErrorSites.declarations(in: nodes)
    }

    mutating func run() {
        let accepted = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer {
            accepted.deallocate()
            copy.deallocate()
        }
        accepted.copyMemory(from: bytes)
        var proposals = RepairProposals(source: SwiftSource(bytes))
        for stage in Stage.allCases {
            proposals.startStage()
            for _ in 0..<Self.roundsPerStage {
                let groups =
                    switch stage {
                    case .typeArguments: proposals.typeArguments(at: sites.tightComparisons)
                    case .tokens: proposals.tokens(near: sites.surroundings, lastResort: false)
                    case .conditions: proposals.conditions(near: sites.surroundings)
                    case .lastResorts: proposals.tokens(near: sites.surroundings, lastResort: true)
                    case .leftovers: proposals.leftovers(sites.leftovers)
                    }
                guard !groups.isEmpty, improve(accepted, with: groups[...], copy) else { break }
                if sites.weight == 0 { return }
            }
        }
    }

    /// Whether some of the edits made the tree better; the others are dropped. Where all together make it worse, each half is tried.
    private mutating func improve(
        _ accepted: UnsafeMutableRawBufferPointer, with groups: ArraySlice<[SourceEdit]>, _ copy: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard attemptsLeft > 0, sites.weight > 0 else { return false }
        attemptsLeft -= 1
        copy.copyMemory(from: UnsafeRawBufferPointer(accepted))
        for edit in groups.joined() { edit.apply(to: copy) }
        if let tree = attempt(UnsafeRawBufferPointer(copy), UnsafeRawBufferPointer(accepted)) {
            let now = ErrorSites(of: tree, in: bytes)
            let changed = changedBytes(UnsafeRawBufferPointer(copy))
            let declared = ErrorSites.declarations(in: tree)
            let lost = (declarations - declared) * Self.costOfDeclaration
            if now.weight + changed + lost < sites.weight + repairedBytes {
                keep()
                accepted.copyMemory(from: UnsafeRawBufferPointer(copy))
                nodes = tree
                sites = now
                declarations = declared
                repairedBytes = changed
                return true
            }
        }
        guard groups.count > 1 else { return false }
        let middle = groups.startIndex + groups.count / 2
        let first = improve(accepted, with: groups[..<middle], copy)
        let second = improve(accepted, with: groups[middle...], copy)
        return first || second
    }

    /// How many bytes the copy has otherwise; white space between two of them belongs to what was changed.
    private func changedBytes(_ copy: UnsafeRawBufferPointer) -> Int {
        var count = 0, space = 0, isAfterChange = false
        for index in bytes.indices {
            if bytes[index] != copy[index] {
                count += 1 + (isAfterChange ? space : 0)
                space = 0
                isAfterChange = true
            } else if " \t\r\n".utf8.contains(bytes[index]) {
                space += 1
            } else {
                space = 0
                isAfterChange = false
            }
        }
        return count
    }
}
