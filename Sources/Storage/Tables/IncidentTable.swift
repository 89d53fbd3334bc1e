import Desk
import Foundation

/// The table `incidents`, and what tickets say of it.
struct IncidentTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT number, state, title, symptom_key, opened_at, opened_by, look, notice_sv, notice_en,
            confirmed_at, ended_at, ended_by, quiet_since
        FROM incidents
        """

    func find(_ number: Int64) throws(DeskError) -> Incident {
        var query = Self.selection
        query += " WHERE number = \(number)"
        guard let found = try all(query).first else { throw .notFound }
        return found
    }

    func list(
        state: Incident.State?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [Incident] {
        var query = Self.selection
        query += " WHERE number < \(before ?? .max)"
        if let state { query += " AND state = \(state)" }
        query += " ORDER BY number DESC LIMIT \(limit)"
        return try all(query)
    }

    func open() throws(DeskError) -> [Incident] {
        var query = Self.selection
        let states = Incident.State.allCases.filter(\.isOpen).map { SQLValue.text($0.rawValue) }
        query += " WHERE state IN (\(list: states)) ORDER BY number"
        return try all(query)
    }

    func countTickets(of number: Int64) throws(DeskError) -> Int {
        try session.first("SELECT count(*) FROM tickets WHERE incident = \(number)") {
            Int($0.integer(0))
        } ?? 0
    }

    func tickets(
        of number: Int64,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [Ticket] {
        var query = TicketTable.selection
        query += """
            WHERE incident = \(number) AND number > \(after?.rawValue ?? 0)
            ORDER BY number LIMIT \(limit)
            """
        return try session.all(query) { (row) throws(DeskError) in try TicketTable.ticket(row) }
    }

    /// Numbered without gaps: none is ever removed.
    func insert(_ incident: Incident) throws(DeskError) -> Int64 {
        let look = try incident.look.map { (look) throws(DeskError) in try json(look) }
        return try session.first(
            """
            INSERT INTO incidents (
                number, state, title, symptom_key, opened_at, opened_by, look, notice_sv,
                notice_en, confirmed_at, ended_at, ended_by, quiet_since)
            VALUES (
                \(try session.nextNumber(in: "incidents")), \(incident.state), \(incident.title),
                \(incident.key?.description), \(incident.openedAt), \(incident.openedBy),
                \(look), \(incident.notice?.swedish), \(incident.notice?.english),
                \(incident.confirmedAt), \(incident.endedAt), \(incident.endedBy),
                \(incident.quietSince))
            RETURNING number
            """
        ) { $0.integer(0) } ?? 0
    }

    func save(_ incident: Incident) throws(DeskError) {
        try session.execute(
            """
            UPDATE incidents SET
                state = \(incident.state), title = \(incident.title),
                notice_sv = \(incident.notice?.swedish),
                notice_en = \(incident.notice?.english),
                confirmed_at = \(incident.confirmedAt), ended_at = \(incident.endedAt),
                ended_by = \(incident.endedBy), quiet_since = \(incident.quietSince)
            WHERE number = \(incident.number)
            """
        )
    }

    private func all(_ query: SQL) throws(DeskError) -> [Incident] {
        try session.all(query) { (row) throws(DeskError) in
            Incident(
                number: row.integer(0),
                state: try row.word(1),
                title: row.text(2),
                key: row.optionalText(3).flatMap(SymptomKey.init),
                openedAt: row.moment(4),
                openedBy: row.optionalText(5),
                look: row.isNull(6) ? nil : try row.json(6, as: ArrivalModel.Look.self),
                notice: row.notice(7),
                confirmedAt: row.optionalMoment(9),
                endedAt: row.optionalMoment(10),
                endedBy: row.optionalText(11),
                quietSince: row.optionalMoment(12)
            )
        }
    }
}

extension SQLSession {
    /// The number after the greatest; whoever inserts it at the same time is run again.
    fileprivate func nextNumber(in table: String) throws(DeskError) -> Int64 {
        try first("SELECT coalesce(max(number), 0) + 1 FROM \(name: table)") { $0.integer(0) } ?? 1
    }
}

extension SQLRow {
    /// Two columns: Swedish, and English where there is any.
    fileprivate func notice(_ index: Int) -> NoticeText? {
        optionalText(index).map { NoticeText(swedish: $0, english: optionalText(index + 1)) }
    }
}

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

/// The table `maintenance`.
struct MaintenanceTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT number, starts_at, ends_at, services, notice_sv, notice_en, created_by, cancelled_at
        FROM maintenance
        """

    func find(_ number: Int64) throws(DeskError) -> Maintenance {
        var query = Self.selection
        query += " WHERE number = \(number)"
        guard let found = try all(query).first else { throw .notFound }
        return found
    }

    func list(endingAfter moment: Date, limit: Int) throws(DeskError) -> [Maintenance] {
        var query = Self.selection
        query += """
             WHERE cancelled_at IS NULL AND ends_at > \(moment)
            ORDER BY starts_at, number LIMIT \(limit)
            """
        return try all(query)
    }

    func insert(_ maintenance: Maintenance) throws(DeskError) -> Int64 {
        try session.first(
            """
            INSERT INTO maintenance (
                number, starts_at, ends_at, services, notice_sv, notice_en, created_by,
                cancelled_at)
            VALUES (
                \(try session.nextNumber(in: "maintenance")), \(maintenance.startsAt), \(maintenance.endsAt),
                \(json(maintenance.services)), \(maintenance.notice.swedish),
                \(maintenance.notice.english), \(maintenance.createdBy),
                \(maintenance.cancelledAt))
            RETURNING number
            """
        ) { $0.integer(0) } ?? 0
    }

    func save(_ maintenance: Maintenance) throws(DeskError) {
        try session.execute(
            """
            UPDATE maintenance SET
                starts_at = \(maintenance.startsAt), ends_at = \(maintenance.endsAt),
                services = \(json(maintenance.services)),
                notice_sv = \(maintenance.notice.swedish),
                notice_en = \(maintenance.notice.english),
                cancelled_at = \(maintenance.cancelledAt)
            WHERE number = \(maintenance.number)
            """
        )
    }

    private func all(_ query: SQL) throws(DeskError) -> [Maintenance] {
        try session.all(query) { (row) throws(DeskError) in
            Maintenance(
                number: row.integer(0),
                startsAt: row.moment(1),
                endsAt: row.moment(2),
                services: try row.texts(3),
                notice: NoticeText(swedish: row.text(4), english: row.optionalText(5)),
                createdBy: row.text(6),
                cancelledAt: row.optionalMoment(7)
            )
        }
    }
}
