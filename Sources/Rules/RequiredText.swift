import Findings
import Syntax
import TextMatching

/// What a file must hold for a clause to hold somewhere in it, told from the clauses.
extension MatchProgram {
    func requirement(of index: Int32) -> LiteralRequirement {
        var known: [Int32: LiteralRequirement] = [:]
        return requirement(of: index, &known)
    }

    /// What a file must hold for an analysis to find something in it: where it asks what the file itself starts on other threads, one of those calls.
    func requirement(of analysis: CompiledAnalysis) -> LiteralRequirement {
        guard language == .python, analysis.kind.needsStartInFile, let starts = analysis.knowledge["starts"] else { return .none }
        let named = (0..<starts.names.count).map { id -> LiteralRequirement in
            let last = starts.names.text(of: Int32(id)).split(separator: ".").last.map(String.init) ?? ""
            return last.contains("*") ? .none : LiteralRequirement(anyOf: [Self.word(last)])
        }
        return .or(named + starts.clauses.map { rules[Int($0)].requirement })
    }

    /// `known`: the utilities looked at. One that leads back to itself asks for nothing there: to ask for less is always right.
    private func requirement(of index: Int32, _ known: inout [Int32: LiteralRequirement]) -> LiteralRequirement {
        let clause = clauses[Int(index)]
        switch clause.operation {
        case .all:
            var sides: [LiteralRequirement] = []
            for part in parts(clause) { sides.append(requirement(of: part, &known)) }
            return .all(of: sides)
        case .any:
            var choices: [LiteralRequirement] = []
            for part in parts(clause) { choices.append(requirement(of: part, &known)) }
            return .or(choices)
        case .reference:
            if let requirement = known[index] { return requirement }
            known[index] = LiteralRequirement.none
            let result = requirement(of: clause.a, &known)
            known[index] = result
            return result
        case .constrained, .inside, .has, .precedes, .follows: return requirement(of: clause.a, &known)
        case .pattern: return patternRequirement(clause)
        case .call:
            let call = calls[Int(clause.a)]
            var sides = [nameRequirement(call.nameStart, call.nameCount)]
            for argument in callArguments[Int(call.argumentStart)..<Int(call.argumentStart + call.argumentCount)] {
                sides.append(requirement(of: argument.clause, &known))
                if argument.position < 0 { sides.append(LiteralRequirement(anyOf: [.word(Array(texts[Int(argument.textStart)..<Int(argument.textStart + argument.textCount)]))])) }
            }
            return .all(of: sides)
        case .name, .type: return nameRequirement(clause.a, clause.b)
        case .within: return language == .python && clause.a == 1 ? LiteralRequirement(anyOf: [Self.word("async")]) : .none
        case .awaited: return clause.flag == 1 ? LiteralRequirement(anyOf: [Self.word("await")]) : .none
        case .regex: return LiteralRequirement(anyOf: regexLiterals(clause))
        case .not, .kind, .kindIn, .nthChild, .range, .resultUsed, .never: return .none
        }
    }

    /// A node's text may begin in the middle of what looks like a word from outside: `"\nname"` in Swift is two nodes. No such node is in Python.
    private func regexLiterals(_ clause: Clause) -> [Literal] {
        let literals = regexes[Int(clause.a)].requiredLiterals ?? []
        return language == .python ? literals : literals.map { Literal($0.bytes, ignoresCase: $0.ignoresCase) }
    }

    /// The longest text every match of the pattern holds.
    private func patternRequirement(_ clause: Clause) -> LiteralRequirement {
        let strictness = Strictness.allCases[Int(clause.flag)]
        guard strictness != .signature else { return .none }
        let identifier = grammar.kind(language == .python ? "identifier" : "simple_identifier")
        var longest: ArraySlice<UInt8> = [], isWord = false
        var followsEllipsis = false
        for node in patternNodes[Int(clause.a)..<Int(patternNodes[Int(clause.a)].next)] {
            let isTaken = followsEllipsis && !node.named
            followsEllipsis = node.form == .ellipsis || node.form == .ellipsisCapture || isTaken && node.form == .terminal
            // Punctuation and keywords may be passed over, and those after an ellipsis belong to it.
            guard node.form == .terminal, node.named || !isTaken && (strictness == .cst || strictness == .smart) else { continue }
            let text = texts[Int(node.textStart)..<Int(node.textStart + node.textCount)]
            if text.count > longest.count { (longest, isWord) = (text, node.kind == identifier) }
        }
        return LiteralRequirement(anyOf: [isWord ? .word(Array(longest)) : Literal(Array(longest))])
    }

    private static func word(_ text: String) -> Literal { .word(Array(text.utf8)) }

    /// What every name that fits a segment has in it: a segment is a whole word, and of `*gather*` what stands between the stars is some part of one.
    private static func literal(_ segment: ArraySlice<UInt8>) -> Literal? {
        let star = UInt8(ascii: "*")
        guard segment.contains(star) else { return segment.isEmpty ? nil : .word(Array(segment)) }
        let parts = segment.split(separator: star)
        guard let longest = parts.max(by: { $0.count < $1.count }) else { return nil }
        var outer: WordEdges = []
        if longest.startIndex == segment.startIndex { outer.insert(.before) }
        if longest.endIndex == segment.endIndex { outer.insert(.after) }
        return .word(Array(longest), outer)
    }

    /// Types that values have without their name being written: literals'.
    private static let unwritten: Set<String> = [
        "str", "bytes", "int", "float", "bool", "list", "dict", "set", "tuple", "String", "Int", "Double", "Bool", "Array", "Dictionary",
    ]

    /// A name resolves only in a file that writes each of its segments somewhere, if only in an import.
    private func nameRequirement(_ start: Int32, _ count: Int32) -> LiteralRequirement {
        let segments = lists[Int(start)..<Int(start + count)].map { id -> [Literal] in
            let segments = names.bytes(of: id).split(separator: UInt8(ascii: ".")).map { $0.suffix(2).elementsEqual("()".utf8) ? $0.dropLast(2) : $0 }
            let isUnwritten = segments.first.map { Self.unwritten.contains(String(decoding: $0, as: UTF8.self)) } ?? false
            return segments.dropFirst(isUnwritten ? 1 : 0).compactMap(Self.literal)
        }
        guard segments.allSatisfy({ !$0.isEmpty }) else { return .none }
        return .or(segments.map { written in .all(of: written.lazy.map { LiteralRequirement(anyOf: [$0]) }) })
    }
}
