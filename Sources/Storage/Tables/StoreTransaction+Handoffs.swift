import Desk
import Foundation

/// The tables `handoffs` and `handoff_steps`.
extension StoreTransaction {
    func insert(_ handoff: Handoff) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO handoffs (
                id, ticket, destination, mode, call, summary, requested_by, carrier, is_open)
            VALUES (
                \(handoff.id.bytes), \(handoff.ticket.rawValue), \(try json(handoff.destination)),
                \(handoff.mode), \(handoff.call), \(handoff.summary), \(handoff.requestedBy),
                \(handoff.carrier), \(!handoff.state.isFinal))
            """
        )
        try write(handoff.steps, of: handoff.id)
    }

    /// Adds the steps that are not written yet.
    func save(_ handoff: Handoff) throws(DeskError) {
        try session.execute(
            """
            UPDATE handoffs SET
                is_open = \(!handoff.state.isFinal), wish = \(optional: handoff.wish)
            WHERE id = \(handoff.id.bytes)
            """
        )
        try write(handoff.steps, of: handoff.id)
    }

    private func write(_ steps: [Handoff.Step], of id: UUIDv7) throws(DeskError) {
        for (place, step) in steps.enumerated() {
            try session.execute(
                """
                INSERT INTO handoff_steps (handoff, place, state, at, detail, status)
                VALUES (
                    \(id.bytes), \(place), \(step.state), \(step.at), \(step.detail),
                    \(step.status))
                ON CONFLICT (handoff, place) DO NOTHING
                """
            )
        }
    }

    func openHandoffs(carriedBy carrier: String) throws(DeskError) -> [Handoff] {
        let ids = try session.all(
            """
            SELECT id FROM handoffs WHERE carrier = \(carrier) AND is_open = 1 ORDER BY id
            """
        ) { (row) throws(DeskError) in try row.id(0) }
        return try ids.map { (id) throws(DeskError) in try handoff(id) }
    }

    func handoffs(
        ofAny tickets: [TicketNumber],
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Handoff] {
        let numbers = tickets.map { SQLValue.integer($0.rawValue) }
        var query: SQL = "SELECT id FROM handoffs WHERE ticket IN (\(list: numbers))"
        if let after { query += " AND id > \(after.bytes)" }
        query += " ORDER BY id LIMIT \(limit)"
        let ids = try session.all(query) { (row) throws(DeskError) in try row.id(0) }
        return try ids.map { (id) throws(DeskError) in try handoff(id) }
    }

    func countHandoffs(requestedBy staff: String, since moment: Date) throws(DeskError) -> Int {
        try session.first(
            """
            SELECT count(*) FROM handoffs
            WHERE requested_by = \(staff) AND id >= \(UUIDv7.first(at: moment))
            """
        ) { (row) in Int(row.integer(0)) } ?? 0
    }

    func handoff(_ id: UUIDv7) throws(DeskError) -> Handoff {
        let steps = try session.all(
            """
            SELECT state, at, detail, status FROM handoff_steps WHERE handoff = \(id.bytes) ORDER BY place
            """
        ) { (row) throws(DeskError) in
            Handoff.Step(
                state: try row.word(0),
                at: row.moment(1),
                detail: row.optionalText(2),
                status: row.isNull(3) ? nil : Int(row.integer(3))
            )
        }
        guard !steps.isEmpty else { throw .notFound }
        let found = try session.first(
            """
            SELECT ticket, destination, mode, call, summary, requested_by, carrier, wish FROM handoffs
            WHERE id = \(id.bytes)
            """
        ) { (row) throws(DeskError) in
            Handoff(
                id: id,
                ticket: row.number(0),
                destination: try row.json(1, as: Destination.self),
                mode: try row.word(2),
                call: row.optionalText(3),
                summary: row.optionalText(4),
                requestedBy: row.text(5),
                carrier: row.optionalText(6),
                wish: try row.optionalWord(7),
                steps: steps
            )
        }
        guard let found else { throw .notFound }
        return found
    }
}
