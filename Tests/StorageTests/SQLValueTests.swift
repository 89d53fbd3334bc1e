import Foundation
import Testing

@testable import Storage

@Suite("A bound value")
struct SQLValueTests {
    @Test("of a moment is in whole milliseconds, and no moment is too far away")
    func moments() {
        let (first, last) = (
            SQLValue.momentMilliseconds.lowerBound, SQLValue.momentMilliseconds.upperBound
        )
        for (seconds, milliseconds) in [
            (0, 0), (1.234_6, 1_235), (-0.001, -1), (1e300, last), (-1e300, first),
            (.infinity, last), (-.infinity, first), (.nan, first),
            (9_223_372_036_854_775.807, last), (253_402_300_799.999, last),
            (253_402_300_799.998, last - 1), (-62_167_219_200, first),
        ] as [(Double, Int64)] {
            let found = SQLValue.moment(Date(timeIntervalSince1970: seconds))
            #expect(found == .integer(milliseconds), "\(seconds)")
        }
    }
}
