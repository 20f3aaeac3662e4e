import Findings

/// A report as a real run makes it: places, lines, hashes and fingerprints are computed from the sources below.
enum SampleReport {
    static var full: ScanReport {
        var findings: [Finding] = []
        findings += worker.findings([
            Spot("time.sleep(settings.poll_seconds)", rule: "py-blocking-sleep-in-async", declaration: "Poller.run", "`time.sleep` stops the event loop: no other task runs until it returns"),
            Spot(
                "asyncio.gather(*[\n            fetch(session, url)\n            for url in urls\n        ])", rule: "py-unbounded-gather",
                declaration: "Poller.run", "`asyncio.gather` starts one `fetch` for each of `urls` at once, with no limit"),
            Spot("time.sleep(1)", rule: "py-blocking-sleep-in-async", declaration: "Poller.stop", "`time.sleep` stops the event loop: no other task runs until it returns"),
            Spot(
                "asyncio.create_task(flush())", rule: "py-task-result-dropped", declaration: "Poller.stop",
                "the task made by `asyncio.create_task` is kept nowhere: it may be collected before it ends",
                suppression: Suppression(line: 16, reason: "held by the registry", until: "2027-03-31")),
        ])
        findings += secrets.findings([
            Spot(
                "log.info(\"connecting with %s\", token)", rule: "py-secret-in-log", declaration: "connect",
                "the value of `API_TOKEN` reaches `log.info`",
                flow: [("token = os.environ[\"API_TOKEN\"]", "read from the environment"), ("masked(token)", "`masked` returns it unchanged"), ("log.info(\"connecting with %s\", token)", "written to the log")])
        ])
        findings += swift.findings([
            Spot("semaphore.wait()", rule: "swift-semaphore-wait-in-async", declaration: "Loader.load(_:)", "`DispatchSemaphore.wait` blocks a thread of the cooperative pool"),
            Spot("Task { await self.refresh() }", rule: "swift-task-dropped", declaration: "Loader.reload()", "nobody keeps this task: it cannot be cancelled and its error is lost"),
        ])
        findings += wide.findings([
            Spot("time.sleep(3)", rule: "py-blocking-sleep-in-async", declaration: "pause", "`time.sleep` stops the event loop: no other task runs until it returns")
        ])
        findings.append(
            Finding(
                rule: "file-world-writable", code: "EC003", family: .unsafeConfig, severity: .warning, confidence: .high, cwe: [732],
                location: Location(path: "deploy/config.yaml", bytes: 0..<0, start: Position(line: 1, column: 1), end: Position(line: 1, column: 1)),
                message: "everyone may write this file (mode 0666)", fingerprint: "1:0123456789abcdef0123456789abcdef:1"))
        findings.sort(by: Finding.inReportOrder)

        var summary = ScanSummary()
        summary.files = ["python": 1100, "swift": 104, "other": 12]
        summary.parsed = 310
        summary.bytes = 12_345_678
        summary.parseCoverage = 0.99991
        summary.notUnderstood = [FileBytes(path: "Sources/App/Macros.swift", bytes: 80), FileBytes(path: "app/legacy.py", bytes: 1312)]
        summary.skipped = [
            SkippedFile(path: "app/blob.py", reason: "not UTF-8", isFailure: true),
            SkippedFile(path: "app/gen/a_pb2.py", reason: "generated", isFailure: false),
            SkippedFile(path: "app/gen/b_pb2.py", reason: "generated", isFailure: false),
            SkippedFile(path: "app/gen/c_pb2.py", reason: "generated", isFailure: false),
            SkippedFile(path: "app/gen/d_pb2.py", reason: "generated", isFailure: false),
            SkippedFile(path: "data/huge.py", reason: "larger than 1 MiB", isFailure: false),
            SkippedFile(path: "private/key.py", reason: "permission denied", isFailure: true),
        ]
        summary.problems = ["rule my-rule: the kind `asnyc_function` does not exist in python"]
        summary.seconds = 0.4123
        return ScanReport(tool: tool, summary: summary, findings: findings, rules: rules)
    }

    static var empty: ScanReport {
        var summary = ScanSummary()
        summary.files = ["python": 1204]
        summary.parsed = 12
        summary.bytes = 980
        summary.parseCoverage = 1
        summary.seconds = 0.05
        return ScanReport(tool: tool, summary: summary, findings: [], rules: rules)
    }

    static let tool = ToolInfo(version: "0.1.0", grammars: ["python 0.23.6", "swift 0.0.1"], ruleSet: "3f9a1c20")

    static let worker = Source(
        "app/poller/worker.py",
        """
        import asyncio, time

        class Poller:
            async def run(self, session, urls):
                time.sleep(settings.poll_seconds)
                pages = await asyncio.gather(*[
                    fetch(session, url)
                    for url in urls
                ])
                self.store(pages)

            async def stop(self):
                self.stopping = True
        \ttime.sleep(1)
                # sluice: ignore[FT001] until=2027-03-31 held by the registry
                asyncio.create_task(flush())

        """)

    static let secrets = Source(
        "app/client.py",
        """
        def connect():
            token = os.environ["API_TOKEN"]
            shown = masked(token)
            log.info("connecting with %s", token)
        """)

    static let swift = Source(
        "Sources/App/Loader.swift",
        """
        final class Loader {
            func load(_ url: URL) async throws -> Data { let (data, _) = try await session.data(from: url); let semaphore = DispatchSemaphore(value: 0); semaphore.wait(); return data }

            func reload() {
                Task { await self.refresh() }
            }
        }
        """)

    static let wide = Source("app/通知.py", "async def pause(): print(\"待って 👩‍💻 é \u{1B}[31m\u{202E}\"); time.sleep(3)\n")

    static let rules = [
        RuleMetadata(
            id: "file-world-writable", code: "EC003", family: .unsafeConfig, language: "file", severity: .warning, confidence: .high,
            message: "everyone may write this file (mode $MODE)",
            note: "Whoever can change a service's configuration is the service.\n\nFix: `chmod o-w` it, in the image and in git.", cwe: [732]),
        RuleMetadata(
            id: "py-blocking-sleep-in-async", code: "BA001", family: .blockingInAsync, language: "python", severity: .error, confidence: .high,
            message: "`$CALLEE` stops the event loop: no other task runs until it returns",
            note: """
                One thread runs every task of an event loop. `time.sleep` parks that thread, so health checks, other requests and
                timeouts all wait for the whole pause.

                Pause only *this* task:

                ```python
                await asyncio.sleep(1)      # asyncio
                await anyio.sleep(1)        # anyio, trio: trio.sleep
                ```

                Code that must stay synchronous belongs on a thread: `await asyncio.to_thread(worker)`.
                """, cwe: [1322], references: ["https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code"],
            peers: ["ruff ASYNC251"], review: "Does any coroutine pause with `time.sleep`?", probe: "event-loop-lag", since: "0.1.0"),
        RuleMetadata(
            id: "py-secret-in-log", code: "SL001", family: .secretInLog, language: "python", severity: .error, confidence: .medium,
            message: "the value of $SOURCE reaches `$SINK`",
            note: """
                **Why:** logs are copied to places with more readers than the secret has: collectors, tickets, laptops.

                **Fix:**

                1. Log that there *is* a token, never the token.
                2. Rotate what has been logged; see the [guide](https://example.org/rotate).
                """, cwe: [532]),
        RuleMetadata(
            id: "py-task-result-dropped", code: "FT001", family: .forgottenTask, language: "python", severity: .warning, confidence: .high,
            message: "the task made by `$CALLEE` is kept nowhere", note: "The loop keeps weak references only."),
        RuleMetadata(
            id: "py-unbounded-gather", code: "UC001", family: .unboundedConcurrency, language: "python", severity: .warning, confidence: .high,
            message: "`asyncio.gather` with no limit",
            note: """
                One coroutine an item starts at once: 50,000 rows are 50,000 sockets in flight.

                Hold each call with one shared `asyncio.Semaphore`, or run a few workers over a `Queue(maxsize=…)`.
                """, cwe: [770]),
        RuleMetadata(
            id: "swift-semaphore-wait-in-async", code: "BA101", family: .blockingInAsync, language: "swift", severity: .error, confidence: .high,
            message: "`DispatchSemaphore.wait` blocks a thread of the cooperative pool",
            note: "The pool has as many threads as cores. A few waits at once and no task of the process runs any more.\n\nAwait a continuation or an `AsyncStream` instead."),
        RuleMetadata(
            id: "swift-task-dropped", code: "FT101", family: .forgottenTask, language: "swift", severity: .hint, confidence: .low,
            message: "nobody keeps this task"),
    ]
}

struct Source {
    let path: String
    let text: String

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
    }

    func findings(_ spots: [Spot]) -> [Finding] {
        var fingerprints = FingerprintSequence()
        return spots.map { spot in
            let rule = SampleReport.rules.first { $0.id == spot.rule }!
            let location = location(of: spot.text)
            let bytes = Array(text.utf8)
            let context = bytes.withUnsafeBytes { FingerprintContext(region: location.bytes, in: $0, declaration: spot.declaration.utf8) }
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)[location.start.line - 1...location.end.line - 1]
            return Finding(
                rule: spot.rule, code: rule.code, family: rule.family, severity: rule.severity, confidence: rule.confidence, cwe: rule.cwe,
                location: location, message: spot.message, note: rule.note, sourceLines: lines.map(String.init),
                fingerprint: fingerprints.next(rule: spot.rule, at: context).description, lineHash: "\(String(location.start.line, radix: 16)):1", suppression: spot.suppression,
                flow: spot.flow.map { FlowStep(location: self.location(of: $0.0), message: $0.1) })
        }
    }

    func location(of part: String) -> Location {
        let scalars = Array(text.unicodeScalars)
        let wanted = Array(part.unicodeScalars)
        let at = scalars.indices.first { scalars[$0...].starts(with: wanted) }!
        let byte = scalars[..<at].reduce(0) { $0 + UTF8.width($1) }
        func position(_ index: Int) -> Position {
            let before = scalars[..<index]
            return Position(line: 1 + before.count { $0 == "\n" }, column: index - (before.lastIndex(of: "\n") ?? -1))
        }
        return Location(path: path, bytes: byte..<byte + part.utf8.count, start: position(at), end: position(at + wanted.count))
    }
}

struct Spot {
    let text: String
    let rule: String
    let declaration: String
    let message: String
    var suppression: Suppression?
    var flow: [(String, String)] = []

    init(_ text: String, rule: String, declaration: String, _ message: String, suppression: Suppression? = nil, flow: [(String, String)] = []) {
        self.text = text
        self.rule = rule
        self.declaration = declaration
        self.message = message
        self.suppression = suppression
        self.flow = flow
    }
}
