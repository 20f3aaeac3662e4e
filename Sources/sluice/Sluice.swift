import ArgumentParser

@main struct Sluice: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sluice", abstract: "Finds concurrency faults before production does.")
}
