import Desk
import Foundation

/// The table `calls`.
struct CallTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT id, external_id, source, direction, from_number, to_number, state, outcome, clerk,
            carrier, ticket, destination, started_at, answered_at, ended_at, cause
        FROM calls
        """

    func insert(_ call: Call) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO calls (
                id, external_id, source, direction, from_number, to_number, state, outcome, clerk,
                carrier, ticket, destination, started_at, answered_at, ended_at, cause,
                number_key)
            VALUES (
                \(call.id.bytes), \(call.externalID), \(call.source), \(call.direction),
                \(call.from), \(call.to), \(call.state), \(optional: call.outcome), \(call.clerk),
                \(call.carrier), \(SQLValue(call.ticket)), \(call.destination),
                \(call.startedAt), \(call.answeredAt), \(call.endedAt), \(call.cause),
                \(call.citizenNumber.map(TelephoneKey.findable)))
            ON CONFLICT DO NOTHING
            """
        )
    }

    func save(_ call: Call) throws(DeskError) {
        try session.execute(
            """
            UPDATE calls SET
                state = \(call.state), outcome = \(optional: call.outcome),
                clerk = \(call.clerk), ticket = \(SQLValue(call.ticket)),
                destination = \(call.destination), answered_at = \(call.answeredAt),
                ended_at = \(call.endedAt), cause = \(call.cause),
                kept = CASE WHEN \(call.state) = 'ended' THEN NULL ELSE kept END
            WHERE id = \(call.id.bytes)
            """
        )
    }

    func keep(_ text: String, of call: UUIDv7) throws(DeskError) {
        try session.execute("UPDATE calls SET kept = \(text) WHERE id = \(call.bytes)")
    }

    func kept(carriedBy carrier: String) throws(DeskError) -> [UUIDv7: String] {
        let rows = try session.all(
            """
            SELECT id, kept FROM calls
            WHERE carrier = \(carrier) AND ended_at IS NULL AND kept IS NOT NULL
            """
        ) { (row) throws(DeskError) in (try row.id(0), row.text(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    func find(named name: String) throws(DeskError) -> Call? {
        var query = Self.selection
        if let id = UUIDv7(name) {
            query += " WHERE id = \(id.bytes)"
            if let call = try session.first(query, Self.call) { return call }
            query = Self.selection
        }
        query += " WHERE external_id = \(name)"
        return try session.first(query, Self.call)
    }

    func list(_ wanted: CallQuery) throws(DeskError) -> [Call] {
        var query = Self.selection
        query += " WHERE id < \(wanted.after?.bytes ?? [UInt8](repeating: 0xff, count: 16))"
        if let state = wanted.state { query += " AND state = \(state)" }
        // Who is being called by the desk does not wait for it.
        if wanted.state == .waiting { query += " AND direction = \(Call.Direction.inbound)" }
        query += " ORDER BY id DESC LIMIT \(wanted.limit)"
        return try session.all(query, Self.call)
    }

    func list(_ state: Call.State, of clerk: String) throws(DeskError) -> [Call] {
        var query = Self.selection
        query += " WHERE state = \(state) AND clerk = \(clerk)"
        query += " ORDER BY id DESC LIMIT \(DeskSettings.pageMax)"
        return try session.all(query, Self.call)
    }

    func has(telephone key: String, answeredAfter moment: Date) throws(DeskError) -> Bool {
        try session.first(
            "SELECT 1 FROM calls WHERE number_key = \(key) AND answered_at > \(moment) LIMIT 1"
        ) { _ in true } ?? false
    }

    func open(namedWith prefix: String) throws(DeskError) -> [Call] {
        // Not LIKE: a telephone's name may hold what stands for anything there.
        let count = prefix.unicodeScalars.count
        var query = Self.selection
        query += """
             WHERE carrier IS NULL AND ended_at IS NULL
                AND substr(external_id, 1, \(count)) = \(prefix) ORDER BY id
            """
        return try session.all(query, Self.call)
    }

    /// Those about a ticket, oldest first.
    func list(of ticket: TicketNumber) throws(DeskError) -> [Call] {
        var query = Self.selection
        query += " WHERE ticket = \(ticket.rawValue) ORDER BY id"
        return try session.all(query, Self.call)
    }

    func open(carriedBy carrier: String) throws(DeskError) -> [Call] {
        var query = Self.selection
        query += " WHERE carrier = \(carrier) AND ended_at IS NULL ORDER BY id"
        return try session.all(query, Self.call)
    }

    private static func call(_ row: any SQLRow) throws(DeskError) -> Call {
        Call(
            id: try row.id(0),
            externalID: row.text(1),
            source: try row.word(2),
            direction: try row.word(3),
            from: row.optionalText(4),
            to: row.optionalText(5),
            state: try row.word(6),
            outcome: try row.optionalWord(7),
            clerk: row.optionalText(8),
            carrier: row.optionalText(9),
            ticket: row.isNull(10) ? nil : row.number(10),
            destination: row.optionalText(11),
            startedAt: row.moment(12),
            answeredAt: row.optionalMoment(13),
            endedAt: row.optionalMoment(14),
            cause: row.optionalText(15)
        )
    }
}

extension SQLValue {
    /// A ticket's number, or none.
    init(_ ticket: TicketNumber?) { self = ticket.map { .integer($0.rawValue) } ?? .null }
}

/// The table `duty`: who takes calls.
struct DutyTable {
    let session: any SQLSession

    func list() throws(DeskError) -> [Duty] {
        try session.all("SELECT staff, name, telephone, since FROM duty ORDER BY since, staff") {
            (row) in
            Duty(
                staff: row.text(0),
                name: row.text(1),
                telephone: row.text(2),
                since: row.moment(3)
            )
        }
    }

    func save(_ duty: Duty) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO duty (staff, name, telephone, since)
            VALUES (\(duty.staff), \(duty.name), \(duty.telephone), \(duty.since))
            ON CONFLICT (staff) DO UPDATE SET
                name = excluded.name, telephone = excluded.telephone, since = excluded.since
            """
        )
    }

    func delete(_ staff: String) throws(DeskError) {
        try session.execute("DELETE FROM duty WHERE staff = \(staff)")
    }
}

/// The table `call_backs`: who waits to be called back.
struct CallBackTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT id, call, number, ticket, reason, created_at, done_at, done_by, not_before
        FROM call_backs
        """

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

    func find(_ id: UUIDv7) throws(DeskError) -> CallBack {
        var query = Self.selection
        query += " WHERE id = \(id.bytes)"
        guard let found = try session.first(query, Self.callBack) else { throw .notFound }
        return found
    }

    func open(after: UUIDv7?, limit: Int) throws(DeskError) -> [CallBack] {
        var query = Self.selection
        query += " WHERE done_at IS NULL"
        if let after { query += " AND id > \(after.bytes)" }
        query += " ORDER BY id LIMIT \(limit)"
        return try session.all(query, Self.callBack)
    }

    /// Those about a ticket, oldest first.
    func list(of ticket: TicketNumber) throws(DeskError) -> [CallBack] {
        var query = Self.selection
        query += " WHERE ticket = \(ticket.rawValue) ORDER BY id"
        return try session.all(query, Self.callBack)
    }

    func open(to number: String) throws(DeskError) -> CallBack? {
        var query = Self.selection
        query += " WHERE number = \(number) AND done_at IS NULL ORDER BY id LIMIT 1"
        return try session.first(query, Self.callBack)
    }

    private static func callBack(_ row: any SQLRow) throws(DeskError) -> CallBack {
        CallBack(
            id: try row.id(0),
            call: row.isNull(1) ? nil : try row.id(1),
            number: row.text(2),
            ticket: row.isNull(3) ? nil : row.number(3),
            reason: try row.word(4),
            createdAt: row.moment(5),
            notBefore: row.optionalMoment(8),
            doneAt: row.optionalMoment(6),
            doneBy: row.optionalText(7)
        )
    }
}
