import Cryptography
import Desk
import Foundation

/// The tables `mails`, what was taken in, and `blobs`, octets under their digest.
extension StoreTransaction {
    func mail(_ identity: Digest) throws(DeskError) -> MailRecord? {
        try session.first(where: "identity = \(identity.bytes)")
    }

    func mail(of message: UUIDv7) throws(DeskError) -> MailRecord? {
        try session.first(where: "message = \(message.bytes)")
    }

    /// The mails of a ticket, oldest first.
    func mails(of ticket: TicketNumber) throws(DeskError) -> [MailRecord] {
        try session.all(where: "ticket = \(ticket.rawValue) ORDER BY message")
    }

    func insert(_ mail: MailRecord) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO mails (\(name: MailRecord.columns))
            VALUES (
                \(mail.identity.bytes), \(mail.content.bytes), \(mail.ticket.rawValue),
                \(mail.message.bytes), \(mail.raw.bytes), \(mail.receivedAt),
                \(mail.sender?.lowercased()))
            """
        )
    }

    func packed(_ bytes: [UInt8]) -> PackedOctets {
        let kept = KeptOctets(bytes)
        return PackedOctets(
            digest: Digest(of: bytes),
            size: kept.size,
            bytes: kept.bytes,
            codec: kept.codec.rawValue
        )
    }

    func keep(_ octets: PackedOctets) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO blobs (digest, bytes, codec, size)
            VALUES (\(octets.digest.bytes), \(octets.bytes), \(octets.codec), \(octets.size))
            ON CONFLICT (digest) DO NOTHING
            """
        )
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

extension MailRecord: SelectedValue {
    fileprivate static let columns =
        "identity, content, ticket, message, raw, received_at, sender_key"

    static let selection: SQL = "SELECT \(name: columns) FROM mails"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            identity: try row.digest(0),
            content: try row.digest(1),
            ticket: row.number(2),
            message: try row.id(3),
            raw: try row.digest(4),
            receivedAt: row.moment(5),
            sender: row.optionalText(6)
        )
    }
}
