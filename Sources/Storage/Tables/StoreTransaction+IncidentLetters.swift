import Desk
import Foundation

/// The table `incident_letters`.
extension StoreTransaction {
    func waitingIncidentLetters(
        at moment: Date,
        limit: Int
    ) throws(DeskError) -> [IncidentLetter] {
        try session.all(
            where: """
                state = \(IncidentLetter.State.waiting) AND at <= \(moment)
                ORDER BY at, ticket LIMIT \(limit)
                """
        )
    }

    func incidentLetter(
        of answer: UUIDv7,
        to ticket: TicketNumber
    ) throws(DeskError) -> IncidentLetter? {
        try session.first(where: "answer = \(answer.bytes) AND ticket = \(ticket.rawValue)")
    }

    func countWaitingIncidentLetters() throws(DeskError) -> Int {
        try session.first(
            """
            SELECT count(*) FROM incident_letters WHERE state = \(IncidentLetter.State.waiting)
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    func countIncidentLetters(since moment: Date) throws(DeskError) -> Int {
        try session.first(
            """
            SELECT count(*) FROM incident_letters
            WHERE state = \(IncidentLetter.State.written) AND at > \(moment)
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    func ticket(
        reachedBy answer: UUIDv7,
        at address: String
    ) throws(DeskError) -> TicketNumber? {
        try session.first(
            """
            SELECT number FROM tickets
            JOIN incident_letters ON incident_letters.ticket = tickets.number
            WHERE tickets.citizen_email_key = \(address.lowercased())
                AND incident_letters.answer = \(answer.bytes)
                AND incident_letters.state = \(IncidentLetter.State.written)
            LIMIT 1
            """
        ) { $0.number(0) }
    }

    func insert(_ letter: IncidentLetter) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO incident_letters (\(name: IncidentLetter.columns))
            VALUES (
                \(letter.answer.bytes), \(letter.ticket.rawValue), \(letter.state),
                \(letter.reason), \(letter.at))
            """
        )
    }

    func save(_ letter: IncidentLetter) throws(DeskError) {
        try session.execute(
            """
            UPDATE incident_letters SET state = \(letter.state), reason = \(letter.reason),
                at = \(letter.at)
            WHERE answer = \(letter.answer.bytes) AND ticket = \(letter.ticket.rawValue)
            """
        )
    }
}

extension IncidentLetter: SelectedValue {
    fileprivate static let columns = "answer, ticket, state, reason, at"

    static let selection: SQL = "SELECT \(name: columns) FROM incident_letters"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            answer: try row.id(0),
            ticket: row.number(1),
            state: try row.word(2),
            reason: row.optionalText(3),
            at: row.moment(4)
        )
    }
}
