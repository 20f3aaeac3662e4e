/// A position formula An+B, as CSS Syntax 3 §6 writes it; a plain number is 0n+B.
package struct NthPosition: Sendable, Hashable {
    package var step: Int
    package var offset: Int

    package init(step: Int, offset: Int) {
        self.step = step
        self.offset = offset
    }

    /// Reads `3`, `2n+1`, `-n + 3`, `odd`-less as ast-grep does; white space is ignored. Nil when it is not of that form.
    package init?(_ text: String) {
        var rest = text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }[...]
        func sign() -> Int? {
            guard let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else { return nil }
            rest = rest.dropFirst()
            return first == UInt8(ascii: "-") ? -1 : 1
        }
        func number() -> Int? {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            rest = rest.dropFirst(digits.count)
            return digits.isEmpty || digits.count > 9 ? nil : Int(String(decoding: digits, as: UTF8.self))
        }
        let firstSign = sign()
        let firstNumber = number()
        if let next = rest.first, next == UInt8(ascii: "n") || next == UInt8(ascii: "N") {
            rest = rest.dropFirst()
            step = (firstSign ?? 1) * (firstNumber ?? 1)
            offset = 0
            if !rest.isEmpty {
                guard let secondSign = sign(), let secondNumber = number() else { return nil }
                offset = secondSign * secondNumber
            }
        } else {
            guard let firstNumber else { return nil }
            step = 0
            offset = (firstSign ?? 1) * firstNumber
        }
        guard rest.isEmpty else { return nil }
    }

    /// Whether the sibling at `index` (from 0) is one of those the formula names. Written without division by a possible zero.
    package func contains(_ index: Int) -> Bool {
        let distance = index + 1 - offset
        return step == 0 ? distance == 0 : distance % step == 0 && distance / step >= 0
    }
}
