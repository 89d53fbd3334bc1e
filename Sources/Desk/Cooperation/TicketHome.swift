import Foundation

/// Where a ticket lies and who answers it.
///
/// One that went into another shows what that has; its own stands in the fact that it went.
struct TicketHome: Equatable {
    var queue: String
    var unit: TicketUnit?

    /// As it is now.
    init(of ticket: Ticket) {
        queue = ticket.queue
        unit = ticket.unit
    }

    /// As a fact keeps it; nil for one from before that was kept.
    init?(_ details: [String: String]) {
        guard let queue = details["queue"] else { return nil }
        self.queue = queue
        guard let id = details["unit"], let name = details["unit_name"],
            let givenAt = Self.moment(details["unit_given_at"])
        else { return }
        unit = TicketUnit(
            id: id,
            name: name,
            queue: details["unit_queue"],
            givenAt: givenAt,
            answeredAt: Self.moment(details["unit_answered_at"]),
            answer: details["unit_answer"].flatMap { UUIDv7($0) }
        )
    }

    /// As a fact keeps it.
    var details: [String: String] {
        let words: [String: String?] = [
            "queue": queue, "unit": unit?.id, "unit_name": unit?.name, "unit_queue": unit?.queue,
            "unit_given_at": unit?.givenAt.formatted(TicketFile.moment),
            "unit_answered_at": unit?.answeredAt?.formatted(TicketFile.moment),
            "unit_answer": unit?.answer?.description,
        ]
        return words.compactMapValues(\.self)
    }

    private static func moment(_ text: String?) -> Date? {
        // Only we write it; what cannot be read is as good as not kept.
        text.flatMap { try? TicketFile.moment.parse($0) }
    }
}

extension DeskReading {
    /// Where a ticket goes that comes out of another: back to its own place, except as far as
    /// somebody has moved the other since, or given it to a unit or to none: that was meant for both.
    func home(of ticket: Ticket, in survivor: Ticket) throws(DeskError) -> TicketHome {
        var home = TicketHome(of: ticket)
        let went = try history(of: ticket).last {
            $0.event.kind == .merged && $0.event.details["into"] != nil
        }
        guard let went, let own = TicketHome(went.event.details) else { return home }
        let since = try history(of: survivor, after: went.id).map(\.event)
        if !since.contains(where: \.movesTicket) { home.queue = own.queue }
        if !since.contains(where: \.givesTicket) { home.unit = own.unit }
        return home
    }
}

extension TicketEvent {
    /// True when the ticket lies in another queue for it; other facts name the queue they were of.
    fileprivate var movesTicket: Bool {
        switch kind {
        case .changed: details["fields"]?.split(separator: " ").contains("queue") ?? false
        // By a call that was handed off.
        case .unassigned: details["queue"] != nil
        default: false
        }
    }

    /// True when a unit answers the ticket for it, or none any more.
    fileprivate var givesTicket: Bool { kind == .unitAssigned || kind == .unitUnassigned }
}
