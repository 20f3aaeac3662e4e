internal import Foundation

/// How unpredictable a text is.
package enum Entropy {
    /// Shannon entropy in bits a byte, from 0 to 8: `-Σ p·log2 p` over the frequencies of the bytes. Words of a language come to 2.5 to 3.5,
    /// random hexadecimal to almost 4, random base64 of some length to 5 and more. 0 for the empty text.
    package static func bits(_ text: UnsafeRawBufferPointer) -> Double {
        guard !text.isEmpty else { return 0 }
        var counts = [Int](repeating: 0, count: 256)
        for byte in text { counts[Int(byte)] += 1 }
        let total = Double(text.count)
        return counts.reduce(0) { sum, count in
            let share = Double(count) / total
            return count == 0 ? sum : sum - share * log2(share)
        }
    }
}
