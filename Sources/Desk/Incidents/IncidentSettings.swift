public import Foundation

/// What an operator decides about incidents.
///
/// - Configuration keys:
///   - `incidents.false-alarm-days` (int, days, default 30, 1…3 650): at most one incident that is none
///     is expected in that many; 0 raises none at all.
///   - `incidents.confirm` (`staff` or `automatic`, default `staff`): who says that a suspected one is one.
///   - `incidents.quiet-minutes` (int, minutes, default 120, 15…10 080): how long no more comes than
///     usual until an incident says that it may be over.
///   - `incidents.dismissed-hours` (int, hours, default 24, 0…168): how long nothing is suspected of a
///     symptom again after staff said that it was no incident.
///   - `incidents.answers-per-minute-max` (int, default 60, 1…10 000): letters of an answer to all.
public struct IncidentSettings: Sendable {
    /// At most one incident that is none is expected in that many days; nil raises none.
    public var falseAlarmDays: Int? = 30
    /// Whether what is suspected is taken for confirmed at once.
    public var confirmsAlone = false
    /// How long the rate must be as usual until an incident is called quiet.
    public var quietTime: TimeInterval = 7_200
    /// How long after an incident was dismissed none of the same symptom is raised: what it was made
    /// of goes on for a while, and somebody has said that it is none.
    public var dismissedTime: TimeInterval = 24 * 3_600
    /// How many letters of an answer to all leave in a minute.
    public var answersPerMinuteMax = 60

    /// As above.
    public init() {}
}

extension DeskSettings {
    /// How many keys show how much keys vary.
    static let ratesWatched = 50
    /// How many of the incidents that were dismissed last are looked through before one of their symptom
    /// is suspected again.
    static let dismissedLookedThrough = 200
    /// How many stored rates the watched ones are chosen from: a rate is stored as of when its key came
    /// last, and what was great months ago has faded since.
    static let ratesLookedThrough = 400

    /// The keys that come most often as of an hour, with their rates then.
    static func watched(
        _ rates: [(key: SymptomKey, rate: KeyRate)],
        at hour: Int
    ) -> [(key: SymptomKey, rate: KeyRate)] {
        let faded = rates.map { (key: $0.key, rate: $0.rate.faded(to: hour)) }
        let greatest = faded.sorted { one, other in
            (other.rate.tickets, one.key) < (one.rate.tickets, other.key)
        }
        return Array(greatest.prefix(ratesWatched))
    }
}
