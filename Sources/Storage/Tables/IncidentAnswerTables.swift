import Desk
import Foundation

/// The tables `incident_answers` and `incident_letters`.
struct IncidentAnswerTables {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT id, incident, text_sv, text_en, resolves, staff, staff_name, written_at
        FROM incident_answers
        """

    func list(of incident: Int64) throws(DeskError) -> [IncidentAnswer] {
        var query = Self.selection
        query += " WHERE incident = \(incident) ORDER BY id"
        var found = try all(query)
        for index in found.indices {
            let id = found[index].id
            for (state, count) in try progress(of: id) {
                switch state {
                case .waiting: found[index].progress.waiting = count
                case .written: found[index].progress.written = count
                case .left: found[index].progress.left = count
                }
            }
            found[index].readersOfAnother = try readersOfAnother(found[index])
            found[index].keptOpen = try keptOpen(by: id)
        }
        return found
    }

    func find(_ id: UUIDv7) throws(DeskError) -> IncidentAnswer {
        var query = Self.selection
        query += " WHERE id = \(id.bytes)"
        guard let found = try all(query).first else { throw .notFound }
        return found
    }

    func insert(_ answer: IncidentAnswer) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO incident_answers (
                id, incident, text_sv, text_en, resolves, staff, staff_name, written_at)
            VALUES (
                \(answer.id.bytes), \(answer.incident), \(answer.text.swedish),
                \(answer.text.english), \(answer.resolves), \(answer.staff.id),
                \(answer.staff.name), \(answer.writtenAt))
            """
        )
    }

    private func all(_ query: SQL) throws(DeskError) -> [IncidentAnswer] {
        try session.all(query) { (row) throws(DeskError) in
            IncidentAnswer(
                id: try row.id(0),
                incident: row.integer(1),
                text: NoticeText(swedish: row.text(2), english: row.optionalText(3)),
                resolves: row.integer(4) != 0,
                staff: (row.text(5), row.text(6)),
                writtenAt: row.moment(7)
            )
        }
    }

    private func progress(
        of answer: UUIDv7
    ) throws(DeskError) -> [(IncidentLetter.State, Int)] {
        try session.all(
            """
            SELECT state, count(*) FROM incident_letters WHERE answer = \(answer.bytes)
            GROUP BY state
            """
        ) { (row) throws(DeskError) in (try row.word(0), Int(row.integer(1))) }
    }

    private func readersOfAnother(_ answer: IncidentAnswer) throws(DeskError) -> Int {
        var query: SQL = """
            SELECT count(*) FROM incident_letters JOIN tickets ON number = ticket
            WHERE answer = \(answer.id.bytes)
                AND incident_letters.state <> \(IncidentLetter.State.left) AND language <> 'sv'
            """
        if answer.text.english != nil { query += " AND language <> 'en'" }
        return try session.first(query) { Int($0.integer(0)) } ?? 0
    }

    private func keptOpen(by answer: UUIDv7) throws(DeskError) -> [TicketNumber] {
        let reasons = IncidentLetter.Remainder.allCases.map { SQLValue.words($0.rawValue) }
        return try session.all(
            """
            SELECT ticket FROM incident_letters WHERE answer = \(answer.bytes)
                AND reason IN (\(list: reasons))
            ORDER BY ticket LIMIT \(IncidentAnswer.keptOpenMax)
            """
        ) { $0.number(0) }
    }

    private static let letters: SQL =
        "SELECT answer, ticket, state, reason, at FROM incident_letters"

    func waiting(at moment: Date, limit: Int) throws(DeskError) -> [IncidentLetter] {
        var query = Self.letters
        query += """
             WHERE state = \(IncidentLetter.State.waiting) AND at <= \(moment)
            ORDER BY at, ticket LIMIT \(limit)
            """
        return try letters(query)
    }

    func letter(
        of answer: UUIDv7,
        to ticket: TicketNumber
    ) throws(DeskError) -> IncidentLetter? {
        var query = Self.letters
        query += " WHERE answer = \(answer.bytes) AND ticket = \(ticket.rawValue)"
        return try letters(query).first
    }

    func countWaiting() throws(DeskError) -> Int {
        try session.first(
            """
            SELECT count(*) FROM incident_letters WHERE state = \(IncidentLetter.State.waiting)
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    func countWritten(since moment: Date) throws(DeskError) -> Int {
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
            INSERT INTO incident_letters (answer, ticket, state, reason, at)
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

    private func letters(_ query: SQL) throws(DeskError) -> [IncidentLetter] {
        try session.all(query) { (row) throws(DeskError) in
            IncidentLetter(
                answer: try row.id(0),
                ticket: row.number(1),
                state: try row.word(2),
                reason: row.optionalText(3),
                at: row.moment(4)
            )
        }
    }
}
