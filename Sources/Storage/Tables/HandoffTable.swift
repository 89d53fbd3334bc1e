import Desk
import Foundation

/// The tables `handoffs` and `handoff_steps`.
struct HandoffTable {
    let session: any SQLSession

    func insert(_ handoff: Handoff) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO handoffs (id, ticket, destination, mode, call, summary, requested_by)
            VALUES (
                \(handoff.id.bytes), \(handoff.ticket.rawValue), \(try json(handoff.destination)),
                \(handoff.mode), \(handoff.call), \(handoff.summary), \(handoff.requestedBy))
            """
        )
        try save(handoff)
    }

    /// Adds the steps that are not written yet.
    func save(_ handoff: Handoff) throws(DeskError) {
        for (place, step) in handoff.steps.enumerated() {
            try session.execute(
                """
                INSERT INTO handoff_steps (handoff, place, state, at, detail)
                VALUES (
                    \(handoff.id.bytes), \(place), \(step.state), \(step.at), \(step.detail))
                ON CONFLICT (handoff, place) DO NOTHING
                """
            )
        }
    }

    func find(_ id: UUIDv7) throws(DeskError) -> Handoff {
        let steps = try session.all(
            """
            SELECT state, at, detail FROM handoff_steps WHERE handoff = \(id.bytes) ORDER BY place
            """
        ) { (row) throws(DeskError) in
            Handoff.Step(state: try row.word(0), at: row.moment(1), detail: row.optionalText(2))
        }
        guard !steps.isEmpty else { throw .notFound }
        let found = try session.first(
            """
            SELECT ticket, destination, mode, call, summary, requested_by FROM handoffs
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
                steps: steps
            )
        }
        guard let found else { throw .notFound }
        return found
    }
}
