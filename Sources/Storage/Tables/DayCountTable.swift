import Desk
import Foundation

/// The table `day_counts`: how many there were of what on a day.
///
/// Each connection of PostgreSQL counts in rows of its own, so that no two transactions write the
/// same one; a sum takes them together.
struct DayCountTable {
    let session: any SQLSession

    func add(_ count: DayCount, _ times: Int) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO day_counts (
                fact, day, queue, channel, kind, category, subject, outcome, amount, writer, times)
            VALUES (
                \(count.fact), \(count.day.number), \(count.queue), \(count.channel),
                \(count.kind), \(count.category), \(count.subject), \(count.outcome),
                \(count.amount), \(name: session.writer), \(times))
            ON CONFLICT (
                fact, day, queue, channel, kind, category, subject, outcome, amount, writer)
            DO UPDATE SET times = day_counts.times + excluded.times
            """
        )
    }

    func sums(_ query: DayCountQuery) throws(DeskError) -> [(DayCount, count: Int)] {
        let columns = DayCountQuery.Column.allCases.filter(query.columns.contains)
        let names = columns.map(\.rawValue)
        let list = names.map { "\($0), " }.joined()
        var statement: SQL = "SELECT \(name: list) CAST(sum(times) AS bigint) FROM day_counts "
        statement += """
            WHERE fact = \(query.fact)
                AND day BETWEEN \(query.days.lowerBound.number) AND \(query.days.upperBound.number)
            """
        if let queues = query.queues {
            statement += " AND queue IN (\(list: (queues + [""]).map(SQLValue.words)))"
        } else if !query.hiddenQueues.isEmpty {
            statement += " AND queue NOT IN (\(list: query.hiddenQueues.map(SQLValue.words)))"
        }
        if !names.isEmpty {
            statement += " GROUP BY \(name: names.joined(separator: ", "))"
        }
        return try session.all(statement) { (row) throws(DeskError) in
            var count = DayCount(query.fact, on: query.days.lowerBound)
            for (index, column) in columns.enumerated() {
                switch column {
                case .day: count.day = CivilDay(number: Int(row.integer(index)))
                case .queue: count.queue = row.text(index)
                case .channel: count.channel = row.text(index)
                case .kind: count.kind = row.text(index)
                case .category: count.category = row.text(index)
                case .subject: count.subject = row.text(index)
                case .outcome: count.outcome = row.text(index)
                case .amount: count.amount = Int(row.integer(index))
                }
            }
            let sum = row.isNull(columns.count) ? 0 : Int(row.integer(columns.count))
            return (count, count: sum)
        }
    }
}

/// The table `missed_questions`: tickets that no article answered when they came.
struct MissedQuestionTable {
    let session: any SQLSession

    func insert(_ question: MissedQuestion) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO missed_questions (ticket, at)
            VALUES (\(question.ticket.rawValue), \(question.at))
            ON CONFLICT (ticket) DO NOTHING
            """
        )
    }

    func list(_ query: MissedQuestionQuery) throws(DeskError) -> [MissedQuestion] {
        let noQuestion: [TicketOutcome] = [.rejected, .duplicate]
        var statement: SQL = """
            SELECT m.ticket, m.at FROM missed_questions m JOIN tickets t ON t.number = m.ticket
            WHERE m.at >= \(query.span.lowerBound) AND m.at < \(query.span.upperBound)
                AND t.article IS NULL AND t.merged_into IS NULL AND t.is_protected = 0
                AND (t.outcome IS NULL OR t.outcome NOT IN (
                    \(list: noQuestion.map { SQLValue.words($0.rawValue) })))
            """
        if let queues = query.queues {
            statement += " AND t.queue IN (\(list: queues.map(SQLValue.words)))"
        }
        if !query.hiddenQueues.isEmpty {
            statement += " AND t.queue NOT IN (\(list: query.hiddenQueues.map(SQLValue.words)))"
        }
        statement += " ORDER BY m.at DESC, m.ticket DESC LIMIT \(query.limit)"
        return try session.all(statement) {
            MissedQuestion(ticket: $0.number(0), at: $0.moment(1))
        }
    }

    /// Who wanted an article so long ago asks again, or does not want it any more.
    func sweep(before moment: Date) throws(DeskError) {
        try session.execute(
            "DELETE FROM missed_questions WHERE at < \(moment - Self.lifetime)"
        )
    }

    private static let lifetime: TimeInterval = 800 * 86_400
}

extension TicketTable {
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

    /// Complaints, opinions and praise that came in a span; they are found by their years' registers,
    /// which may differ from when they came by as long as one was registered later.
    ///
    /// One whose person was erased was not anonymous for that: its history knows, also when it goes
    /// on. The fact that only a message or a call of somebody else was erased has details.
    func registered(in span: Range<Date>) throws(DeskError) -> [RegisteredTicket] {
        try session.all(
            """
            SELECT kind, queue, created_at, first_reply_at, first_reply_due_at, resolved_at,
                resolution_due_at, state, clock_marks, unit, unit_name,
                unit_queue,
                CASE WHEN citizen_email IS NULL AND citizen_phone IS NULL AND erased_at IS NULL
                    AND NOT EXISTS (
                        SELECT 1 FROM events e WHERE e.ticket = tickets.number
                            AND e.kind = \(TicketEvent.Kind.erased) AND e.details = '{}')
                    THEN 1 ELSE 0 END, priority
            FROM tickets
            WHERE register_year IS NOT NULL
                AND created_at >= \(span.lowerBound) AND created_at < \(span.upperBound)
                AND merged_into IS NULL
            """
        ) { (row) throws(DeskError) in
            let state: TicketState = try row.word(7)
            return RegisteredTicket(
                kind: try row.word(0),
                priority: try row.word(13),
                queue: row.text(1),
                unit: row.optionalText(9),
                unitName: row.optionalText(10),
                unitQueue: row.optionalText(11),
                createdAt: row.moment(2),
                firstReplyAt: row.optionalMoment(3),
                firstReplyDueAt: row.optionalMoment(4),
                resolvedAt: row.optionalMoment(5),
                resolutionDueAt: row.optionalMoment(6),
                isAnonymous: row.integer(12) != 0,
                isActive: state.isActive,
                isLate: TicketClocks(marks: Int(row.integer(8))).isMissed(.resolution)
            )
        }
    }
}
