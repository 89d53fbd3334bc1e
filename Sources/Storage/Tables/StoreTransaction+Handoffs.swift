import Desk
import Foundation

/// The tables `handoffs` and `handoff_steps`.
extension StoreTransaction {
    func insert(_ handoff: Handoff) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO handoffs (
                id, ticket, destination, mode, call, summary, requested_by, carrier, state, is_open)
            VALUES (
                \(handoff.id.bytes), \(handoff.ticket.rawValue), \(try json(handoff.destination)),
                \(handoff.mode), \(handoff.call), \(handoff.summary), \(handoff.requestedBy),
                \(handoff.carrier), \(handoff.state), \(!handoff.state.isFinal))
            """
        )
        try write(handoff.steps, of: handoff.id)
    }

    /// Adds the steps that are not written yet.
    func save(_ handoff: Handoff) throws(DeskError) {
        try session.execute(
            """
            UPDATE handoffs SET
                state = \(handoff.state), is_open = \(!handoff.state.isFinal),
                wish = \(optional: handoff.wish)
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
        try handoffs(where: "carrier = \(carrier) AND is_open = 1 ORDER BY id")
    }

    func handoffs(
        ofAny tickets: [TicketNumber],
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Handoff] {
        let numbers = tickets.map { SQLValue.integer($0.rawValue) }
        var condition: SQL = "ticket IN (\(list: numbers))"
        if let after { condition += " AND id > \(after.bytes)" }
        condition += " ORDER BY id LIMIT \(limit)"
        return try handoffs(where: condition)
    }

    func handoffs(_ query: HandoffQuery) throws(DeskError) -> [Handoff] {
        var condition: SQL =
            switch query.selection {
            case .open: "is_open = 1"
            case .state(let state): "state = \(state)"
            }
        if let after = query.after { condition += " AND id < \(after.bytes)" }
        condition += " ORDER BY id DESC LIMIT \(query.limit)"
        return try handoffs(where: condition)
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
        guard let found = try handoffs([id]).first else { throw .notFound }
        return found
    }

    /// Those that pass a condition, behind which an order and a limit may stand.
    private func handoffs(where condition: SQL) throws(DeskError) -> [Handoff] {
        try handoffs(
            session.all("SELECT id FROM handoffs WHERE \(condition)") { (row) throws(DeskError) in
                try row.id(0)
            }
        )
    }

    /// Those of these that are there, in the same order.
    private func handoffs(_ ids: [UUIDv7]) throws(DeskError) -> [Handoff] {
        guard !ids.isEmpty else { return [] }
        let wanted = ids.map { SQLValue.blob($0.bytes) }
        var steps: [UUIDv7: [Handoff.Step]] = [:]
        try session.each(
            """
            SELECT handoff, state, at, detail, status FROM handoff_steps
            WHERE handoff IN (\(list: wanted)) ORDER BY handoff, place
            """
        ) { (row) throws(DeskError) in
            let step = Handoff.Step(
                state: try row.word(1),
                at: row.moment(2),
                detail: row.optionalText(3),
                status: row.isNull(4) ? nil : Int(row.integer(4))
            )
            steps[try row.id(0), default: []].append(step)
            return true
        }
        var found: [UUIDv7: Handoff] = [:]
        try session.each(
            """
            SELECT id, ticket, destination, mode, call, summary, requested_by, carrier, wish
            FROM handoffs WHERE id IN (\(list: wanted))
            """
        ) { (row) throws(DeskError) in
            let id = try row.id(0)
            guard let steps = steps[id] else { return true }
            found[id] = Handoff(
                id: id,
                ticket: row.number(1),
                destination: try row.json(2, as: Destination.self),
                mode: try row.word(3),
                call: row.optionalText(4),
                summary: row.optionalText(5),
                requestedBy: row.text(6),
                carrier: row.optionalText(7),
                wish: try row.optionalWord(8),
                steps: steps
            )
            return true
        }
        return ids.compactMap { found[$0] }
    }
}
