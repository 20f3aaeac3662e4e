#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import Synchronization

/// A program that was started, its streams in our hands. Reaped when it goes out of scope.
struct ChildProcess: ~Copyable {
    private let pid: pid_t
    /// -1 once closed, or where the program got none.
    private(set) var input: Int32
    let output: Int32
    /// -1 where what it complains of is not wanted.
    let errors: Int32
    private var status: Int32?

    /// - Parameters:
    ///   - arguments: the first is the program, looked for in PATH.
    ///   - environment: `NAME=value`, all of it.
    init(_ arguments: [String], environment: [String], hasInput: Bool, hasErrors: Bool) throws(SystemError) {
        let started = Self.starting.withLock { _ in Result { () throws(SystemError) in try Self.start(arguments, environment, hasInput: hasInput, hasErrors: hasErrors) } }
        (pid, input, output, errors) = try started.get()
    }

    /// Between the making of a pipe and the mark that keeps it from other programs, no other program may be started: it would hold our end open.
    private static let starting = Mutex(())

    private static func start(
        _ arguments: [String], _ environment: [String], hasInput: Bool, hasErrors: Bool
    ) throws(SystemError) -> (pid: pid_t, input: Int32, output: Int32, errors: Int32) {
        let output = try Self.pipe()
        let input = hasInput ? try Self.pipe() : nil
        let errors = hasErrors ? try Self.pipe() : nil
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?, attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t(), attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        if let input { posix_spawn_file_actions_adddup2(&actions, input.read, 0) } else { posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) }
        posix_spawn_file_actions_adddup2(&actions, output.write, 1)
        if let errors { posix_spawn_file_actions_adddup2(&actions, errors.write, 2) } else { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
        // We ignore SIGPIPE and may block signals; the program must not inherit that.
        var none = sigset_t(), pipes = sigset_t()
        sigemptyset(&none)
        sigemptyset(&pipes)
        sigaddset(&pipes, SIGPIPE)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &pipes)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        let words = Self.cStrings(arguments), variables = Self.cStrings(environment)
        defer { for pointer in words + variables { free(pointer) } }
        var pid: pid_t = 0
        let failure = posix_spawnp(&pid, arguments[0], &actions, &attributes, words, variables)
        for used in [output.write, input?.read ?? -1, errors?.write ?? -1] where used >= 0 { close(used) }
        guard failure == 0 else {
            for unused in [output.read, input?.write ?? -1, errors?.read ?? -1] where unused >= 0 { close(unused) }
            throw SystemError(number: failure)
        }
        return (pid, input?.write ?? -1, output.read, errors?.read ?? -1)
    }

    deinit {
        if input >= 0 { close(input) }
        close(output)
        if errors >= 0 { close(errors) }
        if status == nil { Self.wait(pid) }
    }

    /// Everything the program says, to its end.
    mutating func readAll() throws(SystemError) -> (output: [UInt8], errors: [UInt8]) {
        var texts: [[UInt8]] = [[], []]
        var polled = [pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: errors, events: Int16(POLLIN), revents: 0)]
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { piece.deallocate() }
        while polled.contains(where: { $0.fd >= 0 }) {
            guard poll(&polled, 2, -1) >= 0 else {
                if errno == EINTR { continue }
                throw .last
            }
            for stream in 0..<2 where polled[stream].fd >= 0 && polled[stream].revents != 0 {
                let count = try Descriptor.read(polled[stream].fd, into: piece)
                if count == 0 { polled[stream].fd = -1 } else { texts[stream] += piece[..<count] }
            }
        }
        return (texts[0], texts[1])
    }

    /// Waits for the end: the exit code, or 128 and the signal.
    mutating func end() -> Int32 {
        if let status { return status }
        if input >= 0 { close(input) }
        input = -1
        let ended = Self.wait(pid)
        status = ended
        return ended
    }

    /// False when the program does not read any more.
    func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count, let base = buffer.baseAddress {
                #if canImport(Darwin)
                    let count = Darwin.write(input, base + done, buffer.count - done)
                #elseif canImport(Musl)
                    let count = Musl.write(input, base + done, buffer.count - done)
                #else
                    let count = Glibc.write(input, base + done, buffer.count - done)
                #endif
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }

    @discardableResult private static func wait(_ pid: pid_t) -> Int32 {
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0 { if errno != EINTR { return 127 } }
        let signal = raw & 0x7F
        return signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
    }

    private static func pipe() throws(SystemError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        #if canImport(Darwin)
            let result = Darwin.pipe(&ends)
        #elseif canImport(Musl)
            let result = Musl.pipe(&ends)
        #else
            let result = Glibc.pipe(&ends)
        #endif
        guard result == 0 else { throw .last }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] { strings.map { strdup($0) } + [nil] }
}

/// The process's environment, `NAME=value` each.
func processEnvironment() -> [String] {
    var variables: [String] = []
    var next = environ
    while let entry = next.pointee {
        variables.append(String(cString: entry))
        next += 1
    }
    return variables
}
