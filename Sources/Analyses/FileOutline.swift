internal import Linking
internal import Semantics

/// What is asked about a file as a whole for each candidate in it, worked out once: which functions stand inside which, and which of them
/// read attributes of a name.
final class FileOutline {
    private var inner: [UInt32: [UInt32]] = [:]
    private var called: Set<Called>?
    private var readers: [GlobalName: [UInt32]] = [:]
    private var topReaders: [GlobalName: [Int]] = [:]
    /// Functions with steps, by their first one.
    private var starts: [(first: Int, function: UInt32)] = []

    init(_ summary: FileSummary, names: (StringID) -> GlobalName) {
        for (number, function) in summary.functions.enumerated() where function.outerFunction != 0 { inner[function.outerFunction - 1, default: []].append(UInt32(number)) }
        for number in summary.functions.indices {
            let range = summary.stepRange(of: UInt32(number))
            if !range.isEmpty { starts.append((range.lowerBound, UInt32(number))) }
            var seen: Set<StringID> = []
            for step in summary.steps[range] {
                summary.forEachRead(in: step) { _, expression in if let expression, expression.kind == .attribute { seen.insert(expression.string) } }
            }
            for name in seen { readers[names(name), default: []].append(UInt32(number)) }
        }
        for at in 0..<Int(summary.topStepCount) {
            var seen: Set<StringID> = []
            summary.forEachRead(in: summary.steps[at]) { _, expression in if let expression, expression.kind == .attribute { seen.insert(expression.string) } }
            for name in seen { topReaders[names(name), default: []].append(at) }
        }
        starts.sort { $0.first < $1.first }
    }

    private struct Called: Hashable {
        var method: StringID
        var name: String
        var function: UInt32
    }

    /// Whether a function (plus one) calls a method of that name on something of that name.
    func isCalled(_ method: StringID, on name: String, in function: UInt32, _ summary: FileSummary) -> Bool {
        let all = called ?? Set(summary.calls.map { Called(method: $0.method, name: summary.endName(of: $0.receiver), function: $0.function) })
        called = all
        return all.contains(Called(method: method, name: name, function: function))
    }

    /// The functions defined inside of one, at any depth.
    func functions(inside function: UInt32) -> [UInt32] {
        var found: [UInt32] = [], open = inner[function] ?? []
        while let next = open.popLast() {
            found.append(next)
            open += inner[next] ?? []
        }
        return found.sorted()
    }

    /// The steps of the file's own code that read an attribute of that name, in order.
    func topSteps(readingAttribute name: GlobalName) -> [Int] { topReaders[name] ?? [] }

    /// The functions that read an attribute of that name, in order.
    func functions(readingAttribute name: GlobalName) -> [UInt32] { readers[name] ?? [] }

    /// The function whose body has a step; nil at the top of the file.
    func function(around step: Int, in summary: FileSummary) -> UInt32? {
        var low = 0, high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle].first <= step { low = middle + 1 } else { high = middle }
        }
        guard low > 0, case let function = starts[low - 1].function, summary.stepRange(of: function).contains(step) else { return nil }
        return function
    }
}
