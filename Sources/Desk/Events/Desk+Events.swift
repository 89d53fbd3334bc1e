public import Foundation

extension Desk {
    /// Where a listener begins who has heard nothing yet: after everything there is.
    public func eventsEnd() async throws(DeskError) -> LogPlace {
        try await store.look { reading throws(DeskError) in try reading.logEnd() }
    }

    /// True when a listener can go on at a place: it is one of this store's, and not older than
    /// what is kept for going on.
    public func canResume(at place: LogPlace, since kept: Date) async throws(DeskError) -> Bool {
        try await store.look { reading throws(DeskError) in
            let end = try reading.logEnd()
            if place.seal == end.seal { return place.index == 0 }
            guard let seal = try reading.sealedAt(place.seal) else { return false }
            return place.index <= seal.records && seal.moment >= kept
        }
    }

    /// What this person may hear of the next events, and where they go on.
    ///
    /// Their rights are those of now, whatever they were when it happened. At most
    /// ``DeskSettings/eventsAtOnce`` records are looked at.
    public func announcements(
        from place: LogPlace,
        _ filter: EventFilter,
        to staff: StaffIdentity
    ) async throws(DeskError) -> (announcements: [Announcement], next: LogPlace) {
        let (shown, next) = try await store.read { reading throws(DeskError) in
            let page = try reading.loggedEvents(from: place, limit: DeskSettings.eventsAtOnce)
            let tickets = try reading.tickets(of: page.events)
            let shown = page.events.compactMap { logged -> Announcement? in
                guard let (ticket, survivor) = tickets[logged.entry.event.ticket],
                    staff.mayRead(ticket), staff.mayRead(survivor),
                    filter.lets(ticket, through: staff)
                else { return nil }
                return Announcement(next: logged.next, event: logged.entry.event, ticket: ticket)
            }
            return (shown, page.next)
        }
        let seen = Dictionary(shown.map { ($0.ticket.number, $0.ticket) }) { $1 }
        let page = TicketPage(
            tickets: seen.values.sorted { $0.number < $1.number },
            next: nil
        )
        try await show(page, to: staff)
        return (shown, next)
    }
}

extension DeskReading {
    /// The tickets that events are of, each with the one it went into.
    func tickets(
        of events: [LoggedEvent]
    ) throws(DeskError) -> [TicketNumber: (ticket: Ticket, survivor: Ticket)] {
        var tickets: [TicketNumber: (ticket: Ticket, survivor: Ticket)] = [:]
        for number in Set(events.map(\.entry.event.ticket)) {
            let ticket = try ticket(number)
            tickets[number] = (ticket, try survivor(of: ticket))
        }
        return tickets
    }
}

extension DeskSettings {
    /// How many records of the log are looked at in one go.
    public static let eventsAtOnce = 500
}
