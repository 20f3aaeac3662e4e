import SourceFiles

/// 128 bits that tell texts apart. For accidents, not for forgers: who can write the cache can write anything into it.
///
/// The inner step, multiplying 64 by 64 bits and folding the halves, is that of wyhash (https://github.com/wangyi-fudan/wyhash), here in two chains
/// with constants of their own.
package struct ContentHash: Sendable, Hashable, BitwiseCopyable {
    package let high: UInt64
    package let low: UInt64

    package static let none = ContentHash(high: 0, low: 0)

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameter salt: what counts beside the bytes.
    package init(_ bytes: UnsafeRawBufferPointer, salt: UInt64 = 0) {
        var x = Self.first ^ salt, y = Self.second ^ UInt64(bytes.count)
        var at = 0
        while at + 16 <= bytes.count {
            let a = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self), b = bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
            x = Self.fold(a ^ Self.third, b ^ x)
            y = Self.fold(a ^ y, b ^ Self.fourth)
            at += 16
        }
        var rest = (UInt64(0), UInt64(0))
        if at < bytes.count {
            withUnsafeMutableBytes(of: &rest) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[at...])) }
        }
        x = Self.fold(rest.0 ^ Self.third, rest.1 ^ x)
        y = Self.fold(rest.0 ^ y, rest.1 ^ Self.fourth)
        high = Self.fold(x ^ UInt64(bytes.count), y ^ Self.first)
        low = Self.fold(y ^ salt, x ^ Self.second)
    }

    /// Of a file as it is read: a mark before the text moves every offset.
    init(_ text: FileText) { self.init(UnsafeRawBufferPointer(text.bytes), salt: text.hasByteOrderMark ? 1 : 0) }

    package init(_ bytes: [UInt8]) { self = bytes.withUnsafeBytes { ContentHash($0) } }

    @inline(__always) private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    // Digits of pi behind the point.
    private static let first: UInt64 = 0x243F_6A88_85A3_08D3, second: UInt64 = 0x1319_8A2E_0370_7344
    private static let third: UInt64 = 0xA409_3822_299F_31D0, fourth: UInt64 = 0x082E_FA98_EC4E_6C89
}
