import Cryptography
import Desk
import Foundation

/// The tables `messages` and `attachments`.
struct MessageTable {
    let session: any SQLSession

    func insert(_ message: Message, subject: String?) throws(DeskError) {
        let author = ActorColumns(message.author)
        let body = TextColumns(message.body)
        try session.execute(
            """
            INSERT INTO messages (
                id, ticket, kind, author_kind, author, author_name, body, articles,
                mail_message_id, mail_references, created_at, packed, size, mail_sender,
                mail_verdicts, mail_own, mail_copies)
            VALUES (
                \(message.id.bytes), \(message.ticket.rawValue), \(message.kind), \(author.kind),
                \(author.id), \(author.name), \(body.text), \(json(message.articles)),
                \(message.thread?.messageID), \(message.thread.map { json($0.references) }),
                \(message.createdAt), \(body.packed), \(body.size), \(message.mail?.sender),
                \(message.mail.map { json($0.verdicts) }), \(message.mail?.ownText),
                \(message.mail.flatMap { $0.copies.isEmpty ? nil : json($0.copies) }))
            """
        )
        for attachment in message.attachments {
            try session.execute(
                """
                INSERT INTO attachments (id, ticket, message, name, media_type, size, digest)
                VALUES (
                    \(attachment.id.bytes), \(message.ticket.rawValue), \(message.id.bytes),
                    \(attachment.name), \(attachment.mediaType), \(attachment.size),
                    \(attachment.digest.bytes))
                """
            )
        }
        let text = subject.map { "\($0)\n\(message.body)" } ?? message.body
        try session.makeFindable(text, ticket: message.ticket.rawValue)
    }

    private static let selection: SQL = """
        SELECT m.id, m.kind, m.author_kind, m.author, m.author_name, m.body, m.articles,
            m.mail_message_id, m.mail_references, m.created_at,
            o.state, o.attempts, o.last_error, m.packed, m.size, m.mail_sender,
            m.mail_verdicts, m.mail_own, m.mail_copies, m.ticket
        FROM messages m LEFT JOIN outbox o ON o.message = m.id WHERE 
        """

    func list(
        of ticket: TicketNumber,
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Message] {
        try list(of: [ticket], after: after, limit: limit)
    }

    /// Those of several tickets, as they were written.
    func list(
        of tickets: [TicketNumber],
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Message] {
        var query = Self.selection
        if tickets.count == 1 {
            query += "m.ticket = \(tickets[0].rawValue)"
        } else {
            query += "m.ticket IN (\(list: tickets.map { .integer($0.rawValue) }))"
        }
        if let after { query += " AND m.id > \(after.bytes)" }
        query += " ORDER BY m.id LIMIT \(limit)"
        return try messages(query)
    }

    func find(_ id: UUIDv7) throws(DeskError) -> Message {
        var query = Self.selection
        query += "m.id = \(id.bytes)"
        guard let message = try messages(query).first else { throw .notFound }
        return message
    }

    private func messages(_ query: SQL) throws(DeskError) -> [Message] {
        var messages = try session.all(query) { (row) throws(DeskError) in
            try Self.message(row)
        }
        for index in messages.indices where messages[index].kind == .inbound {
            messages[index].attachments = try attachments(of: messages[index].id)
        }
        return messages
    }

    /// Every message, oldest first.
    func all(of ticket: TicketNumber) throws(DeskError) -> [Message] {
        try list(of: ticket, after: nil, limit: Int(Int32.max))
    }

    /// Every message's text, oldest first.
    func bodies(of ticket: TicketNumber) throws(DeskError) -> [String] {
        try session.all(
            """
            SELECT body, packed, size FROM messages
            WHERE ticket = \(ticket.rawValue) ORDER BY id
            """
        ) { (row) throws(DeskError) in try TextColumns(row, text: 0, packed: 1, size: 2).plain }
    }

    /// What was made findable of these texts: the first with the subject before it.
    static func findable(_ bodies: [String], subject: String) -> [String] {
        guard let first = bodies.first else { return [] }
        return ["\(subject)\n\(first)"] + bodies.dropFirst()
    }

    func newest(of ticket: TicketNumber) throws(DeskError) -> UUIDv7? {
        try session.first(
            """
            SELECT id FROM messages WHERE ticket = \(ticket.rawValue) ORDER BY id DESC LIMIT 1
            """
        ) { (row) throws(DeskError) in try row.id(0) }
    }

    /// How the citizen's newest mail stands in its thread.
    func lastInboundThread(of ticket: TicketNumber) throws(DeskError) -> MailThread? {
        try session.first(
            """
            SELECT mail_message_id, mail_references FROM messages
            WHERE ticket = \(ticket.rawValue) AND kind = \(Message.Kind.inbound)
                AND mail_references IS NOT NULL
            ORDER BY id DESC LIMIT 1
            """
        ) { (row) throws(DeskError) in try Self.thread(row, at: 0) } ?? nil
    }

    /// The ticket of the citizen's mail with this Message-ID.
    func ticket(ofMailFromOutside messageID: String) throws(DeskError) -> TicketNumber? {
        try session.first(
            """
            SELECT ticket FROM messages
            WHERE mail_message_id = \(messageID) AND kind = \(Message.Kind.inbound)
            ORDER BY id DESC LIMIT 1
            """
        ) { (row) in row.number(0) }
    }

    func attachment(
        _ id: UUIDv7
    ) throws(DeskError) -> (attachment: Attachment, ticket: TicketNumber) {
        let found = try session.first(
            """
            SELECT id, name, media_type, size, digest, ticket FROM attachments
            WHERE id = \(id.bytes)
            """
        ) { (row) throws(DeskError) in (try Self.attachment(row), row.number(5)) }
        guard let found else { throw .notFound }
        return found
    }

    private func attachments(of message: UUIDv7) throws(DeskError) -> [Attachment] {
        try session.all(
            """
            SELECT id, name, media_type, size, digest FROM attachments
            WHERE message = \(message.bytes) ORDER BY id
            """
        ) { (row) throws(DeskError) in try Self.attachment(row) }
    }

    private static func message(_ row: any SQLRow) throws(DeskError) -> Message {
        var delivery: Delivery?
        if !row.isNull(10) {
            delivery = Delivery(
                state: try row.word(10),
                attempts: Int(row.integer(11)),
                detail: row.optionalText(12)
            )
        }
        return Message(
            id: try row.id(0),
            ticket: row.number(19),
            kind: try row.word(1),
            author: try ActorColumns.actor(row, at: 2),
            body: try TextColumns(row, text: 5, packed: 13, size: 14).plain,
            articles: try row.texts(6),
            thread: try thread(row, at: 7),
            createdAt: row.moment(9),
            delivery: delivery,
            mail: try facts(row, at: 15)
        )
    }

    private static func thread(
        _ row: any SQLRow,
        at index: Int
    ) throws(DeskError) -> MailThread? {
        guard !row.isNull(index + 1) else { return nil }
        return MailThread(
            messageID: row.optionalText(index),
            references: try row.texts(index + 1)
        )
    }

    private static func facts(
        _ row: any SQLRow,
        at index: Int
    ) throws(DeskError) -> MailFacts? {
        guard !row.isNull(index + 1) else { return nil }
        return MailFacts(
            sender: row.optionalText(index),
            verdicts: try row.verdicts(index + 1),
            ownText: row.optionalText(index + 2),
            copies: row.isNull(index + 3) ? [] : try row.texts(index + 3)
        )
    }

    private static func attachment(_ row: any SQLRow) throws(DeskError) -> Attachment {
        Attachment(
            id: try row.id(0),
            name: row.text(1),
            mediaType: row.text(2),
            size: Int(row.integer(3)),
            digest: try row.digest(4)
        )
    }
}
