import Findings

/// Revisions by name.
extension GitRepository {
    /// A tree, with the commit it is of where it is of one.
    package struct Revision: Sendable, Hashable {
        /// As the user named it.
        package var name: String
        /// The object's name in hexadecimal digits; nil for the tree that holds nothing.
        package var object: String?
        package var isCommit: Bool

        /// What was there before the first commit.
        package static func nothing(_ name: String) -> Revision { Revision(name: name, object: nil, isCommit: false) }
    }

    /// What a revision's name stands for. A name that means the state before the first commit (HEAD where nothing is committed, a parent of HEAD
    /// where that has none; the zeros a server gives for the state before a branch's first push) is the empty tree.
    /// - Throws: `GitError` with the codes `noRevision`, `shallow`, `failed`.
    package func revision(_ name: String) throws(GitError) -> Revision {
        if name.utf8.count >= 40, name.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) { return .nothing(name) }
        // `--end-of-options` (git 2.24) keeps a name that begins with a dash from being an option.
        if name.isEmpty || name.hasPrefix("-") || name.contains("..") || name.contains("\n") || name.contains("\0") {
            throw GitError(.noRevision, reason: "`\(name)` is not the name of one revision", advice: "Give a branch, a tag or a commit, such as origin/main.")
        }
        for (kind, isCommit) in [("commit", true), ("tree", false)] {
            let answer = try run(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{\(kind)}"])
            if answer.code == 0 { return Revision(name: name, object: Self.line(answer.output), isCommit: isCommit) }
        }
        if Self.namesOfHead.contains(name), try head().object == nil { return .nothing(name) }
        if Self.parentsOfHead.contains(name), try head().object != nil, try !isShallow() { return .nothing(name) }
        throw try unknown(name)
    }

    /// HEAD, or nothing before the first commit.
    package func head() throws(GitError) -> Revision {
        let answer = try run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
        return answer.code == 0 ? Revision(name: "HEAD", object: Self.line(answer.output), isCommit: true) : .nothing("HEAD")
    }

    /// Where what HEAD is of parted from a revision: what a pull request is compared with.
    /// - Returns: the revision itself where it is no commit, or where the two have nothing in common.
    package func mergeBase(with revision: Revision) throws(GitError) -> Revision {
        guard revision.isCommit, let object = revision.object, try head().object != nil else { return revision }
        let answer = try run(["merge-base", "HEAD", object])
        if answer.code == 0 { return Revision(name: revision.name, object: Self.line(answer.output), isCommit: true) }
        guard answer.code == 1 else { throw GitError(.failed, reason: "`git merge-base` failed: \(answer.complaint)", advice: "") }
        if try isShallow() {
            throw GitError(
                .shallow, reason: "this clone is shallow, and the commit where HEAD parted from `\(revision.name)` is not in it",
                advice: "Run: git fetch --unshallow   (or, for less: git fetch --deepen=100)")
        }
        return revision
    }

    package func isShallow() throws(GitError) -> Bool { try output(["rev-parse", "--is-shallow-repository"]).starts(with: "true".utf8) }

    private static func line(_ bytes: [UInt8]) -> String { String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) }

    private static let namesOfHead: Set<String> = ["HEAD", "@"]
    private static let parentsOfHead: Set<String> = ["HEAD^", "HEAD~", "HEAD^1", "HEAD~1", "@^", "@~", "@^1", "@~1"]
    private static let mostSuggested = 3
    private static let mostReferences = 2000

    /// Why a name stands for nothing.
    private func unknown(_ name: String) throws(GitError) -> GitError {
        let isShallow = try isShallow()
        let isObject = name.utf8.count >= 7 && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
        if isShallow {
            if isObject {
                return GitError(.shallow, reason: "the commit \(name) is not in this shallow clone", advice: "Run: git fetch --depth=1 origin \(name)")
            }
            if let cut = name.firstIndex(where: { $0 == "~" || $0 == "^" }), (try? run(["rev-parse", "--verify", "--quiet", "--end-of-options", String(name[..<cut])]))?.code == 0 {
                return GitError(.shallow, reason: "`\(name)` is not in this shallow clone", advice: "Run: git fetch --deepen=1")
            }
        }
        let references = try output(["for-each-ref", "--count=\(Self.mostReferences)", "--format=%(refname:short)"])
        let names = references.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        let namesakes = names.filter { $0.hasSuffix("/\(name)") }.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        let near = (NearestName.all(name, among: names).filter { !namesakes.contains($0) } + namesakes).prefix(Self.mostSuggested)
        var advice = near.isEmpty ? "" : "Did you mean \(near.joined(separator: ", "))?"
        if near.isEmpty { advice = isShallow ? "This clone is shallow. Run: git fetch origin \(name)" : "`git fetch` brings what others have pushed." }
        return GitError(.noRevision, reason: "there is no revision called `\(name)`", advice: advice)
    }
}
