import Desk
import Foundation

/// What a list asks for: conditions that an index answers in the order of the numbers, any of which
/// may lead, and others, which the rows found there are tried against.
///
/// Without statistics a database guesses which index to walk, and the wrong one holds a hundred
/// thousand rows of a queue to find the three that are new: so ``StoreTransaction`` looks which
/// index has the fewest rows on the next stretch, and says so.
struct TicketFilter {
    /// A condition with an index of its own.
    struct Leader {
        /// As the index answers it.
        var indexed: SQL
        /// The same when another leads; nil when ``rest`` says it too.
        var tried: SQL?
    }

    /// Rows looked at for one page, at most: what is not found among them is on a later page.
    ///
    /// So a page takes no longer with a million tickets than with a thousand, even when its filters
    /// leave almost nothing.
    static let effortMax: Int64 = 10_000

    private(set) var leaders: [Leader] = []
    private(set) var rest: SQL?
    /// What hides a few tickets: of protected people, put off, gone into others; no index leads by
    /// it.
    private(set) var veils: [SQL] = []

    /// True for the tickets to which an answer is owed, in time or not: few of all that there are.
    ///
    /// The same words as in the index `tickets_due`, or it would not be used.
    static let owed: SQL = "next_due_at IS NOT NULL"

    /// The filters whose lists together are the list asked for: one for each queue when the rights
    /// name queues, and one for what was given to the units of each.
    static func filters(
        _ query: TicketQuery,
        at moment: Date,
        in session: any SQLSession
    ) -> [Self] {
        guard let visible = query.visibleQueues else {
            if let queue = query.queue, query.hiddenQueues.contains(queue) { return [] }
            return [Self(query, queue: query.queue, at: moment, in: session)]
        }
        let given = visible.map { unit in
            Self(query, queue: query.queue, givenTo: unit, at: moment, in: session)
        }
        if let queue = query.queue {
            guard !query.hiddenQueues.contains(queue) else { return [] }
            // Of a queue of their own they see everything.
            return visible.contains(queue)
                ? [Self(query, queue: queue, at: moment, in: session)] : given
        }
        return visible.map { Self(query, queue: $0, at: moment, in: session) } + given
    }

    private init(
        _ query: TicketQuery,
        queue: String?,
        givenTo unitQueue: String? = nil,
        at moment: Date,
        in session: any SQLSession
    ) {
        let columns: [(name: String, value: String?)] = [
            Self.citizen(query.citizen), ("state", query.state?.rawValue),
            ("assignee", query.assignee), ("queue", queue), ("category", query.category?.rawValue),
            ("kind", query.kind?.rawValue), ("unit", query.unit), ("unit_queue", unitQueue),
        ]
        for case (let name, let value?) in columns {
            leaders.append(
                Leader(
                    indexed: "\(name: name) = \(value)",
                    tried: "\(name: session.unindexed(name)) = \(value)"
                )
            )
        }
        if !query.showsProtected { veils.append("is_protected = 0") }
        if query.text == nil { veils.append("merged_into IS NULL") }
        switch query.isSnoozed {
        case true?:
            let putOff: SQL = "snoozed_until IS NOT NULL"
            leaders.append(Leader(indexed: putOff, tried: putOff))
        case false?: veils.append("snoozed_until IS NULL")
        case nil: break
        }
        // What lies in a queue of their own is on that queue's list.
        let elsewhere =
            query.hiddenQueues + (unitQueue == nil ? [] : query.visibleQueues ?? [])
        if queue == nil, !elsewhere.isEmpty {
            let hidden = elsewhere.map(SQLValue.words)
            rest = "\(name: session.unindexed("queue")) NOT IN (\(list: hidden))"
        }
        guard let isOverdue = query.isOverdue else { return }
        if isOverdue { leaders.append(Leader(indexed: Self.owed)) }
        let condition: SQL =
            isOverdue
            ? "next_due_at < \(moment)" : "(next_due_at IS NULL OR next_due_at >= \(moment))"
        rest = rest.map { "\($0) AND \(condition)" } ?? condition
    }

    /// Where a citizen is looked for: by the telephone number if it is one, by the address if it is
    /// that; names are in the index of words, see ``TicketSearch``.
    private static func citizen(_ text: String?) -> (name: String, value: String?) {
        // A SIP address of a number is a number too, but nobody writes from it.
        guard let text, !text.contains("@") else {
            return ("citizen_email_key", text?.lowercased())
        }
        return ("citizen_phone_key", TelephoneKey.key(of: text))
    }

    /// True when the list is that of one index as it is, or of all tickets.
    var isPlain: Bool { leaders.count <= 1 && rest == nil }

    /// All conditions, the one at `place` leading.
    func conditions(leading place: Int?) -> [SQL] {
        let led = leaders.indices.compactMap { index in
            index == place ? leaders[index].indexed : leaders[index].tried
        }
        return led + [rest].compactMap(\.self) + veils
    }
}
