public import Foundation

/// The time that the city's clocks show.
///
/// Europe/Stockholm unless told otherwise; summer time is the time zone database's.
public struct CityTime: Sendable, Hashable {
    private let zone: TimeZone

    /// - Parameter zone: nil for Europe/Stockholm.
    public init(zone: TimeZone? = nil) {
        guard let zone = zone ?? TimeZone(identifier: "Europe/Stockholm") else {
            preconditionFailure("the time zone database is part of the system")
        }
        self.zone = zone
    }

    /// The day it is there at that moment.
    public func day(of moment: Date) -> CivilDay { reading(of: moment).day }

    /// The day and the seconds that clocks show since midnight, 0..<86 400.
    ///
    /// Shown, not passed: on the nights that summer time begins and ends, they differ.
    public func reading(of moment: Date) -> (day: CivilDay, seconds: TimeInterval) {
        let shown = moment.timeIntervalSince1970 + offset(at: moment)
        let day = (shown / Self.daySeconds).rounded(.down)
        return (CivilDay(number: Int(day)), shown - day * Self.daySeconds)
    }

    /// When clocks first show this time on the day.
    ///
    /// A time that is left out when summer time begins is taken as the hour after it; of one that
    /// comes twice when summer time ends, the first is meant.
    ///
    /// - Parameters:
    ///   - day: as the city counts them.
    ///   - seconds: since midnight, as clocks show it, 0...86 400.
    /// - Returns: the moment.
    public func moment(on day: CivilDay, at seconds: TimeInterval = 0) -> Date {
        let shown = Double(day.number) * Self.daySeconds + seconds
        let before = offset(at: Date(timeIntervalSince1970: shown - Self.daySeconds))
        let after = offset(at: Date(timeIntervalSince1970: shown + Self.daySeconds))
        let earlier = Date(timeIntervalSince1970: shown - before)
        guard before != after, offset(at: earlier) != before else { return earlier }
        let later = Date(timeIntervalSince1970: shown - after)
        return offset(at: later) == after ? later : earlier
    }

    private static let daySeconds: TimeInterval = 86_400

    private func offset(at moment: Date) -> TimeInterval {
        TimeInterval(zone.secondsFromGMT(for: moment))
    }
}
