import Cryptography
import Desk
import Foundation

/// The table `service_requests`.
extension StoreTransaction {
    func insert(_ request: ServiceRequest) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO service_requests (
                ticket, token, service, latitude, longitude, address, address_id, media_url,
                attributes, published, digest, requested_at)
            VALUES (
                \(request.ticket.rawValue), \(request.token.bytes), \(request.service),
                \(request.place.latitude), \(request.place.longitude), \(request.place.address),
                \(request.place.addressID), \(request.mediaURL), \(try json(request.answers)),
                \(request.published), \(request.digest?.bytes), \(request.requestedAt))
            """
        )
    }

    func serviceRequest(of ticket: TicketNumber) throws(DeskError) -> ServiceRequest? {
        try session.first(where: "r.ticket = \(ticket.rawValue) LIMIT 1")
    }

    func serviceRequest(token: UUIDv7) throws(DeskError) -> ServiceRequest? {
        try session.first(where: "r.token = \(token.bytes) LIMIT 1")
    }

    func serviceRequest(
        like digest: Digest,
        since moment: Date
    ) throws(DeskError) -> ServiceRequest? {
        try session.first(
            where: """
                r.digest = \(digest.bytes) AND r.requested_at >= \(moment)
                ORDER BY r.requested_at DESC LIMIT 1
                """
        )
    }

    /// What everybody may see, with the state of the ticket that each went into, if it did.
    func serviceRequests(_ wanted: ServiceRequestQuery) throws(DeskError) -> [FollowedRequest] {
        var query: SQL = """
            SELECT \(name: ServiceRequest.columns), coalesce(s.state, t.state), CASE WHEN s.number IS NULL THEN t.outcome ELSE s.outcome END,
                coalesce(s.updated_at, t.updated_at),
                CASE WHEN s.number IS NULL THEN t.resolution_due_at ELSE s.resolution_due_at END,
                CASE WHEN s.number IS NULL THEN t.unit ELSE s.unit END,
                CASE WHEN s.number IS NULL THEN t.unit_name ELSE s.unit_name END, t.is_protected,
                t.merged_into, t.incident, t.assignee
            FROM service_requests r
                JOIN tickets t ON t.number = r.ticket
                LEFT JOIN tickets s ON s.number = t.merged_into
            WHERE r.service IN (\(list: wanted.services.map(SQLValue.words)))
            """
        if let numbers = wanted.numbers {
            let values = numbers.map { SQLValue.integer($0.rawValue) }
            query += " AND r.ticket IN (\(list: values))"
        } else {
            query += """
                 AND r.requested_at >= \(wanted.span.lowerBound)
                AND r.requested_at <= \(wanted.span.upperBound)
                """
        }
        if !wanted.hiddenQueues.isEmpty {
            let hidden = wanted.hiddenQueues.map(SQLValue.words)
            query += " AND t.queue NOT IN (\(list: hidden))"
            query += " AND coalesce(s.unit_queue, t.unit_queue, '') NOT IN (\(list: hidden))"
        }
        let states = TicketState.allCases.filter {
            $0.isActive ? wanted.includesOpen : wanted.includesClosed
        }
        if states.count < TicketState.allCases.count {
            let words = states.map { SQLValue.words($0.rawValue) }
            // One of a protected person is shown as one that nobody has taken up.
            query += """
                 AND CASE WHEN t.is_protected = 1 THEN \(TicketState.new)
                    ELSE coalesce(s.state, t.state) END IN (\(list: words))
                """
        }
        query += """
             ORDER BY r.requested_at DESC, r.ticket DESC
            LIMIT \(ServiceRequestQuery.limitMax)
            """
        return try session.all(query, FollowedRequest.init(_:))
    }
}

extension ServiceRequest: SelectedValue {
    fileprivate static let columns = """
        r.ticket, r.token, r.service, r.latitude, r.longitude, r.address, r.address_id, r.media_url,
        r.attributes, r.published, r.digest, r.requested_at
        """
    fileprivate static let columnCount = 12

    static let selection: SQL = "SELECT \(name: columns) FROM service_requests r"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            ticket: row.number(0),
            token: try row.id(1),
            service: row.text(2),
            place: Place(
                latitude: row.isNull(3) ? nil : Int(row.integer(3)),
                longitude: row.isNull(4) ? nil : Int(row.integer(4)),
                address: row.optionalText(5),
                addressID: row.optionalText(6)
            ),
            mediaURL: row.optionalText(7),
            answers: try row.json(8, as: [ServiceAnswer].self),
            published: row.optionalText(9),
            digest: row.isNull(10) ? nil : try row.digest(10),
            requestedAt: row.moment(11)
        )
    }
}

extension FollowedRequest {
    /// Reads the columns of a request, and behind them those of its tickets.
    fileprivate init(_ row: any SQLRow) throws(DeskError) {
        let next = ServiceRequest.columnCount
        self.init(
            request: try ServiceRequest(row),
            state: try row.word(next),
            outcome: try row.optionalWord(next + 1),
            updatedAt: row.moment(next + 2),
            expectedAt: row.optionalMoment(next + 3),
            unit: row.optionalText(next + 4).map { ($0, row.text(next + 5)) },
            isProtected: row.integer(next + 6) != 0,
            isMerged: !row.isNull(next + 7),
            isUnread: !row.isNull(next + 8) && row.isNull(next + 9)
        )
    }
}
