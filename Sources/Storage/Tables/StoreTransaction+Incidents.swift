import Desk

/// The table `incidents`, and what tickets say of it.
extension StoreTransaction {
    func incident(_ number: Int64) throws(DeskError) -> Incident {
        try session.one(where: "number = \(number)")
    }

    func incidents(
        state: Incident.State?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [Incident] {
        var condition: SQL = "number < \(before ?? .max)"
        if let state { condition += " AND state = \(state)" }
        condition += " ORDER BY number DESC LIMIT \(limit)"
        return try session.all(where: condition)
    }

    func openIncidents() throws(DeskError) -> [Incident] {
        let states = Incident.State.allCases.filter(\.isOpen).map { SQLValue.text($0.rawValue) }
        return try session.all(where: "state IN (\(list: states)) ORDER BY number")
    }

    func countTickets(ofIncident number: Int64) throws(DeskError) -> Int {
        try session.first("SELECT count(*) FROM tickets WHERE incident = \(number)") {
            Int($0.integer(0))
        } ?? 0
    }

    func tickets(
        ofIncident number: Int64,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [Ticket] {
        try session.all(
            where: """
                incident = \(number) AND number > \(after?.rawValue ?? 0)
                ORDER BY number LIMIT \(limit)
                """
        )
    }

    /// Numbered without gaps: none is ever removed.
    func insert(_ incident: Incident) throws(DeskError) -> Int64 {
        let look = try incident.look.map { (look) throws(DeskError) in try json(look) }
        return try session.first(
            """
            INSERT INTO incidents (\(name: Incident.columns))
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
}

extension Incident: SelectedValue {
    fileprivate static let columns = """
        number, state, title, symptom_key, opened_at, opened_by, look, notice_sv, notice_en,
        confirmed_at, ended_at, ended_by, quiet_since, linked_at, linked_ticket
        """

    static let selection: SQL = "SELECT \(name: columns) FROM incidents"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            number: row.integer(0),
            state: try row.word(1),
            title: row.text(2),
            key: row.optionalText(3).flatMap(SymptomKey.init),
            openedAt: row.moment(4),
            openedBy: row.optionalText(5),
            look: row.isNull(6) ? nil : try row.json(6, as: ArrivalModel.Look.self),
            notice: row.optionalText(7).map {
                NoticeText(swedish: $0, english: row.optionalText(8))
            },
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

extension SQLSession {
    /// The number after the greatest; whoever inserts it at the same time is run again.
    func nextNumber(in table: String) throws(DeskError) -> Int64 {
        try first("SELECT coalesce(max(number), 0) + 1 FROM \(name: table)") { $0.integer(0) } ?? 1
    }
}
