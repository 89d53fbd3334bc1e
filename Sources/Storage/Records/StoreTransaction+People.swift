import Cryptography
import Desk
import Foundation

/// Finds what is a person's, over all tables.
extension StoreTransaction {
    func tickets(
        of person: Person,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [TicketNumber] {
        let start = after?.rawValue ?? 0
        var conditions: [SQL] = []
        if let email = person.email {
            conditions.append("citizen_email_key = \(email.lowercased())")
        }
        if let key = TelephoneKey.key(of: person.phone) {
            conditions.append("citizen_phone_key = \(key)")
        } else if let phone = person.phone {
            conditions.append("citizen_phone = \(phone)")
        }
        guard var any = conditions.first else { return [] }
        for condition in conditions.dropFirst() { any += " OR \(condition)" }
        return try session.all(
            """
            SELECT number FROM tickets WHERE number > \(start) AND (\(any))
            ORDER BY number LIMIT \(limit)
            """
        ) { $0.number(0) }
    }

    func tickets(
        resolvedIn span: Range<Date>,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [TicketNumber] {
        try session.all(
            """
            SELECT number FROM tickets
            WHERE number > \(after?.rawValue ?? 0) AND erased_at IS NULL
                AND resolved_at >= \(span.lowerBound) AND resolved_at < \(span.upperBound)
            ORDER BY number LIMIT \(limit)
            """
        ) { $0.number(0) }
    }

    func aged(_ query: AgedQuery) throws(DeskError) -> [AgedTicket] {
        let start = query.after?.resolvedAt ?? Date(timeIntervalSince1970: -1)
        let number = query.after?.number.rawValue ?? 0
        return try session.all(
            """
            SELECT number, resolved_at FROM tickets
            WHERE kind = \(query.kind) AND erased_at IS NULL AND resolved_at IS NOT NULL
                AND merged_into IS NULL
                AND resolved_at < \(query.resolvedBefore) AND resolved_at >= \(start)
                AND (resolved_at > \(start) OR number > \(number))
            ORDER BY resolved_at, number LIMIT \(query.limit)
            """
        ) { AgedTicket(number: $0.number(0), resolvedAt: $0.moment(1)) }
    }

    func messagesElsewhere(
        of email: String,
        limit: Int
    ) throws(DeskError) -> [(UUIDv7, TicketNumber)] {
        try session.all(
            """
            SELECT m.message, m.ticket FROM mails m JOIN tickets t ON t.number = m.ticket
            WHERE m.sender_key = \(email.lowercased())
                AND (t.citizen_email_key IS NULL OR t.citizen_email_key <> \(email.lowercased()))
            ORDER BY m.message LIMIT \(limit)
            """
        ) { (row) throws(DeskError) in (try row.id(0), row.number(1)) }
    }

    /// Copies of others' mails, tickets they were let into, and that their mail came back.
    func mentions(of email: String) throws(DeskError) -> [AddressMention] {
        let key = email.lowercased()
        var mentions: [AddressMention] = []
        // Both databases fold only some letters; what is left over is read here.
        try session.each(
            """
            SELECT m.id, m.ticket, m.mail_copies FROM messages m
                JOIN tickets t ON t.number = m.ticket
            WHERE m.mail_copies IS NOT NULL AND lower(m.mail_copies) LIKE \(Self.pattern(of: key))
                AND (t.citizen_email_key IS NULL OR t.citizen_email_key <> \(key))
            """
        ) { (row) throws(DeskError) in
            if try row.texts(2).contains(where: { $0.lowercased() == key }) {
                let message = try row.id(0)
                mentions.append(AddressMention(.copy, on: row.number(1), message: message))
            }
            return true
        }
        mentions += try session.all(
            """
            SELECT p.ticket FROM parties p JOIN tickets t ON t.number = p.ticket
            WHERE p.address = \(key)
                AND (t.citizen_email_key IS NULL OR t.citizen_email_key <> \(key))
            ORDER BY p.ticket
            """
        ) { AddressMention(.party, on: $0.number(0)) }
        if let refusal = try refusal(of: key) {
            mentions.append(AddressMention(.refusal, refusal: refusal.status, at: refusal.at))
        }
        return mentions
    }

    /// What the JSON of a list with this address is like; more is, too.
    private static func pattern(of key: String) -> String {
        let plain = key.map { letter in
            letter.isASCII && (letter.isLetter || letter.isNumber || "@.-+".contains(letter))
                ? String(letter) : "%"
        }
        return "%\(plain.joined())%"
    }

    /// Calls and call-backs by the number, held mails by the address.
    func traces(of person: Person) throws(DeskError) -> [PersonTrace] {
        var traces: [PersonTrace] = []
        if let key = person.phone.map(TelephoneKey.findable) {
            traces += try self.traces(.call, Self.calls(of: key))
            traces += try self.traces(.callBack, Self.callBacks(of: key))
        }
        if let email = person.email {
            traces += try self.traces(
                .heldMail,
                "SELECT id, claims FROM quarantine WHERE sender_key = \(email.lowercased())"
            )
        }
        return traces
    }

    /// Calls and call-backs by the number that are over and hang on no ticket, or were not over yet when
    /// theirs was erased.
    ///
    /// A held mail waits for somebody to look at it, and goes by itself.
    func pastTraces(of person: Person) throws(DeskError) -> [PersonTrace] {
        guard let key = person.phone.map(TelephoneKey.findable) else { return [] }
        return try looseTraces(of: key, areOver: true)
    }

    func unfinishedTraces(of ticket: Ticket) throws(DeskError) -> [PersonTrace] {
        let number = ticket.number.rawValue
        var found = try traces(
            .call,
            "SELECT id, ticket FROM calls WHERE ticket = \(number) AND ended_at IS NULL"
        )
        found += try traces(
            .callBack,
            "SELECT id, ticket FROM call_backs WHERE ticket = \(number) AND done_at IS NULL"
        )
        guard let key = ticket.citizen.phone.map(TelephoneKey.findable) else { return found }
        return try found + looseTraces(of: key, areOver: false)
    }

    /// Calls and call-backs of a number on no ticket, or on one that is erased.
    private func looseTraces(
        of key: String,
        areOver: Bool
    ) throws(DeskError) -> [PersonTrace] {
        let end = areOver ? "IS NOT NULL" : "IS NULL"
        let isLoose: SQL = "(ticket IS NULL OR \(Self.isOnErased))"
        return try traces(.call, "\(Self.calls(of: key)) AND ended_at \(name: end) AND \(isLoose)")
            + traces(
                .callBack,
                "\(Self.callBacks(of: key)) AND done_at \(name: end) AND \(isLoose)"
            )
    }

    func agedCalls(begunBefore moment: Date, limit: Int) throws(DeskError) -> [PersonTrace] {
        let calls = Self.agedCalls(begunBefore: moment)
        let callBacks = Self.agedCallBacks(begunBefore: moment)
        return try traces(.call, "SELECT id, ticket FROM \(calls) LIMIT \(limit)")
            + traces(.callBack, "SELECT id, ticket FROM \(callBacks) LIMIT \(limit)")
    }

    func countAgedCalls(begunBefore moment: Date) throws(DeskError) -> Int {
        var count = 0
        for table in [
            Self.agedCalls(begunBefore: moment), Self.agedCallBacks(begunBefore: moment),
        ] {
            count += try session.first("SELECT count(*) FROM \(table)") { Int($0.integer(0)) } ?? 0
        }
        return count
    }

    /// An erased call has no number, and an erased call-back is not there.
    private static func agedCalls(begunBefore moment: Date) -> SQL {
        """
        calls WHERE number_key >= '' AND ticket IS NULL AND ended_at IS NOT NULL
            AND started_at < \(moment)
        """
    }

    private static func agedCallBacks(begunBefore moment: Date) -> SQL {
        """
        call_backs WHERE number_key >= '' AND ticket IS NULL AND done_at IS NOT NULL
            AND created_at < \(moment)
        """
    }

    /// The conditions on number and ticket shut out only what is erased already; they are there so that
    /// both databases go by their index.
    func leftTraces(begunBefore moment: Date, limit: Int) throws(DeskError) -> [PersonTrace] {
        let calls: SQL = """
            SELECT id, ticket FROM calls
            WHERE number_key >= '' AND (ended_at IS NOT NULL OR started_at < \(moment))
                AND \(Self.isOnErased) LIMIT \(limit)
            """
        let callBacks: SQL = """
            SELECT id, ticket FROM call_backs
            WHERE ticket > 0 AND (done_at IS NOT NULL OR created_at < \(moment))
                AND \(Self.isOnErased) LIMIT \(limit)
            """
        let loose: SQL = """
            SELECT id, ticket FROM call_backs
            WHERE number_key >= '' AND ticket IS NULL
                AND (done_at IS NOT NULL OR created_at < \(moment))
                AND EXISTS (SELECT 1 FROM calls c WHERE c.id = call AND c.number_key IS NULL)
            LIMIT \(limit)
            """
        return try traces(.call, calls) + traces(.callBack, callBacks) + traces(.callBack, loose)
    }

    private static let isOnErased: SQL = """
        EXISTS (SELECT 1 FROM tickets t WHERE t.number = ticket AND t.erased_at IS NOT NULL)
        """

    private static func calls(of key: String) -> SQL {
        "SELECT id, ticket FROM calls WHERE number_key = \(key)"
    }

    private static func callBacks(of key: String) -> SQL {
        "SELECT id, ticket FROM call_backs WHERE number_key = \(key)"
    }

    /// Rows of an id and a ticket.
    private func traces(
        _ kind: PersonTrace.Kind,
        _ query: SQL
    ) throws(DeskError) -> [PersonTrace] {
        try session.all(query) { (row) throws(DeskError) in
            PersonTrace(kind, try row.id(0), on: row.isNull(1) ? nil : row.number(1))
        }
    }

    func file(of number: TicketNumber) throws(DeskError) -> TicketFile {
        let all = Int(Int32.max)
        return TicketFile(
            try ticket(number),
            messages: try messages(of: number, after: nil, limit: all),
            history: try history(of: number, after: nil, limit: all),
            handoffs: try handoffs(ofAny: [number], after: nil, limit: all),
            mails: try mails(of: number),
            learnt: try evidence(of: number),
            request: try serviceRequest(of: number),
            letters: try automaticLetters(of: number),
            inquiries: try inquiries(of: number),
            calls: try calls(of: number),
            callBacks: try callBacks(of: number)
        )
    }
}
