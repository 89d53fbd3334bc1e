import Foundation

/// What a switchboard has to do.
public struct SwitchboardWork: Sendable, Equatable {
    /// Whose telephones ring.
    public var duty: [Duty]
    /// Hand-offs that it carries and that have not ended, oldest first.
    public var handoffs: [Handoff]
}

extension Desk {
    /// What the switchboard of this daemon has to do now.
    public func switchboardWork(of carrier: String) async throws(DeskError) -> SwitchboardWork {
        try await store.read { reading throws(DeskError) in
            SwitchboardWork(
                duty: try reading.duty(),
                handoffs: try reading.openHandoffs(carriedBy: carrier)
            )
        }
    }

    /// What was written down of calls to go on with after a restart.
    public func keptCalls(of carrier: String) async throws(DeskError) -> [UUIDv7: String] {
        try await store.read { reading throws(DeskError) in
            try reading.keptCalls(carriedBy: carrier)
        }
    }

    /// The switchboard of a daemon begins anew and carries none of the calls that it had, but for
    /// those that it `kept`.
    ///
    /// Whether a hand-off that was under way came about, nobody knows: it is not done again, and
    /// the ticket says so. Who still waited for an answer is owed a call.
    ///
    /// - Returns: how many hand-offs and calls were lost sight of.
    @discardableResult
    public func forgetCalls(
        of carrier: String,
        but kept: Set<UUIDv7> = []
    ) async throws(DeskError) -> (handoffs: Int, calls: Int) {
        let moment = now()
        let lost = try await store.write { transaction throws(DeskError) in
            let handoffs = try transaction.openHandoffs(carriedBy: carrier)
            for handoff in handoffs { try Self.forget(handoff, at: moment, in: transaction) }
            let calls = try transaction.openCalls(carriedBy: carrier)
                .filter { !kept.contains($0.id) }
            for var call in calls {
                call.end(as: .unknown, cause: nil, at: moment)
                try transaction.save(call)
                guard call.answeredAt == nil, call.direction == .inbound else { continue }
                try self.owe(.abandoned, to: call, at: moment, in: transaction)
            }
            return (handoffs: handoffs.count, calls: calls.count)
        }
        for _ in 0..<lost.handoffs { meters.handOff(.unknown) }
        return lost
    }

    private static func forget(
        _ known: Handoff,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        var handoff = known
        let detail = "the desk was started anew meanwhile: ask whether the citizen got through"
        try handoff.step(to: .unknown, at: moment, detail: detail)
        try transaction.save(handoff)
        try transaction.recordEnd(of: handoff, by: .system, at: moment)
        let note = Message(
            id: UUIDv7(at: moment),
            ticket: handoff.ticket,
            kind: .note,
            author: .system,
            body: "Vidarekopplingen till \(handoff.destination.name) pågick när tjänsten startades "
                + "om. Ingen vet hur den gick: fråga om medborgaren kom fram.\n"
                + "The hand-off to \(handoff.destination.name) was under way when the desk was started "
                + "anew. Nobody knows how it went: ask whether the citizen got through.",
            createdAt: moment
        )
        try transaction.insert(note, subject: nil)
    }
}

extension DeskTransaction {
    /// Notes in the ticket's history that a hand-off has ended.
    func recordEnd(
        of handoff: Handoff,
        by actor: Actor,
        at moment: Date
    ) throws(DeskError) {
        if handoff.state == .completed { try weighHandoff(of: handoff.ticket, at: moment) }
        try count(handoff, at: moment)
        try record(handoff, .handoffEnded, by: actor, at: moment)
    }

    /// Notes in the ticket's history where a hand-off stands.
    func record(
        _ handoff: Handoff,
        _ kind: TicketEvent.Kind,
        by actor: Actor,
        at moment: Date,
        details: [String: String] = [:]
    ) throws(DeskError) {
        var facts = [
            "handoff": handoff.id.description, "destination": handoff.destination.lastingID,
            "state": handoff.state.rawValue,
        ]
        facts["sip_status"] = handoff.steps.last?.status.map { "\($0)" }
        try record(
            TicketEvent(
                ticket: handoff.ticket,
                at: moment,
                actor: actor,
                kind: kind,
                details: facts.merging(details) { $1 }
            )
        )
    }
}
