import Cryptography
import Desk
import Foundation

/// The tables `mails`, what was taken in, and `blobs`, octets under their digest.
struct MailTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT identity, content, ticket, message, raw, received_at, sender_key FROM mails
        """

    func find(_ identity: Digest) throws(DeskError) -> MailRecord? {
        var query = Self.selection
        query += " WHERE identity = \(identity.bytes)"
        return try session.first(query, Self.mail)
    }

    /// The mails of a ticket, oldest first.
    func list(of ticket: TicketNumber) throws(DeskError) -> [MailRecord] {
        var query = Self.selection
        query += " WHERE ticket = \(ticket.rawValue) ORDER BY message"
        return try session.all(query, Self.mail)
    }

    /// The mail that became a message.
    func find(of message: UUIDv7) throws(DeskError) -> MailRecord? {
        var query = Self.selection
        query += " WHERE message = \(message.bytes)"
        return try session.first(query, Self.mail)
    }

    private static func mail(_ row: any SQLRow) throws(DeskError) -> MailRecord {
        MailRecord(
            identity: try row.digest(0),
            content: try row.digest(1),
            ticket: row.number(2),
            message: try row.id(3),
            raw: try row.digest(4),
            receivedAt: row.moment(5),
            sender: row.optionalText(6)
        )
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
