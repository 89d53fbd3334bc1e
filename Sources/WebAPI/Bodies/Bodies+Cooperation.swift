import Desk
import DeskAPI
import Foundation

extension LinkBody {
    init(_ link: LinkedTicket) {
        let ticket = link.ticket.masked
        self.init(
            ticket: ticket.number.rawValue,
            relation: link.relation.rawValue,
            subject: ticket.subject,
            state: ticket.state.rawValue,
            staff: link.staff,
            at: Timestamp(link.at)
        )
    }
}

extension DuplicateBody {
    init(_ hint: DuplicateHint) {
        let ticket = hint.ticket.masked
        self.init(
            ticket: ticket.number.rawValue,
            reasons: hint.reasons.map(\.rawValue),
            subject: ticket.subject,
            state: ticket.state.rawValue,
            createdAt: Timestamp(ticket.createdAt)
        )
    }
}

extension PresenceBody {
    init(_ presence: Presence) {
        self.init(
            staff: presence.staff,
            name: presence.name,
            doing: presence.doing.rawValue,
            since: Timestamp(presence.since),
            until: Timestamp(presence.until)
        )
    }
}

extension WatchedEventBody {
    init(_ entry: HistoryEntry) {
        self.init(ticket: entry.event.ticket.rawValue, event: HistoryBody(entry))
    }
}
