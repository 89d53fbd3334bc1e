public import Foundation

/// What an operator decides about incidents.
///
/// - Configuration keys:
///   - `incidents.false-alarm-days` (int, days, default 30, 1…3 650): at most one incident that is none
///     is expected in that many; 0 raises none at all.
///   - `incidents.confirm` (`staff` or `automatic`, default `staff`): who says that a suspected one is one.
///   - `incidents.quiet-minutes` (int, minutes, default 120, 15…10 080): how long no more comes than
///     usual until an incident says that it may be over.
///   - `incidents.answers-per-minute-max` (int, default 60, 1…10 000): letters of an answer to all.
public struct IncidentSettings: Sendable {
    /// At most one incident that is none is expected in that many days; nil raises none.
    public var falseAlarmDays: Int? = 30
    /// Whether what is suspected is taken for confirmed at once.
    public var confirmsAlone = false
    /// How long the rate must be as usual until an incident is called quiet.
    public var quietTime: TimeInterval = 7_200
    /// How many letters of an answer to all leave in a minute.
    public var answersPerMinuteMax = 60

    /// As above.
    public init() {}
}

extension DeskSettings {
    /// How many keys show how much keys vary.
    static let ratesWatched = 50
}
