import ArgumentParser
import DeskAPI
import Foundation

/// `helpdesk snooze`.
struct SnoozeCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "snooze",
        abstract: "Put a ticket out of the way until a moment, or until the citizen writes."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Argument(help: MomentText.help)
    var until: MomentText?

    @Flag(name: .long, help: "Take it back now.")
    var wake = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws { try MomentText.check(until, orFlag: wake, "--wake") }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        var request = DeskRequest.delete("tickets", number.description, "snooze")
        if let until {
            let form = SnoozeForm(until: try until.moment(in: clerk.surroundings))
            request = try .put(form, at: "tickets", number.description, "snooze")
        }
        try await clerk.change(number, by: request) { _, _ in true }
    }
}

/// `helpdesk follow-up`.
struct FollowUpCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "follow-up",
        abstract: "Be reminded of a ticket; one that waits for the citizen is open again then."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Argument(help: MomentText.help)
    var at: MomentText?

    @Flag(name: .long, help: "Not any more.")
    var never = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws { try MomentText.check(at, orFlag: never, "--never") }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        var request = DeskRequest.delete("tickets", number.description, "follow-up")
        if let at {
            let form = FollowUpForm(at: try at.moment(in: clerk.surroundings))
            request = try .put(form, at: "tickets", number.description, "follow-up")
        }
        try await clerk.change(number, by: request) { _, _ in true }
    }
}

/// A moment ahead as a clerk writes it.
struct MomentText: ExpressibleByArgument, Sendable {
    let argument: String

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        self.argument = argument
    }

    static let help: ArgumentHelp =
        "30m, 4h, 3d, 2w, 2026-12-01, 2026-12-01T14:30; a day alone means eight in the morning."

    static func check(_ moment: MomentText?, orFlag flag: Bool, _ name: String) throws {
        guard (moment != nil) != flag else {
            throw ValidationError("Give a moment or \(name), one of them.")
        }
    }

    /// When that is; spans are counted from when the command began, days as the terminal's clock
    /// counts them.
    func moment(in surroundings: Surroundings) throws(CommandFailure) -> Timestamp {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = surroundings.timeZone
        let found =
            span(from: surroundings.now, in: calendar)
            ?? (try? Date.ISO8601FormatStyle().parse(argument)) ?? day(in: calendar)
        if let found { return Timestamp(found) }
        throw .usage(
            Phrase(
                "«\(argument)» är ingen tidpunkt; skriv 4h, 3d, 2026-12-01 eller"
                    + " 2026-12-01T14:30.",
                "«\(argument)» is no moment; write 4h, 3d, 2026-12-01 or 2026-12-01T14:30."
            )
        )
    }

    private func span(from now: Date, in calendar: Calendar) -> Date? {
        guard let count = Int(argument.dropLast()), 1...10_000 ~= count else { return nil }
        switch argument.last {
        case "m": return now + Double(count) * 60
        case "h": return now + Double(count) * 3_600
        // A day is as long as the calendar says, and begins at eight.
        case "d", "w":
            let days = argument.last == "w" ? count * 7 : count
            return calendar.date(byAdding: .day, value: days, to: now)
                .flatMap { calendar.date(bySettingHour: 8, minute: 0, second: 0, of: $0) }
        default: return nil
        }
    }

    /// `2026-12-01`, with `T14:30` or a space and `14:30` behind it.
    private func day(in calendar: Calendar) -> Date? {
        let halves = argument.split(separator: argument.contains("T") ? "T" : " ")
        guard (1...2).contains(halves.count) else { return nil }
        let date = halves[0].split(separator: "-").compactMap { Int($0) }
        let clock =
            halves.count == 2 ? halves[1].split(separator: ":").compactMap { Int($0) } : [8, 0]
        guard date.count == 3, clock.count == 2, halves[0].count == 10 else { return nil }
        let parts = DateComponents(
            calendar: calendar,
            year: date[0],
            month: date[1],
            day: date[2],
            hour: clock[0],
            minute: clock[1]
        )
        // 30 February would be a day of March.
        return parts.isValidDate ? calendar.date(from: parts) : nil
    }
}
