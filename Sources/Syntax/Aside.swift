import Synchronization

/// A value that is made on a thread of its own while this one does something else.
package final class Aside<Value: Sendable> {
    private final class Made: Sendable {
        let value = Mutex<Value?>(nil)
    }
    private let made = Made()
    private let make: @Sendable () -> Value
    /// Nil where none could be made, and once it was waited for.
    private var thread: OwnThread?

    package init(_ make: @escaping @Sendable () -> Value) {
        self.make = make
        thread = OwnThread(stackSize: 8 << 20) { [made] in
            let value = make()
            made.value.withLock { $0 = value }
        }
    }

    deinit { thread?.join() }

    /// Waits for it.
    package func value() -> Value {
        thread?.join()
        thread = nil
        return made.value.withLock { $0 } ?? make()
    }
}
