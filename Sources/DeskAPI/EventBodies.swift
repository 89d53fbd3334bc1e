/// What happened with a ticket, as streams and webhooks tell it: ids and kinds, nobody's words.
public struct EventBody: Codable, Sendable, Equatable {
    /// Its place in the order of events; whoever receives it twice knows it by this.
    public var id: String
    /// For example `ticket.assigned`; the second half is the kind of the history's entry.
    public var type: String
    /// When it happened.
    public var at: Timestamp
    /// The ticket's number.
    public var ticket: Int64
    /// The queue that the ticket is in now.
    public var queue: String
    /// The ticket's state now.
    public var state: String
    /// Who did it.
    public var actor: EventActorBody

    /// Names every member.
    public init(
        id: String,
        type: String,
        at moment: Timestamp,
        ticket: Int64,
        queue: String,
        state: String,
        actor: EventActorBody
    ) {
        (self.id, self.type, at) = (id, type, moment)
        (self.ticket, self.queue, self.state, self.actor) = (ticket, queue, state, actor)
    }
}

/// Who caused an event.
public struct EventActorBody: Codable, Sendable, Equatable {
    /// `citizen`, `staff` or `system`.
    public var kind: String
    /// The id of a member of staff; null for everybody else.
    public var id: String?

    /// Names both members.
    public init(kind: String, id: String?) { (self.kind, self.id) = (kind, id) }

    /// Writes null for an id that nobody has.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(id, forKey: .id)
    }
}
