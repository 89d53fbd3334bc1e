import Foundation
import Testing

@testable import Desk

@Suite("A moment as Open311 writes it")
struct W3TimeTests {
    @Test(
        "says its offset from UTC",
        arguments: [
            ("1994-11-05T08:15:30-05:00", 784_041_330.0), ("1994-11-05T13:15:30Z", 784_041_330),
            ("1994-11-05T13:15:30.25Z", 784_041_330.25), ("1994-11-05T14:15+01:00", 784_041_300),
            // A plus that was not escaped in a query.
            ("1994-11-05T14:15:30 01:00", 784_041_330), ("2024-02-29T00:00:00Z", 1_709_164_800),
        ]
    )
    func right(text: String, seconds: Double) {
        #expect(CityTime.w3(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(
        "is none without one, or when there is no such moment",
        arguments: [
            "", "1994-11-05", "1994-11-05T13:15:30", "1994-11-05 13:15:30Z", "1994-13-05T13:15:30Z",
            "19941105T131530Z", "1994-11-05T13:15:30.5", "1994-11-05T13:15.5Z", "igår",
            "1994-11-05T13:15:30Z\n", "1994-11-05T13:15:30.1234567890123456789012345Z",
        ]
    )
    func wrong(text: String) {
        #expect(CityTime.w3(text) == nil)
    }
}
