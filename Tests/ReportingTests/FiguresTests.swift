import Testing

@testable import Reporting

@Suite struct FiguresTests {
    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1204, "-1,204"), (Int.min, "-9,223,372,036,854,775,808")])
    func grouped(number: Int, text: String) { #expect(Figures.grouped(number) == text) }

    @Test(arguments: [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"), (12_345_678, "12.3 MB"), (.max, "9223372.0 TB")])
    func bytes(count: Int, text: String) { #expect(Figures.bytes(count) == text) }

    @Test(arguments: [(1, "100 %"), (0.99999, "99.99 %"), (0.9997, "99.97 %"), (0, "0.00 %"), (-1, "0.00 %")])
    func percent(share: Double, text: String) { #expect(Figures.percent(share) == text) }

    @Test(arguments: [(0, "0.00 s"), (0.4149, "0.41 s"), (75.3, "75.30 s"), (.infinity, "? s"), (1e300, "? s")])
    func seconds(seconds: Double, text: String) { #expect(Figures.seconds(seconds) == text) }
}
