public import Foundation

/// When a destination takes calls, as a clerk wants to know it before handing somebody off.
public struct Availability: Sendable, Equatable {
    /// A day and the hours of it, holidays considered.
    public struct Day: Sendable, Equatable {
        /// The day in Stockholm.
        public var day: CivilDay
        /// For example `08:00-12:00`; none when it is closed.
        public var hours: [String]
    }

    /// True when a call would be taken now, by it or by who it goes on to.
    public var takesCalls: Bool
    /// Who a call goes to now: a ``Destination/id``; nil when nobody takes it.
    public var goesTo: String?
    /// Why it does not take the call itself; nil when it does.
    public var reason: String?
    /// When it is next open; nil when it is open now, or not within the next 400 days.
    public var opensAt: Date?
    /// The first day on which it exists; nil for always.
    public var from: CivilDay?
    /// The last one; nil for always.
    public var through: CivilDay?
    /// Today and the days after; none when it is always open.
    public var days: [Day]
}

extension DestinationDirectory {
    /// Days that ``availability(of:at:)`` tells the hours of.
    public static let daysTold = 7

    /// When a destination takes calls.
    public func availability(of destination: Destination, at moment: Date) -> Availability {
        let calendar = destination.calendar
        let today = time.day(of: moment)
        var availability = Availability(
            takesCalls: false,
            opensAt: nil,
            from: calendar.from,
            through: calendar.through,
            days: calendar.hours.map { hours in
                (0..<Self.daysTold).map { ahead in
                    Availability.Day(
                        day: today + ahead,
                        hours: hours.spans(on: today + ahead).map(\.description)
                    )
                }
            } ?? []
        )
        if let hours = calendar.hours, !hours.isOpen(at: moment, in: time) {
            availability.opensAt = hours.opening(from: moment, in: time)
        }
        do throws(RouteRefusal) {
            let route = try route(to: destination.id, at: moment)
            availability.takesCalls = true
            availability.goesTo = route.destination.id
            if route.destination.id != destination.id {
                availability.reason = refusal(of: destination, at: moment)?.description
            }
        } catch {
            availability.reason = error.description
        }
        return availability
    }
}

extension OpeningHours.Span: CustomStringConvertible {
    /// As a clerk reads it: `08:00-16:30`.
    var description: String {
        [from, to].map { minutes in
            [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
                .joined(separator: ":")
        }
        .joined(separator: "-")
    }
}
