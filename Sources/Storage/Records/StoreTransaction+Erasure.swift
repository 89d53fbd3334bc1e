import Cryptography
public import Desk
public import Foundation

/// Takes people out of the tables.
extension StoreTransaction {
    /// Takes the person out of a ticket, and out of what of theirs is over and hangs on none; what the
    /// figures count stays.
    func erase(_ ticket: Ticket, at moment: Date) throws(DeskError) {
        let number = ticket.number
        let bodies = try bodies(of: number)
        try session.replaceWords(
            of: number.rawValue,
            Self.findable(bodies, subject: ticket.subject),
            with: []
        )
        try session.replaceName(of: number.rawValue, ticket.citizen.name, with: nil)
        let octets = try digests(
            """
            SELECT digest FROM attachments WHERE ticket = \(number.rawValue)
            UNION SELECT raw FROM mails WHERE ticket = \(number.rawValue)
            """
        )
        let person = Person(email: ticket.citizen.email, phone: ticket.citizen.phone)
        // What hangs on another ticket of theirs is erased, or held, with that one.
        for trace in try pastTraces(of: person) { try erase(trace) }
        if ticket.isProtected { try rememberAsProtected(ticket.citizen) }
        // In the order of the tables, which is that of what refers to what, backwards.
        for table in StoredTable.all.reversed() {
            guard case .erases(let statement)? = Erasure.treatments[table.name] else { continue }
            try session.execute(statement(number))
        }
        try erase(unused: octets)
        try session.announce(.evidenceChanged)
        try session.execute(
            """
            UPDATE tickets SET erased_at = \(moment), state = \(TicketState.closed),
                revision = revision + 1
            WHERE number = \(number.rawValue)
            """
        )
        try session.noteErasedWords(at: now)
    }

    /// Takes one message out of somebody else's ticket.
    func erase(_ message: UUIDv7, of number: TicketNumber) throws(DeskError) {
        let ticket = try ticket(number)
        let before = try bodies(of: number)
        let octets = try digests(
            """
            SELECT digest FROM attachments WHERE message = \(message.bytes)
            UNION SELECT raw FROM mails WHERE message = \(message.bytes)
            """
        )
        // It may be the question that the ticket taught.
        try session.execute("DELETE FROM evidence WHERE ticket = \(number.rawValue)")
        try session.announce(.evidenceChanged)
        // The history names no message: it was written at the moment of its event.
        try session.execute(
            """
            UPDATE events SET actor_name = NULL
            WHERE ticket = \(number.rawValue) AND actor_kind = 'citizen'
                AND EXISTS (
                    SELECT 1 FROM messages m
                    WHERE m.id = \(message.bytes) AND m.author_name = events.actor_name
                        AND m.created_at = events.at)
            """
        )
        try session.execute("DELETE FROM mails WHERE message = \(message.bytes)")
        try session.execute("DELETE FROM attachments WHERE message = \(message.bytes)")
        let sender = try session.first(
            "SELECT mail_sender FROM messages WHERE id = \(message.bytes)"
        ) { $0.optionalText(0) }
        if let address = (sender ?? nil)?.lowercased() {
            try session.execute(
                """
                DELETE FROM parties
                WHERE address = \(address) AND (ticket = \(number.rawValue)
                    OR ticket IN (SELECT number FROM tickets WHERE merged_into = \(number.rawValue)))
                """
            )
        }
        try session.execute(
            """
            UPDATE messages SET body = '', packed = NULL, size = NULL, mail_message_id = NULL,
                mail_references = NULL, mail_sender = NULL, mail_verdicts = NULL,
                mail_own = NULL, mail_copies = NULL, author_name = NULL
            WHERE id = \(message.bytes)
            """
        )
        try erase(unused: octets)
        let after = try bodies(of: number)
        try session.replaceWords(
            of: number.rawValue,
            Self.findable(before, subject: ticket.subject),
            with: Self.findable(after, subject: ticket.subject)
        )
        try session.noteErasedWords(at: now)
    }

    /// Takes the person out of a call, or the call-back or held mail away.
    func erase(_ trace: PersonTrace) throws(DeskError) {
        let id = trace.id.bytes
        switch trace.kind {
        case .call:
            try session.execute(Erasure.emptyingCalls(where: "id = \(id)"))
        case .callBack: try session.execute("DELETE FROM call_backs WHERE id = \(id)")
        case .heldMail: try session.execute("DELETE FROM quarantine WHERE id = \(id)")
        }
    }

    /// Takes an address out of a list of copies, or the row away that is of it alone.
    func erase(_ mention: AddressMention, of email: String) throws(DeskError) {
        let key = email.lowercased()
        switch mention.kind {
        case .copy:
            guard let message = mention.message else { return }
            let copies = try session.first(
                "SELECT mail_copies FROM messages WHERE id = \(message.bytes)"
            ) { (row) throws(DeskError) in row.isNull(0) ? [] : try row.texts(0) }
            let rest = (copies ?? []).filter { $0.lowercased() != key }
            try session.execute(
                """
                UPDATE messages SET mail_copies = \(rest.isEmpty ? nil : json(rest))
                WHERE id = \(message.bytes)
                """
            )
        case .party:
            guard let ticket = mention.ticket else { return }
            try session.execute(
                "DELETE FROM parties WHERE address = \(key) AND ticket = \(ticket.rawValue)"
            )
        case .refusal: try forgetRefusal(of: key)
        }
    }

    /// Octets that nothing names any more.
    private func erase(unused octets: [[UInt8]]) throws(DeskError) {
        for digest in octets {
            try session.execute(
                """
                DELETE FROM blobs WHERE digest = \(digest)
                    AND NOT EXISTS (SELECT 1 FROM attachments WHERE digest = \(digest))
                    AND NOT EXISTS (SELECT 1 FROM mails WHERE raw = \(digest))
                """
            )
        }
    }

    private func digests(_ query: SQL) throws(DeskError) -> [[UInt8]] {
        try session.all(query) { $0.blob(0) }
    }
}

extension DurableStore {
    /// Makes the database itself forget what was erased, as far as that is in its hands.
    ///
    /// SQLite overwrites what is deleted; its index of words keeps deleted ones until its parts are
    /// merged, which this does in small steps, so that writes go on in between. That it is owed stands
    /// in the store: broken off, it is gone on with by whoever calls this next.
    ///
    /// - Parameter moment: nothing is begun where all was erased later than this.
    /// - Throws: ``DeskError/unavailable(cause:)``; what was done until then stays done.
    public func forgetErased(before moment: Date = .distantFuture) async throws(DeskError) {
        while try await !write({ transaction throws(DeskError) in
            try StoreTransaction(transaction).session.mergeWords(erasedBefore: moment)
        }) {}
    }
}
