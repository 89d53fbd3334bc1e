import Cryptography
import Desk
import Foundation

/// The tables `messages` and `attachments`.
extension StoreTransaction {
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

    func messages(
        of ticket: TicketNumber,
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Message] {
        try messages(ofAny: [ticket], after: after, limit: limit)
    }

    func messages(
        ofAny tickets: [TicketNumber],
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Message] {
        var condition: SQL =
            tickets.count == 1
            ? "m.ticket = \(tickets[0].rawValue)"
            : "m.ticket IN (\(list: tickets.map { .integer($0.rawValue) }))"
        if let after { condition += " AND m.id > \(after.bytes)" }
        condition += " ORDER BY m.id LIMIT \(limit)"
        return try messages(where: condition)
    }

    func message(_ id: UUIDv7) throws(DeskError) -> Message {
        guard let message = try messages(where: "m.id = \(id.bytes)").first else {
            throw .notFound
        }
        return message
    }

    private func messages(where condition: SQL) throws(DeskError) -> [Message] {
        var messages: [Message] = try session.all(where: condition)
        for index in messages.indices where messages[index].kind == .inbound {
            messages[index].attachments = try attachments(of: messages[index].id)
        }
        return messages
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

    func refind(_ ticket: Ticket, formerSubject: String) throws(DeskError) {
        let bodies = try bodies(of: ticket.number)
        try session.replaceWords(
            of: ticket.number.rawValue,
            Self.findable(bodies, subject: formerSubject),
            with: Self.findable(bodies, subject: ticket.subject)
        )
    }

    /// What was made findable of these texts: the first with the subject before it.
    static func findable(_ bodies: [String], subject: String) -> [String] {
        guard let first = bodies.first else { return [] }
        return ["\(subject)\n\(first)"] + bodies.dropFirst()
    }

    func newestMessage(of ticket: TicketNumber) throws(DeskError) -> UUIDv7? {
        try session.first(
            """
            SELECT id FROM messages WHERE ticket = \(ticket.rawValue) ORDER BY id DESC LIMIT 1
            """
        ) { (row) throws(DeskError) in try row.id(0) }
    }

    func lastInboundThread(of ticket: TicketNumber) throws(DeskError) -> MailThread? {
        try session.first(
            """
            SELECT mail_message_id, mail_references FROM messages
            WHERE ticket = \(ticket.rawValue) AND kind = \(Message.Kind.inbound)
                AND mail_references IS NOT NULL
            ORDER BY id DESC LIMIT 1
            """
        ) { (row) throws(DeskError) in try MailThread(row, at: 0) } ?? nil
    }

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
        ) { (row) throws(DeskError) in (try Attachment(row), row.number(5)) }
        guard let found else { throw .notFound }
        return found
    }

    private func attachments(of message: UUIDv7) throws(DeskError) -> [Attachment] {
        try session.all(
            """
            SELECT id, name, media_type, size, digest FROM attachments
            WHERE message = \(message.bytes) ORDER BY id
            """
        ) { (row) throws(DeskError) in try Attachment(row) }
    }
}

extension Message: SelectedValue {
    static let selection: SQL = """
        SELECT m.id, m.kind, m.author_kind, m.author, m.author_name, m.body, m.articles,
            m.mail_message_id, m.mail_references, m.created_at,
            o.state, o.attempts, o.last_error, m.packed, m.size, m.mail_sender,
            m.mail_verdicts, m.mail_own, m.mail_copies, m.ticket
        FROM messages m LEFT JOIN outbox o ON o.message = m.id
        """

    init(_ row: any SQLRow) throws(DeskError) {
        var delivery: Delivery?
        if !row.isNull(10) {
            delivery = Delivery(
                state: try row.word(10),
                attempts: Int(row.integer(11)),
                detail: row.optionalText(12)
            )
        }
        self.init(
            id: try row.id(0),
            ticket: row.number(19),
            kind: try row.word(1),
            author: try ActorColumns.actor(row, at: 2),
            body: try TextColumns(row, text: 5, packed: 13, size: 14).plain,
            articles: try row.texts(6),
            thread: try MailThread(row, at: 7),
            createdAt: row.moment(9),
            delivery: delivery,
            mail: try MailFacts(row, at: 15)
        )
    }
}

extension MailThread {
    /// Reads two columns that begin at `index`.
    fileprivate init?(_ row: any SQLRow, at index: Int) throws(DeskError) {
        guard !row.isNull(index + 1) else { return nil }
        self.init(
            messageID: row.optionalText(index),
            references: try row.texts(index + 1)
        )
    }
}

extension MailFacts {
    /// Reads four columns that begin at `index`.
    fileprivate init?(_ row: any SQLRow, at index: Int) throws(DeskError) {
        guard !row.isNull(index + 1) else { return nil }
        self.init(
            sender: row.optionalText(index),
            verdicts: try row.verdicts(index + 1),
            ownText: row.optionalText(index + 2),
            copies: row.isNull(index + 3) ? [] : try row.texts(index + 3)
        )
    }
}

extension Attachment {
    fileprivate init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            id: try row.id(0),
            name: row.text(1),
            mediaType: row.text(2),
            size: Int(row.integer(3)),
            digest: try row.digest(4)
        )
    }
}
