import Rules
import Testing

@Suite struct NthPositionTests {
    @Test(arguments: [
        ("3", [3]), ("0", []), ("2n", [2, 4, 6, 8]), ("2n+1", [1, 3, 5, 7]), ("2n-1", [1, 3, 5, 7]), ("n", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("-n+3", [1, 2, 3]), ("+2n + 1", [1, 3, 5, 7]), ("2 n + 1", [1, 3, 5, 7]), ("0n+2", [2]), ("-2n+5", [1, 3, 5]), ("3N+2", [2, 5, 8]),
        ("n+6", [6, 7, 8]), ("-n", []), ("+4", [4]), ("-1", []),
    ] as [(String, [Int])])
    func positionsOfEightSiblings(_ text: String, _ expected: [Int]) throws {
        let position = try #require(NthPosition(text))
        #expect((0..<8).filter { position.contains($0) }.map { $0 + 1 } == expected)
    }

    @Test(arguments: ["", "odd", "even", "n2", "2n+", "+", "-", "2n 1", "2m+1", "1.5", "99999999999", "2n+99999999999", "--n", "n n"])
    func otherTextIsNoPosition(_ text: String) { #expect(NthPosition(text) == nil) }
}
