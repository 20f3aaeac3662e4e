import Foundation
import Synchronization

/// Ctrl-C and SIGTERM as a flag the scan asks for: the first ends the run with what it has, the second ends the process.
enum Interruption {
    // A signal handler can reach nothing but a global; this one atomic is it.
    private static let flag = Atomic(false)

    /// To be called first of all. Who starts a program from a thread that blocks signals hands that on (Foundation's Process does).
    static func prepare() {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM] { sigaddset(&set, number) }
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        // A closed pipe is seen when writing to it fails.
        signal(SIGPIPE, SIG_IGN)
    }

    static func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if Interruption.flag.exchange(true, ordering: .relaxed) { _exit(128 + number) }
                // write(2) is one of the few calls a signal handler may make.
                let message: StaticString = "sluice: stopping; once more to end at once\n"
                _ = write(2, message.utf8Start, message.utf8CodeUnitCount)
            }
        }
    }

    static var hasHappened: Bool { flag.load(ordering: .relaxed) }
}
