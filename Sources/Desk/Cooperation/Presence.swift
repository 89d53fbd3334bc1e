public import Foundation

/// That somebody has a ticket before them.
public struct Presence: Sendable, Equatable {
    /// What they do.
    public enum Doing: String, Sendable, Hashable, CaseIterable {
        case reading
        case writing

        /// How long one word of it holds, in seconds: whoever writes does not say it again.
        public var lease: TimeInterval { self == .writing ? 600 : 60 }
    }

    /// A ``StaffIdentity/id``.
    public var staff: String
    /// As colleagues read it.
    public var name: String
    /// Whoever writes may be about to answer.
    public var doing: Doing
    /// Since when they are there without a break.
    public var since: Date
    /// They are gone then, unless they say again that they are there.
    public var until: Date

    /// Names every member.
    public init(staff: String, name: String, doing: Doing, since: Date, until: Date) {
        self.staff = staff
        self.name = name
        self.doing = doing
        self.since = since
        self.until = until
    }
}

extension Desk {
    /// Says that somebody has the ticket before them, until their lease passes or they leave.
    ///
    /// - Returns: who else is there.
    public func attend(
        _ number: TicketNumber,
        doing: Presence.Doing,
        as staff: StaffIdentity
    ) async throws(DeskError) -> [Presence] {
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            let ticket =
                switch doing {
                case .reading: try transaction.ticket(number, readableBy: staff)
                case .writing: try transaction.ticket(number, workableBy: staff)
                }
            let all = try transaction.presences(at: ticket.number, moment)
            let own = all.first { $0.staff == staff.id }
            try transaction.save(
                Presence(
                    staff: staff.id,
                    name: staff.name,
                    doing: doing,
                    since: own?.since ?? moment,
                    until: moment + doing.lease
                ),
                at: ticket.number
            )
            return all.filter { $0.staff != staff.id }
        }
    }

    /// Says that somebody has turned to something else.
    public func leave(
        _ number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) {
        try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, readableBy: staff)
            try transaction.deletePresence(of: staff.id, at: ticket.number)
        }
    }

    /// Who has the ticket before them, whoever asks among them.
    public func presences(
        at number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) -> [Presence] {
        let moment = now()
        return try await store.look { reading throws(DeskError) in
            let ticket = try reading.ticket(number, readableBy: staff)
            return try reading.presences(at: ticket.number, moment)
        }
    }
}
