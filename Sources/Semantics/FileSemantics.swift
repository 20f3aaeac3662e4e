package import Findings
package import Syntax

/// One file's names, scopes, contexts and types. Reuses its memory from file to file: nothing is allocated once warm. One a thread.
///
/// Nothing is computed before the first question about a file; the first one costs one pass over the nodes.
package final class FileSemantics {
    private var model = FileModel()
    private let language: Language
    private var tree: FlatTree?
    private var isBound = false
    private var isMainFile = false
    private var isSummarised = false
    private var builder = SummaryBuilder()

    package init(language: Language) { self.language = language }

    /// Takes the next file and forgets the previous one. The tree must live as long as questions are asked about it.
    /// `isMainFile`: Swift's main.swift, whose top-level code is where the program starts.
    package func analyse(_ tree: FlatTree, isMainFile: Bool = false) {
        self.tree = tree
        self.isMainFile = isMainFile
        isBound = false
        isSummarised = false
    }

    @inline(__always) private func bind() {
        if !isBound { bindNow() }
    }

    private func bindNow() {
        isBound = true
        guard let tree else { return }
        model.begin(tree, isMainFile: isMainFile)
        switch language {
        case .python: model.bindPython()
        case .swift: model.bindSwift()
        }
        model.closeRegions()
    }

    private func meaning(of node: NodeIndex) -> Meaning {
        bind()
        guard isNode(node) else { return .unknown }
        return language == .python ? model.pythonMeaning(of: node) : model.swiftMeaning(of: node)
    }

    /// Whether the index is a node of this file with something below the root.
    @inline(__always) private func isNode(_ node: NodeIndex) -> Bool { node > 0 && node < model.nodeCount }
}

// MARK: - Names and types

extension FileSemantics {
    /// The qualified dotted name an expression resolves to, or 0: an identifier or a chain of members, or a call's callee.
    ///
    /// What the file itself declares begins with `@` (`@Class.method`) and so equals no library's name; relative imports begin with a dot.
    package func qualifiedName(of node: NodeIndex) -> Name {
        bind()
        guard isNode(node), language == .python ? !model.isPythonNameless(node) : !model.isSwiftNameless(node) else { return 0 }
        let meaning = meaning(of: node)
        return meaning.kind == .entity ? meaning.name : 0
    }

    /// The inferred type's dotted name of an expression, or 0. The value of a call of something that is no type has the type `callee()`.
    package func typeName(of node: NodeIndex) -> Name {
        let meaning = meaning(of: node)
        return meaning.kind == .instance ? meaning.name : 0
    }

    /// The bytes of a name of this file; valid until the next question.
    package func text(of name: Name) -> UnsafeRawBufferPointer { model.names.text(name) }

    /// Appends the qualified name of an expression; false, appending nothing, when it has none.
    package func qualifiedName(of node: NodeIndex, into buffer: inout NameBuffer) -> Bool {
        let name = qualifiedName(of: node)
        if name != 0 { buffer.append(model.names.text(name)) }
        return name != 0
    }

    /// Appends the name of an expression's type; false, appending nothing, when it is unknown.
    package func typeName(of node: NodeIndex, into buffer: inout NameBuffer) -> Bool {
        let name = typeName(of: node)
        if name != 0 { buffer.append(model.names.text(name)) }
        return name != 0
    }

    /// The `functools.partial(…)` call through which an expression got its meaning: its arguments come before the call's own.
    package func partialCall(of node: NodeIndex) -> NodeIndex? {
        let partial = meaning(of: node).partial
        return partial == 0 ? nil : NodeIndex(partial)
    }

    /// Whether an import has a second alternative (`try: import a` … `except ImportError: import b`); the name is the first one's.
    package func hasAlternatives(_ node: NodeIndex) -> Bool { meaning(of: node).hasAlternatives }
}

// MARK: - Places

extension FileSemantics {
    /// Everything a node stands within.
    package func contexts(of node: NodeIndex) -> Contexts {
        bind()
        guard node >= 0, node < model.nodeCount else { return .none }
        return model.contexts(of: node)
    }

    package func isWithin(_ context: Context, node: NodeIndex) -> Bool { contexts(of: node).contains(Contexts(context)) }

    /// Whether an expression is what an `await` waits for.
    package func isAwaited(_ node: NodeIndex) -> Bool {
        bind()
        return isNode(node) && (language == .python ? model.isPythonAwaited(node) : model.isSwiftAwaited(node))
    }

    /// Whether an expression's value (or what awaiting it gives) goes anywhere.
    package func isResultUsed(_ node: NodeIndex) -> Bool {
        bind()
        return isNode(node) && (language == .python ? model.isPythonResultUsed(node) : model.isSwiftResultUsed(node))
    }
}

// MARK: - Calls

extension FileSemantics {
    /// The callee's expression, or nil when the node is no call.
    package func callee(of call: NodeIndex) -> NodeIndex? {
        bind()
        guard isNode(call) else { return nil }
        let callee = language == .python ? model.pythonCallee(of: call) : model.swiftCallee(of: call)
        return callee == 0 ? nil : callee
    }

    /// A call's arguments in order; valid until the next question about arguments. Empty when the node is no call.
    package func arguments(of call: NodeIndex) -> UnsafeBufferPointer<Argument> {
        bind()
        model.arguments.removeAll()
        if isNode(call) {
            if language == .python { model.collectPythonArguments(of: call) } else { model.collectSwiftArguments(of: call) }
        }
        return UnsafeBufferPointer(start: model.arguments.base, count: model.arguments.count)
    }

    package func forEachArgument(of call: NodeIndex, _ body: (Argument) -> Void) {
        for argument in arguments(of: call) { body(argument) }
    }
}

// MARK: - Summary

extension FileSemantics {
    /// Everything the rest of the program needs to know about this file.
    package func makeSummary() -> FileSummary {
        bind()
        isSummarised = true
        return builder.build(&model, language)
    }

    /// The number of a call's node in the summary made last; nil when the node is no call, or when no summary of this file was made.
    package func callNumber(of node: NodeIndex) -> UInt32? {
        guard isSummarised, isNode(node) else { return nil }
        return builder.callIndex(node).map(UInt32.init)
    }

    /// The number of the innermost function around a node in the summary made last, nil at the top of the file. A definition's name,
    /// decorators and default values stand outside of it; a lambda stands within itself.
    package func functionNumber(around node: NodeIndex) -> UInt32? {
        guard isSummarised, isNode(node) else { return nil }
        let number = builder.nearest[Int(model.regions[model.region(of: node)].scope)]
        return number == 0 ? nil : number - 1
    }
}
