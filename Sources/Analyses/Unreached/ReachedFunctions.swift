import Semantics

/// The functions of a program that something which runs mentions, by name.
final class ReachedFunctions {
    private struct Place: Hashable {
        var file: Int
        var function: Int
    }

    private var reasons: [Place: String] = [:]
    /// Those that public functions reach which nothing here reaches: somebody else's program may.
    private var viaPublic: Set<Place> = []
    /// Every word anybody says.
    private var all: Set<UInt64> = []

    /// What a type inherits, whoever of its declarations says so.
    struct Inheritance {
        fileprivate let types: [String: Set<String>]
        /// Names of the program's folders and files.
        fileprivate let modules: Set<Substring>
        fileprivate let name: String?

        /// A type that is declared elsewhere and may call methods of this one by name.
        func foreignBase(isPlain: (String) -> Bool) -> String? {
            guard let name else { return nil }
            var waiting = [name], seen: Set<String> = [name]
            while let next = waiting.popLast() {
                for base in types[next, default: []].sorted() where seen.insert(base).inserted && !isPlain(base) {
                    guard let own = ownType(base) else { return base.isEmpty ? "a type that is not known" : base }
                    waiting.append(own)
                }
            }
            return nil
        }

        /// The name of the program's own type that is inherited.
        private func ownType(_ base: String) -> String? {
            let parts = base.split(separator: ".")
            guard let last = parts.last.map({ String($0.drop { $0 == "@" }) }), types[last] != nil else { return nil }
            return parts.count == 1 || base.hasPrefix("@") || base.hasPrefix(".") || modules.contains(parts[0]) ? last : nil
        }
    }

    /// - Parameter outside: how somebody outside of the files may call a function; nil when nobody can.
    init(_ mentions: ProgramMentions, outside: (FileMentions.Function, Inheritance) -> String?) {
        var types: [String: Set<String>] = [:], byName: [UInt64: [Place]] = [:], words: Set<UInt64> = [], waiting: [UInt64] = []
        for (file, entry) in mentions.files.enumerated() {
            guard let mentions = entry.mentions else { continue }
            for shape in mentions.types { types[shape.name, default: []].formUnion(shape.bases) }
            for (number, function) in mentions.functions.enumerated() {
                byName[FileMentions.word(function.name.utf8), default: []].append(Place(file: file, function: number))
            }
        }
        let modules = Set(mentions.files.flatMap { $0.path.split(separator: "/").map { $0.prefix { $0 != "." } } })
        let prefixes = mentions.files.reduce(into: Set<String>()) { $0.formUnion($1.mentions?.prefixes ?? []) }
        func say(_ more: [UInt64]) { for word in more where words.insert(word).inserted { waiting.append(word) } }
        for file in mentions.others { say(file.outside) }
        for (file, entry) in mentions.files.enumerated() {
            guard let mentions = entry.mentions else { continue }
            say(mentions.outside)
            for (number, function) in mentions.functions.enumerated() {
                all.formUnion(mentions.words[number])
                let type = function.type < 0 ? nil : mentions.types[Int(function.type)].name
                let why = entry.isTest ? "belongs to the tests" : Self.prefix(of: function.name, among: prefixes) ?? outside(function, Inheritance(types: types, modules: modules, name: type))
                guard let why else { continue }
                reasons[Place(file: file, function: number)] = why
                say(mentions.words[number])
            }
        }
        while let word = waiting.popLast() {
            for place in byName[word] ?? [] where reasons[place] == nil {
                reasons[place] = "is mentioned by what runs"
                if let mentions = mentions.files[place.file].mentions { say(mentions.words[place.function]) }
            }
        }
        for (file, entry) in mentions.files.enumerated() {
            guard let mentions = entry.mentions else { continue }
            for (number, function) in mentions.functions.enumerated() where !function.isPrivate && reasons[Place(file: file, function: number)] == nil {
                say(mentions.words[number])
            }
        }
        while let word = waiting.popLast() {
            for place in byName[word] ?? [] where reasons[place] == nil && viaPublic.insert(place).inserted {
                if let mentions = mentions.files[place.file].mentions { say(mentions.words[place.function]) }
            }
        }
    }

    private static func prefix(of name: String, among prefixes: Set<String>) -> String? {
        for end in name.indices where name[end] == "_" {
            let prefix = name[...end]
            if prefix.count < name.count, prefixes.contains(String(prefix)) { return "may be looked up by a name that begins with `\(prefix)`" }
        }
        return nil
    }

    /// Why a function counts as reached; nil when it does not.
    func reason(of function: Int, in file: Int) -> String? { reasons[Place(file: file, function: function)] }

    /// Whether public functions that nothing reaches here reach it.
    func isReachedByPublic(_ function: Int, in file: Int) -> Bool { viaPublic.contains(Place(file: file, function: function)) }

    /// Whether any function mentions the name.
    func isMentioned(_ name: String) -> Bool { all.contains(FileMentions.word(name.utf8)) }
}
