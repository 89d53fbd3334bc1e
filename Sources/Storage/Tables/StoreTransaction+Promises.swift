import Desk
import Foundation

/// What the table `tickets` says of promises, and of what is registered.
extension StoreTransaction {
    func brokenPromises(
        in span: Range<Date>,
        at moment: Date
    ) throws(DeskError) -> [BrokenPromise] {
        try session.all(
            """
            SELECT queue, channel, kind, first_reply_at, first_reply_due_at, next_reply_due_at,
                resolution_due_at
            FROM tickets WHERE next_due_at IS NOT NULL AND next_due_at < \(moment)
            """
        ) { (row) throws(DeskError) in
            let dues: [(TicketClock, Date?)] = [
                (.firstReply, row.isNull(3) ? row.optionalMoment(4) : nil),
                (.nextReply, row.optionalMoment(5)), (.resolution, row.optionalMoment(6)),
            ]
            var broken: [BrokenPromise] = []
            for case (let clock, let due?) in dues where due < moment && span.contains(due) {
                broken.append(
                    BrokenPromise(
                        clock: clock,
                        dueAt: due,
                        queue: row.text(0),
                        channel: try row.word(1),
                        kind: try row.word(2)
                    )
                )
            }
            return broken
        }
        .flatMap(\.self)
    }

    /// A registered mail has a receipt, which is no reply of a clerk's.
    func unansweredMails(cameIn span: Range<Date>) throws(DeskError) -> [UnansweredMail] {
        let conditions: [SQL] = [
            "next_due_at IS NOT NULL",
            """
            outcome IN (\(TicketOutcome.answered), \(TicketOutcome.handedOff))
            AND created_at >= \(span.lowerBound) AND created_at < \(span.upperBound)
            """,
        ]
        var found: [UnansweredMail] = []
        for condition in conditions {
            found += try session.all(
                """
                SELECT queue, kind, created_at, asked_at, resolved_at FROM tickets
                WHERE \(condition) AND channel = \(TicketChannel.email) AND merged_into IS NULL
                    AND coalesce(set_aside, first_contact) <> \(FirstContact.uncounted)
                    AND CASE WHEN register_year IS NULL THEN first_reply_at IS NULL
                        ELSE NOT EXISTS (
                            SELECT 1 FROM events WHERE events.ticket = tickets.number
                                AND events.kind = \(TicketEvent.Kind.replied)) END
                """
            ) { (row) throws(DeskError) in
                UnansweredMail(
                    queue: row.text(0),
                    kind: try row.word(1),
                    askedAt: row.optionalMoment(3) ?? row.moment(2),
                    endedAt: row.optionalMoment(4)
                )
            }
        }
        return found
    }

    /// Complaints, opinions and praise that came in a span; they are found by their years' registers,
    /// which may differ from when they came by as long as one was registered later.
    ///
    /// Whether an answer was promised its clock knows, also where no rule says so any more: it has a
    /// time until which it was owed, or has run, or ran out.
    func registered(in span: Range<Date>) throws(DeskError) -> [RegisteredTicket] {
        try session.all(
            """
            SELECT kind, queue, created_at, first_reply_at, first_reply_due_at, resolved_at,
                resolution_due_at, state, clock_marks, unit, unit_name, unit_queue, outcome,
                resolution_spent
            FROM tickets
            WHERE register_year IS NOT NULL
                AND created_at >= \(span.lowerBound) AND created_at < \(span.upperBound)
                AND merged_into IS NULL
            """
        ) { (row) throws(DeskError) in
            let state: TicketState = try row.word(7)
            let due = row.optionalMoment(6)
            let clocks = TicketClocks(marks: Int(row.integer(8)))
            let isLate = clocks.isMissed(.resolution)
            return RegisteredTicket(
                kind: try row.word(0),
                queue: row.text(1),
                unit: row.optionalText(9),
                unitName: row.optionalText(10),
                unitQueue: row.optionalText(11),
                createdAt: row.moment(2),
                firstReplyAt: row.optionalMoment(3),
                firstReplyDueAt: row.optionalMoment(4),
                resolvedAt: row.optionalMoment(5),
                resolutionDueAt: due,
                outcome: try row.optionalWord(12),
                isAnswerPromised: due != nil || isLate || row.integer(13) > 0,
                isActive: state.isActive,
                isLate: isLate
            )
        }
    }
}
