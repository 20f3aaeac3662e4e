/// Programs of many files that call each other at random: some block, some limit, some are silenced. The same seed gives the same program.
enum GeneratedProgram {
    static func files(seed: UInt64, count: Int = 30) -> [String: String] {
        var generator = SeededGenerator(seed: seed)
        func pick(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
        var files = ["pkg/__init__.py": "from .m0 import f0 as first\n"]
        for number in 0..<count {
            // Imports may go round in circles, or to files that are not there.
            let used = (0..<3).map { _ in pick(count + 1) }
            var text = "import asyncio\nimport time\nimport os\n"
            for other in used {
                switch pick(3) {
                case 0: text += "from .m\(other) import f0, f1\n"
                case 1: text += "from pkg import m\(other)\n"
                default: text += "import pkg.m\(other) as n\(other)\n"
                }
            }
            func call() -> String {
                let other = used[pick(used.count)]
                switch pick(8) {
                case 0: return "time.sleep(1)"
                case 1: return "await asyncio.to_thread(m\(other).f0, 1)"
                case 2: return "m\(other).f\(pick(3))(xs)"
                case 3: return "n\(other).f\(pick(3))(xs)"
                case 4: return "f\(pick(3))(xs)"
                case 5: return "await asyncio.gather(*[f1(x) for x in xs])"
                case 6: return "os.wait4(\(pick(2) == 0 ? "1" : "pid"), 0)"
                default: return "unknown(xs)"
                }
            }
            for function in 0..<3 {
                text += "\n\n\(pick(2) == 0 ? "async def" : "def") f\(function)(xs):\n"
                for _ in 0..<(1 + pick(4)) { text += "    \(call())\(pick(6) == 0 ? "  # sluice: ignore[stalls] known" : "")\n" }
            }
            if pick(10) == 0 { text += "\ndef broken(:\n" }
            files["pkg/m\(number).py"] = text
        }
        return files
    }
}
