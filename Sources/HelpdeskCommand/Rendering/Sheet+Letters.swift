import DeskAPI

extension Sheet {
    /// Whether automatic mail leaves, and how much of it.
    static func brake(_ brake: BrakeBody, for reader: Reader) -> Sheet {
        var sheet = Sheet()
        if brake.holds {
            sheet.add(
                Line(
                    reader.say("Automatiska brev är stoppade.", "Automatic mail is stopped."),
                    .alarm
                )
            )
        } else {
            sheet.add(Line(reader.say("Automatiska brev går ut.", "Automatic mail leaves."), .good))
        }
        if let pulledAt = brake.pulledAt {
            let when = reader.moment(pulledAt, .full)
            let who = brake.pulledBy.map { " (\($0))" } ?? ""
            let why = brake.reason.map { ": \($0)" } ?? ""
            sheet.add(Line(reader.say("Stoppades", "Stopped") + " \(when)\(who)\(why)"))
        }
        if let ticket = brake.ticket {
            sheet.add(Line(reader.say("Ärende", "Ticket") + " #\(ticket)"))
        }
        if let releasedAt = brake.releasedAt {
            let when = reader.moment(releasedAt, .full)
            let who = brake.releasedBy.map { " (\($0))" } ?? ""
            sheet.add(Line(reader.say("Släpptes", "Released") + " \(when)\(who)"))
        }
        let (hour, day) = (brake.letters.hour, brake.letters.day)
        sheet.add(
            Line(
                reader.say(
                    "Brev: \(hour) senaste timmen (högst \(brake.max.hour)), "
                        + "\(day) senaste dygnet (högst \(brake.max.day))",
                    "Letters: \(hour) within an hour (at most \(brake.max.hour)), "
                        + "\(day) within a day (at most \(brake.max.day))"
                )
            )
        )
        return sheet
    }
}
