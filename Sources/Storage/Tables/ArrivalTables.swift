import Desk
import Foundation
import KnowledgeBase

/// What is known of when tickets come, and with what.
struct ArrivalTables {
    let session: any SQLSession

    func model() throws(DeskError) -> ArrivalModel? {
        try session.first("SELECT model FROM arrival_model WHERE id = 1") {
            (row) throws(DeskError) in try row.json(0, as: ArrivalModel.self)
        }
    }

    func save(_ model: ArrivalModel, at moment: Date) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO arrival_model (id, model, saved_at)
            VALUES (1, \(try json(model)), \(moment))
            ON CONFLICT (id) DO UPDATE SET model = excluded.model, saved_at = excluded.saved_at
            """
        )
    }

    func first() throws(DeskError) -> Date? {
        try session.first("SELECT created_at FROM tickets ORDER BY created_at LIMIT 1") {
            $0.moment(0)
        }
    }

    func arrivals(
        in span: Range<Date>
    ) throws(DeskError) -> (tickets: Int, keys: [SymptomKey: Int]) {
        var query = TicketTable.selection
        query += """
            WHERE created_at >= \(span.lowerBound) AND created_at < \(span.upperBound)
                AND incident IS NULL AND maintenance IS NULL
            """
        var tickets = 0
        var keys: [SymptomKey: Int] = [:]
        try session.each(query) { (row) throws(DeskError) in
            tickets += 1
            for key in try TicketTable.ticket(row).symptomKeys { keys[key, default: 0] += 1 }
            return true
        }
        return (tickets, keys)
    }

    func rate(of key: SymptomKey) throws(DeskError) -> KeyRate? {
        try session.first(
            """
            SELECT tickets, short_tickets, hour FROM symptom_rates
            WHERE symptom_key = \(key.description)
            """
        ) { Self.rate($0, at: 0) }
    }

    func greatest(limit: Int) throws(DeskError) -> [(key: SymptomKey, rate: KeyRate)] {
        try session.all(
            """
            SELECT symptom_key, tickets, short_tickets, hour FROM symptom_rates
            ORDER BY tickets DESC, symptom_key LIMIT \(limit)
            """
        ) { row in SymptomKey(row.text(0)).map { ($0, Self.rate(row, at: 1)) } }
        .compactMap(\.self)
    }

    func save(_ rate: KeyRate, of key: SymptomKey) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO symptom_rates (symptom_key, tickets, short_tickets, hour)
            VALUES (
                \(key.description), \(Self.millionths(rate.tickets)),
                \(Self.millionths(rate.shortTickets)), \(rate.hour))
            ON CONFLICT (symptom_key) DO UPDATE SET tickets = excluded.tickets,
                short_tickets = excluded.short_tickets, hour = excluded.hour
            """
        )
    }

    func trim(to countMax: Int) throws(DeskError) {
        try session.execute(
            """
            DELETE FROM symptom_rates WHERE symptom_key IN (
                SELECT symptom_key FROM symptom_rates ORDER BY tickets DESC, symptom_key
                LIMIT 1000000 OFFSET \(countMax))
            """
        )
    }

    func queued(limit: Int) throws(DeskError) -> [TicketNumber] {
        try session.all("SELECT ticket FROM symptom_queue ORDER BY ticket LIMIT \(limit)") {
            $0.number(0)
        }
    }

    func enqueue(_ ticket: TicketNumber) throws(DeskError) {
        try session.execute("INSERT INTO symptom_queue (ticket) VALUES (\(ticket.rawValue))")
    }

    func dequeue(_ ticket: TicketNumber) throws(DeskError) {
        try session.execute("DELETE FROM symptom_queue WHERE ticket = \(ticket.rawValue)")
    }

    func insert(
        _ ticket: TicketNumber,
        with key: SymptomKey,
        at moment: Date
    ) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO symptom_arrivals (symptom_key, at, ticket)
            VALUES (\(key.description), \(moment), \(ticket.rawValue))
            ON CONFLICT (symptom_key, at, ticket) DO NOTHING
            """
        )
    }

    func count(
        _ key: SymptomKey,
        in span: ClosedRange<Date>
    ) throws(DeskError) -> (citizens: Int, tickets: Int) {
        try session.first(
            """
            SELECT count(DISTINCT coalesce(
                    citizen_email_key, citizen_phone_key, CAST(number AS TEXT))),
                count(*)
            FROM symptom_arrivals JOIN tickets ON number = ticket
            WHERE symptom_key = \(key.description)
                AND at > \(span.lowerBound) AND at <= \(span.upperBound)
            """
        ) { (Int($0.integer(0)), Int($0.integer(1))) } ?? (0, 0)
    }

    func countTickets(in span: ClosedRange<Date>) throws(DeskError) -> Int {
        try session.first(
            """
            SELECT count(*) FROM tickets
            WHERE created_at > \(span.lowerBound) AND created_at <= \(span.upperBound)
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    func unlinked(
        with key: SymptomKey,
        since moment: Date,
        limit: Int
    ) throws(DeskError) -> [TicketNumber] {
        try session.all(
            """
            SELECT number FROM symptom_arrivals JOIN tickets ON number = ticket
            WHERE symptom_key = \(key.description) AND at > \(moment) AND incident IS NULL
                AND NOT EXISTS (
                    SELECT 1 FROM events
                    WHERE events.ticket = number
                        AND events.kind = \(TicketEvent.Kind.incidentUnlinked))
            ORDER BY at, number LIMIT \(limit)
            """
        ) { $0.number(0) }
    }

    func sweep(before moment: Date) throws(DeskError) {
        try session.execute("DELETE FROM symptom_arrivals WHERE at < \(moment)")
    }

    private static func rate(_ row: any SQLRow, at index: Int) -> KeyRate {
        KeyRate(
            tickets: Double(row.integer(index)) / 1_000_000,
            shortTickets: Double(row.integer(index + 1)) / 1_000_000,
            hour: Int(row.integer(index + 2))
        )
    }

    private static func millionths(_ tickets: Double) -> Int {
        Int((tickets * 1_000_000).rounded())
    }
}
