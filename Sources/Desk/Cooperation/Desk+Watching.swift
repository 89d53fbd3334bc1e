import Foundation

extension Desk {
    /// From now on this person hears of what happens with the ticket.
    public func watch(
        _ number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, readableBy: staff)
            guard try !transaction.isWatched(ticket.number, by: staff.id) else { return }
            guard try transaction.countWatched(by: staff.id) < DeskSettings.watchedMax else {
                throw .overLimit(name: "watched-tickets", limit: DeskSettings.watchedMax)
            }
            try transaction.watch(ticket.number, by: staff.id, at: moment)
        }
    }

    /// This person hears of the ticket no longer.
    ///
    /// - Throws: ``DeskError/notFound`` for what they may not see any more, though they do not hear
    ///   of that either.
    public func unwatch(
        _ number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) {
        try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, readableBy: staff)
            try transaction.unwatch(ticket.number, by: staff.id)
        }
    }

    /// A page of what happened with the tickets that this person watches, oldest first, and where it
    /// goes on.
    ///
    /// Not what they did themselves, and not of tickets that they may see no longer; of those a page
    /// is short. The place after the last one stays good, so that asking again gives what is new.
    public func watchedEvents(
        after: Int64?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (entries: [HistoryEntry], last: Int64?, hasMore: Bool) {
        precondition((1...DeskSettings.pageMax).contains(limit), "checked at the door")
        let (all, shown) = try await store.read { reading throws(DeskError) in
            let all = try reading.watchedEvents(by: staff.id, after: after, limit: limit + 1)
            var tickets: [TicketNumber: Ticket] = [:]
            for number in Set(all.map(\.event.ticket)) {
                tickets[number] = try reading.survivor(of: reading.ticket(number))
            }
            let known = tickets
            let shown = all.prefix(limit).filter { entry in
                known[entry.event.ticket].map(staff.mayRead) ?? false
            }
            return (all, (shown, known))
        }
        let (entries, tickets) = shown
        let seen = Set(entries.map(\.event.ticket)).sorted().compactMap { tickets[$0] }
        try await show(TicketPage(tickets: seen, next: nil), to: staff)
        return (entries, all.prefix(limit).last?.id, all.count > limit)
    }
}

extension DeskSettings {
    /// How many tickets one person may watch.
    public static let watchedMax = 200
}
