import Foundation
import Synchronization

/// A progress bar on standard error, drawn at most ten times a second; nothing at all where standard error is no terminal.
final class ProgressBar: Sendable {
    private struct State {
        var drawnAt: UInt64 = 0
        var isDrawn = false
    }
    private let state = Mutex(State())
    private let startedAt = DispatchTime.now().uptimeNanoseconds
    private let isEnabled: Bool
    private static let interval: UInt64 = 100_000_000
    /// A run shorter than this shows none: a flash helps nobody.
    private static let patience: UInt64 = 400_000_000
    private static let width = 30

    init(isEnabled: Bool) { self.isEnabled = isEnabled }

    func show(done: Int, total: Int) {
        guard isEnabled, total > 0 else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        guard now - startedAt > Self.patience else { return }
        state.withLock { state in
            guard now - state.drawnAt > Self.interval else { return }
            state.drawnAt = now
            state.isDrawn = true
            let filled = Self.width * done / total
            let bar = String(repeating: "━", count: filled) + String(repeating: "╌", count: Self.width - filled)
            Terminal.write("\r\u{1B}[2K  \(bar) \(done)/\(total) files", to: 2)
        }
    }

    /// Takes the bar away.
    func end() {
        state.withLock { state in
            if state.isDrawn { Terminal.write("\r\u{1B}[2K", to: 2) }
            state.isDrawn = false
        }
    }
}
