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

    @Test("reads every form of RFC 3339, and says what is none")
    func forms() {
        let known: [(String, Int64?)] = [
            ("1970-01-01t00:00:00z", 0), ("1970-01-01T00:00:00.5Z", 500),
            ("1970-01-01T00:00:00.123456789Z", 123), ("1969-12-31T23:59:60Z", 0),
            ("1970-01-01T23:59:00+23:59", 0), ("1969-12-31T00:01:00-23:59", 0),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("2001-02-29T00:00:00Z", nil), ("1900-02-29T00:00:00Z", nil),
            ("1970-13-01T00:00:00Z", nil), ("1970-00-01T00:00:00Z", nil),
            ("1970-01-00T00:00:00Z", nil), ("1970-04-31T00:00:00Z", nil),
            ("1970-01-01T24:00:00Z", nil), ("1970-01-01T00:60:00Z", nil),
            ("1970-01-01T00:00:61Z", nil), ("1970-01-01T00:00:00", nil),
            ("1970-01-01 00:00:00Z", nil), ("1970-01-01T00:00:00.Z", nil),
            ("1970-01-01T00:00:00+24:00", nil), ("1970-01-01T00:00:00+0100", nil),
            ("1970-01-01T00:00:00Zx", nil), ("", nil), ("yesterday", nil),
        ]
        for (text, milliseconds) in known {
            #expect(Timestamp(text)?.milliseconds == milliseconds, "\(text)")
        }
        for step in -700..<700 {
            let moment = Timestamp(milliseconds: Int64(step) * 86_399_123_457)
            #expect(Timestamp(moment.description) == moment)
        }
    }
}
