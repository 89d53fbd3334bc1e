import Cryptography
import Desk
import Foundation

/// The table `quarantine`: mails that were held back, with their octets.
///
/// These stand in the table itself and not among `blobs`: what is thrown away is gone with its row.
extension StoreTransaction {
    func insert(
        _ mail: HeldMail,
        _ octets: PackedOctets,
        from reversePath: String?,
        to replyToken: String?,
        under identity: Digest
    ) throws(DeskError) -> Bool {
        let written = try session.executeNow(
            """
            INSERT INTO quarantine (
                id, identity, reason, claims, sender, sender_key, sender_name, subject, verdicts,
                return_path, reply_token, received_at, size, codec, bytes)
            VALUES (
                \(mail.id.bytes), \(identity.bytes), \(mail.reason),
                \(SQLValue(mail.claims)), \(mail.sender), \(mail.sender?.lowercased()),
                \(mail.senderName),
                \(mail.subject), \(json(mail.verdicts)), \(reversePath),
                \(replyToken), \(mail.receivedAt), \(octets.size),
                \(octets.codec), \(octets.bytes))
            ON CONFLICT (identity) DO NOTHING
            """
        )
        return written == 1
    }

    func heldMail(_ id: UUIDv7) throws(DeskError) -> HeldMail {
        try session.one(where: "q.id = \(id.bytes)")
    }

    func rawMail(ofHeld id: UUIDv7) throws(DeskError) -> RawMail {
        let found = try session.first(
            """
            SELECT return_path, reply_token, size, codec, bytes FROM quarantine
            WHERE id = \(id.bytes)
            """
        ) { (row) throws(DeskError) in
            guard let codec = KeptOctets.Codec(rawValue: row.integer(3)) else {
                throw .unavailable(cause: "the store holds octets in a form not known here")
            }
            let kept = KeptOctets(bytes: row.blob(4), codec: codec, size: Int(row.integer(2)))
            return RawMail(
                bytes: try kept.decoded(),
                reversePath: row.optionalText(0),
                replyToken: row.optionalText(1)
            )
        }
        guard let found else { throw .notFound }
        return found
    }

    func heldMails(_ query: QuarantineQuery) throws(DeskError) -> [HeldMail] {
        guard !query.showsProtected, try remembersProtectedPeople() else { return try page(query) }
        var shown: [HeldMail] = []
        var wanted = query
        while true {
            let page = try page(wanted)
            for mail in page where try !remembersAsProtected(Citizen(email: mail.sender)) {
                shown.append(mail)
            }
            guard shown.count < query.limit, page.count == query.limit else { break }
            wanted.after = page.last?.id
        }
        return Array(shown.prefix(query.limit))
    }

    private func page(_ query: QuarantineQuery) throws(DeskError) -> [HeldMail] {
        var statement = HeldMail.selection
        statement += " LEFT JOIN tickets t ON t.number = q.claims WHERE 1 = 1"
        let queue: SQL = " AND coalesce(t.queue, \(query.defaultQueue))"
        if let queues = query.visibleQueues {
            statement += "\(queue) IN (\(list: queues.map(SQLValue.words)))"
        }
        if !query.hiddenQueues.isEmpty {
            statement += "\(queue) NOT IN (\(list: query.hiddenQueues.map(SQLValue.words)))"
        }
        if !query.showsProtected {
            statement += """
                 AND coalesce(t.is_protected, 0) = 0 AND NOT EXISTS (
                    SELECT 1 FROM tickets p
                    WHERE p.citizen_email_key = q.sender_key AND p.is_protected = 1)
                """
        }
        if let claims = query.claims { statement += " AND q.claims = \(claims.rawValue)" }
        if let after = query.after { statement += " AND q.id < \(after.bytes)" }
        statement += " ORDER BY q.id DESC LIMIT \(query.limit)"
        return try session.all(statement, HeldMail.init(_:))
    }

    func moveClaims(from ticket: TicketNumber, to other: TicketNumber) throws(DeskError) {
        try session.execute(
            "UPDATE quarantine SET claims = \(other.rawValue) WHERE claims = \(ticket.rawValue)"
        )
    }

    func deleteHeldMail(_ id: UUIDv7) throws(DeskError) {
        try session.execute("DELETE FROM quarantine WHERE id = \(id.bytes)")
    }

    func sweepQuarantine(before moment: Date, limit: Int) throws(DeskError) -> [HeldMail] {
        let found: [HeldMail] = try session.all(
            where: "q.received_at < \(moment) ORDER BY q.received_at LIMIT \(limit)"
        )
        for mail in found { try deleteHeldMail(mail.id) }
        return found
    }

    func quarantineFigures() throws(DeskError) -> QuarantineFigures {
        try session.first("SELECT count(*), min(received_at) FROM quarantine") { row in
            QuarantineFigures(
                held: Int(row.integer(0)),
                oldestReceivedAt: row.optionalMoment(1)
            )
        } ?? QuarantineFigures(held: 0, oldestReceivedAt: nil)
    }
}

extension HeldMail: SelectedValue {
    static let selection: SQL = """
        SELECT q.id, q.reason, q.claims, q.sender, q.sender_name, q.subject, q.verdicts, q.size,
            q.received_at
        FROM quarantine q
        """

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            id: try row.id(0),
            reason: try row.word(1),
            claims: row.isNull(2) ? nil : row.number(2),
            sender: row.optionalText(3),
            senderName: row.optionalText(4),
            subject: row.text(5),
            verdicts: try row.verdicts(6),
            size: Int(row.integer(7)),
            receivedAt: row.moment(8)
        )
    }
}
