/// Reads objects of any repositories, each through a program of its own that is started when it is first needed.
final class GitContent {
    private final class Reader {
        var reader: GitObjectReader

        init(_ repository: GitRepository) throws(GitError) { reader = try GitObjectReader(repository) }
    }

    private var readers: [GitRepository: Reader] = [:]

    /// What is read while files are selected; larger ones are none of ours to look into.
    static let largest = 1 << 20

    enum Content {
        case bytes([UInt8])
        /// Larger than the limit, in bytes.
        case tooLarge(Int)
        /// Not to be read, and why.
        case failure(String)
    }

    func read(_ blob: GitBlob, limit: Int = GitContent.largest) -> Content {
        if readers[blob.repository] == nil {
            do throws(GitError) { readers[blob.repository] = try Reader(blob.repository) } catch { return .failure(error.reason) }
        }
        guard let reader = readers[blob.repository] else { return .failure("git could not be started") }
        do throws(SystemError) {
            switch try reader.reader.read(blob.object, limit: limit) {
            case .bytes(let bytes): return .bytes(bytes)
            case .tooLarge(let size): return .tooLarge(size)
            case .missing: return .failure("git does not have its content here (a partial clone?); `git fetch --refetch` brings it")
            }
        } catch {
            readers[blob.repository] = nil
            return .failure("git ended while it was read")
        }
    }
}
