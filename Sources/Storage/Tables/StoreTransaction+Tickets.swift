import Desk
import Foundation
import KnowledgeBase

/// The table `tickets`.
extension StoreTransaction {
    func ticket(_ number: TicketNumber) throws(DeskError) -> Ticket {
        try session.one(where: "number = \(number.rawValue)")
    }

    /// In order; each is found by a step over the index, however many tickets it has.
    func queues(limit: Int) throws(DeskError) -> [String] {
        try session.all(
            """
            WITH RECURSIVE found (queue) AS (
                SELECT min(queue) FROM tickets
                UNION ALL
                SELECT (SELECT min(t.queue) FROM tickets t WHERE t.queue > found.queue)
                FROM found WHERE found.queue IS NOT NULL
            )
            SELECT queue FROM found WHERE queue IS NOT NULL LIMIT \(limit)
            """
        ) { $0.text(0) }
    }

    func tickets(ofTelephone key: String, limit: Int) throws(DeskError) -> [Ticket] {
        try session.all(where: "citizen_phone_key = \(key) ORDER BY number DESC LIMIT \(limit)")
    }

    func absorbed(by ticket: TicketNumber) throws(DeskError) -> [Ticket] {
        try session.all(
            where: """
                merged_into = \(ticket.rawValue) ORDER BY number
                LIMIT \(DeskSettings.absorbedMax)
                """
        )
    }

    func ringing(at moment: Date, limit: Int) throws(DeskError) -> [TicketNumber] {
        try session.all(
            """
            SELECT number FROM tickets WHERE alarm_at <= \(moment)
            ORDER BY alarm_at LIMIT \(limit)
            """
        ) { $0.number(0) }
    }

    func insert(_ ticket: Ticket) throws(DeskError) -> TicketNumber {
        let inserted = try session.first(
            """
            INSERT INTO tickets (revision, created_at, \(name: Ticket.written))
            VALUES (\(ticket.revision), \(ticket.createdAt), \(ticket.values))
            RETURNING number
            """
        ) { (row) in row.number(0) }
        guard let inserted else { throw .unavailable(cause: "an insert returned no number") }
        try session.replaceName(of: inserted.rawValue, nil, with: ticket.citizen.name)
        return inserted
    }

    /// It counts as erased no longer: what is written now may be about a person again, and must be
    /// erased when its own time comes.
    func save(_ ticket: Ticket, over revision: Int64) throws(DeskError) {
        let written = try session.executeNow(
            """
            UPDATE tickets SET revision = \(revision + 1), erased_at = NULL,
                (\(name: Ticket.written)) = (\(ticket.values))
            WHERE number = \(ticket.number.rawValue) AND revision = \(revision)
            """
        )
        precondition(written <= 1, "tickets.number is the primary key")
        guard written == 1 else { throw .changedMeanwhile }
        guard ticket.absorbed > 0 else { return }
        // Whoever sees it sees those that went into it, and nobody else does.
        try session.execute(
            """
            UPDATE tickets SET revision = revision + 1,
                queue = \(ticket.queue), is_protected = \(ticket.isProtected),
                unit = \(ticket.unit?.id), unit_name = \(ticket.unit?.name),
                unit_queue = \(ticket.unit?.queue), unit_given_at = \(ticket.unit?.givenAt)
            WHERE merged_into = \(ticket.number.rawValue)
                AND (queue <> \(ticket.queue) OR is_protected <> \(ticket.isProtected)
                    OR coalesce(unit, '') <> \(ticket.unit?.id ?? ""))
            """
        )
    }

    func refind(_ ticket: Ticket, formerName: String?) throws(DeskError) {
        guard ticket.citizen.name != formerName else { return }
        try session.replaceName(
            of: ticket.number.rawValue,
            formerName,
            with: ticket.citizen.name
        )
    }
}

extension Ticket: SelectedValue {
    /// What ``init(_:)`` reads, in that order, and ``values`` writes.
    private static let columns = """
        subject, state, kind, category, priority, channel, queue, assignee, language, service,
        citizen_name, citizen_email, citizen_phone, citizen_verified, symptom, updated_at,
        first_reply_at, resolved_at, first_reply_due_at, resolution_due_at, outcome, article,
        contacts, suggestions, is_protected, merged_into, absorbed, lent, snoozed_until,
        follow_up_at, clock_marks, asked_at, next_reply_due_at, resolution_since,
        resolution_spent, first_reply_alarm_at, next_reply_alarm_at, resolution_alarm_at,
        triage_reasons, register_year, register_number, unit, unit_name, unit_queue,
        unit_given_at, unit_answered_at, unit_answer, first_contact, set_aside, first_solved_at,
        first_article, solved_queue, solved_kind, solved_category, incident, maintenance
        """

    /// With what is only looked for.
    fileprivate static let written =
        "\(columns), citizen_email_key, citizen_phone_key, alarm_at, next_due_at"

    static let selection: SQL = """
        SELECT number, revision, created_at, \(name: columns),
            (SELECT staff FROM holds WHERE holds.ticket = tickets.number),
            (SELECT reason FROM holds WHERE holds.ticket = tickets.number),
            (SELECT at FROM holds WHERE holds.ticket = tickets.number)
        FROM tickets
        """

    /// Those of ``written``.
    fileprivate var values: SQL {
        """
        \(subject), \(state), \(kind), \(category), \(priority), \(channel), \(queue), \(assignee),
        \(language), \(service), \(citizen.name), \(citizen.email), \(citizen.phone),
        \(citizen.isVerified), \(json(symptom)), \(updatedAt), \(firstReplyAt), \(resolvedAt),
        \(firstReplyDueAt), \(resolutionDueAt), \(optional: outcome), \(article), \(contacts),
        \(json(suggestions)), \(isProtected), \(SQLValue(mergedInto)), \(absorbed),
        \(lent.rawValue), \(snoozedUntil), \(followUpAt), \(clocks.marks), \(clocks.askedAt),
        \(clocks.nextReplyDueAt), \(clocks.resolutionSince),
        \(Int((clocks.resolutionSpent * 1_000).rounded())), \(clocks.alarms[.firstReply]),
        \(clocks.alarms[.nextReply]), \(clocks.alarms[.resolution]), \(json(triageReasons)),
        \(register?.year), \(register?.number), \(unit?.id), \(unit?.name), \(unit?.queue),
        \(unit?.givenAt), \(unit?.answeredAt), \(unit?.answer?.bytes), \(firstContact),
        \(optional: setAside), \(firstSolvedAt), \(firstArticle), \(countedSolution?.queue),
        \(optional: countedSolution?.kind), \(optional: countedSolution?.category),
        \(incident), \(maintenance), \(citizen.email?.lowercased()),
        \(TelephoneKey.key(of: citizen.phone)), \(nextAlarm), \(nextDue)
        """
    }

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            number: row.number(0),
            revision: row.integer(1),
            subject: row.text(3),
            state: try row.word(4),
            kind: try row.word(5),
            category: try row.word(6),
            priority: try row.word(7),
            channel: try row.word(8),
            queue: row.text(9),
            assignee: row.optionalText(10),
            language: row.text(11),
            service: row.optionalText(12),
            citizen: Citizen(
                name: row.optionalText(13),
                email: row.optionalText(14),
                phone: row.optionalText(15),
                isVerified: row.integer(16) != 0
            ),
            symptom: try row.symptom(17),
            createdAt: row.moment(2),
            updatedAt: row.moment(18),
            firstReplyAt: row.optionalMoment(19),
            resolvedAt: row.optionalMoment(20),
            firstReplyDueAt: row.optionalMoment(21),
            resolutionDueAt: row.optionalMoment(22),
            outcome: try row.optionalWord(23),
            article: row.optionalText(24),
            contacts: Int(row.integer(25)),
            suggestions: try row.suggestions(26),
            isProtected: row.integer(27) != 0,
            mergedInto: row.isNull(28) ? nil : row.number(28),
            absorbed: Int(row.integer(29)),
            lent: TicketLoan(rawValue: Int(row.integer(30))),
            snoozedUntil: row.optionalMoment(31),
            followUpAt: row.optionalMoment(32),
            clocks: TicketClocks(row, at: 33),
            triageReasons: try row.texts(41),
            register: row.isNull(42)
                ? nil
                : RegisterNumber(year: Int(row.integer(42)), number: Int(row.integer(43))),
            unit: try TicketUnit(row, at: 44),
            firstContact: try row.word(50),
            setAside: try row.optionalWord(51),
            firstSolvedAt: row.optionalMoment(52),
            firstArticle: row.optionalText(53),
            countedSolution: try CountedPlace(row, at: 54),
            incident: row.isNull(57) ? nil : row.integer(57),
            maintenance: row.isNull(58) ? nil : row.integer(58),
            hold: row.isNull(59)
                ? nil : Hold(staff: row.text(59), reason: row.text(60), at: row.moment(61))
        )
    }
}

extension TicketClocks {
    /// Reads eight columns that begin at `index`.
    fileprivate init(_ row: any SQLRow, at index: Int) {
        self.init(
            marks: Int(row.integer(index)),
            askedAt: row.optionalMoment(index + 1),
            nextReplyDueAt: row.optionalMoment(index + 2),
            resolutionSince: row.optionalMoment(index + 3),
            resolutionSpent: Double(row.integer(index + 4)) / 1_000
        )
        for (place, clock) in TicketClock.allCases.enumerated() {
            alarms[clock] = row.optionalMoment(index + 5 + place)
        }
    }
}

extension TicketUnit {
    /// Reads six columns that begin at `index`.
    fileprivate init?(_ row: any SQLRow, at index: Int) throws(DeskError) {
        guard let id = row.optionalText(index), let givenAt = row.optionalMoment(index + 3) else {
            return nil
        }
        self.init(
            id: id,
            name: row.text(index + 1),
            queue: row.optionalText(index + 2),
            givenAt: givenAt,
            answeredAt: row.optionalMoment(index + 4),
            answer: row.isNull(index + 5) ? nil : try row.id(index + 5)
        )
    }
}

extension CountedPlace {
    /// Reads three columns that begin at `index`; nil where they are empty.
    init?(_ row: any SQLRow, at index: Int) throws(DeskError) {
        guard !row.isNull(index) else { return nil }
        self.init(
            queue: row.text(index),
            kind: try row.word(index + 1),
            category: try row.word(index + 2)
        )
    }
}
