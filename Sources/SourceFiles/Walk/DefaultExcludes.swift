/// Folders that hold no code of the project: its tools' caches, its dependencies, what it builds. By name, unless they are a root.
enum DefaultExcludes {
    enum Condition: Sendable {
        case always
        /// Unless the folder is a Python package of that name: it holds an `__init__.py`.
        case unlessPackage
    }

    /// Why a folder is left out, as the report says it.
    enum Reason: String {
        case byName = "left out by name (--no-default-excludes)"
        case environment = "a virtual environment (--no-default-excludes)"
        case cache = "a cache (--no-default-excludes)"
        case installed = "installed packages (--no-default-excludes)"
    }

    /// What to think of a folder called `name`; nil: nothing against it. (A folder of any name that holds a `pyvenv.cfg`, a virtual
    /// environment, a `CACHEDIR.TAG`, or the `*.dist-info` of installed packages is left out as well; the walk sees that when it lists the folder.)
    static func condition(for name: UnsafeBufferPointer<UInt8>) -> Condition? {
        guard let first = name.first, firstBytes.contains(first) else { return nil }
        return table[String(decoding: name, as: UTF8.self)]
    }

    /// How the folders end that describe installed packages, beside these
    /// (https://packaging.python.org/en/latest/specifications/recording-installed-packages/).
    static let installedEnding = ".dist-info"

    private static let firstBytes: Set<UInt8> = Set(table.keys.compactMap(\.utf8.first))

    private static let table: [String: Condition] = [
        // Version control.
        ".git": .always, ".hg": .always, ".svn": .always, ".bzr": .always, ".jj": .always,
        // Swift: SwiftPM, Xcode, CocoaPods, Carthage.
        ".build": .always, ".swiftpm": .always, "DerivedData": .always, "Pods": .always, "Carthage": .always,
        // Python: installed packages, environments, caches.
        "site-packages": .always, "node_modules": .always, "__pypackages__": .always, "__pycache__": .always, ".eggs": .always,
        ".venv": .always, "venv": .unlessPackage, ".direnv": .always, ".pyenv": .always, ".tox": .always, ".nox": .always,
        ".mypy_cache": .always, ".ruff_cache": .always, ".pytest_cache": .always, ".pytype": .always, ".ipynb_checkpoints": .always,
        // Build products; but `build` is also the name of real Python packages.
        "build": .unlessPackage, "dist": .unlessPackage, "_build": .unlessPackage, "buck-out": .always,
        // Our own.
        ".sluice": .always, ".grammars": .always,
    ]
}
