import Foundation
import Testing

@testable import Scanning

/// A cache keeps within its size, and to what is its own.
@Suite struct CacheFolderTests {
    @Test("Caches not used for longest go; nothing else in the folder is touched, whatever its size")
    func size() throws {
        let place = try Project([
            "notes/thesis.txt": String(repeating: "x", count: 5000), "notes/manifest": "a ship's", "0123456789abcdef0123456789abcdef/letter.txt": "dear",
        ])
        let hashes = (1...3).map { ContentHash(high: 0, low: $0) }
        for (age, hash) in zip([3, 2, 1], hashes) {
            let cache = CacheFolder(path: place.path, key: hash, mostBytes: .max)
            #expect(cache.make())
            cache.write(CacheManifest())
            try place.write("\(cache.folder.dropFirst(place.path.count + 1))/1.segment", String(repeating: "s", count: 1000))
            try FileManager.default.setAttributes([.modificationDate: Date.now - Double(age * 3600)], ofItemAtPath: cache.manifest)
        }
        // Room for two and a half.
        let last = CacheFolder(path: place.path, key: hashes[2], mostBytes: 2900)
        last.write(CacheManifest())
        let there = hashes.map { FileManager.default.fileExists(atPath: CacheFolder(path: place.path, key: $0).folder) }
        #expect(there == [false, true, true])
        for name in ["notes/thesis.txt", "notes/manifest", "0123456789abcdef0123456789abcdef/letter.txt"] {
            #expect(FileManager.default.fileExists(atPath: "\(place.path)/\(name)"), "\(name)")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(place.path)/.gitignore"))
    }
}
