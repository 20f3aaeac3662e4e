import Findings
import Foundation
import Testing

@testable import SourceFiles

@Suite struct FileBufferTests {
    private let tree: TemporaryTree
    private let buffer = FileBuffer()

    init() throws { tree = try TemporaryTree() }

    private func file(_ name: String, _ language: Language? = .python) -> SourceFile {
        SourceFile(path: name, origin: .disk(Array(tree[name].utf8)), language: language, role: .source, size: 0, mode: 0, uid: 0)
    }

    private func read(_ name: String, _ bytes: [UInt8], _ limits: ReadingLimits = ReadingLimits(), language: Language? = .python) throws -> FileContents {
        try tree.write(name, bytes)
        return buffer.read(file(name, language), limits)
    }

    private func text(_ contents: FileContents) -> (bytes: [UInt8], hasMark: Bool, isASCII: Bool)? {
        guard case .text(let text) = contents else { return nil }
        return (Array(text.bytes), text.hasByteOrderMark, text.isASCII)
    }

    private func skipped(_ contents: FileContents) -> SkippedFile? {
        guard case .skipped(let file) = contents else { return nil }
        return file
    }

    @Test func textOfAnyLength() throws {
        for length in [0, 1, 7, 8, 9, 65535, 65536, 65537, 200_000] {
            let bytes = (0..<length).map { UInt8(ascii: "a") + UInt8($0 % 26) }
            let read = try #require(text(self.read("a.py", bytes)))
            #expect(read.bytes == bytes && read.isASCII && !read.hasMark)
        }
    }

    @Test func aByteOrderMarkIsTakenOffAndRemembered() throws {
        let read = try #require(text(self.read("a.py", [0xEF, 0xBB, 0xBF] + Array("é = 1\r\n".utf8))))
        #expect(read.bytes == Array("é = 1\r\n".utf8))
        #expect(read.hasMark && !read.isASCII)
    }

    @Test func whatIsNotUTF8IsSkippedWithItsPlace() throws {
        let cases: [([UInt8], String)] = [
            (Array("a\nb = '".utf8) + [0xE9] + Array("'".utf8), "not UTF-8: byte 0xE9 at line 2, byte 6"),
            ([0xFF, 0xFE, 0x61, 0], "UTF-16; only UTF-8 is read"), ([0xFE, 0xFF, 0, 0x61], "UTF-16; only UTF-8 is read"),
            ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "UTF-32; only UTF-8 is read"),
            (Array("some quite ordinary text\0and more".utf8), "holds a NUL byte (line 1, byte 25)"),
            ([0x61, 0, 0x62, 0, 0x63, 0], "holds NUL bytes from line 1, byte 2 on: binary, or UTF-16 without a mark; only UTF-8 is read"),
        ]
        for (bytes, reason) in cases {
            let found = try #require(skipped(read("a.py", bytes)))
            #expect(found.reason == reason && found.isFailure && found.path == "a.py")
            // A picture is no failure: no language claims it.
            #expect(try skipped(read("a.png", bytes, language: nil))?.isFailure == false)
        }
    }

    /// Against the standard library's own validation, at every alignment.
    @Test func utf8AsTheStandardLibraryJudgesIt() {
        var random = SeededGenerator(seed: 3)
        let pieces: [[UInt8]] = [
            [0x61], Array("hello wo".utf8), Array("é".utf8), Array("€".utf8), Array("😀".utf8), [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
            [0xED, 0x9F, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xFF], [0xEF, 0xBF, 0xBF],
        ]
        var valid = 0
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...9, using: &random)).flatMap { _ in
                pieces[Int.random(in: 0..<(Bool.random(using: &random) ? 5 : pieces.count), using: &random)]
            }
            let expected = String(validating: bytes, as: UTF8.self) != nil
            let check = bytes.withUnsafeBufferPointer { TextCheck.check($0) }
            if case .notText = check { #expect(!expected) } else { #expect(expected) }
            if check == .ascii { #expect(bytes.allSatisfy { $0 < 0x80 }) } else if check == .utf8 { #expect(!bytes.allSatisfy { $0 < 0x80 }) }
            if expected { valid += 1 }
        }
        #expect(valid > 1000 && valid < 19_000)
    }

    @Test func theSizeLimit() throws {
        let limit = 1 << 20
        #expect(try text(read("a.py", [UInt8](repeating: 0x61, count: limit)))?.bytes.count == limit)
        let found = try #require(skipped(read("a.py", [UInt8](repeating: 0x61, count: limit + limit / 2))))
        #expect(found.reason == "larger than 1 MiB (1.5 MiB); --max-file-size raises the limit")
        #expect(!found.isFailure)
        #expect(try text(read("a.py", [UInt8](repeating: 0x61, count: limit + 1), ReadingLimits(maxFileSize: 2 * limit)))?.bytes.count == limit + 1)
        // 200 MB that take no room on the disk.
        #expect(truncate(tree["a.py"], 200_000_000) == 0)
        #expect(skipped(buffer.read(file("a.py")))?.reason == "larger than 1 MiB (190.7 MiB); --max-file-size raises the limit")
    }

    @Test func filesThatVanishOrChangeKind() throws {
        #expect(skipped(buffer.read(file("gone.py")))?.reason == "vanished during the scan")
        try tree.write("target.py", "x")
        try tree.link("link.py", to: "target.py")
        #expect(skipped(buffer.read(file("link.py")))?.reason == "became a symbolic link during the scan")
        try tree.makeFolder("folder.py")
        #expect(skipped(buffer.read(file("folder.py")))?.reason == "not a regular file any more")
        // Opening it must not wait for a writer.
        #expect(mkfifo(tree["pipe.py"], 0o644) == 0)
        #expect(skipped(buffer.read(file("pipe.py")))?.reason == "not a regular file any more")
    }

    /// The kernel gives a size of 0 for these, and content all the same: the same as a file that grows after it was looked at.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"))) func filesThatGrow() throws {
        func file(_ path: String) -> SourceFile {
            SourceFile(path: path, origin: .disk(nil), language: nil, role: .source, size: 0, mode: 0, uid: 0)
        }
        #expect(text(buffer.read(file("/proc/self/status"))).map { $0.bytes.count > 100 } == true)
        #expect(skipped(FileBuffer().read(file("/proc/self/status"), ReadingLimits(maxFileSize: 64)))?.reason.hasPrefix("larger than 64 bytes") == true)
    }

    @Test func readingWhileSomeoneWrites() throws {
        try tree.write("log.py", "")
        let path = tree["log.py"], line = Array("x = 1\n".utf8)
        let writer = Thread {
            let file = open(path, O_WRONLY | O_APPEND)
            for _ in 0..<2000 { _ = write(file, line, line.count) }
            close(file)
        }
        writer.start()
        var sizes: [Int] = []
        while !writer.isFinished {
            if let read = text(buffer.read(file("log.py"))) {
                sizes.append(read.bytes.count)
                // A read may fall into the middle of a write; what it gives is a beginning of what is written all the same.
                #expect(read.bytes.enumerated().allSatisfy { $1 == line[$0 % line.count] })
            }
        }
        #expect(sizes == sizes.sorted())
        #expect(text(buffer.read(file("log.py")))?.bytes.count == 12_000)
    }

    @Test func generatedCode() throws {
        let generated = [
            "# @generated\nx = 1\n", "// Code generated by mockgen. DO NOT EDIT.\n", "# -*- coding: utf-8 -*-\n# Generated by the protocol buffer compiler.  DO NOT EDIT!\n",
            "// DO NOT EDIT.\n// swift-format-ignore-file\n//\n// Generated by the Swift generator plugin for the protocol buffer compiler.\n",
            "/*\n * @generated SignedSource<<abc>>\n */\n", "// Generated using Sourcery 2.0.2 — https://github.com/krzysztofzablocki/Sourcery\n",
        ]
        for source in generated {
            let found = try #require(skipped(read("a.py", Array(source.utf8))))
            #expect(found.reason.hasPrefix("generated code") && !found.isFailure)
            #expect(try text(read("a.py", Array(source.utf8), ReadingLimits(readsGenerated: true))) != nil)
            #expect(try text(read("a.yaml", Array(source.utf8), language: nil)) != nil)
        }
        let written = [
            "HEADER = '# @generated'\n", "# Skips files with `@generated` in them.\n", "# The report is generated by the nightly job.\n",
            "# Values generated from a seed.\n" + String(repeating: "#\n", count: 600) + "# @generated\n", "print('Code generated by me. DO NOT EDIT.')\n",
        ]
        for source in written { #expect(try text(read("a.py", Array(source.utf8))) != nil, "\(source)") }
    }

    @Test func standardInputHasTheNameItIsGiven() {
        let file = SourceFile.standardInput(path: "tests/app.py")
        #expect(file.isStandardInput && file.language == .python && file.role == .test && file.path == "tests/app.py")
        #expect(SourceFile.standardInput(path: "-").language == nil)
    }
}
