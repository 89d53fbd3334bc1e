import Desk
import Foundation

/// Lists of tickets.
extension StoreTransaction {
    func tickets(_ query: TicketQuery) throws(DeskError) -> TicketPage {
        let filters = TicketFilter.filters(query, at: now, in: session)
        if query.isSearch {
            var search = try TicketSearch(query, in: self, filters: filters)
            return try search.page(query.limit)
        }
        if query.order == .due { return try listByDue(query, filters) }
        let before = query.after?.rawValue ?? .max
        var pages: [TicketPage] = []
        for filter in filters {
            pages.append(try page(filter, before: before, limit: query.limit))
        }
        return Self.merged(pages, limit: query.limit)
    }

    /// What is owed longest first; no more is looked at than is owed at all.
    private func listByDue(
        _ query: TicketQuery,
        _ filters: [TicketFilter]
    ) throws(DeskError) -> TicketPage {
        var found: [(ticket: Ticket, place: TicketQuery.DuePlace)] = []
        for filter in filters {
            var condition = TicketFilter.owed
            if let after = query.afterDue {
                condition += " AND (next_due_at, number) > (\(after.due), \(after.number.rawValue))"
            }
            for another in filter.conditions(leading: nil) { condition += " AND \(another)" }
            condition += " ORDER BY next_due_at, number LIMIT \(query.limit + 1)"
            let tickets: [Ticket] = try session.all(where: condition)
            found += tickets.compactMap { ticket in
                ticket.nextDue.map { (ticket, .init(due: $0, number: ticket.number)) }
            }
        }
        found.sort { one, other in
            one.place.due == other.place.due
                ? one.place.number < other.place.number : one.place.due < other.place.due
        }
        let page = found.prefix(query.limit)
        return TicketPage(
            tickets: page.map(\.ticket),
            next: nil,
            nextDue: found.count > query.limit ? page.last?.place : nil
        )
    }

    /// One page of several lists, as far as each of them was looked through.
    private static func merged(_ pages: [TicketPage], limit: Int) -> TicketPage {
        if pages.count == 1 { return pages[0] }
        let reached = pages.compactMap(\.next).max()
        let tickets = pages.flatMap(\.tickets)
            .filter { ticket in reached.map { ticket.number >= $0 } ?? true }
            .sorted { $0.number > $1.number }
        guard tickets.count > limit else { return TicketPage(tickets: tickets, next: reached) }
        let kept = Array(tickets.prefix(limit))
        return TicketPage(tickets: kept, next: kept.last?.number)
    }

    private func page(
        _ filter: TicketFilter,
        before place: Int64,
        limit: Int
    ) throws(DeskError) -> TicketPage {
        var effort = TicketFilter.effortMax
        var (found, end) = try scan(filter, before: place, wanted: limit + 1, effort: &effort)
        guard found.count > limit else {
            return TicketPage(tickets: found, next: end.map(TicketNumber.init(rawValue:)))
        }
        found.removeLast()
        return TicketPage(tickets: found, next: found.last?.number)
    }

    /// Looks for `wanted` tickets below a place with at most so much effort, of which it takes what
    /// it needs.
    ///
    /// - Returns: what it found, and how far down it looked; nil when there are no more.
    func scan(
        _ filter: TicketFilter,
        before: Int64,
        wanted: Int,
        effort: inout Int64
    ) throws(DeskError) -> (found: [Ticket], end: Int64?) {
        var place = before
        var found: [Ticket] = []
        // Most pages are full after few rows; the others look ahead in longer and longer steps.
        var step = min(Int64(wanted) * 8, effort)
        while true {
            let stretch = try stretch(of: step, filter, before: place)
            let missing = wanted - found.count
            found += try rows(filter, before: place, on: stretch, limit: missing)
            effort -= filter.isPlain ? Int64(wanted) : step
            guard found.count < wanted, let end = stretch.end else { return (found, nil) }
            place = end
            guard effort > 0 else { return (found, place) }
            step = min(step * 8, effort)
        }
    }

    /// A stretch of the list, and whose index is walked on it.
    private struct Stretch {
        /// Nil when it is the last.
        var end: Int64?
        /// Of ``TicketFilter/leaders``; nil when the table itself is walked.
        var leader: Int?
    }

    /// The longest stretch on which one of the filter's indexes has no more than `step` rows.
    private func stretch(
        of step: Int64,
        _ filter: TicketFilter,
        before place: Int64
    ) throws(DeskError) -> Stretch {
        if filter.isPlain { return Stretch(end: nil, leader: filter.leaders.indices.first) }
        if filter.leaders.isEmpty { return Stretch(end: try end(of: step, nil, before: place)) }
        var longest: Stretch?
        for (index, leader) in filter.leaders.enumerated() {
            let end = try end(of: step, leader.indexed, before: place)
            if let longest, (end ?? .min) >= (longest.end ?? .min) { continue }
            longest = Stretch(end: end, leader: index)
            if end == nil { break }
        }
        return longest ?? Stretch()
    }

    /// The number at which `step` rows of an index end; nil when it has no more.
    private func end(
        of step: Int64,
        _ condition: SQL?,
        before place: Int64
    ) throws(DeskError) -> Int64? {
        var query: SQL = "SELECT number FROM tickets WHERE number < \(place)"
        if let condition { query += " AND \(condition)" }
        query += " ORDER BY number DESC LIMIT 1 OFFSET \(step - 1)"
        return try session.first(query) { (row) in row.integer(0) }
    }

    private func rows(
        _ filter: TicketFilter,
        before place: Int64,
        on stretch: Stretch,
        limit: Int
    ) throws(DeskError) -> [Ticket] {
        var condition: SQL = "number < \(place)"
        if let end = stretch.end { condition += " AND number >= \(end)" }
        for another in filter.conditions(leading: stretch.leader) {
            condition += " AND \(another)"
        }
        condition += " ORDER BY number DESC LIMIT \(limit)"
        return try session.all(where: condition)
    }
}
