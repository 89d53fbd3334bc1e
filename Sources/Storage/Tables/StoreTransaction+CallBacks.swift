import Desk

/// The table `call_backs`: who waits to be called back.
extension StoreTransaction {
    func insert(_ callBack: CallBack) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO call_backs (
                id, call, number, number_key, ticket, reason, created_at, not_before)
            VALUES (
                \(callBack.id.bytes), \(callBack.call?.bytes), \(callBack.number),
                \(TelephoneKey.findable(callBack.number)),
                \(SQLValue(callBack.ticket)), \(callBack.reason), \(callBack.createdAt),
                \(callBack.notBefore))
            """
        )
    }

    func save(_ callBack: CallBack) throws(DeskError) {
        try session.execute(
            """
            UPDATE call_backs SET ticket = \(SQLValue(callBack.ticket)),
                not_before = \(callBack.notBefore), done_at = \(callBack.doneAt),
                done_by = \(callBack.doneBy)
            WHERE id = \(callBack.id.bytes)
            """
        )
    }

    func callBack(_ id: UUIDv7) throws(DeskError) -> CallBack {
        try session.one(where: "id = \(id.bytes)")
    }

    func openCallBacks(after: UUIDv7?, limit: Int) throws(DeskError) -> [CallBack] {
        var condition: SQL = "done_at IS NULL"
        if let after { condition += " AND id > \(after.bytes)" }
        condition += " ORDER BY id LIMIT \(limit)"
        return try session.all(where: condition)
    }

    /// Those about a ticket, oldest first.
    func callBacks(of ticket: TicketNumber) throws(DeskError) -> [CallBack] {
        try session.all(where: "ticket = \(ticket.rawValue) ORDER BY id")
    }

    func openCallBack(to number: String) throws(DeskError) -> CallBack? {
        try session.first(where: "number = \(number) AND done_at IS NULL ORDER BY id LIMIT 1")
    }
}

extension CallBack: SelectedValue {
    static let selection: SQL = """
        SELECT id, call, number, ticket, reason, created_at, not_before, done_at, done_by
        FROM call_backs
        """

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            id: try row.id(0),
            call: row.isNull(1) ? nil : try row.id(1),
            number: row.text(2),
            ticket: row.isNull(3) ? nil : row.number(3),
            reason: try row.word(4),
            createdAt: row.moment(5),
            notBefore: row.optionalMoment(6),
            doneAt: row.optionalMoment(7),
            doneBy: row.optionalText(8)
        )
    }
}
