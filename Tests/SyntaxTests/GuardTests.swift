import CSyntax
import Findings
import Foundation
import Testing

@testable import Syntax

/// Written by one thread before the other is told to read.
private final class Box<R>: @unchecked Sendable { var result: R? }

/// Runs `body` on a fresh thread of its own with `stackSize` bytes of stack, and waits for its result.
private func onThread<R: Sendable>(stackSize: Int = 1 << 20, _ body: @escaping @Sendable () -> R) -> R {
    let box = Box<R>(), done = DispatchSemaphore(value: 0)
    let thread = Thread {
        box.result = body()
        done.signal()
    }
    thread.stackSize = stackSize
    thread.start()
    done.wait()
    return box.result!
}

/// Never returns, and needs its frame.
@inline(never) @_optimize(none) private func overflow(_ depth: Int) -> Int { depth == -1 ? 0 : overflow(depth + 1) + 1 }

/// What runs inside the guard here is abandoned at any instruction, so it must hold no lock: plain arithmetic and libc, nothing of
/// Swift's runtime.
@Suite struct GuardTests {
    private static let segmentationFault: @convention(c) (UnsafeMutableRawPointer?) -> Void = { _ in
        memset(UnsafeMutableRawPointer(bitPattern: 8)!, 1, 1)
    }
    private static let abortion: @convention(c) (UnsafeMutableRawPointer?) -> Void = { _ in abort() }
    private static let stackOverflow: @convention(c) (UnsafeMutableRawPointer?) -> Void = { _ in _ = overflow(0) }
    private static let endlessLoop: @convention(c) (UnsafeMutableRawPointer?) -> Void = { _ in while getpid() != 0 {} }
    private static let nothing: @convention(c) (UnsafeMutableRawPointer?) -> Void = { _ in }

    @Test func runsTheFunctionAndSaysSo() {
        var byte: UInt8 = 0
        #expect(sl_guard_call({ memset($0!, 7, 1) }, &byte, 0) == SL_PARSED)
        #expect(byte == 7)
    }

    @Test(arguments: 0..<4) func containsASegmentationFault(_: Int) {
        #expect(onThread { sl_guard_call(Self.segmentationFault, nil, 0) } == SL_CRASHED)
    }

    @Test(arguments: 0..<4) func containsAnAbort(_: Int) {
        #expect(onThread { sl_guard_call(Self.abortion, nil, 0) } == SL_CRASHED)
    }

    @Test(arguments: 0..<4) func containsAStackOverflow(_: Int) {
        #expect(onThread { sl_guard_call(Self.stackOverflow, nil, 0) } == SL_CRASHED)
    }

    @Test func containsOneAfterAnotherOnOneThread() {
        let statuses = onThread {
            (0..<50).map { turn in
                sl_guard_call([Self.segmentationFault, Self.abortion, Self.stackOverflow][turn % 3], nil, 0)
            }
        }
        #expect(statuses.allSatisfy { $0 == SL_CRASHED })
    }

    @Test func endsWhatNeverEnds() {
        let statuses = onThread { (0..<3).map { _ in sl_guard_call(Self.endlessLoop, nil, 20_000) } }
        #expect(statuses.allSatisfy { $0 == SL_TIMED_OUT })
    }

    @Test func theDeadlineOfOneCallDoesNotReachTheNext() {
        usleep(1)
        let statuses = onThread {
            (0..<200).map { _ -> sl_status in
                _ = sl_guard_call(Self.nothing, nil, 50)
                return sl_guard_call({ _ in usleep(200) }, nil, 0)
            }
        }
        #expect(statuses.allSatisfy { $0 == SL_PARSED })
    }

    @Test func aParserWorksAfterACrashOnItsThread() throws {
        let kinds = try onThread { () -> Result<[Int], any Error> in
            Result {
                let parser = TreeParser()
                let before = try withTree("def f(): pass", as: .python, parser: parser) { $0.nodes.count }
                _ = sl_guard_call(Self.segmentationFault, nil, 0)
                let after = try withTree("def f(): pass", as: .python, parser: parser) { $0.nodes.count }
                return [before, after]
            }
        }.get()
        #expect(kinds[0] == kinds[1])
    }

    /// The fault is not ours, so the process must die of it as it would have without us.
    @Test func aCrashOutsideTheGuardStillEndsTheProcess() async {
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            _ = sl_guard_call({ _ in }, nil, 0)
            signal(SIGILL, SIG_DFL)
            kill(getpid(), SIGSEGV)
            usleep(2_000_000)
        }
        await #expect(processExitsWith: .signal(SIGABRT)) {
            _ = sl_guard_call({ _ in }, nil, 0)
            abort()
        }
    }
}
