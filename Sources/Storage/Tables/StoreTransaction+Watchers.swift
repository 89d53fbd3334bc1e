import Desk
import Foundation

/// The table `watchers`.
extension StoreTransaction {
    func countWatched(by staff: String) throws(DeskError) -> Int {
        try session.first("SELECT count(*) FROM watchers WHERE staff = \(staff)") {
            Int($0.integer(0))
        } ?? 0
    }

    func isWatched(_ ticket: TicketNumber, by staff: String) throws(DeskError) -> Bool {
        try session.first(
            "SELECT 1 FROM watchers WHERE staff = \(staff) AND ticket = \(ticket.rawValue)"
        ) { _ in true } ?? false
    }

    func watch(_ ticket: TicketNumber, by staff: String, at moment: Date) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO watchers (staff, ticket, since, since_event)
            VALUES (\(staff), \(ticket.rawValue), \(moment), \(newestEvent(of: ticket)))
            ON CONFLICT (staff, ticket) DO NOTHING
            """
        )
    }

    /// A person who watches as many as they may, watches no more.
    func copyWatchers(
        of ticket: TicketNumber,
        to other: TicketNumber,
        at moment: Date
    ) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO watchers (staff, ticket, since, since_event)
            SELECT w.staff, \(other.rawValue), \(moment), \(newestEvent(of: other)) FROM watchers w
            WHERE w.ticket = \(ticket.rawValue)
                AND (SELECT count(*) FROM watchers o WHERE o.staff = w.staff)
                    < \(DeskSettings.watchedMax)
            ON CONFLICT (staff, ticket) DO NOTHING
            """
        )
    }

    func unwatch(_ ticket: TicketNumber, by staff: String) throws(DeskError) {
        try session.execute(
            """
            DELETE FROM watchers WHERE staff = \(staff) AND (ticket = \(ticket.rawValue)
                OR ticket = (SELECT merged_into FROM tickets WHERE number = \(ticket.rawValue)))
            """
        )
    }

    /// What came late, and behind it the sealed events with the next numbers, up to `limit`.
    ///
    /// Walks over the facts of each watched ticket: they are few beside all that happened since.
    func watchedEvents(
        by staff: String,
        after packed: Int64?,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry] {
        let place = packed.map(WatchPlace.init(packed:))
        var found: [HistoryEntry] = []
        var late = try place.map { (place) throws(DeskError) in try numbersLate(at: place) } ?? []
        while !late.isEmpty {
            found += try watchedEvents(
                by: staff,
                "e.id IN (\(list: late.prefix(Self.numbersAtOnce).map(SQLValue.integer)))",
                limit: Self.numbersAtOnce
            )
            late = Array(late.dropFirst(Self.numbersAtOnce))
        }
        let next = try watchedEvents(
            by: staff,
            """
            e.id > \(place?.event ?? 0) AND NOT EXISTS (
                SELECT 1 FROM unsealed u
                WHERE u.source = \(ChainedTable.events.source) AND u.record = e.id)
            """,
            limit: max(1, limit - found.count)
        )
        return found + next
    }

    /// Numbers below those that were told whose events were sealed afterwards, in order.
    private func numbersLate(at place: WatchPlace) throws(DeskError) -> [Int64] {
        guard place.seal > 0 else { return [] }
        var numbers: [Int64] = []
        var last = place.seal - 1
        let end = last + Self.lateSealsMax
        while last < end {
            let seals = try seals(after: last, limit: Self.sealsAtOnce)
            for (id, seal) in seals where id <= end {
                guard let seal else { throw .unavailable(cause: "seal \(id) cannot be read") }
                numbers += seal.records
                    .filter { $0.source == ChainedTable.events.source && $0.id <= place.event }
                    .map(\.id)
            }
            guard seals.count == Self.sealsAtOnce, let id = seals.last?.id else { break }
            last = id
        }
        return numbers.sorted()
    }

    private func watchedEvents(
        by staff: String,
        _ condition: SQL,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry] {
        try session.all(
            """
            SELECT e.id, e.at, e.actor_kind, e.actor, e.actor_name, e.kind, e.details, e.ticket
            FROM watchers w JOIN events e ON e.ticket = w.ticket AND e.id > w.since_event
            WHERE w.staff = \(staff)
                AND NOT (e.actor_kind = 'staff' AND e.actor = \(staff)) AND \(condition)
            ORDER BY \(name: session.unindexed("e.id")) LIMIT \(limit)
            """
        ) { (row) throws(DeskError) in
            try HistoryEntry(row, of: row.number(7))
        }
    }

    private static let numbersAtOnce = 100
    private static let sealsAtOnce = 20
    /// Nothing is later than that: daemons seal once a second each, so these are minutes, and a
    /// transaction in which nothing happens for half a minute is ended.
    private static let lateSealsMax: Int64 = 900

    private func newestEvent(of ticket: TicketNumber) throws(DeskError) -> Int64 {
        try session.first(
            """
            SELECT id FROM events WHERE ticket = \(ticket.rawValue) ORDER BY id DESC LIMIT 1
            """
        ) { $0.integer(0) } ?? 0
    }
}
