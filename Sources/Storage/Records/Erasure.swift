import Cryptography
public import Desk
public import Foundation

/// What erasing a ticket's person does to each table.
///
/// A test wants every table of ``StoredTable`` here, so that a new one cannot be forgotten.
enum Erasure {
    /// What a table holds of a person.
    enum Treatment {
        /// Nothing, for this reason.
        case keeps(String)
        /// What this does away with.
        case erases(@Sendable (TicketNumber) -> SQL)
    }

    static let treatments: [String: Treatment] = [
        "tickets": .erases { ticket in
            """
            UPDATE tickets SET subject = '', service = NULL, citizen_name = NULL,
                citizen_email = NULL, citizen_email_key = NULL, citizen_phone = NULL,
                citizen_phone_key = NULL, citizen_verified = 0
            WHERE number = \(ticket.rawValue)
            """
        },
        "messages": .erases { ticket in
            """
            UPDATE messages SET body = '', packed = NULL, size = NULL, mail_message_id = NULL,
                mail_references = NULL, mail_sender = NULL, mail_verdicts = NULL,
                mail_own = NULL, mail_copies = NULL,
                author_name = CASE author_kind WHEN 'citizen' THEN NULL ELSE author_name END
            WHERE ticket = \(ticket.rawValue)
            """
        },
        "attachments": .erases { "DELETE FROM attachments WHERE ticket = \($0.rawValue)" },
        "mails": .erases { "DELETE FROM mails WHERE ticket = \($0.rawValue)" },
        "outbox": .erases { "DELETE FROM outbox WHERE ticket = \($0.rawValue)" },
        "answers": .erases { "DELETE FROM answers WHERE ticket = \($0.rawValue)" },
        "handoffs": .erases { ticket in
            """
            UPDATE handoffs SET call = NULL, summary = NULL,
                destination = CASE
                    WHEN destination LIKE '%"id":"tel:%' THEN \(Self.erasedNumber)
                    ELSE destination END
            WHERE ticket = \(ticket.rawValue)
            """
        },
        "handoff_steps": .erases { ticket in
            """
            UPDATE handoff_steps SET detail = NULL
            WHERE handoff IN (SELECT id FROM handoffs WHERE ticket = \(ticket.rawValue))
            """
        },
        "evidence": .erases { "DELETE FROM evidence WHERE ticket = \($0.rawValue)" },
        "calls": .erases { ticket in
            emptyingCalls(where: "ticket = \(ticket.rawValue) AND ended_at IS NOT NULL")
        },
        "call_backs": .erases { ticket in
            """
            DELETE FROM call_backs WHERE ticket = \(ticket.rawValue) AND done_at IS NOT NULL
            """
        },
        "quarantine": .keeps("mails that somebody has still to decide on, whoever they are of"),
        "event_words": .erases { "DELETE FROM event_words WHERE ticket = \($0.rawValue)" },
        "protected_people": .keeps("digests of whom the next ticket is to be hidden for"),
        "parties": .erases { "DELETE FROM parties WHERE ticket = \($0.rawValue)" },
        "refusals": .erases { ticket in
            """
            DELETE FROM refusals WHERE address = (
                SELECT citizen_email_key FROM tickets WHERE number = \(ticket.rawValue))
            """
        },
        "letter_counts": .erases { ticket in
            """
            DELETE FROM letter_counts
            WHERE scope IN (
                \(LetterCount.Scope.recipient), \(LetterCount.Scope.receipt),
                \(LetterCount.Scope.notice), \(LetterCount.Scope.survey))
                AND subject = (
                    SELECT citizen_email_key FROM tickets WHERE number = \(ticket.rawValue))
            """
        },
        "inquiries": .keeps("grades, and numbers of tickets and letters"),
        "brakes": .keeps("staff"),
        "duty": .keeps("staff"),
        "events": .erases { ticket in
            """
            UPDATE events SET actor_name = NULL
            WHERE ticket = \(ticket.rawValue) AND actor_kind = 'citizen'
                AND actor_name IS NOT NULL
            """
        },
        "blobs": .keeps("octets go with the last row that names them, see erase(unused:)"),
        "holds": .keeps("a held ticket is not erased"),
        "reads": .keeps("numbers of tickets and staff"),
        "seals": .keeps("digests, which cover no citizen's name"),
        "unsealed": .keeps("numbers of rows"),
        "sessions": .keeps("staff"),
        "service_tokens": .keeps("other systems"),
        "sign_in_failures": .keeps("hashes of user names, for a day"),
        "access_records": .keeps("staff"),
        "change_records": .keeps("staff, numbers, and digests of mails"),
        "proof_keys": .keeps("our own keys"),
        "links": .keeps("numbers of tickets, and staff"),
        "watchers": .keeps("staff"),
        "presences": .keeps("staff, for a minute"),
        "registers": .keeps("numbers"),
        "service_requests": .erases { ticket in
            """
            UPDATE service_requests SET latitude = NULL, longitude = NULL, address = NULL,
                address_id = NULL, media_url = NULL, attributes = '[]', published = NULL,
                digest = NULL
            WHERE ticket = \(ticket.rawValue)
            """
        },
        "day_counts": .keeps("numbers of things, not who they are about"),
        "missed_questions": .erases { ticket in
            "DELETE FROM missed_questions WHERE ticket = \(ticket.rawValue)"
        },
        "incidents": .keeps("symptoms, and words of staff to everybody"),
        "incident_answers": .keeps("words of staff to everybody"),
        "incident_letters": .keeps("numbers of tickets"),
        "maintenance": .keeps("words of staff to everybody"),
        "symptom_queue": .erases {
            "DELETE FROM symptom_queue WHERE ticket = \($0.rawValue)"
        },
        "symptom_arrivals": .erases {
            "DELETE FROM symptom_arrivals WHERE ticket = \($0.rawValue)"
        },
        "symptom_rates": .keeps("how often symptoms come"),
        "arrival_model": .keeps("how many tickets come when"),
        "webhooks": .keeps("other systems"),
        "webhook_deliveries": .keeps("numbers of tickets and events"),
    ]

    /// Takes the numbers out of some calls; one that a clerk dialled may be a person's too.
    static func emptyingCalls(where condition: SQL) -> SQL {
        var statement: SQL = """
            UPDATE calls SET from_number = NULL, to_number = NULL, number_key = NULL, kept = NULL,
                destination = CASE WHEN destination LIKE 'tel:%' THEN 'tel:' ELSE destination END
            WHERE
            """
        statement += " "
        statement += condition
        return statement
    }

    /// A ``Destination`` that was a number.
    private static let erasedNumber =
        #"{"id":"tel:","name":"tel","kind":"contractor","topics":[]}"#
}

/// Takes people out of the tables.
struct ErasureTables {
    let session: any SQLSession

    /// Takes the person out of a ticket, and out of what of theirs is over and hangs on none; what the
    /// figures count stays.
    func erase(_ ticket: Ticket, at moment: Date) throws(DeskError) {
        let number = ticket.number
        let bodies = try MessageTable(session: session).bodies(of: number)
        try session.replaceWords(
            of: number.rawValue,
            MessageTable.findable(bodies, subject: ticket.subject),
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
        for trace in try PersonTable(session: session).pastTraces(of: person) {
            try erase(trace)
        }
        if ticket.isProtected { try ProtectedPeopleTable(session: session).keep(ticket.citizen) }
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
    }

    /// Takes one message out of somebody else's ticket.
    func erase(_ message: UUIDv7, of number: TicketNumber) throws(DeskError) {
        let ticket = try TicketTable(session: session).find(number)
        let before = try MessageTable(session: session).bodies(of: number)
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
        let after = try MessageTable(session: session).bodies(of: number)
        try session.replaceWords(
            of: number.rawValue,
            MessageTable.findable(before, subject: ticket.subject),
            with: MessageTable.findable(after, subject: ticket.subject)
        )
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
        case .refusal: try RefusalTable(session: session).delete(key)
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
