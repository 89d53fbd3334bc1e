import DeskAPI

extension Sheet {
    private static let brakeReasons: [String: Phrase] = [
        "by hand": Phrase("för hand", "by hand"),
        "more letters within an hour than mail.automatic.all-per-hour-max": Phrase(
            "fler brev på en timme än gränsen tillåter",
            "more letters within an hour than the limit allows"
        ),
        "more letters within a day than mail.automatic.all-per-day-max": Phrase(
            "fler brev på ett dygn än gränsen tillåter",
            "more letters within a day than the limit allows"
        ),
    ]

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
            let why = brake.reason.map { ": " + reader.word(brakeReasons, $0) } ?? ""
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
