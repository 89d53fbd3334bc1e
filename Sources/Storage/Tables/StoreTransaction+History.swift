import Cryptography
import Desk
import Foundation

/// The table `events`: append-only, the database itself refuses changes.
///
/// Words of staff that may tell of a citizen stand in `event_words`, where erasing reaches them: the
/// event, which is chained, has their digest.
extension StoreTransaction {
    /// What of an event may tell of a citizen, by its kind.
    private static let words: [TicketEvent.Kind: String] = [
        .held: "reason", .disclosureTested: "ground",
    ]

    func record(_ event: TicketEvent) throws(DeskError) {
        let event = try apart(event)
        let actor = ActorColumns(event.actor)
        try session.insert(
            """
            INSERT INTO events (ticket, at, actor_kind, actor, actor_name, kind, details)
            VALUES (
                \(event.ticket.rawValue), \(event.at), \(actor.kind), \(actor.id), \(actor.name),
                \(event.kind), \(json(event.details)))
            """,
            toBeSealedAs: ChainedTable.events.source
        )
    }

    func history(
        of ticket: TicketNumber,
        after: Int64?,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry] {
        try history(of: ticket, where: "id > \(after ?? 0)", limit: limit)
    }

    func history(
        of ticket: TicketNumber,
        onlyOf kinds: [TicketEvent.Kind],
        limit: Int
    ) throws(DeskError) -> [HistoryEntry] {
        let words = kinds.map { SQLValue.words($0.rawValue) }
        return try history(of: ticket, where: "kind IN (\(list: words))", limit: limit)
    }

    private func history(
        of ticket: TicketNumber,
        where condition: SQL,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry] {
        let found = try session.all(
            """
            SELECT id, at, actor_kind, actor, actor_name, kind, details FROM events
            WHERE ticket = \(ticket.rawValue) AND \(condition)
            ORDER BY id LIMIT \(limit)
            """
        ) { (row) throws(DeskError) in try HistoryEntry(row, of: ticket) }
        return try found.map { (entry) throws(DeskError) in try whole(entry) }
    }

    /// The event with its words, or without them where they were erased.
    func whole(_ entry: HistoryEntry) throws(DeskError) -> HistoryEntry {
        guard let key = Self.words[entry.event.kind],
            let digest = entry.event.details[Self.digestKey(key)].flatMap(Digest.init(hexadecimal:))
        else { return entry }
        var entry = entry
        entry.event.details[Self.digestKey(key)] = nil
        entry.event.details[key] = try session.first(
            """
            SELECT words FROM event_words
            WHERE ticket = \(entry.event.ticket.rawValue) AND digest = \(digest.bytes)
            """
        ) { $0.text(0) }
        return entry
    }

    /// The event as it is chained; its words are put beside it.
    private func apart(_ event: TicketEvent) throws(DeskError) -> TicketEvent {
        var event = event
        guard let key = Self.words[event.kind],
            let words = event.details.removeValue(forKey: key)
        else { return event }
        let digest = Digest(of: words.utf8)
        event.details[Self.digestKey(key)] = digest.hexadecimal
        try session.execute(
            """
            INSERT INTO event_words (ticket, digest, words)
            VALUES (\(event.ticket.rawValue), \(digest.bytes), \(words))
            ON CONFLICT (ticket, digest) DO NOTHING
            """
        )
        return event
    }

    private static func digestKey(_ key: String) -> String { "\(key)_sha256" }
}

extension HistoryEntry {
    /// Reads seven columns: id, moment, three of ``ActorColumns``, kind and details.
    init(_ row: any SQLRow, of ticket: TicketNumber) throws(DeskError) {
        self.init(
            id: row.integer(0),
            event: TicketEvent(
                ticket: ticket,
                at: row.moment(1),
                actor: try ActorColumns.actor(row, at: 2),
                kind: try row.word(5),
                details: try row.members(6)
            )
        )
    }
}
