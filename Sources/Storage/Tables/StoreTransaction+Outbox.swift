import Desk
import Foundation

/// The table `outbox`.
extension StoreTransaction {
    func post(_ entry: OutboxEntry) throws(DeskError) {
        let letter = TextColumns(try json(entry.letter))
        try session.execute(
            """
            INSERT INTO outbox (
                id, ticket, message, payload, state, attempts, due_at, leased_until, last_error,
                automatic, packed, size)
            VALUES (
                \(entry.id.bytes), \(entry.ticket.rawValue), \(entry.message?.bytes),
                \(letter.text), \(entry.state), \(entry.attempts), \(entry.dueAt), 0,
                \(entry.lastError), \(entry.letter.isAutomatic), \(letter.packed), \(letter.size))
            """
        )
    }

    func letter(_ id: UUIDv7) throws(DeskError) -> OutboxEntry? {
        try session.first(where: "id = \(id.bytes)")
    }

    func letter(carrying message: UUIDv7) throws(DeskError) -> OutboxEntry? {
        try session.first(where: "message = \(message.bytes)")
    }

    func newestLetters(of ticket: TicketNumber, limit: Int) throws(DeskError) -> [OutboxEntry] {
        try session.all(where: "ticket = \(ticket.rawValue) ORDER BY id DESC LIMIT \(limit)")
    }

    /// The letters of a ticket that no human wrote, oldest first.
    func automaticLetters(of ticket: TicketNumber) throws(DeskError) -> [OutboxEntry] {
        try session.all(where: "ticket = \(ticket.rawValue) AND automatic = 1 ORDER BY id")
    }

    func outbox(state: Delivery.State?, limit: Int) throws(DeskError) -> [OutboxEntry] {
        var query = OutboxEntry.selection
        if let state { query += " WHERE state = \(state)" }
        query += " ORDER BY id LIMIT \(limit)"
        return try session.all(query, OutboxEntry.init(_:))
    }

    func claimLetters(
        atMost limit: Int,
        at moment: Date,
        lease: TimeInterval
    ) throws(DeskError) -> [OutboxEntry] {
        let entries: [OutboxEntry] = try session.all(
            where: """
                \(Self.isDue(at: moment))
                ORDER BY due_at LIMIT \(limit)\(session.skippingLocked)
                """
        )
        for entry in entries {
            try session.execute(
                """
                UPDATE outbox SET leased_until = \(moment + lease) WHERE id = \(entry.id.bytes)
                """
            )
        }
        return entries.map { entry in
            var claimed = entry
            claimed.leasedUntil = moment + lease
            return claimed
        }
    }

    func hasLetter(dueAt moment: Date) throws(DeskError) -> Bool {
        try session.first("SELECT 1 FROM outbox WHERE \(Self.isDue(at: moment)) LIMIT 1") { _ in
            true
        } ?? false
    }

    /// What is due and nobody carries; automatic letters wait while a brake holds.
    ///
    /// A clock that was ahead and was set right leaves moments behind that nobody would set now: a
    /// letter never tried that is due later, a pause or a lease beyond the longest. They do not
    /// count, or the letter would wait until the clock has caught up.
    private static func isDue(at moment: Date) -> SQL {
        let beyond = moment + Outbox.pauseMax
        return """
            state = \(Delivery.State.queued)
                AND (due_at <= \(moment) OR attempts = 0 OR due_at > \(beyond))
                AND (leased_until <= \(moment) OR leased_until > \(beyond))
                AND (automatic = 0
                    OR NOT EXISTS (SELECT 1 FROM brakes WHERE released_at IS NULL))
            """
    }

    func settle(_ entry: OutboxEntry) throws(DeskError) -> Bool {
        let written = try session.executeNow(
            """
            UPDATE outbox SET
                state = \(entry.state), attempts = \(entry.attempts), due_at = \(entry.dueAt),
                leased_until = 0, last_error = \(entry.lastError),
                deferred_since = \(entry.deferredSince)
            WHERE id = \(entry.id.bytes) AND state = \(Delivery.State.queued)
                AND leased_until = \(entry.leasedUntil)
            """
        )
        return written == 1
    }

    func overwrite(_ entry: OutboxEntry) throws(DeskError) {
        try session.execute(
            """
            UPDATE outbox SET
                state = \(entry.state), attempts = \(entry.attempts), due_at = \(entry.dueAt),
                leased_until = 0, last_error = \(entry.lastError),
                deferred_since = \(entry.deferredSince)
            WHERE id = \(entry.id.bytes)
            """
        )
    }
}

extension OutboxEntry: SelectedValue {
    static let selection: SQL = """
        SELECT id, ticket, message, payload, state, attempts, due_at, last_error, leased_until,
            deferred_since, packed, size
        FROM outbox
        """

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            id: try row.id(0),
            ticket: row.number(1),
            message: row.isNull(2) ? nil : try row.id(2),
            letter: try value(
                Letter.self,
                ofJSON: TextColumns(row, text: 3, packed: 10, size: 11).plain
            ),
            state: try row.word(4),
            attempts: Int(row.integer(5)),
            dueAt: row.moment(6),
            lastError: row.optionalText(7),
            leasedUntil: row.integer(8) == 0 ? nil : row.moment(8),
            deferredSince: row.optionalMoment(9)
        )
    }
}
