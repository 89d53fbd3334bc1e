import Desk
import Foundation

extension IncidentSettings {
    /// Who says that what is suspected is an incident.
    private enum Confirmation: String, CaseIterable {
        case staff
        case automatic
    }

    init(_ reader: inout SettingsReader) {
        self.init()
        let days = reader.number("incidents.false-alarm-days", default: 30, in: 0...3_650)
        falseAlarmDays = days == 0 ? nil : days
        confirmsAlone =
            reader.word("incidents.confirm", default: Confirmation.staff) == .automatic
        quietTime = Double(
            reader.number("incidents.quiet-minutes", default: 120, in: 15...10_080) * 60
        )
        dismissedTime = Double(
            reader.number("incidents.dismissed-hours", default: 24, in: 0...168) * 3_600
        )
        answersPerMinuteMax = reader.number(
            "incidents.answers-per-minute-max",
            default: answersPerMinuteMax,
            in: 1...10_000
        )
    }
}
