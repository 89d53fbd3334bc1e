import Desk
import Foundation
import KnowledgeBase

/// What is known of when tickets come, and with what.
extension StoreTransaction {
    func arrivalModel() throws(DeskError) -> ArrivalModel? {
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

    func firstArrival() throws(DeskError) -> Date? {
        try session.first("SELECT created_at FROM tickets ORDER BY created_at LIMIT 1") {
            $0.moment(0)
        }
    }

    func arrivals(
        in span: Range<Date>
    ) throws(DeskError) -> (tickets: Int, keys: [SymptomKey: Int]) {
        // Few symptoms are met by many, so each is read once.
        let query: SQL = """
            SELECT service, symptom, count(*) FROM tickets
            WHERE created_at >= \(span.lowerBound) AND created_at < \(span.upperBound)
                AND maintenance IS NULL AND (incident IS NULL OR incident IN (
                    SELECT number FROM incidents WHERE state = \(Incident.State.dismissed)))
            GROUP BY service, symptom
            """
        var tickets = 0
        var keys: [SymptomKey: Int] = [:]
        try session.each(query) { (row) throws(DeskError) in
            let count = Int(row.integer(2))
            tickets += count
            for key in SymptomKey.all(of: try row.symptom(1), on: row.optionalText(0)) {
                keys[key, default: 0] += count
            }
            return true
        }
        return (tickets, keys)
    }

    func ticketsToLookAt(limit: Int) throws(DeskError) -> [TicketNumber] {
        try session.all("SELECT ticket FROM symptom_queue ORDER BY ticket LIMIT \(limit)") {
            $0.number(0)
        }
    }

    func lookAt(_ ticket: TicketNumber) throws(DeskError) {
        try session.execute("INSERT INTO symptom_queue (ticket) VALUES (\(ticket.rawValue))")
    }

    func lookedAt(_ ticket: TicketNumber) throws(DeskError) {
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

    /// One walk through the key's arrivals: a citizen is in every window that the newest one lies in.
    func count(
        _ key: SymptomKey,
        after starts: [Date],
        until latest: Date
    ) throws(DeskError) -> [(citizens: Int, tickets: Int)] {
        guard let first = starts.min() else { return [] }
        var outer: SQL = "SELECT count(*)"
        var inner: SQL = "SELECT max(at) AS newest"
        for (index, start) in starts.enumerated() {
            let sum = "tickets_\(index)"
            outer += """
                , count(*) FILTER (WHERE newest > \(start)),
                    CAST(coalesce(sum(\(name: sum)), 0) AS bigint)
                """
            inner += ", count(*) FILTER (WHERE at > \(start)) AS \(name: sum)"
        }
        return try session.first(
            """
            \(outer) FROM (
                \(inner) FROM symptom_arrivals JOIN tickets ON number = ticket
                WHERE symptom_key = \(key.description) AND at > \(first) AND at <= \(latest)
                GROUP BY coalesce(citizen_email_key, citizen_phone_key, CAST(number AS TEXT))
            ) AS citizens
            """
        ) { row in
            starts.indices.map {
                (Int(row.integer(2 * $0 + 1)), Int(row.integer(2 * $0 + 2)))
            }
        } ?? starts.map { _ in (0, 0) }
    }

    func ticketMoments(after moment: Date, limit: Int) throws(DeskError) -> [Date] {
        try session.all(
            """
            SELECT created_at FROM tickets WHERE created_at > \(moment)
            ORDER BY created_at DESC LIMIT \(limit)
            """
        ) { $0.moment(0) }
    }

    /// What staff took out of an incident is not put back.
    private static let isLinkable: SQL = """
        (incident IS NULL AND maintenance IS NULL AND NOT EXISTS (
            SELECT 1 FROM events
            WHERE events.ticket = number
                AND events.kind = \(TicketEvent.Kind.incidentUnlinked)))
        """

    func countLinkable(
        with key: SymptomKey,
        after moment: Date,
        limit: Int
    ) throws(DeskError) -> Int {
        try session.first(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM symptom_arrivals JOIN tickets ON number = ticket
                WHERE symptom_key = \(key.description) AND at > \(moment) AND \(Self.isLinkable)
                LIMIT \(limit)) AS linkable
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    func arrivals(
        with key: SymptomKey,
        after place: ArrivalPlace,
        limit: Int
    ) throws(DeskError) -> [Arrival] {
        try session.all(
            """
            SELECT at, ticket, CASE WHEN \(Self.isLinkable) THEN 1 ELSE 0 END
            FROM symptom_arrivals JOIN tickets ON number = ticket
            WHERE symptom_key = \(key.description)
                AND (at, ticket) > (\(place.at), \(place.ticket.rawValue))
            ORDER BY at, ticket LIMIT \(limit)
            """
        ) { row in
            Arrival(
                place: ArrivalPlace(at: row.moment(0), ticket: row.number(1)),
                isLinkable: row.integer(2) == 1
            )
        }
    }

    /// By the tickets' numbers, which go up as time does: no walk through all there is.
    func sweepArrivals(before moment: Date, limit: Int) throws(DeskError) -> Bool {
        let last = try session.first(
            """
            SELECT ticket, at FROM symptom_arrivals ORDER BY ticket LIMIT 1 OFFSET \(limit - 1)
            """
        ) { (ticket: $0.number(0), at: $0.moment(1)) }
        try session.execute(
            """
            DELETE FROM symptom_arrivals
            WHERE at < \(moment) AND ticket <= \(last?.ticket.rawValue ?? .max)
            """
        )
        return last.map { $0.at < moment } ?? false
    }
}
