import Desk
import Foundation

/// The table `inquiries`: what letters asked citizens, and what those said.
extension StoreTransaction {
    func inquiry(_ letter: UUIDv7) throws(DeskError) -> Inquiry? {
        try session.first(where: "letter = \(letter.bytes)")
    }

    /// Those about a ticket, oldest first.
    func inquiries(of ticket: TicketNumber) throws(DeskError) -> [Inquiry] {
        try session.all(where: "ticket = \(ticket.rawValue) ORDER BY letter")
    }

    func newestInquiry(
        of ticket: TicketNumber,
        _ kind: Inquiry.Kind
    ) throws(DeskError) -> Inquiry? {
        try session.first(
            where: """
                ticket = \(ticket.rawValue) AND kind = \(kind) ORDER BY letter DESC LIMIT 1
                """
        )
    }

    func insert(_ inquiry: Inquiry) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO inquiries (\(name: Inquiry.columns))
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
}

extension Inquiry: SelectedValue {
    fileprivate static let columns = """
        letter, ticket, kind, article, asked_at, answer, answered_at, way,
        counted_queue, counted_kind, counted_category
        """

    static let selection: SQL = "SELECT \(name: columns) FROM inquiries"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            letter: try row.id(0),
            ticket: row.number(1),
            kind: try row.word(2),
            article: row.optionalText(3),
            askedAt: row.optionalMoment(4),
            answer: row.isNull(5) ? nil : Int(row.integer(5)),
            answeredAt: row.optionalMoment(6),
            way: try row.optionalWord(7),
            counted: try CountedPlace(row, at: 8)
        )
    }
}
