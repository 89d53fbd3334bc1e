import Desk
import Foundation

/// The table `incidents`, and what tickets say of it.
struct IncidentTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT number, state, title, symptom_key, opened_at, opened_by, look, notice_sv, notice_en,
            confirmed_at, ended_at, ended_by, quiet_since, linked_at, linked_ticket
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
                notice_en, confirmed_at, ended_at, ended_by, quiet_since, linked_at,
                linked_ticket)
            VALUES (
                \(try session.nextNumber(in: "incidents")), \(incident.state), \(incident.title),
                \(incident.key?.description), \(incident.openedAt), \(incident.openedBy),
                \(look), \(incident.notice?.swedish), \(incident.notice?.english),
                \(incident.confirmedAt), \(incident.endedAt), \(incident.endedBy),
                \(incident.quietSince), \(incident.linkedThrough?.at),
                \(incident.linkedThrough?.ticket.rawValue))
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
                ended_by = \(incident.endedBy), quiet_since = \(incident.quietSince),
                linked_at = \(incident.linkedThrough?.at),
                linked_ticket = \(incident.linkedThrough?.ticket.rawValue)
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
                quietSince: row.optionalMoment(12),
                linkedThrough: row.optionalMoment(13).map {
                    ArrivalPlace(at: $0, ticket: row.number(14))
                }
            )
        }
    }
}

extension SQLSession {
    /// The number after the greatest; whoever inserts it at the same time is run again.
    func nextNumber(in table: String) throws(DeskError) -> Int64 {
        try first("SELECT coalesce(max(number), 0) + 1 FROM \(name: table)") { $0.integer(0) } ?? 1
    }
}

extension SQLRow {
    /// Two columns: Swedish, and English where there is any.
    func notice(_ index: Int) -> NoticeText? {
        optionalText(index).map { NoticeText(swedish: $0, english: optionalText(index + 1)) }
    }
}
