internal import SourceFiles

/// What a clause says of a file.
enum ClauseVerdict {
    case no
    /// Holds, and where; no place when it is about the file as a whole.
    case yes([FileHit])
    /// Only the content can tell, and it was not given.
    case unknown
}

extension FileClause {
    /// Judges a file by its facts and, where it was read, its content. Of `all`, the first part that names places gives them; of `any`, every
    /// part that holds.
    func verdict(_ facts: FileFacts, _ content: UnsafeRawBufferPointer?) -> ClauseVerdict {
        switch self {
        case .all(let parts):
            var places: [FileHit] = []
            var isUnknown = false
            for part in parts {
                switch part.verdict(facts, content) {
                case .no: return .no
                case .unknown: isUnknown = true
                case .yes(let found): if places.isEmpty { places = found }
                }
            }
            return isUnknown ? .unknown : .yes(places)
        case .any(let parts):
            var places: [FileHit] = []
            var holds = false
            var isUnknown = false
            for part in parts {
                switch part.verdict(facts, content) {
                case .no: break
                case .unknown: isUnknown = true
                case .yes(let found):
                    holds = true
                    places += found
                }
            }
            // An undecided part may still name places.
            return isUnknown ? .unknown : holds ? .yes(places) : .no
        case .not(let part):
            switch part.verdict(facts, content) {
            case .no: return .yes([])
            case .yes: return .no
            case .unknown: return .unknown
            }
        case .path(let globs): return Self.plain(globs.contains { $0.matches(facts.path) })
        case .mode(let test): return Self.plain(facts.permissions.map(test.holds) ?? false)
        case .indexMode(let modes): return Self.plain(facts.indexMode.map(modes.contains) ?? false)
        case .distributed(let wanted): return Self.plain((facts.indexMode != nil || facts.isInDistribution) == wanted)
        case .size(let range): return Self.plain(range.contains(facts.size))
        case .owner(.currentUser, let negated): return Self.plain((facts.owner == facts.user) != negated)
        case .owner(.user(let user), let negated): return Self.plain((facts.owner == user) != negated)
        case .shebang(let wanted):
            guard facts.size >= 2 else { return Self.plain(!wanted) }
            return content.map { Self.plain($0.starts(with: "#!".utf8) == wanted) } ?? .unknown
        case .yamlTag(let test): return content.map { Self.places(YAMLTags.hits(in: $0, test)) } ?? .unknown
        case .key(let pattern, let value): return content.map { Self.places(pattern.hits(in: $0, path: facts.path, value: value)) } ?? .unknown
        case .content(let matcher): return content.map { Self.places(matcher.hits(in: $0)) } ?? .unknown
        }
    }

    private static func plain(_ holds: Bool) -> ClauseVerdict { holds ? .yes([]) : .no }

    private static func places(_ hits: [FileHit]) -> ClauseVerdict { hits.isEmpty ? .no : .yes(hits) }
}
