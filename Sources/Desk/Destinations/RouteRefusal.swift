import Foundation

/// A day and a time, as the city's clocks show them.
public struct LocalTime: Sendable, Hashable, CustomStringConvertible {
    let day: CivilDay
    let minutes: Int

    init(_ reading: (day: CivilDay, seconds: TimeInterval)) {
        day = reading.day
        minutes = Int(reading.seconds) / 60
    }

    /// For example `2026-11-30 08:00`.
    public var description: String {
        let digits = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day) \(digits.joined(separator: ":"))"
    }
}

/// Why a call cannot go where a clerk wants to send it.
public enum RouteRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such destination.
    case unknown
    /// It exists from that day on.
    case notYet(Destination, from: CivilDay)
    /// It existed through that day.
    case ended(Destination, through: CivilDay)
    /// It is outside its hours.
    case closed(Destination, opens: LocalTime?)
    /// Its calls go elsewhere, and from there nowhere.
    case moved(Destination)

    /// What the clerk tells the citizen.
    public var description: String {
        switch self {
        case .unknown: "there is no such destination"
        case .notYet(let destination, let from):
            "\(destination.name) takes no calls before \(from)"
        case .ended(let destination, let through):
            "\(destination.name) takes no calls since \(through + 1)"
        case .closed(let destination, let opens?): "\(destination.name) is closed until \(opens)"
        case .closed(let destination, nil): "\(destination.name) is closed"
        case .moved(let destination): "the calls of \(destination.name) go elsewhere"
        }
    }
}
