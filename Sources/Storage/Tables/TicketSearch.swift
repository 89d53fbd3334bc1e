import Desk

/// Looks for the tickets that hold some words, or are of a citizen of some name, and pass some
/// filters, newest first.
///
/// Two lists are walked downwards together: the tickets of the words and those of the filters. Each
/// says how far the other may skip, so that the work is bounded by the shorter one: a word that
/// stands everywhere costs nothing where the filter leaves three tickets, nor a wide filter where a
/// word stands in three. Where the filters leave little of what the words find, their tickets are
/// asked for the words instead, which begins no walk anew. Where both are long and rarely meet,
/// ``TicketFilter/effortMax`` ends the page, and the next one goes on from there.
struct TicketSearch {
    private let transaction: StoreTransaction
    /// What is walked over; nil where nothing can be found.
    private let pattern: String?
    /// What a ticket that was found must hold too: the words, where the name is walked over.
    private let second: String?
    private let filters: [TicketFilter]
    /// Tickets from this number up have been dealt with.
    private var place: Int64
    private var effort = TicketFilter.effortMax
    private var found: [Ticket] = []
    /// What the filters let through next; nil when they were not asked yet.
    private var next: Passing?
    /// True while the tickets of the filters are asked for the words.
    private var isSparse = false

    /// What the filters let through.
    private enum Passing {
        case ticket(Ticket)
        /// Nothing from this number up.
        case nothing(downTo: Int64)
    }

    /// What beginning a walk over the words costs, in rows.
    private static let beginningEffort: Int64 = 50
    /// How many tickets of the words are stepped over before those of the filters are asked.
    private static let stepsMax = 64
    /// What it costs to ask one, in rows.
    private static let askingEffort: Int64 = 10
    /// How many of those have not the words before these are walked over again.
    private static let missesMax = 8
    /// Rows that the filters may look at for one ticket.
    private static let filterEffortMax: Int64 = 2_000

    init(
        _ query: TicketQuery,
        in transaction: StoreTransaction,
        filters: [TicketFilter]
    ) throws(DeskError) {
        precondition(query.isSearch, "checked by the caller")
        let session = transaction.session
        var patterns: [String?] = []
        if let name = query.citizenName { patterns.append(try session.namePattern(name)) }
        if let text = query.text { patterns.append(try session.pattern(text)) }
        // Of a name there are fewer tickets than of most words.
        let whole = patterns.compactMap(\.self)
        let isWhole = whole.count == patterns.count
        pattern = isWhole ? whole.first : nil
        second = whole.count > 1 ? whole.last : nil
        self.transaction = transaction
        self.filters = filters
        place = query.after?.rawValue ?? .max
    }

    mutating func page(_ limit: Int) throws(DeskError) -> TicketPage {
        guard let pattern, !filters.isEmpty else { return TicketPage(tickets: [], next: nil) }
        var isOver = false
        while !isOver, found.count <= limit, effort > 0 {
            isOver = try isSparse ? ask(for: pattern, limit) : walk(pattern, limit)
        }
        if found.count > limit {
            found.removeLast()
            return TicketPage(tickets: found, next: found.last?.number)
        }
        return TicketPage(tickets: found, next: isOver ? nil : TicketNumber(rawValue: place))
    }

    /// Asks the tickets of the filters for the words while some have them; true when there is none
    /// left.
    private mutating func ask(
        for pattern: String,
        _ limit: Int
    ) throws(DeskError) -> Bool {
        var misses = 0
        while found.count <= limit, effort > 0, misses < Self.missesMax {
            if next == nil { next = try passing(atMost: place - 1) }
            guard let passing = next else { return true }
            next = nil
            switch passing {
            case .nothing(let end):
                place = end
            case .ticket(let ticket):
                place = ticket.number.rawValue
                effort -= Self.askingEffort
                var isFound = try transaction.session.isFound(pattern, in: place)
                if isFound { isFound = try hasSecond(place) }
                if isFound { found.append(ticket) }
                misses = isFound ? 0 : misses + 1
            }
        }
        isSparse = misses < Self.missesMax
        return false
    }

    /// False for a ticket that has not what it must hold too.
    private mutating func hasSecond(_ ticket: Int64) throws(DeskError) -> Bool {
        guard let second else { return true }
        effort -= Self.askingEffort
        return try transaction.session.isFound(second, in: ticket)
    }

    /// Walks over the words until it pays to stop; true when there is nothing more to find.
    private mutating func walk(_ pattern: String, _ limit: Int) throws(DeskError) -> Bool {
        effort -= Self.beginningEffort
        var search = self
        var steps = 0
        var isOver = true
        try transaction.session.eachTicketFound(matching: pattern, before: place) {
            (hit) throws(DeskError) in
            search.effort -= 1
            guard let bound = try search.bound(at: hit) else { return false }
            if hit > bound { steps += 1 } else { steps = 0 }
            search.place = steps < Self.stepsMax ? hit : bound + 1
            isOver = search.found.count <= limit && search.effort > 0 && steps < Self.stepsMax
            return isOver
        }
        self = search
        isSparse = steps >= Self.stepsMax
        return isOver
    }

    /// Takes the ticket when the filters let it through, and says up to which number they may let
    /// another one through; nil when there is none.
    private mutating func bound(at hit: Int64) throws(DeskError) -> Int64? {
        while true {
            switch next {
            case .ticket(let ticket) where ticket.number.rawValue < hit:
                return ticket.number.rawValue
            case .ticket(let ticket) where ticket.number.rawValue == hit:
                if try hasSecond(hit) { found.append(ticket) }
                next = nil
                return hit
            case .nothing(let end) where end <= hit:
                return end - 1
            case nil, .ticket, .nothing:
                next = try passing(atMost: hit)
                if next == nil { return nil }
            }
        }
    }

    /// The newest ticket up to a number that one of the filters lets through.
    private mutating func passing(atMost number: Int64) throws(DeskError) -> Passing? {
        var best: Ticket?
        var end: Int64?
        for filter in filters {
            let given = min(max(effort, 1), Self.filterEffortMax)
            var left = given
            let (tickets, reached) = try transaction.scan(
                filter,
                before: number == .max ? number : number + 1,
                wanted: 1,
                effort: &left
            )
            effort -= given - left
            if let ticket = tickets.first, ticket.number > best?.number ?? .init(rawValue: 0) {
                best = ticket
            }
            if let reached { end = max(end ?? 0, reached) }
        }
        // Below where one filter was left there may be more of it.
        if let best, best.number.rawValue >= end ?? 0 { return .ticket(best) }
        return end.map { .nothing(downTo: $0) }
    }
}
