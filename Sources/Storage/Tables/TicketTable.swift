import Cryptography
import Desk
import Foundation
import KnowledgeBase

/// The table `tickets`.
struct TicketTable {
    let session: any SQLSession

    private static let columns = """
        number, revision, subject, state, kind, category, priority, channel, queue, assignee,
        language, service, citizen_name, citizen_email, citizen_phone, citizen_verified, symptom,
        created_at, updated_at, first_reply_at, resolved_at, first_reply_due_at,
        resolution_due_at, outcome, article, contacts, suggestions, is_protected, merged_into,
        absorbed, snoozed_until, follow_up_at, clock_marks, asked_at, next_reply_due_at,
        resolution_since, resolution_spent, first_reply_alarm_at, next_reply_alarm_at,
        resolution_alarm_at, triage_reasons, register_year, register_number,
        unit, unit_name, unit_queue, unit_given_at, unit_answered_at, unit_answer,
        first_contact, first_solved_at, incident, maintenance, first_article,
        solved_queue, solved_kind, solved_category, lent, set_aside,
        (SELECT staff FROM holds WHERE holds.ticket = tickets.number),
        (SELECT reason FROM holds WHERE holds.ticket = tickets.number),
        (SELECT at FROM holds WHERE holds.ticket = tickets.number)
        """

    static let selection = SQL(stringLiteral: "SELECT \(columns) FROM tickets ")

    func find(_ number: TicketNumber) throws(DeskError) -> Ticket {
        var query = Self.selection
        query += "WHERE number = \(number.rawValue)"
        let ticket = try session.first(query) { (row) throws(DeskError) in try Self.ticket(row) }
        guard let ticket else { throw .notFound }
        return ticket
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

    /// The newest tickets whose citizen has this number.
    func list(ofTelephone key: String, limit: Int) throws(DeskError) -> [Ticket] {
        var query = Self.selection
        query += "WHERE citizen_phone_key = \(key) ORDER BY number DESC LIMIT \(limit)"
        return try session.all(query) { (row) throws(DeskError) in try Self.ticket(row) }
    }

    func insert(_ ticket: Ticket) throws(DeskError) -> TicketNumber {
        let inserted = try session.first(
            """
            INSERT INTO tickets (
                revision, subject, state, kind, category, priority, channel, queue, assignee,
                language, service, citizen_name, citizen_email, citizen_email_key, citizen_phone,
                citizen_phone_key, citizen_verified, symptom, created_at, updated_at,
                first_reply_at, resolved_at, first_reply_due_at, resolution_due_at, outcome,
                article, contacts, suggestions, is_protected, snoozed_until, follow_up_at, alarm_at,
                clock_marks, asked_at,
                next_reply_due_at, resolution_since, resolution_spent, first_reply_alarm_at,
                next_reply_alarm_at, resolution_alarm_at, next_due_at, triage_reasons,
                register_year, register_number, unit, unit_name, unit_queue, unit_given_at,
                first_contact, first_solved_at, incident, maintenance, first_article,
                solved_queue, solved_kind, solved_category)
            VALUES (
                \(ticket.revision), \(ticket.subject), \(ticket.state), \(ticket.kind),
                \(ticket.category), \(ticket.priority), \(ticket.channel), \(ticket.queue),
                \(ticket.assignee), \(ticket.language), \(ticket.service),
                \(ticket.citizen.name), \(ticket.citizen.email),
                \(ticket.citizen.email?.lowercased()), \(ticket.citizen.phone),
                \(TelephoneKey.key(of: ticket.citizen.phone)), \(ticket.citizen.isVerified), \(json(ticket.symptom)),
                \(ticket.createdAt), \(ticket.updatedAt), \(ticket.firstReplyAt),
                \(ticket.resolvedAt), \(ticket.firstReplyDueAt), \(ticket.resolutionDueAt),
                \(optional: ticket.outcome), \(ticket.article), \(ticket.contacts),
                \(json(ticket.suggestions)), \(ticket.isProtected), \(ticket.snoozedUntil),
                \(ticket.followUpAt), \(ticket.nextAlarm),
                \(ticket.clocks.marks), \(ticket.clocks.askedAt),
                \(ticket.clocks.nextReplyDueAt), \(ticket.clocks.resolutionSince),
                \(ticket.clocks.spentMilliseconds), \(ticket.clocks.alarms[.firstReply]),
                \(ticket.clocks.alarms[.nextReply]), \(ticket.clocks.alarms[.resolution]),
                \(ticket.nextDue), \(json(ticket.triageReasons)),
                \(ticket.register?.year), \(ticket.register?.number),
                \(ticket.unit?.id), \(ticket.unit?.name), \(ticket.unit?.queue),
                \(ticket.unit?.givenAt),
                \(ticket.firstContact), \(ticket.firstSolvedAt),
                \(ticket.incident), \(ticket.maintenance), \(ticket.firstArticle),
                \(ticket.countedSolution?.queue), \(optional: ticket.countedSolution?.kind),
                \(optional: ticket.countedSolution?.category))
            RETURNING number
            """
        ) { (row) in row.number(0) }
        guard let inserted else { throw .unavailable(cause: "an insert returned no number") }
        try session.replaceName(of: inserted.rawValue, nil, with: ticket.citizen.name)
        return inserted
    }

    /// Writes the ticket if nobody wrote it since `revision`.
    ///
    /// It counts as erased no longer: what is written now may be about a person again, and must be
    /// erased when its own time comes.
    func save(_ ticket: Ticket, over revision: Int64) throws(DeskError) {
        let written = try session.executeNow(
            """
            UPDATE tickets SET
                revision = \(revision + 1), subject = \(ticket.subject), state = \(ticket.state),
                kind = \(ticket.kind), category = \(ticket.category),
                priority = \(ticket.priority), channel = \(ticket.channel),
                queue = \(ticket.queue), assignee = \(ticket.assignee), language = \(ticket.language),
                service = \(ticket.service), citizen_name = \(ticket.citizen.name),
                citizen_email = \(ticket.citizen.email),
                citizen_email_key = \(ticket.citizen.email?.lowercased()),
                citizen_phone = \(ticket.citizen.phone),
                citizen_phone_key = \(TelephoneKey.key(of: ticket.citizen.phone)),
                citizen_verified = \(ticket.citizen.isVerified),
                symptom = \(json(ticket.symptom)), updated_at = \(ticket.updatedAt),
                first_reply_at = \(ticket.firstReplyAt), resolved_at = \(ticket.resolvedAt),
                first_reply_due_at = \(ticket.firstReplyDueAt),
                resolution_due_at = \(ticket.resolutionDueAt),
                outcome = \(optional: ticket.outcome), article = \(ticket.article),
                contacts = \(ticket.contacts), suggestions = \(json(ticket.suggestions)),
                is_protected = \(ticket.isProtected),
                merged_into = \(ticket.mergedInto.map(\.rawValue)), absorbed = \(ticket.absorbed),
                snoozed_until = \(ticket.snoozedUntil), follow_up_at = \(ticket.followUpAt),
                alarm_at = \(ticket.nextAlarm), clock_marks = \(ticket.clocks.marks),
                asked_at = \(ticket.clocks.askedAt),
                next_reply_due_at = \(ticket.clocks.nextReplyDueAt),
                resolution_since = \(ticket.clocks.resolutionSince),
                resolution_spent = \(ticket.clocks.spentMilliseconds),
                first_reply_alarm_at = \(ticket.clocks.alarms[.firstReply]),
                next_reply_alarm_at = \(ticket.clocks.alarms[.nextReply]),
                resolution_alarm_at = \(ticket.clocks.alarms[.resolution]),
                next_due_at = \(ticket.nextDue), register_year = \(ticket.register?.year),
                register_number = \(ticket.register?.number),
                unit = \(ticket.unit?.id), unit_name = \(ticket.unit?.name),
                unit_queue = \(ticket.unit?.queue), unit_given_at = \(ticket.unit?.givenAt),
                unit_answered_at = \(ticket.unit?.answeredAt),
                unit_answer = \(ticket.unit?.answer?.bytes),
                first_contact = \(ticket.firstContact),
                first_solved_at = \(ticket.firstSolvedAt), incident = \(ticket.incident),
                maintenance = \(ticket.maintenance),
                triage_reasons = \(json(ticket.triageReasons)), first_article = \(ticket.firstArticle),
                solved_queue = \(ticket.countedSolution?.queue),
                solved_kind = \(optional: ticket.countedSolution?.kind),
                solved_category = \(optional: ticket.countedSolution?.category),
                lent = \(ticket.lent.rawValue), set_aside = \(optional: ticket.setAside),
                erased_at = NULL
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

    /// Those that went into a ticket.
    func absorbed(by ticket: TicketNumber) throws(DeskError) -> [Ticket] {
        var query = Self.selection
        query += """
            WHERE merged_into = \(ticket.rawValue) ORDER BY number
            LIMIT \(DeskSettings.absorbedMax)
            """
        return try session.all(query) { (row) throws(DeskError) in try Self.ticket(row) }
    }

    /// Those whose alarm has come.
    func ringing(at moment: Date, limit: Int) throws(DeskError) -> [TicketNumber] {
        try session.all(
            """
            SELECT number FROM tickets WHERE alarm_at <= \(moment)
            ORDER BY alarm_at LIMIT \(limit)
            """
        ) { $0.number(0) }
    }

    func isProtected(_ citizen: Citizen) throws(DeskError) -> Bool {
        // A number may be a whole school's: who has an address is known by that alone, or whoever
        // shares the number would be hidden, and be the next by whom others are.
        let email = citizen.email?.lowercased()
        guard let key = email ?? TelephoneKey.key(of: citizen.phone) else { return false }
        let column = email == nil ? "citizen_phone_key" : "citizen_email_key"
        let remembered = ProtectedPeopleTable.digest(email: email, phone: citizen.phone)
        return try session.first(
            """
            SELECT 1 FROM tickets WHERE \(name: column) = \(key) AND is_protected = 1
            UNION ALL SELECT 1 FROM protected_people WHERE digest = \(remembered?.bytes ?? [])
            LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Changes who sees them; `ticket` is saved by whoever asks.
    ///
    /// What was answered before was for whoever could see it then, and nothing is learnt from
    /// protected people. A ticket that went into another is of the same person.
    func setProtected(
        _ isProtected: Bool,
        _ citizen: Citizen,
        besides ticket: TicketNumber
    ) throws(DeskError) -> [TicketNumber] {
        if !isProtected { try ProtectedPeopleTable(session: session).forget(citizen) }
        guard let kin = try kin(of: citizen, besides: ticket, endsProtection: !isProtected) else {
            return []
        }
        var statement: SQL = """
            UPDATE tickets SET is_protected = \(isProtected), revision = revision + 1
            WHERE is_protected <> \(isProtected) AND number <> \(ticket.rawValue) AND number IN (
            """
        statement += kin
        statement += ") RETURNING number"
        let changed = try session.all(statement) { TicketNumber(rawValue: $0.integer(0)) }
        try AnswerTable(session: session).withdraw(kin)
        guard isProtected else { return changed }
        var unlearning: SQL = "DELETE FROM evidence WHERE ticket IN ("
        unlearning += kin
        unlearning += ")"
        try session.execute(unlearning)
        try session.announce(.evidenceChanged)
        return changed
    }

    /// The tickets of a person, those that they went into, and those that went into any of them; nil
    /// for nobody.
    private func kin(
        of citizen: Citizen,
        besides ticket: TicketNumber,
        endsProtection: Bool
    ) throws(DeskError) -> SQL? {
        var theirs: [SQL] = []
        let email = citizen.email?.lowercased()
        if let email { theirs.append("citizen_email_key = \(email)") }
        if let phone = TelephoneKey.key(of: citizen.phone) {
            let isAnothers = try session.first(
                """
                SELECT 1 FROM tickets
                WHERE citizen_phone_key = \(phone) AND is_protected = 1
                    AND citizen_email_key <> \(email ?? "") AND number <> \(ticket.rawValue) LIMIT 1
                """
            ) { _ in true }
            if !endsProtection || isAnothers == nil {
                theirs.append("citizen_phone_key = \(phone) AND citizen_email_key IS NULL")
            }
        }
        guard !theirs.isEmpty else { return nil }
        var kin: SQL = ""
        for (index, condition) in theirs.enumerated() {
            if index > 0 { kin += " UNION " }
            kin += "SELECT number FROM tickets WHERE "
            kin += condition
            kin += " UNION SELECT merged_into FROM tickets WHERE merged_into IS NOT NULL AND "
            kin += condition
            kin += """
                 UNION SELECT number FROM tickets WHERE merged_into IN (
                    SELECT coalesce(merged_into, number) FROM tickets WHERE
                """
            kin += " "
            kin += condition
            kin += ")"
        }
        return kin
    }

    /// Eight columns that begin at `index`.
    private static func clocks(_ row: any SQLRow, at index: Int) -> TicketClocks {
        var clocks = TicketClocks(
            marks: Int(row.integer(index)),
            askedAt: row.optionalMoment(index + 1),
            nextReplyDueAt: row.optionalMoment(index + 2),
            resolutionSince: row.optionalMoment(index + 3),
            resolutionSpent: Double(row.integer(index + 4)) / 1_000
        )
        for (place, clock) in TicketClock.allCases.enumerated() {
            clocks.alarms[clock] = row.optionalMoment(index + 5 + place)
        }
        return clocks
    }

    static func ticket(_ row: any SQLRow) throws(DeskError) -> Ticket {
        Ticket(
            number: row.number(0),
            revision: row.integer(1),
            subject: row.text(2),
            state: try row.word(3),
            kind: try row.word(4),
            category: try row.word(5),
            priority: try row.word(6),
            channel: try row.word(7),
            queue: row.text(8),
            assignee: row.optionalText(9),
            language: row.text(10),
            service: row.optionalText(11),
            citizen: Citizen(
                name: row.optionalText(12),
                email: row.optionalText(13),
                phone: row.optionalText(14),
                isVerified: row.integer(15) != 0
            ),
            symptom: try row.symptom(16),
            createdAt: row.moment(17),
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
            lent: TicketLoan(rawValue: Int(row.integer(57))),
            snoozedUntil: row.optionalMoment(30),
            followUpAt: row.optionalMoment(31),
            clocks: clocks(row, at: 32),
            triageReasons: try row.texts(40),
            register: row.isNull(41)
                ? nil
                : RegisterNumber(year: Int(row.integer(41)), number: Int(row.integer(42))),
            unit: try unit(row, at: 43),
            firstContact: try row.word(49),
            setAside: try row.optionalWord(58),
            firstSolvedAt: row.optionalMoment(50),
            firstArticle: row.optionalText(53),
            countedSolution: row.isNull(54)
                ? nil
                : CountedPlace(
                    queue: row.text(54),
                    kind: try row.word(55),
                    category: try row.word(56)
                ),
            incident: row.isNull(51) ? nil : row.integer(51),
            maintenance: row.isNull(52) ? nil : row.integer(52),
            hold: row.isNull(59)
                ? nil : Hold(staff: row.text(59), reason: row.text(60), at: row.moment(61))
        )
    }

    /// Six columns that begin at `index`.
    private static func unit(_ row: any SQLRow, at index: Int) throws(DeskError) -> TicketUnit? {
        guard let id = row.optionalText(index), let givenAt = row.optionalMoment(index + 3) else {
            return nil
        }
        return TicketUnit(
            id: id,
            name: row.text(index + 1),
            queue: row.optionalText(index + 2),
            givenAt: givenAt,
            answeredAt: row.optionalMoment(index + 4),
            answer: row.isNull(index + 5) ? nil : try row.id(index + 5)
        )
    }
}

extension TicketClocks {
    /// As it is stored.
    fileprivate var spentMilliseconds: Int { Int((resolutionSpent * 1_000).rounded()) }
}
