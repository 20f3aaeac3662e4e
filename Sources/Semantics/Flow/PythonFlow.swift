internal import CSyntax
internal import Syntax

extension SummaryBuilder {
    mutating func describePythonSteps(ofScope scope: Int, _ model: inout FileModel) {}
}
