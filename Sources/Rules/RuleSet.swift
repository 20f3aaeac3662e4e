import FileRules
package import Findings
import SourceFiles
import Synchronization
import Syntax
import YAML

/// The rules of a run, compiled.
package struct RuleSet: Sendable {
    /// By id.
    package private(set) var rules: [CompiledRule] = []
    /// By `Language.rawValue`.
    package private(set) var programs: [MatchProgram] = []
    /// For each program, the index in `rules` of each of its rules; of a clause, the rule whose analysis it is part of.
    package private(set) var ruleOfProgram: [[Int32]] = []

    /// Compiles what can be compiled; every rule that cannot is among the errors and costs no other.
    ///
    /// - Parameters:
    ///   - languages: of the run's files. Rules that are known to be good are not compiled for others.
    ///   - keepsOrigins: the programs remember what each clause was written as, for `Matcher.explain`.
    package static func compile(
        _ files: [RuleFile], utilities: [(Utility, Language)] = [], vocabularies: [Vocabulary] = [], for languages: Set<Language> = Set(Language.allCases),
        keepsOrigins: Bool = false
    ) -> (RuleSet, [RuleError]) {
        var set = RuleSet(), errors: [RuleError] = []
        let own = unique(files, &errors), vocabularies = VocabularyReader.merged(vocabularies)
        let (byLanguage, ofNone) = compiled(own, utilities, vocabularies, languages, keepsOrigins: keepsOrigins)
        for (index, file) in own.enumerated() {
            let scope = PathScope(
                files: globs(file.files, of: file, &errors), ignores: globs(file.ignores, of: file, &errors), roles: roles(file.appliesTo))
            switch byLanguage.lazy.compactMap({ $0.compiled[index] }).first ?? ofNone[index] ?? .failure(CompileFailure(errors: [])) {
            case .success(let compiled):
                set.rules.append(
                    CompiledRule(
                        metadata: file.metadata, file: file.file, scope: scope, body: compiled.body, analysis: compiled.analysis, minorMessage: file.minor?.message))
            case .failure(let failure): errors += failure.errors
            }
        }
        set.rules.sort { ($0.metadata.id, $0.metadata.language) < ($1.metadata.id, $1.metadata.language) }
        let position = Dictionary(set.rules.enumerated().map { (name(of: $1.metadata), Int32($0)) }) { first, _ in first }
        set.ruleOfProgram = byLanguage.map { $0.owners.map { position[$0] ?? -1 } }
        set.programs = byLanguage.map(\.program)
        // A mistake in a shared utility shows in every rule that uses it.
        var seen: Set<RuleError> = []
        return (set, errors.filter { seen.insert($0).inserted })
    }

    private typealias Compiled = Result<(body: CompiledBody, analysis: CompiledAnalysis?), CompileFailure>

    /// What the code rules of one language come to.
    private struct OneLanguage: Sendable {
        var program: MatchProgram
        /// By index among all rules.
        var compiled: [Int: Compiled] = [:]
        /// Whose each of the program's rules is.
        var owners: [String] = []
    }

    /// One after the other in each language, the languages and what is of none at once: most of a short run is this.
    ///
    /// - Returns: what the rules of each language come to, and those of none by index.
    private static func compiled(
        _ files: [RuleFile], _ utilities: [(Utility, Language)], _ vocabularies: [String: Vocabulary], _ wanted: Set<Language>, keepsOrigins: Bool
    ) -> ([OneLanguage], ofNone: [Int: Compiled]) {
        let results = Mutex((Language.allCases.map { OneLanguage(program: MatchProgram(language: $0)) }, [Int: Compiled]())), next = Atomic(0)
        let languages = Language.allCases.filter(wanted.contains) + Language.allCases.filter { !wanted.contains($0) }
        onThreads(languages.count, stackSize: 8 << 20) {
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if number < languages.count {
                    let language = languages[number], done = compile(files, of: language, utilities, vocabularies, isWanted: wanted.contains(language), keepsOrigins)
                    results.withLock { $0.0[Int(language.rawValue)] = done }
                } else if number == languages.count {
                    var done: [Int: Compiled] = [:]
                    for (index, file) in files.enumerated() { if case .other = file.body { done[index] = compile(file) } }
                    results.withLock { [done] in $0.1 = done }
                } else {
                    return
                }
            }
        }
        return results.withLock { $0 }
    }

    private static func compile(
        _ files: [RuleFile], of language: Language, _ utilities: [(Utility, Language)], _ vocabularies: [String: Vocabulary], isWanted: Bool, _ keepsOrigins: Bool
    ) -> OneLanguage {
        let shared = utilities.filter { $0.1 == language }.map(\.0)
        var compiler = CodeRuleCompiler(language: language, shared: shared, vocabularies: vocabularies, parser: TreeParser(), keepsOrigins: keepsOrigins)
        var own = OneLanguage(program: compiler.program)
        for (index, file) in files.enumerated() {
            guard case .code(language) = file.language, case .code(let rule) = file.body else { continue }
            if file.isTrusted, !isWanted {
                own.compiled[index] = .success((.code(language, program: nil), nil))
                continue
            }
            own.compiled[index] = compiler.add(file, rule).map { (.code(language, program: $0.index), $0.analysis) }
            while own.owners.count < compiler.program.rules.count { own.owners.append(name(of: file.metadata)) }
        }
        own.program = compiler.finish()
        return own
    }

    /// Of no language.
    private static func compile(_ file: RuleFile) -> Compiled {
        func failure(_ errors: FileRuleErrors) -> CompileFailure {
            CompileFailure(errors: errors.all.map { RuleError(file: file.file, at: $0.mark, $0.message) })
        }
        switch (file.body, file.language) {
        case (.other(let mapping), .text): return TextRuleReader.read(mapping, isTrusted: file.isTrusted).map { (.text($0), nil) }.mapError(failure)
        case (.other(let mapping), _): return FileRuleReader.read(mapping, isTrusted: file.isTrusted).map { (.file($0), nil) }.mapError(failure)
        case (.code, _): return .failure(CompileFailure(errors: []))
        }
    }

    /// Adds the team's own helpers to what counts as a limit in every `bounded` rule.
    /// - Parameter names: dotted names, with wildcards (`DottedName.isWritten`).
    package mutating func approve(_ names: [String]) {
        for index in rules.indices { rules[index].analysis?.approve(names) }
    }

    /// How the names of approved helpers end: a file that has none of these words calls none of them. Nil when they do not say.
    package var approvedEndings: [String]? {
        var endings: Set<String> = []
        for case let approved? in rules.map({ $0.analysis?.knowledge["approved"] }) {
            guard approved.clauses.isEmpty else { return nil }
            for id in 0..<approved.names.count {
                let ending = approved.names.text(of: Int32(id)).split(separator: ".").last.map(String.init) ?? ""
                if ending.isEmpty || ending.contains("*") { return nil }
                endings.insert(ending)
            }
        }
        return endings.sorted()
    }

    /// A rule that is for both languages is two files of one id.
    private static func name(of rule: RuleMetadata) -> String { "\(rule.language) \(rule.id)" }

    /// The first rule of each id and code; the others are errors that name the first. One more may have both, for the other language.
    private static func unique(_ files: [RuleFile], _ errors: inout [RuleError]) -> [RuleFile] {
        var byID: [String: RuleFile] = [:], byCode: [String: RuleFile] = [:]
        return files.filter { file in
            if let other = byID[file.metadata.id] {
                if case (.code(let one), .code(let another)) = (other.language, file.language), one != another, other.metadata.code == file.metadata.code,
                    files.filter({ $0.metadata.id == file.metadata.id }).count == 2
                {
                    return true
                }
                errors.append(
                    RuleError(file: file.file, at: file.mark, "the id `\(file.metadata.id)` is taken by \(other.file):\(other.mark.line); ids are unique"))
                return false
            }
            if let code = file.metadata.code, let other = byCode[code] {
                errors.append(RuleError(file: file.file, at: file.mark, "the code `\(code)` is taken by \(other.file):\(other.mark.line); codes are unique"))
                return false
            }
            byID[file.metadata.id] = file
            if let code = file.metadata.code { byCode[code] = file }
            return true
        }
    }

    private static func globs(_ texts: [Marked<String>], of file: RuleFile, _ errors: inout [RuleError]) -> [Glob] {
        texts.compactMap { text in
            do throws(FileError) {
                return try Glob(text.value)
            } catch {
                errors.append(RuleError(file: file.file, at: text.mark, error.description))
                return nil
            }
        }
    }

    private static func roles(_ names: [Marked<String>]) -> Set<FileRole> {
        let roles = FileRole.allCases.filter { role in names.contains { $0.value == role.name } }
        return roles.isEmpty ? Set(FileRole.allCases) : Set(roles)
    }
}
