import Desk
import DeskAPI

extension BrakeBody {
    init(_ report: BrakeReport) {
        self.init(
            holds: report.brake?.holds ?? false,
            pulledAt: report.brake.map { Timestamp($0.pulledAt) },
            reason: report.brake?.reason.rawValue,
            pulledBy: report.brake?.pulledBy,
            ticket: report.brake?.ticket?.rawValue,
            releasedAt: report.brake?.releasedAt.map { Timestamp($0) },
            releasedBy: report.brake?.releasedBy,
            letters: LettersBody(hour: report.lettersOfHour, day: report.lettersOfDay),
            max: LettersBody(hour: report.caps.allPerHourMax, day: report.caps.allPerDayMax)
        )
    }
}
