import Findings
import Testing

@testable import SourceFiles

@Suite struct LanguageRecognitionTests {
    @Test(arguments: [
        ("a.py", Language.python), ("a.pyi", .python), ("a.pyw", .python), ("d/a.swift", .swift), ("a.b.py", .python), ("a.pyc", nil), ("a.PY", nil),
        (".py", nil), ("d/.swift", nil), ("py", nil), ("swift", nil), ("", nil), ("a.swiftinterface", nil), ("happy", nil),
    ]) func byName(_ name: String, _ language: Language?) { #expect(LanguageRecognition.language(named: name) == language) }

    @Test(arguments: [
        ("#!/usr/bin/env python3\n", Language.python), ("#!/usr/bin/python\n", .python), ("#!/usr/bin/python3.12 -u\r\n", .python),
        ("#! /usr/bin/env -S python3 -O\n", .python), ("#!/usr/bin/env PYTHONPATH=x pypy3\n", .python), ("#!/usr/bin/env -S uv run --script\n", .python),
        ("#!/usr/local/bin/python3.13t", .python), ("#!/usr/bin/swift sh\n", .swift), ("#!/usr/bin/env swift\n", .swift),
        ("#!/usr/bin/xcrun --sdk macosx swift\n", .swift), ("#!/bin/sh\npython3 x\n", nil), ("#!/usr/bin/env bash\n", nil), ("#!/usr/bin/env\n", nil),
        ("#!/usr/bin/python3-config\n", nil), ("#!\n", nil), ("# python\n", nil), ("#!", nil), ("#!/usr/bin/env ruby python\n", nil), ("", nil),
    ]) func byShebang(_ line: String, _ language: Language?) {
        #expect(Array(line.utf8).withUnsafeBufferPointer { LanguageRecognition.language(ofShebang: $0) } == language)
    }

    @Test func theWalkOpensFilesWithoutExtensionOnly() throws {
        let tree = try TemporaryTree()
        let script = "#!/usr/bin/env python3\nprint()\n"
        for name in ["tool", "bin/serve", "plain.sh", ".hidden", "tool-1.2"] { try tree.write(name, script) }
        try tree.write("build-it", "#!/usr/bin/env swift\n")
        try tree.write("LICENSE", "Apache")
        try tree.write("empty", "")
        try tree.write("data", script + String(repeating: "x", count: 100_000))
        try tree.write("huge-tool", script + String(repeating: "x", count: 100_000))
        try tree.setMode("huge-tool", 0o755)
        let result = try tree.result { $0.onlySources = true }
        #expect(result.files.map(\.path) == [".hidden", "bin/serve", "build-it", "huge-tool", "tool"])
        #expect(result.files.map(\.language) == [.python, .python, .swift, .python, .python])
        #expect(result.files.allSatisfy { $0.role == .script })
    }
}
