import Foundation
import Synchronization

/// Runs `body` on `count` threads at once and waits for all of them. Threads of our own, since the parser wants a deep stack and a
/// thread to itself.
///
/// - Parameter stackSize: bytes of stack for each thread.
package func onThreads(_ count: Int, stackSize: Int, _ body: @escaping @Sendable () -> Void) {
    final class Start {
        let body: @Sendable () -> Void
        init(body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    pthread_attr_init(attributes)
    defer {
        pthread_attr_destroy(attributes)
        attributes.deallocate()
    }
    pthread_attr_setstacksize(attributes, stackSize)
    var threads: [pthread_t] = []
    for _ in 0..<count {
        var thread: pthread_t = 0
        let start = Unmanaged.passRetained(Start(body: body))
        let status = pthread_create(&thread, attributes, { context in
            if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        }, start.toOpaque())
        if status == 0 { threads.append(thread) } else { start.release() }
    }
    // Where no thread could be made, this one does the work, on the stack it has.
    if threads.isEmpty { body() }
    for thread in threads { pthread_join(thread, nil) }
}
