import Testing

@testable import Findings

@Suite struct NearestNameTests {
    @Test("The nearest name is one that few letters tell apart")
    func nearest() {
        #expect(NearestName.of("BA0O1", among: ["BA001", "BA002"]) == "BA001")
        #expect(NearestName.of("slect", among: ["select", "severity"]) == "select")
        #expect(NearestName.of("ignroe", among: ["ignore"]) == "ignore")
        #expect(NearestName.of("zzz", among: ["select"]) == nil)
        #expect(NearestName.of("", among: ["select"]) == nil)
    }

    @Test("Of several the nearest stands first, then by name")
    func several() {
        #expect(NearestName.all("feature", among: ["main", "featured", "feature-2", "features", "Feature"]) == ["Feature", "featured", "features", "feature-2"])
    }
}
