import Findings
import Rules
import SourceFiles

/// Which rules of a program are for a file by its path and role. Many rules have the same scope, which is asked once a file.
struct RuleScopes {
    private var scopes: [PathScope] = []
    /// By rule of the program, its place in `scopes`.
    private var places: [Int] = []
    /// By place, as far as the file was asked about.
    private var answers: [Bool?] = []
    private var path = ""
    private var role = FileRole.source

    init(_ rules: RuleSet, _ language: Language) {
        var known: [PathScope: Int] = [:]
        for owner in rules.ruleOfProgram[Int(language.rawValue)] {
            let scope = owner < 0 ? PathScope.nowhere : rules.rules[Int(owner)].scope
            let place = known[scope] ?? scopes.count
            if place == scopes.count {
                known[scope] = place
                scopes.append(scope)
            }
            places.append(place)
        }
        answers = Array(repeating: nil, count: scopes.count)
    }

    /// Takes the next file.
    mutating func open(_ file: SourceFile) {
        (path, role) = (file.path, file.role)
        for place in answers.indices { answers[place] = nil }
    }

    /// Whether a rule of the program is for the file.
    mutating func contain(_ rule: Int) -> Bool {
        let place = places[rule]
        if let answer = answers[place] { return answer }
        let answer = scopes[place].contains(path, role: role)
        answers[place] = answer
        return answer
    }
}
