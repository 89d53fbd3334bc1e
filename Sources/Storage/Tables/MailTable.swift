import Cryptography
import Desk
import Foundation

/// The tables `mails`, what was taken in, and `blobs`, octets under their digest.
struct MailTable {
    let session: any SQLSession

    func find(_ identity: Digest) throws(DeskError) -> MailRecord? {
        try session.first(
            """
            SELECT content, ticket, message, raw, received_at, sender_key FROM mails
            WHERE identity = \(identity.bytes)
            """
        ) { (row) throws(DeskError) in
            MailRecord(
                identity: identity,
                content: try row.digest(0),
                ticket: row.number(1),
                message: try row.id(2),
                raw: try row.digest(3),
                receivedAt: row.moment(4),
                sender: row.optionalText(5)
            )
        }
    }

    /// The mails of a ticket, oldest first.
    func list(of ticket: TicketNumber) throws(DeskError) -> [MailRecord] {
        try session.all(
            """
            SELECT identity, content, message, raw, received_at, sender_key FROM mails
            WHERE ticket = \(ticket.rawValue) ORDER BY message
            """
        ) { (row) throws(DeskError) in
            MailRecord(
                identity: try row.digest(0),
                content: try row.digest(1),
                ticket: ticket,
                message: try row.id(2),
                raw: try row.digest(3),
                receivedAt: row.moment(4),
                sender: row.optionalText(5)
            )
        }
    }

    /// The mail that became a message.
    func find(of message: UUIDv7) throws(DeskError) -> MailRecord? {
        try session.first(
            """
            SELECT identity, content, ticket, raw, received_at, sender_key FROM mails
            WHERE message = \(message.bytes)
            """
        ) { (row) throws(DeskError) in
            MailRecord(
                identity: try row.digest(0),
                content: try row.digest(1),
                ticket: row.number(2),
                message: message,
                raw: try row.digest(3),
                receivedAt: row.moment(4),
                sender: row.optionalText(5)
            )
        }
    }

    func insert(_ mail: MailRecord) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO mails (
                identity, content, ticket, message, raw, received_at, sender_key)
            VALUES (
                \(mail.identity.bytes), \(mail.content.bytes), \(mail.ticket.rawValue),
                \(mail.message.bytes), \(mail.raw.bytes), \(mail.receivedAt),
                \(mail.sender?.lowercased()))
            """
        )
    }

    /// Keeps octets; the same octets are kept once.
    func keep(_ bytes: [UInt8]) throws(DeskError) -> Digest {
        let digest = Digest(of: bytes)
        let kept = KeptOctets(bytes)
        try session.execute(
            """
            INSERT INTO blobs (digest, bytes, codec, size)
            VALUES (\(digest.bytes), \(kept.bytes), \(kept.codec.rawValue), \(kept.size))
            ON CONFLICT (digest) DO NOTHING
            """
        )
        return digest
    }

    func bytes(_ digest: Digest) throws(DeskError) -> [UInt8] {
        let found = try session.first(
            "SELECT bytes, codec, size FROM blobs WHERE digest = \(digest.bytes)"
        ) { (row) throws(DeskError) in
            let bytes = row.blob(0)
            guard let codec = KeptOctets.Codec(rawValue: row.integer(1)) else {
                throw .unavailable(cause: "the store holds octets in a form not known here")
            }
            let size = row.isNull(2) ? bytes.count : Int(row.integer(2))
            return try KeptOctets(bytes: bytes, codec: codec, size: size).decoded()
        }
        guard let found else { throw .notFound }
        return found
    }
}
