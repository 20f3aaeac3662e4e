import ArgumentParser
import Rules

/// The team's own helpers: shared by all commands that scan.
struct HelperOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A helper of your own that limits what it starts (app.pools.run_all, app.pools.*). May be repeated.", valueName: "name"))
    var approved: [String] = []

    /// The names, each a dotted one.
    func names() throws(Stop) -> [String] {
        for name in approved where !DottedName.isWritten(name) { throw Stop(.usage, "--approved wants a dotted name such as app.pools.run_all, not `\(name)`") }
        return approved
    }
}
