import Desk
import Foundation

/// The table `calls`.
extension StoreTransaction {
    func insert(_ call: Call) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO calls (\(name: Call.columns), number_key)
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

    func keptCalls(carriedBy carrier: String) throws(DeskError) -> [UUIDv7: String] {
        let rows = try session.all(
            """
            SELECT id, kept FROM calls
            WHERE carrier = \(carrier) AND ended_at IS NULL AND kept IS NOT NULL
            """
        ) { (row) throws(DeskError) in (try row.id(0), row.text(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    func call(named name: String) throws(DeskError) -> Call? {
        if let id = UUIDv7(name),
            let call: Call = try session.first(where: "id = \(id.bytes)")
        {
            return call
        }
        return try session.first(where: "external_id = \(name)")
    }

    func calls(_ wanted: CallQuery) throws(DeskError) -> [Call] {
        let last = [UInt8](repeating: 0xff, count: 16)
        var condition: SQL = "id < \(wanted.after?.bytes ?? last)"
        if let state = wanted.state { condition += " AND state = \(state)" }
        // Who is being called by the desk does not wait for it.
        if wanted.state == .waiting {
            condition += " AND direction = \(Call.Direction.inbound)"
        }
        condition += " ORDER BY id DESC LIMIT \(wanted.limit)"
        return try session.all(where: condition)
    }

    func calls(_ state: Call.State, of clerk: String) throws(DeskError) -> [Call] {
        try session.all(
            where: """
                state = \(state) AND clerk = \(clerk)
                ORDER BY id DESC LIMIT \(DeskSettings.pageMax)
                """
        )
    }

    /// Those about a ticket, oldest first.
    func calls(of ticket: TicketNumber) throws(DeskError) -> [Call] {
        try session.all(where: "ticket = \(ticket.rawValue) ORDER BY id")
    }

    func hasCall(ofTelephone key: String, answeredAfter moment: Date) throws(DeskError) -> Bool {
        try session.first(
            "SELECT 1 FROM calls WHERE number_key = \(key) AND answered_at > \(moment) LIMIT 1"
        ) { _ in true } ?? false
    }

    func calls(
        ofTelephone key: String,
        abandonedSince moment: Date
    ) throws(DeskError) -> [Call] {
        try session.all(
            where: """
                number_key = \(key) AND ended_at >= \(moment)
                AND outcome = \(Call.Outcome.abandoned) ORDER BY id
                """
        )
    }

    func openCalls(namedWith prefix: String) throws(DeskError) -> [Call] {
        // Not LIKE: a telephone's name may hold what stands for anything there.
        let count = prefix.unicodeScalars.count
        return try session.all(
            where: """
                carrier IS NULL AND ended_at IS NULL
                AND substr(external_id, 1, \(count)) = \(prefix) ORDER BY id
                """
        )
    }

    func openCalls(carriedBy carrier: String) throws(DeskError) -> [Call] {
        try session.all(where: "carrier = \(carrier) AND ended_at IS NULL ORDER BY id")
    }
}

extension Call: SelectedValue {
    fileprivate static let columns = """
        id, external_id, source, direction, from_number, to_number, state, outcome, clerk,
        carrier, ticket, destination, started_at, answered_at, ended_at, cause
        """

    static let selection: SQL = "SELECT \(name: columns) FROM calls"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
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
