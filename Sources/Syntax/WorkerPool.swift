/// Runs `body` on `count` threads at once and waits for all of them. Threads of our own, since the parser wants a deep stack and a
/// thread to itself.
///
/// - Parameter stackSize: bytes of stack for each thread.
package func onThreads(_ count: Int, stackSize: Int, _ body: @escaping @Sendable () -> Void) {
    let threads = (0..<count).compactMap { _ in OwnThread(stackSize: stackSize, body) }
    // Where no thread could be made, this one does the work, on the stack it has.
    if threads.isEmpty { body() }
    for thread in threads { thread.join() }
}
