public import Foundation

/// The unit that answers a ticket (handläggande enhet): a destination of the city's directory, as it
/// was when the ticket was given to it.
public struct TicketUnit: Sendable, Hashable {
    /// A ``Destination/id``.
    public var id: String
    /// What it was called then; a unit that is renamed or closed still stands here.
    public var name: String
    /// Whoever has this queue sees and works the ticket, beside those of the ticket's own queue; nil
    /// for a unit that works no tickets here, whose answer somebody else writes down.
    public var queue: String?
    /// Since when it is the unit's.
    public var givenAt: Date
    /// When it first answered; nil until then.
    public var answeredAt: Date?
    /// The message that was its answer.
    public var answer: UUIDv7?

    /// Names every member; a unit that was just given a ticket has not answered.
    public init(
        id: String,
        name: String,
        queue: String?,
        givenAt: Date,
        answeredAt: Date? = nil,
        answer: UUIDv7? = nil
    ) {
        self.id = id
        self.name = name
        self.queue = queue
        self.givenAt = givenAt
        self.answeredAt = answeredAt
        self.answer = answer
    }

    /// True when what this person writes is the unit's word.
    func speaks(by staff: StaffIdentity) -> Bool { queue.map(staff.queues.contains) ?? true }
}

extension Ticket {
    /// Gives it to a unit, or to none.
    mutating func give(to unit: TicketUnit?, at moment: Date) throws(DeskError) {
        guard state != .closed else {
            throw .wrongState(detail: "The ticket is closed; reopen it before giving it to a unit.")
        }
        self.unit = unit
        touch(at: moment)
    }

    /// Notes that a message is the unit's answer, if it is: a reply, or a note where nobody can be
    /// replied to.
    ///
    /// - Returns: what the history says of it.
    mutating func note(
        _ message: Message,
        asAnswerBy staff: StaffIdentity
    ) -> [String: String] {
        guard let unit, unit.speaks(by: staff) else { return [:] }
        let isAnswer =
            switch message.kind {
            case .reply: true
            case .note: citizen.email == nil
            case .inbound: false
            }
        if isAnswer, unit.answeredAt == nil {
            self.unit?.answeredAt = message.createdAt
            self.unit?.answer = message.id
            // Also where it is taken back later: somebody else has answered.
            weighHandoff(at: message.createdAt)
        }
        return ["unit": unit.id]
    }
}
