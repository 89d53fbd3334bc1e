import Desk
import Foundation

/// What a list asks for: one condition that an index answers in the order of the numbers, and the
/// others, which the rows found there are tried against.
///
/// Without statistics a database guesses which index to walk, and the wrong one holds a hundred
/// thousand rows of a queue to find the three that are new: so it is said here.
struct TicketFilter {
    /// Nil when the list is walked by number alone.
    private(set) var driver: SQL?
    private(set) var rest: SQL?

    /// True for the tickets to which an answer is owed, in time or not: few of all that there are.
    ///
    /// The same words as in the index `tickets_owed`, or it would not be used.
    static let owed: SQL = """
        (first_reply_at IS NULL AND first_reply_due_at IS NOT NULL
            OR resolution_due_at IS NOT NULL AND state IN ('new', 'open', 'waiting'))
        """

    /// The filters whose lists together are the list asked for; one for each queue when the rights
    /// name queues and nothing else leads to fewer tickets.
    static func filters(
        _ query: TicketQuery,
        at moment: Date,
        in session: any SQLSession
    ) -> [Self] {
        let visible = query.visibleQueues
        if let queue = query.queue, let visible, !visible.contains(queue) { return [] }
        var conditions = Conditions(session)
        conditions.add(query, at: moment)
        guard query.queue == nil, let visible else { return [conditions.filter] }
        guard conditions.hasFewer else {
            return visible.map { queue in
                var one = conditions
                one.add("queue", .text(queue), as: .queue)
                return one.filter
            }
        }
        conditions.add(oneOf: visible)
        return [conditions.filter]
    }
}

extension TicketFilter {
    /// How few tickets a condition leaves, fewest first.
    private enum Rank: Int {
        case owed
        case citizen
        case activeState
        case assignee
        case queue
        case endedState
        case category
        case kind
        case none
    }

    private struct Conditions {
        private let session: any SQLSession
        private var base = TicketFilter()
        private var leader: (column: String, value: SQLValue)?
        private var rank = Rank.none

        init(_ session: any SQLSession) { self.session = session }

        /// True when fewer tickets than a queue's are left.
        var hasFewer: Bool { rank.rawValue < Rank.queue.rawValue }

        var filter: TicketFilter {
            var filter = base
            if let leader, filter.driver == nil {
                filter.driver = "\(name: leader.column) = \(leader.value)"
            }
            return filter
        }

        mutating func add(_ query: TicketQuery, at moment: Date) {
            if let isOverdue = query.isOverdue { add(overdue: isOverdue, at: moment) }
            if let citizen = query.citizen {
                add("citizen_email_key", .text(citizen.lowercased()), as: .citizen)
            }
            if let state = query.state {
                add("state", .text(state.rawValue), as: state.isActive ? .activeState : .endedState)
            }
            if let assignee = query.assignee { add("assignee", .text(assignee), as: .assignee) }
            if let queue = query.queue { add("queue", .text(queue), as: .queue) }
            if let category = query.category {
                add("category", .text(category.rawValue), as: .category)
            }
            if let kind = query.kind { add("kind", .text(kind.rawValue), as: .kind) }
        }

        mutating func add(_ column: String, _ value: SQLValue, as rank: Rank) {
            guard rank.rawValue < self.rank.rawValue else {
                return addToRest("\(name: session.unindexed(column)) = \(value)")
            }
            if let leader {
                addToRest("\(name: session.unindexed(leader.column)) = \(leader.value)")
            }
            leader = (column, value)
            self.rank = rank
        }

        mutating func add(oneOf queues: [String]) {
            addToRest("\(name: session.unindexed("queue")) IN (\(list: queues))")
        }

        private mutating func add(overdue isOverdue: Bool, at moment: Date) {
            if isOverdue {
                base.driver = TicketFilter.owed
                rank = .owed
            }
            let state = session.unindexed("state")
            var condition: SQL = isOverdue ? "" : "NOT "
            condition += """
                (first_reply_due_at IS NOT NULL AND first_reply_at IS NULL
                    AND first_reply_due_at < \(moment)
                 OR resolution_due_at IS NOT NULL AND resolution_due_at < \(moment)
                    AND \(name: state) IN ('new', 'open', 'waiting'))
                """
            addToRest(condition)
        }

        private mutating func addToRest(_ condition: SQL) {
            if base.rest == nil {
                base.rest = condition
            } else {
                base.rest? += " AND "
                base.rest? += condition
            }
        }
    }
}
