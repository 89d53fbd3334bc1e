import Desk
import DeskAPI

extension EventBody {
    init(_ announcement: Announcement) {
        let event = announcement.event
        self.init(
            id: announcement.next.description,
            type: Self.type(of: event.kind),
            at: Timestamp(event.at),
            ticket: event.ticket.rawValue,
            queue: announcement.ticket.queue,
            state: announcement.ticket.state.rawValue,
            actor: EventActorBody(event.actor)
        )
    }

    /// How the outside calls a kind of event.
    static func type(of kind: TicketEvent.Kind) -> String { "ticket.\(kind.rawValue)" }
}

extension EventActorBody {
    fileprivate init(_ actor: Actor) {
        switch actor {
        case .citizen: self.init(kind: "citizen", id: nil)
        case .staff(let id, _): self.init(kind: "staff", id: id)
        case .system: self.init(kind: "system", id: nil)
        }
    }
}

extension EventBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .pattern("^[0-9]+-[0-9]+$"),
        "type": .words(TicketEvent.Kind.allCases.map(type)), "ticket": .number,
        "state": .word(TicketState.self),
    ]
}

extension EventActorBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["kind": .words(["citizen", "staff", "system"])]
}
