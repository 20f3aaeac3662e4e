import Findings
import Testing

@testable import Linking

/// Which Swift files are read for a name.
@Suite struct DeclaredNamesTests {
    private func declares(_ text: String, _ name: String) -> Bool {
        var text = text, name = name
        let names = text.withUTF8 { DeclaredNames(UnsafeRawBufferPointer($0)) }
        let hash = name.withUTF8 { DeclaredNames.hash(UnsafeRawBufferPointer($0)) }
        return names.mayBeAny || names.hashes.contains(hash)
    }

    @Test(
        "Every form in which a file declares a name of its own scope",
        arguments: [
            "class Store {}", "final class Store<T>: Base {}", "struct\n    Store {}", "public actor Store {}", "indirect enum Store {}",
            "protocol Store: AnyObject {}", "extension Store: Codable {}", "extension Outer.Store {}", "extension Outer<Int>.Store {}", "extension [Store] {}",
            "typealias Store = Int", "func Store() {}", "func `Store`() {}", "let Store = 1", "var Store: Int { 1 }", "let a = 1, Store = 2",
            "var a: Int, Store: Int", "let (a, Store) = (1, 2)", "let (a,\n  (b, Store)) = c", "if case let .some(Store) = a {}",
            "for (a, Store) in b {}", "a.forEach { _ in }\nStore = 1", "class /* why */ Store {}", "async let Store = 1", "class `Store` {}",
        ])
    func declared(text: String) { #expect(declares(text, "Store")) }

    @Test("A file that only uses a name does not", arguments: ["Store()", "let a = Store()", "func f(_ a: Store) {}", "class A: Store {}", "a.Store == 1", "f(Store)"])
    func used(text: String) { #expect(!declares(text, "Store")) }

    /// Every name that the index of a file would have.
    @Test("Nothing a parsed file declares is missing")
    func whole() throws {
        let text = """
            @MainActor public final class Store<Item>: Base where Item: Codable {
                struct Key { let id: Int }
                var items: [Item] = [], last: Item?
                init() {}
                func load() async {}
            }
            extension Store.Key { func make() {} }
            private let shared = Store<Int>(), other = 2
            @discardableResult func free<T>(_ x: T) -> T { x }
            /// A sentence.
            struct AfterASentence {}
            enum Kind { case one, two; static func == (a: Kind, b: Kind) -> Bool { true } }
            """
        var source = text
        let names = source.withUTF8 { DeclaredNames(UnsafeRawBufferPointer($0)) }
        let global = GlobalNames()
        let index = SwiftIndex([0]) { _ in nil }
        index.add(FileTable(0, try summary(of: text, path: "a.swift"), global), global)
        let paths = Array(index.types.keys) + Array(index.functions.keys) + Array(index.attributes.keys) + Array(index.variableFile.keys)
        #expect(paths.count > 10)
        for path in paths {
            let first = global.text(path).prefix { $0 != "." }
            var name = String(first)
            let hash = name.withUTF8 { DeclaredNames.hash(UnsafeRawBufferPointer($0)) }
            #expect(names.hashes.contains(hash), "\(global.text(path))")
        }
    }

    @Test("Only the files that may declare what is asked for are read")
    func reading() throws {
        let main = "let store = Store()\nstore.load()\nnobody()\n"
        var store = "struct Store { func load() {} }", view = "struct View { let store: Store }"
        let project = try Project(
            [("Sources/A/main.swift", main), ("Sources/A/Store.swift", store), ("Sources/A/View.swift", view)], known: ["Sources/A/main.swift"],
            declared: [
                "Sources/A/Store.swift": store.withUTF8 { DeclaredNames(UnsafeRawBufferPointer($0)) },
                "Sources/A/View.swift": view.withUTF8 { DeclaredNames(UnsafeRawBufferPointer($0)) },
            ])
        #expect(project.target("store.load()", in: "Sources/A/main.swift") == "function Sources.Store.load")
        #expect(project.target("nobody()", in: "Sources/A/main.swift") == "external nobody")
        #expect(project.read == ["Sources/A/Store.swift"])
    }
}
