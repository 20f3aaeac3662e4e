import Findings
import Testing

@testable import Semantics

/// Each row of the table in docs/file-summary.md, with real Swift.
@Suite struct SwiftFlowTests {
    static let top: [(source: String, steps: String)] = [
        // Calls and what becomes of them.
        ("let q = Queue()", "call Queue()\nbind q = Queue()"),
        ("a(1, b: c(), &d) { e() }.f()", "call c()\ncall a(1, b: c(), & d, closure 0)\ncall a(1, b: c(), & d, closure 0).f()\ndrop a(1, b: c(), & d, closure 0).f()"),
        ("animate { one() } completion: { two() }", "call animate(closure 0, completion: closure 1)\ndrop animate(closure 0, completion: closure 1)"),
        ("let m = await f(1) { g in 1 }", "call f(1, closure 0)\nawait f(1, closure 0)\nbind m = awaited(f(1, closure 0))"),
        ("a?.b?[0]?.c()", "call a.b[0].c()\ndrop a.b[0].c()"),
        ("let a = await (b(), c())", "call b()\ncall c()\nawait tuple[b(), c()]\nbind a = awaited(tuple[b(), c()])"),
        ("let a = try? await b()", "call b()\nawait b()\nbind a = attempted(awaited(b()))"),
        // Declarations and assignments.
        ("let a = x(), b: Int = y()\nvar c: Int", "call x()\nbind a = x()\ncall y()\nbind b = y()"),
        ("var (a, b) = (x(), 2)\n(a, b) = (b, a)", "call x()\nbind a = x()\nbind b = 2\nbind a = b\nbind b = a"),
        ("let (a, (b, _)) = v()", "call v()\nbind a = part 0 of v()\nbind b = part 0 of part 1 of v()"),
        ("var a = 1\na += 2\na |= 4\no.p = a\no.q[a] = f()", """
            bind a = 1
            bind augmented a = 2
            bind augmented a = 4
            store o.p = a
            call f()
            store o.q[a] = f()
            """),
        ("_ = f()\nlet _ = g()\nf()", "call f()\ndrop discarded f()\ncall g()\ndrop discarded g()\ncall f()\ndrop f()"),
        ("async let a = f()\nprint(await a)", "call f()\nbind async a = f()\nawait a\ncall print(awaited(a))\ndrop print(awaited(a))"),
        // Values.
        ("let a = [1, f()], b = [\"k\": 2], c = (1, x: nil)", "call f()\nbind a = list[1, f()]\nbind b = dict[\"k\": 2]\nbind c = tuple[1, none]"),
        ("let a = \"x \\(f()) \\(1)\", b = #\"\\#(f())\"#", "call f()\nbind a = text(f(), 1)\ncall f()\nbind b = text(f())"),
        ("let a = 0..<n, b = x[1...], c = x[i, default: 3], d = ...5", "bind a = (0 ..< n)\nbind b = x[1::]\nbind c = element(x, i, 3)\nbind d = (none ... 5)"),
        ("let a = \\Foo.bar, b = -x!, c = y as? Int, d = y is Int, e = t.0", "bind a = other()\nbind b = - x\nbind c = y\nbind d = (y is Int)\nbind e = part 0 of t"),
        ("let a = b ? c : d ?? e, f = !a && b", "bind a = conditional(b, c, (d ?? e))\nbind f = (! a && b)"),
        // The grammar binds these operators tighter than calls and dots.
        ("let a = x() + y(1), d = w * z.n.m(), b = !q.r, c = -s()", """
            call x()
            call y(1)
            bind a = (x() + y(1))
            call z.n.m()
            bind d = (w * z.n.m())
            bind b = ! q.r
            call s()
            bind c = - s()
            """),
        ("let a = if b { f() } else { throw E() }\nlet c = switch b { case 1: 2; default: g() }", """
            branch b
              call f()
            otherwise
              call E()
              raise E()
            end
            bind a = (f())
            match all b
            case 1
            case all
              call g()
            end
            bind c = (2 switch g())
            """),
        ("#expect(try f() == 3)", "call f()\ndrop other((f() == 3))"),
        // Choices.
        ("if a { x() } else if b, c { } else { y() }", """
            branch a
              call x()
              drop x()
            otherwise
              branch (b && c)
              otherwise
                call y()
                drop y()
              end
            end
            """),
        ("if let t = make(), t.ok { use(t) }", "call make()\nbind t = make()\nbranch (make() && t.ok)\n  call use(t)\n  drop use(t)\nend"),
        ("if let a { a.x() }", "branch a\n  bind a = a\n  call a.x()\n  drop a.x()\nend"),
        ("if case .pair(let a, let b) = f() { }\nif case let .some(c) = f() { }", """
            call f()
            branch other(f())
              bind a = part 0 of f()
              bind b = part 1 of f()
            end
            call f()
            branch other(f())
              bind c = f()
            end
            """),
        ("if #available(iOS 15, *) { a() }", "branch\n  call a()\n  drop a()\nend"),
        ("switch f() {\ncase 1, 2: a()\n  fallthrough\ncase let .x(y) where y > g(): y()\ncase is Int: break\ncase let z: z()\n}", """
            call f()
            match all f()
            case other()
              call a()
              drop a()
              fallthrough
            case other()
              bind y = part 0 of f()
              call g()
              call y()
              drop y()
            case Int
              break
            case all
              bind z = f()
              call z()
              drop z()
            end
            """),
        ("#if DEBUG\na()\n#elseif os(Linux)\nb()\n#else\nc()\n#endif\nd()", """
            branch
              call a()
              drop a()
            otherwise
              branch
                call b()
                drop b()
              otherwise
                call c()
                drop c()
              end
            end
            call d()
            drop d()
            """),
        // Loops.
        ("outer: for x in a() where x > 1 { continue outer }", """
            call a()
            loop a() as ?outer
              bind x = item(a())
              branch (x > 1)
                continue ?outer
              end
            end
            """),
        ("for try await (k, v) in s { k(v) }", "loop async s\n  bind k = part 0 of item(s)\n  bind v = part 1 of item(s)\n  call k(v)\n  drop k(v)\nend"),
        ("while let n = it.next(), n < 3 { n.run() }", """
            loop while (it.next() && (n < 3))
              call it.next()
              bind n = it.next()
              check (it.next() && (n < 3))
              call n.run()
              drop n.run()
            end
            """),
        ("while true { if a { break } }", "loop while endless true\n  branch a\n    break\n  end\nend"),
        ("repeat { a() } while b()", "loop while first b()\n  call a()\n  drop a()\n  call b()\n  check b()\nend"),
        // Structures.
        ("do { try a() } catch let e as MyError where e.c() { } catch is Bad { } catch Far.off(let n) { n() } catch { b(error) }", """
            try
              call a()
              drop a()
            except MyError as e
              call e.c()
            except Bad
            except Far
              bind n = part 0 of ?
              call n()
              drop n()
            except all as error
              call b(error)
              drop b(error)
            end
            """),
        ("do { a() }\nlbl: do { break lbl }", "block\n  call a()\n  drop a()\nend\nblock as ?lbl\n  break ?lbl\nend"),
        ("lbl: switch a { default: break lbl }", "block as ?lbl\n  match all a\n  case all\n    break ?lbl\n  end\nend"),
        ("func f() { }\nstruct A { let x = f() }\nf()", "call @f()\ndrop @f()"),
    ]

    @Test(arguments: top) func topSteps(source: String, steps: String) throws {
        let found = try flow(.swift, source)
        #expect(found == steps)
    }

    static let inside: [(source: String, function: String, steps: String)] = [
        ("func f(x: Int?) -> Int { guard let x, x > 0 else { return 0 }\n return x }", "f", """
            bind x = x
            branch negated (x && (x > 0))
              return 0
            end
            return x
            """),
        ("func f() { guard let t = try? await g() else { throw E.bad }\n t.use() }", "f", """
            call g()
            await g()
            branch negated attempted(awaited(g()))
              raise E.bad
            end
            bind t = attempted(awaited(g()))
            call t.use()
            drop t.use()
            """),
        ("func f() { defer { lock.unlock() }\n func g() { h() }\n g() }", "f", """
            defer
              call lock.unlock()
              drop lock.unlock()
            end
            bind g = @f.g
            call @f.g()
            drop @f.g()
            """),
        // What is all there is, is returned.
        ("func f() -> Int { g() }", "f", "call g()\nreturn g()"), ("func f() { g() }", "f", "call g()\ndrop g()"),
        ("func f() -> Int? { nil }", "f", "return none"),
        ("func f() -> Int { if a { 1 } else { 2 } }", "f", "branch a\n  return 1\notherwise\n  return 2\nend"),
        ("let a = { g() }", "closure 0", "call g()\nreturn g()"), ("let a = { g(); h() }", "closure 0", "call g()\ndrop g()\ncall h()\ndrop h()"),
        ("let a = { [weak self, x, y = z()] in x + y }", "closure 0", "bind x = x\ncall z()\nbind y = z()\nreturn (x + y)"),
        ("a.map { $0.b($1, $0) }", "closure 0", "call $0.b($1, $0)\nreturn $0.b($1, $0)"),
        ("await withTaskGroup(of: Int.self) { group in\n for i in 0..<9 { group.addTask { await work(i) } }\n for await r in group { sum += r } }", "closure 0", """
            loop (0 ..< 9)
              bind i = item((0 ..< 9))
              call group.addTask(closure 1)
              drop group.addTask(closure 1)
            end
            loop async group
              bind r = item(group)
              store augmented sum = r
            end
            """),
        // Members of self without self.
        ("class A { var n = 0\n func m() { n += 1\n self.n = k()\n m() } }", "m", """
            store augmented a @A.n = 1
            call k()
            store a @A.n = k()
            call @A.m()
            drop @A.m()
            """),
    ]

    @Test(arguments: inside) func stepsOfFunctions(source: String, function: String, steps: String) throws {
        let found = try flow(.swift, source, of: function)
        #expect(found == steps)
    }

    @Test func everyBodyIsAFunction() throws {
        let text = try FlowText(.swift, """
            class A {
              init() { a() }
              deinit { b() }
              var c: Int { get { d() } set { e(newValue) } }
              var f = 0 { didSet { g() } }
              subscript(i: Int) -> Int { h(i) }
              lazy var j: Int = { k() }()
            }
            """)
        let first = text.summary.functions.map { function in
            function.stepCount == 0 ? "-" : text.text(text.summary.steps[Int(function.firstStep)])
        }
        #expect(first == ["call a()", "call b()", "-", "call d()", "call e(newValue)", "call g()", "call h(i)", "call k()"])
    }

    /// Another declaration of a name is another variable, and each has its own type.
    @Test func shadowsAreVariablesOfTheirOwn() throws {
        let summary = try FlowText(.swift, "func f(x: A?) { guard let x else { return }\n if true { let x = B()\n x.m() }\n x.n() }").summary
        let variables = summary.variables.filter { summary.text($0.name) == "x" }
        #expect(variables.count == 3)
        #expect(variables.map { summary.text($0.type) } == ["A", "A", "B"])
        #expect(variables.map { $0.flags.contains(.isParameter) } == [true, false, false])
        let receivers = summary.calls.filter { ["m", "n"].contains(summary.text($0.method)) }.map(\.receiver.index)
        #expect(receivers.count == 2 && receivers[0] != receivers[1])
    }

    static let tries: [(source: String, tried: String)] = [
        ("try a(b())", "a:try b:try"), ("a(try b())", "a: b:try"), ("try? a(try b())", "a:try? b:try?"), ("try a(try! b())", "a:try b:try!"),
        ("a() + (try b()) + c()", "a: b:try c:"), ("try a() + b()", "a:try b:try"), ("try a { b() }", "a:try b:"),
        ("let x = try? await a(1) { }, y = b()", "a:try? b:"), ("try await g.h { }.k()", "h:try k:try"),
        ("if let x = try? a(), b() { }\nc()", "a:try? b: c:"), ("[try a(), b()]", "a:try b:"), ("(try? a()) ?? b()", "a:try? b:"),
        ("\"\\(try a()) \\(b())\"", "a:try b:"),
    ]

    @Test(arguments: tries) func tryCoversWhatStandsRightOfIt(source: String, tried: String) throws {
        let summary = try FlowText(.swift, source).summary
        let words = summary.calls.map { call in
            let word = call.flags.contains(.isTried) ? "try" : call.flags.contains(.isTriedOptionally) ? "try?" : call.flags.contains(.isTriedByForce) ? "try!" : ""
            return (summary.text(call.method), word)
        }
        #expect(words.sorted { $0.0 < $1.0 }.map { $0.0 + ":" + $0.1 }.joined(separator: " ") == tried)
    }

    @Test func awaitCoversTheRestOfAChain() throws {
        let summary = try FlowText(.swift, "func f() async { await g.h { y }.k()\n z() }").summary
        #expect(summary.calls.filter { $0.flags.contains(.isAwaited) }.map { summary.text($0.method) }.sorted() == ["h", "k"])
    }

    /// The grammar takes the operation for what is called.
    @Test func callsRightOfAnOperatorHaveTheirNames() throws {
        let summary = try FlowText(.swift, "let a = n + DispatchSemaphore(value: 1).wait(), b = !Thread.holds(c), d = -e()").summary
        #expect(summary.calls.map { summary.text($0.callee) }.sorted() == ["DispatchSemaphore", "DispatchSemaphore.wait", "Thread.holds", "e"])
    }

    /// Every call of what is described has its step, and every step its place.
    @Test func placesAreTrue() throws {
        let source = "func f() {\n  let a = b(c())\n  if a {\n    d()\n  }\n}\n"
        let summary = try FlowText(.swift, source).summary
        for (number, call) in summary.calls.enumerated() {
            try #require(call.step > 0)
            let step = summary.steps[Int(call.step) - 1]
            #expect(step.value.kind == .call && step.value.index == UInt32(number))
            #expect(step.start == call.site.start && step.line == call.site.line)
        }
        let end = try #require(summary.steps.last { $0.kind == .end })
        #expect(end.line == 5)
    }

    static let large: [String] = [
        "func f(a: A) {\n" + (0..<5000).map { "  let x\($0) = a.m\($0)(x\(max(0, $0 - 1)), \($0))\n" }.joined() + "}\n",
        "func f() {\n" + String(repeating: "if a { ", count: 2000) + "x()" + String(repeating: " }", count: 2000) + "\n}\n",
        "func f() {\nif a { x() }" + String(repeating: " else if let a = b() { a.x() }", count: 2000) + "\n}\n",
        "let x = a" + String(repeating: " + f(1)", count: 3000) + "\n",
        "let x = " + String(repeating: "[f(", count: 1000) + "1" + String(repeating: ")]", count: 1000) + "\n",
        "let x = " + String(repeating: "try? await ", count: 500) + "f()\n",
        "let " + String(repeating: "(a, ", count: 500) + "b" + String(repeating: ")", count: 500) + " = v\n",
        "switch x {\n" + (0..<2000).map { "case .a(let x\($0)), .b(let x\($0)): x\($0)()\n" }.joined() + "}\n",
        "let x = [" + (0..<5000).map { "f(\($0))" }.joined(separator: ", ") + "]\n",
        String(repeating: "#if A\n", count: 500) + "x()\n" + String(repeating: "#else\ny()\n", count: 10),
        "#endif\n#else\n#elseif\n#if\nx()\nfunc f() { #if A\n a() }\n#endif\n",
        "func f() { guard let else { } ; if case = x { } ; for in { } ; switch { case : } ; do { } catch where { } ; _ = ; let (a, = b }\n",
        "func f() { return try await ; throw ; defer { defer { defer { } } } ; break ; a[ ] = ; $0 = $9 + $10 + $x ; &x ; . }\n",
        "a: b: c: for x in y { break a }\nlet x = { [x = x, y = { [z] in z }] in x }\nlet s = \"\\(\"\\(\"\\(a())\")\")\"\n",
    ]

    @Test(arguments: large.indices) func hostileFilesHaveSummaries(index: Int) throws {
        // Reading it as text checks that structures close and that the summary is consistent.
        let text = try FlowText(.swift, Self.large[index])
        if text.summary.steps.count < 50_000 { _ = text.summary.calls.count }
        for function in text.summary.functions {
            var depth = 0
            for step in text.summary.steps[Int(function.firstStep)..<Int(function.firstStep + function.stepCount)] {
                if step.opens { depth += 1 }
                if step.kind == .end { depth -= 1 }
                #expect(depth >= 0)
            }
            #expect(depth == 0)
        }
    }
}
