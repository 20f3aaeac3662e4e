import Foundation
import Synchronization

/// Ctrl-C and SIGTERM as a flag the scan asks for: the first ends the run with what it has, the second ends the process.
enum Interruption {
    // A signal handler can reach nothing but a global; this one atomic is it.
    private static let flag = Atomic(false)

    static func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if Interruption.flag.exchange(true, ordering: .relaxed) { _exit(128 + number) }
            }
        }
        // A closed pipe is seen when writing to it fails.
        signal(SIGPIPE, SIG_IGN)
    }

    static var hasHappened: Bool { flag.load(ordering: .relaxed) }
}
