import Desk
import Foundation

/// How long a ticket is kept whole after it was resolved, by its kind (gallringsfrist).
///
/// - Configuration keys:
///   - `retention.question-days`, `retention.fault-days`, `retention.complaint-days`,
///     `retention.opinion-days`, `retention.proposal-days`, `retention.praise-days` (int, days,
///     default none, 1…36 500): a kind without one is kept for ever.
struct RetentionSettings: Sendable {
    var days: [TicketKind: Int] = [:]

    /// The same as spans of time.
    var ages: [TicketKind: TimeInterval] { days.mapValues { Double($0) * 86_400 } }
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
    }
}
