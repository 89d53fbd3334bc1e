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

    /// This person hears of the ticket no longer, nor of the one that it went into.
    ///
    /// Whether they may see it is not asked, so that it can be ended for what was moved out of their
    /// sight; that they heard of it, or that there is such a ticket, is not either.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``.
    public func unwatch(
        _ number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) {
        try await store.write { transaction throws(DeskError) in
            try transaction.unwatch(number, by: staff.id)
        }
    }

    /// A page of what happened with the tickets that this person watches, oldest first, and where it
    /// goes on.
    ///
    /// Not what they did themselves, and not of tickets that they may see no longer; of those a page
    /// is short. The place after the last one stays good, so that asking again gives what is new: that
    /// is what has got its seal (``LogPlace`` says why), and what came late is in front of it, in a
    /// page that may then be longer than asked for.
    ///
    /// - Parameters:
    ///   - after: where the last page ended, a ``WatchPlace/packed``; nil for everything.
    ///   - limit: 1…``DeskSettings/pageMax``.
    ///   - staff: who watches.
    /// - Returns: the page, where it ends, and whether there is more; nil for the end where there was
    ///   nothing yet.
    /// - Throws: ``DeskError/unavailable(cause:)``.
    public func watchedEvents(
        after: Int64?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (entries: [HistoryEntry], last: Int64?, hasMore: Bool) {
        precondition((1...DeskSettings.pageMax).contains(limit), "checked at the door")
        let place = after.map(WatchPlace.init(packed:))
        let ((entries, tickets), (last, hasMore)) = try await store.read {
            reading throws(DeskError) in
            let all = try reading.watchedEvents(by: staff.id, after: after, limit: limit + 1)
            // Whatever came late is told now: nothing comes back to it.
            let lateCount = all.count { $0.id <= place?.event ?? 0 }
            let page = all.prefix(max(limit, lateCount))
            var tickets: [TicketNumber: Ticket] = [:]
            for number in Set(all.map(\.event.ticket)) {
                tickets[number] = try reading.survivor(of: reading.ticket(number))
            }
            let known = tickets
            let shown = page.filter { entry in
                known[entry.event.ticket].map(staff.mayRead) ?? false
            }
            let event = max(place?.event ?? 0, page.last?.id ?? 0)
            let end = WatchPlace(event: event, seal: try reading.logEnd().seal)
            return ((shown, known), (event > 0 ? end.packed : nil, all.count > page.count))
        }
        let seen = Set(entries.map(\.event.ticket)).sorted().compactMap { tickets[$0] }
        try await show(TicketPage(tickets: seen, next: nil), to: staff)
        return (entries, last, hasMore)
    }
}

/// Where somebody is who hears of watched tickets in the order of the events' numbers.
///
/// Of two transactions the later number may be seen first; so it is known besides up to which seal was
/// looked. What is sealed from there on and has a smaller number came late.
public struct WatchPlace: Sendable, Hashable {
    /// The greatest number that was told.
    public var event: Int64
    /// The first seal that was not there; 0 where that is not known, and nothing came late.
    public var seal: Int64

    init(event: Int64, seal: Int64) { (self.event, self.seal) = (event, seal) }

    /// Reads ``packed``; whatever number that is.
    public init(packed: Int64) {
        self.init(event: packed & Self.eventMax, seal: packed >> Self.eventBits)
    }

    /// Both in one number; that of an event alone is one too, with no seal.
    var packed: Int64 {
        (seal << Self.eventBits) | min(event, Self.eventMax)
    }

    /// Two hundred years of a city's events, beside seventy of a seal every second.
    private static let eventBits: Int64 = 32
    private static let eventMax: Int64 = (1 << eventBits) - 1
}

extension DeskSettings {
    /// How many tickets one person may watch.
    public static let watchedMax = 200
}
