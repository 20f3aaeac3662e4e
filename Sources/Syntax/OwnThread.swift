import Foundation

/// A thread of our own.
struct OwnThread {
    private let thread: pthread_t

    /// Starts it. Nil where no thread can be made.
    ///
    /// - Parameter stackSize: in bytes.
    init?(stackSize: Int, _ body: @escaping @Sendable () -> Void) {
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
        var thread: pthread_t = 0
        let start = Unmanaged.passRetained(Start(body: body))
        let status = pthread_create(&thread, attributes, { context in
            if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        }, start.toOpaque())
        guard status == 0 else {
            start.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits for its end; once.
    func join() { pthread_join(thread, nil) }
}
