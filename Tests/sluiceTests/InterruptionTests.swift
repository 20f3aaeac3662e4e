import Foundation
import Testing

@Suite struct InterruptionTests {
    @Test("Ctrl-C in the middle of a scan: what was found so far is reported, marked partial, exit 75", arguments: ["json", "text"])
    func interrupted(format: String) throws {
        let place = try Workplace(["src/later.py": Sample.sleeping])
        let input = Pipe()
        let process = try place.start(["scan", "src", "--stdin-path", "first.py", "--jobs", "1", "--format", format], input: input)
        // More than a pipe holds: once this is written, the scan is reading it.
        input.fileHandleForWriting.write(Data((Sample.sleeping + String(repeating: "# and so on\n", count: 20_000)).utf8))
        process.interrupt()
        place.wait(process, until: "stopping")
        try input.fileHandleForWriting.close()
        let run = place.end(process)
        #expect(run.code == 75)
        #expect(run.complaints.contains("partial"))
        #expect(run.output.contains("first.py") && !run.output.contains("later.py"))
        if format == "json" {
            _ = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
            #expect(run.output.contains("\"partial\":true"))
        } else {
            #expect(run.output.contains("cut short"))
        }
    }

    @Test("For the second time, and before there is anything to keep, a signal ends the process")
    func ended() throws {
        let place = try Workplace(["a.py": Sample.sleeping])
        let input = Pipe()
        let process = try place.start(["scan", "--stdin-path", "first.py"], input: input)
        input.fileHandleForWriting.write(Data(String(repeating: "# and so on\n", count: 20_000).utf8))
        process.interrupt()
        place.wait(process, until: "stopping")
        process.interrupt()
        #expect(place.end(process).code == 130)

        let list = Pipe()
        let waiting = try place.start(["scan", "--files-from", "-"], input: list)
        list.fileHandleForWriting.write(Data(String(repeating: "a.py\n", count: 40_000).utf8))
        waiting.terminate()
        #expect(place.end(waiting).code == 128 + SIGTERM)
    }
}
