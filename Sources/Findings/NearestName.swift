/// The known name somebody most likely meant.
package enum NearestName {
    /// Nil when none is near.
    package static func of(_ name: String, among known: some Sequence<String>) -> String? { all(name, among: known).first }

    /// Those of which no more than a third of the letters would have to change, the nearest first.
    package static func all(_ name: String, among known: some Sequence<String>) -> [String] {
        let wanted = Array(name.lowercased().unicodeScalars.prefix(longest))
        let most = max(1, wanted.count / 3)
        var near: [(distance: Int, name: String)] = []
        for candidate in known {
            let letters = Array(candidate.lowercased().unicodeScalars.prefix(longest))
            guard abs(letters.count - wanted.count) <= most else { continue }
            let distance = distance(wanted, letters)
            if distance <= most { near.append((distance, candidate)) }
        }
        return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.map(\.name)
    }

    /// No name anybody gives is longer.
    private static let longest = 100

    /// Letters to change, put in, leave out or swap with their neighbour (optimal string alignment).
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var before: [Int] = [], last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            before = last
            last = row
        }
        return last[b.count]
    }
}
