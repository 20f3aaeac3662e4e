import Glibc
import Synchronization

/// Runs `body` on `count` threads at once and waits for all of them. Threads of our own, since the parser wants a deep stack and a
/// thread to itself.
///
/// - Parameter stackSize: bytes of stack for each thread.
func onThreads(_ count: Int, stackSize: Int, _ body: @escaping @Sendable (_ worker: Int) -> Void) {
    final class Start {
        let worker: Int
        let body: @Sendable (Int) -> Void
        init(worker: Int, body: @escaping @Sendable (Int) -> Void) {
            self.worker = worker
            self.body = body
        }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    var threads: [pthread_t] = []
    for worker in 1..<max(1, count) {
        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(worker: worker, body: body))
        let status = pthread_create(&thread, &attributes, { context in
            let start = Unmanaged<Start>.fromOpaque(context!).takeRetainedValue()
            start.body(start.worker)
            return nil
        }, start.toOpaque())
        if status == 0 { threads.append(thread) } else { start.release() }
    }
    body(0)
    for thread in threads { pthread_join(thread, nil) }
}
