/// A number of bytes as people write it: 65536, 64K, 1M.
package struct ByteSize: Sendable, Hashable {
    package var bytes: Int

    package init(bytes: Int) { self.bytes = bytes }

    /// Nil for what is no number above zero, or too large for one.
    package init?(_ text: String) {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.last.flatMap { units[Character($0.uppercased())] }
        guard let number = Int(unit == nil ? text : String(text.dropLast())), number > 0 else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    package var text: String { bytes % (1 << 20) == 0 ? "\(bytes >> 20)M" : "\(bytes)" }
}
