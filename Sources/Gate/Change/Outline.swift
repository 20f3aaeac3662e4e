import Findings
import SourceFiles

/// What one text declares and in which lines, told from its text without parsing it: enough to tell whose definition a change touches, and who mentions it.
/// By names alone: the analyses settle what of it matters.
struct Outline {
    struct Declaration {
        var name: [UInt8]
        var lines: ClosedRange<Int>
        var kind: Kind
        /// The type around it, as an index; nil for none.
        var type: Int?
    }

    enum Kind {
        case function
        case type
        /// A variable, constant or attribute outside of functions.
        case value
        /// What an import brings, under its own name and under another.
        case imported, renamed

        /// Whether other declarations stand in it.
        var isAround: Bool { self == .function || self == .type }
    }

    /// In the order of the text.
    private let declarations: [Declaration]
    /// Whether what a type declares is a name within its functions, too.
    private let hasBareMembers: Bool

    init(_ text: UnsafeBufferPointer<UInt8>, _ language: Language) {
        hasBareMembers = language == .swift
        switch language {
        case .python: declarations = PythonOutline.declarations(in: text)
        case .swift: declarations = SwiftOutline.declarations(in: text)
        }
    }

    /// The names by which others may come to what some lines change.
    /// - Parameter countsImports: whether an import in these lines is another one now, rather than one that only names what changed.
    func names(countsImports: Bool = true, touching isTouched: (ClosedRange<Int>) -> Bool) -> Set<SoughtName> {
        var names: Set<SoughtName> = []
        for (index, declaration) in declarations.enumerated() where isTouched(declaration.lines) {
            switch declaration.kind {
            case .function:
                // Nobody names these: they are what making, entering and leaving a value runs.
                let isImplicit = declaration.type != nil && Self.isImplicit(declaration.name)
                if isImplicit, let type = declaration.type { names.insert(sought(declarations[type])) } else { names.insert(sought(declaration)) }
            case .imported:
                if countsImports { names.insert(SoughtName(text: declaration.name)) }
            case .renamed:
                names.insert(SoughtName(text: declaration.name))
            case .value:
                // `__all__` and its like are everywhere.
                if !declaration.name.starts(with: "__".utf8) { names.insert(sought(declaration)) }
                if let type = declaration.type { names.insert(sought(declarations[type])) }
            case .type:
                // Its head, or a line between its members: a change within a member is that member's.
                let members = declarations[(index + 1)...].prefix { declaration.lines.contains($0.lines.lowerBound) }.filter { $0.type == index }.map(\.lines)
                if declaration.lines.contains(where: { line in isTouched(line...line) && !members.contains { $0.contains(line) } }) { names.insert(sought(declaration)) }
            }
        }
        return names
    }

    /// The names declared around what mentions some names, and around what mentions those in the same text.
    func names(reachedBy start: Set<SoughtName>, in text: UnsafeBufferPointer<UInt8>) -> Set<SoughtName> {
        var all: Set<SoughtName> = [], next = start
        for _ in 0..<Self.mostSteps where !next.isEmpty {
            let lines = Words(next).lines(in: text)
            next = names(countsImports: false) { range in lines.contains { range.contains($0) } }.subtracting(all).subtracting(start)
            all.formUnion(next)
        }
        return all
    }

    private static let mostSteps = 2

    private func sought(_ declaration: Declaration) -> SoughtName {
        SoughtName(text: declaration.name, isMember: declaration.type != nil && declaration.kind != .type && !hasBareMembers)
    }

    private static func isImplicit(_ name: [UInt8]) -> Bool {
        name.starts(with: "__".utf8) || ["init", "deinit", "subscript", "callAsFunction"].contains(String(decoding: name, as: UTF8.self))
    }
}

extension Outline {
    /// Where in a text something may have changed when some of its lines lead to a change.
    func focus(on lines: [Int]) -> FocusedText {
        let around = declarations.filter(\.kind.isAround)
        var focus = FocusedText(calls: lines.map { $0...$0 })
        var open: [Declaration] = [], next = 0
        for line in lines {
            while next < around.count, around[next].lines.lowerBound <= line {
                open.removeAll { $0.lines.upperBound < around[next].lines.lowerBound }
                open.append(around[next])
                next += 1
            }
            open.removeAll { $0.lines.upperBound < line }
            // Functions within functions share what they know.
            let type = open.lastIndex { $0.kind == .type }
            let function = open[(type.map { $0 + 1 } ?? 0)...].first ?? type.map { open[$0] }
            focus.functions.append(merging: function?.lines ?? line...line)
            focus.declarations.append(merging: open.first?.lines ?? line...line)
        }
        var end = 0
        for declaration in around where declaration.lines.lowerBound > end {
            end = declaration.lines.upperBound
            if !focus.declarations.contains(where: declaration.lines.overlaps) { focus.rest.append(declaration.lines) }
        }
        return focus
    }
}

/// Lines of a text that lead to a change, and what they stand in; all in order.
struct FocusedText {
    var calls: [ClosedRange<Int>]
    /// The functions around them; where there is none, the type.
    var functions: [ClosedRange<Int>] = []
    /// The outermost declarations around them.
    var declarations: [ClosedRange<Int>] = []
    /// All other outermost declarations.
    var rest: [ClosedRange<Int>] = []
}

extension [ClosedRange<Int>] {
    /// Adds lines that begin at or before those of the last; what they hold of those goes.
    fileprivate mutating func append(merging lines: ClosedRange<Int>) {
        while let last, lines.lowerBound <= last.lowerBound, last.upperBound <= lines.upperBound { removeLast() }
        if let last, last.lowerBound <= lines.lowerBound, lines.upperBound <= last.upperBound { return }
        append(lines)
    }
}
