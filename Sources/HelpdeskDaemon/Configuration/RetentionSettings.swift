import Desk
import Foundation

/// How long a ticket is kept whole after it was resolved, by its kind (gallringsfrist), and who called
/// about none.
///
/// - Configuration keys:
///   - `retention.question-days`, `retention.fault-days`, `retention.complaint-days`,
///     `retention.opinion-days`, `retention.proposal-days`, `retention.praise-days` (int, days,
///     default none, 1…36 500): a kind without one is kept for ever.
///   - `retention.call-days` (int, days, default 400, 0…36 500): how long the numbers of calls, and
///     done call-backs, that hang on no ticket are kept; 0 is for ever.
struct RetentionSettings: Sendable {
    var days: [TicketKind: Int] = [:]
    /// A year, and what a yearly comparison of the log still needs.
    var callDays = 400

    /// The same as spans of time.
    var ages: [TicketKind: TimeInterval] { days.mapValues { Double($0) * 86_400 } }

    /// Nil for ever.
    var callAge: TimeInterval? { callDays > 0 ? Double(callDays) * 86_400 : nil }
}

extension RetentionSettings {
    init(_ reader: inout SettingsReader) {
        for kind in TicketKind.allCases {
            let number = reader.number(
                "retention.\(kind.rawValue)-days",
                default: 0,
                in: 1...36_500
            )
            if number > 0 { days[kind] = number }
        }
        callDays = reader.number("retention.call-days", default: callDays, in: 0...36_500)
    }
}
