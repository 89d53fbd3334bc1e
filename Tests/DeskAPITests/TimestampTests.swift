import DeskAPI
import Foundation
import Testing

@Suite("A timestamp")
struct TimestampTests {
    @Test("reads as RFC 3339 in UTC, on odd days too")
    func description() {
        let known: [(Int64, String)] = [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (1_793_606_400_123, "2026-11-02T08:00:00.123Z"),
        ]
        for (milliseconds, text) in known {
            #expect(Timestamp(milliseconds: milliseconds).description == text)
        }
    }

    @Test("agrees with Foundation's calendar over two centuries")
    func agreement() {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for step in 0..<2_000 {
            let date = Date(timeIntervalSince1970: Double(step) * 3_155_761 - 1_000_000_000)
            #expect(Timestamp(date).description == style.format(date))
        }
    }

    @Test("comes back from JSON, with and without fractions")
    func decoding() throws {
        let texts = [
            "\"2026-11-02T08:00:00Z\"", "\"2026-11-02T08:00:00.000Z\"",
            "\"2026-11-02T09:00:00+01:00\"",
        ]
        for text in texts {
            let read = try JSONDecoder().decode(Timestamp.self, from: Data(text.utf8))
            #expect(read.milliseconds == 1_793_606_400_000, "\(text)")
        }
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(Timestamp.self, from: Data("\"yesterday\"".utf8))
        }
    }
}
