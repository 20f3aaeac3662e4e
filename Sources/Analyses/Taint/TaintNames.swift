import Findings
import Linking
import Rules
import Semantics

/// What names, keys and types say about values.
extension TaintTrace {
    // MARK: Names

    /// What a value's own name says: of a variable, an attribute, a name of another file.
    func judgement(of value: SummaryValue, in frame: Frame) -> Vocabulary.Found {
        guard let names = knowledge.names, !knowledge.shapes else { return Vocabulary.Found(judgement: .none) }
        let string = frame.lastString(of: value)
        guard string != 0 else { return Vocabulary.Found(judgement: .none) }
        let key = TaintFrames.StringKey(file: frame.file, string: string)
        if let known = frames.judgements[key] { return known }
        let found = names.judge(Frame.lastSegment(of: frame.summary.text(string)))
        frames.judgements[key] = found
        return found
    }

    func lastName(of value: SummaryValue, in frame: Frame) -> String { frame.lastName(of: value) }

    func isPlural(_ value: SummaryValue, in frame: Frame) -> Bool { judgement(of: value, in: frame).isPlural }

    /// Whether a value is what the rule speaks of because of its name: type and company allow for it.
    func nameSource(_ value: SummaryValue, in frame: Frame) -> Bool {
        let found = judgement(of: value, in: frame)
        guard found.judgement != .none, !isConstant(value, in: frame), !hasAttributes(value, in: frame), !isNamedAfterClass(value, in: frame) else { return false }
        switch typeSays(value, found, in: frame) {
        case .no: return false
        // A lexer's tokens are text, too; in Swift they have a type of their own.
        case .yes where frame.summary.language == .swift: return true
        case .yes, .nothing: return found.judgement == .certain || hasCompany(value, in: frame)
        }
    }

    /// A source that goes by a value's own name.
    func named(_ what: String, _ value: SummaryValue, at step: Int, in frame: Frame) -> TaintOrigin {
        named(what, judgement(of: value, in: frame), at: step, in: frame)
    }

    /// A source that goes by a name; in Swift the type has told it from other things called so.
    func named(_ what: String, _ found: Vocabulary.Found, at step: Int, in frame: Frame) -> TaintOrigin {
        var origin = source(what, at: step, in: frame)
        origin.isAmbiguous = found.isAmbiguous && frame.summary.language == .python
        return origin
    }

    /// Names in capitals are constants of a module: what they are bound to tells what they are, not the name.
    private func isConstant(_ value: SummaryValue, in frame: Frame) -> Bool {
        guard value.kind == .name || value.kind == .unknown || value.kind == .local && frame.owner(ofVariable: value.index) == nil else { return false }
        let name = lastName(of: value, in: frame)
        return name == name.uppercased() && name.contains(where: \.isLetter)
    }

    /// Whether a class of the file has the variable's name: `vault_secret` is a `VaultSecret`, an object with a text of its own.
    private func isNamedAfterClass(_ value: SummaryValue, in frame: Frame) -> Bool {
        guard value.kind == .local, frame.summary.language == .python else { return false }
        let words = Vocabulary.words(of: lastName(of: value, in: frame))
        guard words.count > 1 else { return false }
        return frame.summary.classes.contains { record in
            let name = Vocabulary.words(of: frame.summary.text(record.name))
            return name.count > 1 && words.suffix(name.count) == name[...]
        }
    }

    /// Whether a variable that is bound once is asked for an attribute: in Python no text has any, so it is an object with a text of its own.
    func hasAttributes(_ value: SummaryValue, reaching: [Int]? = nil, in frame: Frame) -> Bool {
        guard value.kind == .local, frame.summary.language == .python else { return false }
        let binds = frame.binds(of: value.index), isGiven = frame.parameter(value.index) != nil
        let isOfLoops = !isGiven && (reaching ?? binds).allSatisfy { frame.expression(frame.steps[$0].value)?.kind == .item }
        guard binds.count + (isGiven ? 1 : 0) == 1 || isOfLoops else { return false }
        return frames.asked(in: frame).contains(value.index)
    }

    private enum TypeAnswer { case yes, no, nothing }

    private func typeSays(_ value: SummaryValue, _ found: Vocabulary.Found, in frame: Frame) -> TypeAnswer {
        switch program.type(of: value, in: frame.file) {
        case .unknown: return .nothing
        // An object has its own text.
        case .type: return .no
        case .external(let name):
            if context.isMatch(name, knowledge.cleanTypes) { return found.isNumber && isNumeric(name) ? .yes : .no }
            if context.isEmpty(knowledge.valueTypes) || context.isMatch(name, knowledge.valueTypes) { return .yes }
            // The type of what a library's function gives is that function's name: nothing is known.
            return program.names.withBytes(of: name) { $0.last == UInt8(ascii: ")") } ? .nothing : .no
        }
    }

    private func isNumeric(_ name: GlobalName) -> Bool { ["int", "Int", "Int32", "Int64", "UInt", "UInt32"].contains(program.names.text(name)) }

    /// Whether what is around a name tells that it is spoken of: the object it belongs to, the function, its class and its parameters.
    private func hasCompany(_ value: SummaryValue, in frame: Frame) -> Bool {
        guard let names = knowledge.names else { return false }
        if frame.expression(value)?.kind == .attribute, let base = frame.operands(value).first, names.isCompany(lastName(of: base, in: frame)) { return true }
        if value.kind == .name {
            let segments = frame.summary.text(value.string).split(separator: ".")
            if segments.dropLast().contains(where: { names.isCompany(String($0)) }) { return true }
        }
        guard let record = frame.record else { return false }
        let summary = frame.summary
        if names.isCompany(summary.text(record.qualifiedName == 0 ? record.name : record.qualifiedName)) { return true }
        let own = lastName(of: value, in: frame)
        return summary.parameters[Int(record.firstParameter)..<Int(record.firstParameter + record.parameterCount)].contains { parameter in
            let name = summary.text(parameter.name)
            return name != own && (names.isCompany(name) || names.judge(name).judgement == .perhaps)
        }
    }

    // MARK: Keys

    /// `cfg["api_key"]`, `cfg.get("api_key")`; nil when the key says nothing.
    func sourceByKey(_ key: String, of base: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin]? {
        if let held = sourceByHolder(base, key, at: step, in: frame) { return held }
        guard path.isWhole, let names = knowledge.names, !knowledge.shapes, !key.contains(" ") else { return nil }
        let found = frames.judged.judgement(of: key, by: names), holder = lastName(of: base, in: frame)
        // In capitals it is the name of a variable of the environment, which has no other tokens.
        let isVariable = key == key.uppercased() && names.endsPerhaps(key)
        guard found.judgement == .certain || isVariable || found.judgement == .perhaps && names.isCompany(holder), !names.isTable(holder), !names.isExcluded(holder) else { return nil }
        // A table in capitals says something about the names.
        if !holder.isEmpty, holder == holder.uppercased(), holder.contains(where: \.isLetter) { return nil }
        // What is known of the container counts more than the key.
        if base.kind == .local, frame.owner(ofVariable: base.index) == frame.function {
            let definitions = Definitions(of: base.index, before: step, in: frame)
            if !definitions.isGiven, definitions.binds.allSatisfy({ frame.expression(frame.steps[$0].value)?.kind == .collection }) { return nil }
        }
        let title = holder.isEmpty ? key : "\(holder)[\(key)]"
        return [named(title, found, at: step, in: frame)]
    }

    /// `{"api_key": value}`: the key tells what the value is, unless the value is known to be harmless.
    func sourceByPair(_ key: String, _ value: SummaryValue, at step: Int, in frame: Frame) -> TaintOrigin? {
        guard let found = judged(key), !knowledge.shapes, found.judgement == .certain, !isClean(value, at: step, in: frame), mayHold(value, in: frame) else { return nil }
        return named(key, found, at: step, in: frame)
    }

    /// Whether nothing else goes by a key.
    func isSure(key: String) -> Bool {
        guard let found = judged(key), !knowledge.shapes else { return false }
        return found.judgement == .certain && !found.isAmbiguous
    }

    private func judged(_ name: String) -> Vocabulary.Found? {
        guard let names = knowledge.names else { return nil }
        return frames.judged.judgement(of: name, by: names)
    }

    /// Whether a value may be one that a key names: something that was read from somewhere, not worked out here.
    private func mayHold(_ value: SummaryValue, in frame: Frame) -> Bool {
        switch value.kind {
        case .local, .name, .unknown: return !isOfCleanType(value, in: frame)
        case .expression:
            switch frame.expression(value)?.kind {
            case .attribute, .element: return !isOfCleanType(value, in: frame)
            case .text, .awaited, .attempted: return frame.operands(value).contains { mayHold($0, in: frame) }
            default: return false
            }
        default: return false
        }
    }

    func isOfCleanType(_ value: SummaryValue, in frame: Frame) -> Bool {
        switch program.type(of: value, in: frame.file) {
        case .external(let name): context.isMatch(name, knowledge.cleanTypes)
        case .type: true
        case .unknown: false
        }
    }

    /// Whether a value is known to be of a type that such values do not have.
    func isOfOtherType(_ value: SummaryValue, in frame: Frame) -> Bool {
        guard case .external(let name) = program.type(of: value, in: frame.file) else { return false }
        return context.isMatch(name, knowledge.cleanTypes)
    }

    /// Attributes and elements of what is named as a holder.
    func sourceByHolder(_ base: SummaryValue, _ part: String, at step: Int, in frame: Frame) -> [TaintOrigin]? {
        guard let holders = knowledge.holders else { return nil }
        let name = lastName(of: base, in: frame)
        guard base.kind != .call, holders.judge(name).judgement == .certain, mayBeHolder(base, at: step, in: frame) else { return nil }
        var read = source("\(name).\(part)", at: step, in: frame)
        read.isVague = knowledge.guessed
        return [read]
    }

    /// A holder that is written out here holds what is written.
    private func mayBeHolder(_ base: SummaryValue, at step: Int, in frame: Frame) -> Bool {
        guard base.kind == .local, frame.owner(ofVariable: base.index) == frame.function else { return base.kind != .name }
        let definitions = Definitions(of: base.index, before: step, in: frame)
        return definitions.isGiven || definitions.binds.contains { !isClean(frame.steps[$0].value, at: $0, in: frame) }
    }

    // MARK: Types

    /// Nil when the rule says nothing of the value's type.
    func sourceByType(_ value: SummaryValue, at step: Int, in frame: Frame) -> [TaintOrigin]? {
        if knowledge.shapes, let shape = shape(of: value, at: step, in: frame) { return shape }
        guard !context.isEmpty(knowledge.sourceTypes), value.kind == .local || value.kind == .expression || value.kind == .call,
            case .external(let name) = program.type(of: value, in: frame.file), context.isMatch(name, knowledge.sourceTypes)
        else { return nil }
        let text = frame.text(value)
        return [source(text.isEmpty ? program.names.text(name) : text, at: step, in: frame)]
    }

    // MARK: Harmless values

    /// Whether a value is known to tell nothing: constants, comparisons, counts, what a sanitizer gave.
    func isClean(_ value: SummaryValue, at step: Int, in frame: Frame, depth: Int = 12) -> Bool {
        guard depth > 0 else { return false }
        func all(_ values: some Sequence<SummaryValue>) -> Bool { values.allSatisfy { isClean($0, at: step, in: frame, depth: depth - 1) } }
        switch value.kind {
        case .none, .number, .string, .boolean, .collection, .closure: return true
        case .name, .unknown, .instance, .comprehension: return false
        case .local:
            guard frame.owner(ofVariable: value.index) == frame.function else { return false }
            let question = CleanQuestion(file: frame.file, function: frame.function, variable: value.index, step: step, depth: depth)
            if let known = memory.clean[question] { return known }
            let definitions = Definitions(of: value.index, before: step, in: frame)
            guard !definitions.isGiven || frame.function == nil, !definitions.binds.isEmpty else { return false }
            let answer = definitions.binds.allSatisfy { isClean(frame.steps[$0].value, at: $0, in: frame, depth: depth - 1) }
            memory.clean[question] = answer
            return answer
        case .call:
            guard let call = frame.call(value) else { return false }
            return isSanitizer(value, call, in: frame)
        case .expression:
            guard let expression = frame.expression(value) else { return false }
            let operands = frame.operands(value), word = frame.summary.text(expression.string)
            switch expression.kind {
            case .binary: return !["+", "%", "|", "??"].contains(word) || all(operands)
            case .unary: return true
            case .conditional: return all(operands.dropFirst())
            case .choice, .collection, .text, .awaited, .attempted: return all(operands)
            case .pair: return all(operands.dropFirst())
            case .attribute: return isCleanPart(word) || isOther(word)
            case .element: return operands.dropFirst().first.flatMap { key($0, in: frame) }.map(isOther) ?? false
            case .slice: return isShort(Array(operands), in: frame)
            default: return false
            }
        }
    }

    /// Whether a name says that its value is something else: the file a password is in.
    func isOther(_ name: String) -> Bool { !knowledge.shapes && knowledge.names.map { frames.judged.isOther(name, by: $0) } ?? false }

    /// Whether a value is another one as it is, or a part of it: nothing was done with it.
    func isTakenAsItIs(_ value: SummaryValue, in frame: Frame) -> Bool {
        switch value.kind {
        case .local, .name, .unknown: true
        case .expression: [.attribute, .element, .part, .item].contains(frame.expression(value)?.kind)
        default: false
        }
    }

    func isCleanPart(_ name: String) -> Bool { context.isMatch(program.names.intern(name), knowledge.cleanParts) }
}

extension Frame {
    /// The last name of a value as it is written; empty for what has none.
    func lastName(of value: SummaryValue) -> String { Frame.lastSegment(of: summary.text(lastString(of: value))) }

    static func lastSegment(of name: String) -> String {
        name.split(whereSeparator: { $0 == "." || $0 == "@" || $0 == "*" }).last.map(String.init) ?? ""
    }

    /// The string that ends with a value's last name; 0 for what has none.
    func lastString(of value: SummaryValue) -> StringID {
        switch value.kind {
        case .local, .name, .unknown: return value.string
        case .expression:
            guard let expression = expression(value) else { return 0 }
            switch expression.kind {
            case .attribute: return expression.string
            case .awaited, .attempted, .element: return operands(value).first.map { lastString(of: $0) } ?? 0
            default: return 0
            }
        case .call: return call(value)?.method ?? 0
        default: return 0
        }
    }
}
