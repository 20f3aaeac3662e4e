/// Steps in order, asked for by halving.
extension [Int] {
    /// The number of elements less than a value; they stand in order.
    func partition(before value: Int) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func hasSorted(_ step: Int) -> Bool {
        let at = partition(before: step)
        return at < count && self[at] == step
    }

    /// Whether any of them is in a range.
    func hasSorted(in range: Range<Int>) -> Bool {
        let at = partition(before: range.lowerBound)
        return at < count && self[at] < range.upperBound
    }
}
