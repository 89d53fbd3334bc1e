import Desk
import Foundation

/// What the table `tickets` says of first contacts.
extension StoreTransaction {
    /// What a ticket came to, of itself and of what others say of it.
    private static let verdict = """
        CASE
            WHEN first_contact = 'uncounted' THEN 'uncounted'
            WHEN repeats IS NOT NULL THEN 'repeated'
            WHEN came_back > 0 AND first_contact IN ('solved', 'unsolved') THEN 'returned'
            ELSE first_contact END
        """

    func firstContacts(
        openedIn span: Range<Date>,
        at moment: Date,
        in queues: [String]?,
        butNot hiddenQueues: [String]
    ) throws(DeskError) -> [FirstContactCount] {
        let since = moment - FirstContact.window
        var query: SQL = """
            SELECT channel, category, first_article, verdict, is_provisional, count(*) FROM (
                SELECT channel, category, first_article, \(name: Self.verdict) AS verdict,
                    CASE WHEN first_contact = 'solved' AND repeats IS NULL AND came_back = 0
                        AND first_solved_at > \(since) THEN 1 ELSE 0 END AS is_provisional
                FROM tickets
                WHERE created_at >= \(span.lowerBound) AND created_at < \(span.upperBound)
            """
        if let queues {
            query += " AND queue IN (\(list: queues.map(SQLValue.words)))"
        } else if !hiddenQueues.isEmpty {
            query += " AND queue NOT IN (\(list: hiddenQueues.map(SQLValue.words)))"
        }
        query += """
            ) AS opened
            GROUP BY channel, category, first_article, verdict, is_provisional
            ORDER BY channel, category, first_article, verdict, is_provisional
            """
        return try session.all(
            query
        ) { (row) throws(DeskError) in
            FirstContactCount(
                channel: try row.word(0),
                category: try row.word(1),
                article: row.optionalText(2),
                firstContact: try row.word(3),
                isProvisional: row.integer(4) != 0,
                tickets: Int(row.integer(5))
            )
        }
    }

    func earlierKin(of ticket: Ticket, limit: Int) throws(DeskError) -> [Ticket] {
        let found = try kin(of: ticket, "<", "DESC", limit)
        return Array(found.sorted { $0.number > $1.number }.prefix(limit))
    }

    func laterKin(of ticket: Ticket, limit: Int) throws(DeskError) -> [Ticket] {
        let found = try kin(of: ticket, ">", "ASC", limit)
        return Array(found.sorted { $0.number < $1.number }.prefix(limit))
    }

    /// Those on one side of it, the nearest `limit` of each key.
    private func kin(
        of ticket: Ticket,
        _ side: String,
        _ order: String,
        _ limit: Int
    ) throws(DeskError) -> [Ticket] {
        let keys = [
            ("citizen_email_key", ticket.citizen.email?.lowercased()),
            ("citizen_phone_key", TelephoneKey.key(of: ticket.citizen.phone)),
        ]
        var found: [TicketNumber: Ticket] = [:]
        for case (let column, let key?) in keys {
            let tickets: [Ticket] = try session.all(
                where: """
                    \(name: column) = \(key) AND number \(name: side) \(ticket.number.rawValue)
                    ORDER BY number \(name: order) LIMIT \(limit)
                    """
            )
            for one in tickets { found[one.number] = one }
        }
        return Array(found.values)
    }

    func repeated(by ticket: TicketNumber) throws(DeskError) -> TicketNumber? {
        let found = try session.first(
            "SELECT repeats FROM tickets WHERE number = \(ticket.rawValue)"
        ) { $0.isNull(0) ? nil : $0.number(0) }
        return found ?? nil
    }

    func isRepeated(_ ticket: TicketNumber, since moment: Date) throws(DeskError) -> Bool {
        try session.first(
            """
            SELECT 1 FROM tickets WHERE repeats = \(ticket.rawValue) AND created_at >= \(moment)
            LIMIT 1
            """
        ) { _ in true } ?? false
    }

    func returnedSolutions(
        in span: Range<Date>
    ) throws(DeskError) -> [(article: String, queue: String, count: Int)] {
        // Who comes back later than that has another matter.
        let end = span.upperBound + FirstContact.window
        return try session.all(
            """
            SELECT article, solved_queue, count(*) FROM tickets AS solved
            WHERE number IN (
                    SELECT repeats FROM tickets
                    WHERE created_at >= \(span.lowerBound) AND created_at < \(end)
                        AND repeats IS NOT NULL)
                AND resolved_at >= \(span.lowerBound) AND resolved_at < \(span.upperBound)
                AND article IS NOT NULL AND solved_queue IS NOT NULL
                AND EXISTS (
                    SELECT 1 FROM tickets AS later
                    WHERE later.repeats = solved.number AND later.created_at >= solved.resolved_at)
            GROUP BY article, solved_queue
            """
        ) { (article: $0.text(0), queue: $0.text(1), count: Int($0.integer(2))) }
    }

    func saveFirstContact(of ticket: Ticket) throws(DeskError) {
        try session.execute(
            """
            UPDATE tickets SET first_contact = \(ticket.firstContact),
                set_aside = \(optional: ticket.setAside),
                first_solved_at = \(ticket.firstSolvedAt), first_article = \(ticket.firstArticle)
            WHERE number = \(ticket.number.rawValue)
            """
        )
    }

    func setRepeated(
        _ earlier: TicketNumber?,
        by ticket: TicketNumber
    ) throws(DeskError) {
        let known = try repeated(by: ticket)
        try session.execute(
            """
            UPDATE tickets SET repeats = \(SQLValue(earlier))
            WHERE number = \(ticket.rawValue)
            """
        )
        for one in Set([known, earlier].compactMap(\.self)) {
            try session.execute(
                """
                UPDATE tickets SET came_back = (
                    SELECT count(*) FROM tickets AS later WHERE later.repeats = \(one.rawValue))
                WHERE number = \(one.rawValue)
                """
            )
        }
    }
}
