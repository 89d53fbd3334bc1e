import Foundation
import KnowledgeBase

// A ticket that a clerk opens for a call: the call is about it, and is no second contact.

/// Where a call was filed by itself.
struct FiledCall: Sendable {
    var ticket: Ticket
    /// True when the call opened it; false when it joined what its caller had open.
    var isOpener: Bool
}

extension Desk {
    /// The call that somebody names who opens a ticket or hands a citizen off.
    ///
    /// - Parameters:
    ///   - name: the desk's id of it, or the telephone system's.
    ///   - staff: who names it.
    ///   - reading: where it is looked up.
    /// - Returns: the call.
    /// - Throws: ``DeskError/invalid(_:)`` at `/call` for one that is not there, or not theirs to see.
    static func call(
        named name: String,
        shownTo staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> Call {
        guard staff.may(.seeCalls), let call = try reading.call(named: name),
            try isShown(call, to: staff, in: reading)
        else { throw .invalid([FieldProblem("/call", "there is no such call")]) }
        return call
    }

    /// Opens the ticket that a call is about, or writes it into the one that the call opened by itself.
    ///
    /// - Parameters:
    ///   - draft: the ticket, with its citizen's number.
    ///   - first: the citizen's words.
    ///   - call: by which it came.
    ///   - staff: who opens it.
    ///   - transaction: all of it is done in this one.
    /// - Returns: the ticket, of the first revision when it is a new one.
    /// - Throws: ``DeskError``.
    func open(
        _ draft: Ticket,
        with first: Message,
        for call: Call,
        by staff: StaffIdentity,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Ticket {
        let moment = draft.createdAt
        let actor = Actor.staff(id: staff.id, name: staff.name)
        let filed = try filed(call, for: staff, in: transaction)
        if let filed, filed.isOpener {
            return try write(
                draft,
                first,
                into: filed.ticket,
                for: call,
                by: actor,
                in: transaction
            )
        }
        var ticket = draft
        // A call from the desk is no contact by the citizen.
        if call.direction == .outbound { ticket.firstContact = .uncounted }
        // A call about two things stays where somebody has worked on the first, and is one contact.
        let isSecond = call.ticket != nil && filed == nil
        let opened = try transaction.open(
            ticket,
            with: first,
            by: actor,
            clocks: settings.clocks,
            isContact: !isSecond,
            details: ["channel": draft.channel.rawValue, "call": call.id.description]
        )
        if isSecond { return opened }
        var call = call
        call.ticket = opened.number
        try transaction.save(call)
        if let filed, call.direction == .inbound, let answeredAt = call.answeredAt {
            // The new ticket has counted it.
            try takeContact(
                call,
                from: filed.ticket,
                uncounting: Uncounted(fact: .contact, at: answeredAt, channel: .phone, times: -1),
                by: actor,
                at: moment,
                in: transaction
            )
        }
        return opened
    }

    /// Where the call was filed by itself, while nobody has worked on that since.
    private func filed(
        _ call: Call,
        for staff: StaffIdentity,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> FiledCall? {
        guard let number = call.ticket else { return nil }
        let ticket = try transaction.ticket(number)
        guard ticket.mergedInto == nil, ticket.state.isActive, staff.mayWork(on: ticket) else {
            return nil
        }
        let id = call.id.description
        var found: TicketEvent.Kind?
        for entry in try transaction.history(of: ticket) {
            switch entry.event.actor {
            case .system where entry.event.details["call"] == id:
                if found == nil, [.opened, .called].contains(entry.event.kind) {
                    found = entry.event.kind
                }
            case .staff where found != nil: return nil
            case .staff, .citizen, .system: break
            }
        }
        return found.map { FiledCall(ticket: ticket, isOpener: $0 == .opened) }
    }

    /// Writes what a clerk says of a call into the ticket that the call opened without a word of what
    /// it is about.
    private func write(
        _ draft: Ticket,
        _ first: Message,
        into bare: Ticket,
        for call: Call,
        by actor: Actor,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Ticket {
        let moment = draft.createdAt
        var ticket = bare
        ticket.subject = draft.subject
        ticket.kind = draft.kind
        ticket.category = draft.category
        ticket.priority = draft.priority
        ticket.channel = draft.channel
        ticket.queue = draft.queue
        ticket.language = draft.language
        ticket.service = draft.service
        ticket.citizen = draft.citizen
        ticket.symptom = draft.symptom
        ticket.suggestions = draft.suggestions
        ticket.triageReasons = draft.triageReasons
        if try transaction.isBare(bare) { ticket.recountOpening(countedAs: bare) }
        if try transaction.isProtected(ticket.citizen) { ticket.isProtected = true }
        let (incident, maintenance) = try transaction.cause(of: ticket, at: bare.createdAt)
        ticket.incident = incident?.number
        ticket.maintenance = maintenance?.number
        ticket.touch(at: moment)
        var message = first
        message.ticket = ticket.number
        try transaction.insert(message, subject: nil)
        try transaction.refind(ticket, formerSubject: bare.subject)
        try transaction.refind(ticket, formerName: bare.citizen.name)
        let saved = try transaction.save(
            ticket,
            recording: .changed,
            by: actor,
            at: moment,
            clocks: settings.clocks,
            details: .change(["subject", "kind", "category", "queue"], from: bare, to: ticket)
                .merging(["call": call.id.description]) { $1 }
        )
        try transaction.missQuestion(of: saved, at: moment)
        try transaction.followUp(onCauseOf: saved, at: moment)
        return saved
    }
}

extension DeskReading {
    /// True while nobody has said what a ticket is about that a call opened without a word: it is still
    /// counted as what it is.
    func isBare(_ ticket: Ticket) throws(DeskError) -> Bool {
        guard ticket.channel == .phone else { return false }
        let history = try history(
            of: ticket.number,
            onlyOf: [.opened] + TicketEvent.kindsThatMayMoveCount,
            limit: Self.changesRead
        )
        guard let opened = history.first?.event, opened.kind == .opened, opened.actor == .system,
            opened.details["call"] != nil
        else { return false }
        // What was changed so often was looked at, and is what it was counted as.
        return history.count < Self.changesRead && !history.contains { $0.event.mayMoveCount }
    }

    private static var changesRead: Int { 100 }

    /// The citizen's first message that says something: what a call opened a ticket with does not.
    func firstWords(of ticket: Ticket) throws(DeskError) -> Message? {
        let found = try messages(of: ticket.number, after: nil, limit: 2)
        guard let first = found.first, first.body == Call.openingWords, let next = found.last,
            next.kind == .inbound
        else { return found.first }
        return next
    }
}

extension TicketEvent {
    /// Those of which ``mayMoveCount`` can be true.
    fileprivate static let kindsThatMayMoveCount: [Kind] = [.changed, .unassigned, .merged]

    /// True when the ticket may no longer be what it was counted as.
    fileprivate var mayMoveCount: Bool {
        switch kind {
        case .changed:
            (details["fields"] ?? "").split(separator: " ").contains {
                ["queue", "kind", "category"].contains($0)
            }
        // By a call that was handed off.
        case .unassigned: details["queue"] != nil
        case .merged: details["into"] != nil
        default: false
        }
    }
}

extension Call {
    /// What stands in a ticket that a call opened.
    static let openingWords = "Telefonsamtal."

    /// Whom to call back, as it is written everywhere; nil where the number was withheld.
    var citizenTelephone: String? { TelephoneKey.key(of: citizenNumber).map { "+\($0)" } }
}
