/// The part of a run's files that one of several machines scans, told from their paths alone.
package struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// From 1.
    package let number: Int
    package let count: Int

    /// Nil unless `1 <= number <= count <= 1000`.
    package init?(_ number: Int, of count: Int) {
        guard (1...1000).contains(count), (1...count).contains(number) else { return nil }
        self.number = number
        self.count = count
    }

    /// `2/8`; nil when it is not written so.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else { return nil }
        self.init(number, of: count)
    }

    package var description: String { "\(number)/\(count)" }

    func contains(_ path: String) -> Bool {
        // FNV-1a: large folders are spread.
        let hash = path.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Int((hash ^ hash >> 32) % UInt64(count)) == number - 1
    }
}
