import Desk

/// The table `incident_answers`, and what its letters say of it.
extension StoreTransaction {
    func answers(ofIncident number: Int64) throws(DeskError) -> [IncidentAnswer] {
        var found: [IncidentAnswer] = try session.all(
            where: "incident = \(number) ORDER BY id"
        )
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

    func incidentAnswer(_ id: UUIDv7) throws(DeskError) -> IncidentAnswer {
        try session.one(where: "id = \(id.bytes)")
    }

    func insert(_ answer: IncidentAnswer) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO incident_answers (\(name: IncidentAnswer.columns))
            VALUES (
                \(answer.id.bytes), \(answer.incident), \(answer.text.swedish),
                \(answer.text.english), \(answer.resolves), \(answer.staff.id),
                \(answer.staff.name), \(answer.writtenAt))
            """
        )
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
}

extension IncidentAnswer: SelectedValue {
    fileprivate static let columns =
        "id, incident, text_sv, text_en, resolves, staff, staff_name, written_at"

    static let selection: SQL = "SELECT \(name: columns) FROM incident_answers"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            id: try row.id(0),
            incident: row.integer(1),
            text: NoticeText(swedish: row.text(2), english: row.optionalText(3)),
            resolves: row.integer(4) != 0,
            staff: (row.text(5), row.text(6)),
            writtenAt: row.moment(7)
        )
    }
}
