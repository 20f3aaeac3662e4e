import FileRules
import SourceFiles

/// The lines of one file as findings show them, each made once however many findings stand on it.
struct SourceLines {
    private let text: UnsafeBufferPointer<UInt8>
    private let lines: LineIndex
    /// Of the whole file: a finding beside a secret must not show it either.
    private let secrets: [Range<Int>]
    private var made: [Int: String] = [:]
    private static let most = 8

    init(text: UnsafeBufferPointer<UInt8>, lines: LineIndex, secrets: [Range<Int>]) {
        self.text = text
        self.lines = lines
        self.secrets = secrets
    }

    /// The first eight of these lines, without line ends.
    subscript(_ range: ClosedRange<Int>) -> [String] {
        mutating get { range.prefix(Self.most).map { line($0) } }
    }

    private mutating func line(_ number: Int) -> String {
        if let line = made[number] { return line }
        let bytes = lines.bytes(ofLine: number, in: text)
        let line = Mask.text(UnsafeRawBufferPointer(text), bytes, secrets: secrets.filter { $0.overlaps(bytes) })
        made[number] = line
        return line
    }
}
