import Desk
import Foundation

/// The table `letter_counts`: how many letters left lately, by what they have in common.
struct LetterCountTable {
    let session: any SQLSession

    /// How long a slot lasts.
    private static let slotSeconds: TimeInterval = 300

    private static func slot(_ moment: Date) -> Int64 {
        Int64((moment.timeIntervalSince1970 / slotSeconds).rounded(.down))
    }

    func add(_ count: LetterCount, at moment: Date) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO letter_counts (scope, subject, slot, letters)
            VALUES (\(count.scope), \(count.subject), \(Self.slot(moment)), 1)
            ON CONFLICT (scope, subject, slot) DO UPDATE SET letters = letter_counts.letters + 1
            """
        )
    }

    /// What a clock that was ahead wrote does not count; another daemon's may be ahead by a slot.
    func sum(
        _ count: LetterCount,
        within span: ClosedRange<Date>
    ) throws(DeskError) -> Int {
        let (first, last) = (Self.slot(span.lowerBound), Self.slot(span.upperBound) + 1)
        return try session.first(
            """
            SELECT coalesce(sum(letters), 0) FROM letter_counts
            WHERE scope = \(count.scope) AND subject = \(count.subject)
                AND slot BETWEEN \(first) AND \(last)
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    func sweep(
        _ scopes: [LetterCount.Scope],
        before moment: Date
    ) throws(DeskError) {
        try session.execute(
            """
            DELETE FROM letter_counts WHERE slot < \(Self.slot(moment))
                AND scope IN (\(list: scopes.map { SQLValue.text($0.rawValue) }))
            """
        )
    }
}

/// The table `brakes`: when all automatic mail was stopped, and let go.
struct BrakeTable {
    let session: any SQLSession

    func newest() throws(DeskError) -> Brake? {
        try session.first(
            """
            SELECT id, pulled_at, reason, pulled_by, ticket, released_at, released_by
            FROM brakes ORDER BY id DESC LIMIT 1
            """
        ) { (row) throws(DeskError) in
            Brake(
                id: try row.id(0),
                pulledAt: row.moment(1),
                reason: try row.word(2),
                pulledBy: row.optionalText(3),
                ticket: row.isNull(4) ? nil : row.number(4),
                releasedAt: row.optionalMoment(5),
                releasedBy: row.optionalText(6)
            )
        }
    }

    func insert(_ brake: Brake) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO brakes (
                id, pulled_at, reason, pulled_by, ticket, released_at, released_by)
            VALUES (
                \(brake.id.bytes), \(brake.pulledAt), \(brake.reason), \(brake.pulledBy),
                \(brake.ticket.map { SQLValue.integer($0.rawValue) } ?? .null),
                \(brake.releasedAt), \(brake.releasedBy))
            """
        )
    }

    func save(_ brake: Brake) throws(DeskError) {
        try session.execute(
            """
            UPDATE brakes SET released_at = \(brake.releasedAt), released_by = \(brake.releasedBy)
            WHERE id = \(brake.id.bytes)
            """
        )
    }
}

/// The table `inquiries`: what letters asked citizens, and what those said.
struct InquiryTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT letter, ticket, kind, article, asked_at, answer, answered_at, way,
            counted_queue, counted_kind, counted_category
        FROM inquiries
        """

    func find(_ letter: UUIDv7) throws(DeskError) -> Inquiry? {
        var query = Self.selection
        query += " WHERE letter = \(letter.bytes)"
        return try session.first(query) { (row) throws(DeskError) in try Self.inquiry(row) }
    }

    /// Those about a ticket, oldest first.
    func list(of ticket: TicketNumber) throws(DeskError) -> [Inquiry] {
        var query = Self.selection
        query += " WHERE ticket = \(ticket.rawValue) ORDER BY letter"
        return try session.all(query) { (row) throws(DeskError) in try Self.inquiry(row) }
    }

    func newest(
        of ticket: TicketNumber,
        _ kind: Inquiry.Kind
    ) throws(DeskError) -> Inquiry? {
        var query = Self.selection
        query += """
             WHERE ticket = \(ticket.rawValue) AND kind = \(kind) ORDER BY letter DESC LIMIT 1
            """
        return try session.first(query) { (row) throws(DeskError) in try Self.inquiry(row) }
    }

    func insert(_ inquiry: Inquiry) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO inquiries (
                letter, ticket, kind, article, asked_at, answer, answered_at, way,
                counted_queue, counted_kind, counted_category)
            VALUES (
                \(inquiry.letter.bytes), \(inquiry.ticket.rawValue), \(inquiry.kind),
                \(inquiry.article), \(inquiry.askedAt), \(inquiry.answer),
                \(inquiry.answeredAt), \(optional: inquiry.way),
                \(inquiry.counted?.queue), \(optional: inquiry.counted?.kind),
                \(optional: inquiry.counted?.category))
            """
        )
    }

    func save(_ inquiry: Inquiry) throws(DeskError) {
        try session.execute(
            """
            UPDATE inquiries SET
                answer = \(inquiry.answer), answered_at = \(inquiry.answeredAt),
                way = \(optional: inquiry.way), counted_queue = \(inquiry.counted?.queue),
                counted_kind = \(optional: inquiry.counted?.kind),
                counted_category = \(optional: inquiry.counted?.category)
            WHERE letter = \(inquiry.letter.bytes)
            """
        )
    }

    func ticketsToSurvey(
        resolvedIn span: ClosedRange<Date>,
        limit: Int
    ) throws(DeskError) -> [TicketNumber] {
        try session.all(
            """
            SELECT number FROM tickets
            WHERE resolved_at BETWEEN \(span.lowerBound) AND \(span.upperBound)
                AND citizen_email IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1 FROM inquiries
                    WHERE ticket = number AND inquiries.kind = \(Inquiry.Kind.satisfaction))
            ORDER BY resolved_at LIMIT \(limit)
            """
        ) { $0.number(0) }
    }

    private static func inquiry(_ row: any SQLRow) throws(DeskError) -> Inquiry {
        Inquiry(
            letter: try row.id(0),
            ticket: row.number(1),
            kind: try row.word(2),
            article: row.optionalText(3),
            askedAt: row.optionalMoment(4),
            answer: row.isNull(5) ? nil : Int(row.integer(5)),
            answeredAt: row.optionalMoment(6),
            way: try row.optionalWord(7),
            counted: row.isNull(8)
                ? nil
                : CountedPlace(
                    queue: row.text(8),
                    kind: try row.word(9),
                    category: try row.word(10)
                )
        )
    }
}
