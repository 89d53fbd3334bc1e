import Foundation
import KnowledgeBase

extension DeskReading {
    /// The ticket, or the one that it went into; nothing at all for somebody it is not for.
    func ticket(
        _ number: TicketNumber,
        readableBy staff: StaffIdentity
    ) throws(DeskError) -> Ticket {
        let ticket = try survivor(of: ticket(number))
        guard staff.mayRead(ticket) else { throw .notFound }
        return ticket
    }

    /// The ticket, or the one that it went into, for somebody who will change it.
    func ticket(
        _ number: TicketNumber,
        workableBy staff: StaffIdentity
    ) throws(DeskError) -> Ticket {
        let ticket = try ticket(number, readableBy: staff)
        guard staff.mayWork(on: ticket) else { throw .notPermitted }
        return ticket
    }

    /// The ticket as it stands there, even when it went into another.
    func ticket(
        itself number: TicketNumber,
        readableBy staff: StaffIdentity
    ) throws(DeskError) -> Ticket {
        let ticket = try ticket(number)
        guard staff.mayRead(ticket) else { throw .notFound }
        return ticket
    }

    /// The same for somebody who will change it.
    func ticket(
        itself number: TicketNumber,
        workableBy staff: StaffIdentity
    ) throws(DeskError) -> Ticket {
        let ticket = try ticket(itself: number, readableBy: staff)
        guard staff.mayWork(on: ticket) else { throw .notPermitted }
        return ticket
    }

    /// What is known of the mail that opened the ticket; nil for one that none did.
    func firstMail(of ticket: Ticket) throws(DeskError) -> MailFacts? {
        try messages(of: ticket.number, after: nil, limit: 1).first?.mail
    }
}

extension DeskTransaction {
    /// Stores a new ticket with its first message and the fact that it was opened, at `moment` where
    /// that is not when the citizen wrote; `isContact` is false for what is one with another ticket's.
    func open(
        _ draft: Ticket,
        with first: Message,
        by actor: Actor,
        clocks: ClockRules,
        at moment: Date? = nil,
        isContact: Bool = true,
        details: [String: String]
    ) throws(DeskError) -> Ticket {
        var ticket = draft
        let moment = moment ?? draft.createdAt
        let told = ticket.runClocks(by: clocks, at: moment)
        let isRegistered = try register(&ticket, at: moment)
        if try isProtected(draft.citizen) { ticket.isProtected = true }
        // What somebody else wrote in a citizen's name is nobody's trouble.
        let isForged = first.mail?.standing == .failed
        if !isForged {
            let (incident, maintenance) = try cause(of: ticket, at: draft.createdAt)
            ticket.incident = incident?.number
            ticket.maintenance = maintenance?.number
        }
        ticket.number = try insert(ticket)
        try countOpening(of: &ticket, in: clocks.time, at: moment, isContact: isContact, details)
        var message = first
        message.ticket = ticket.number
        try insert(message, subject: ticket.subject)
        try record(
            TicketEvent(
                ticket: ticket.number,
                at: moment,
                actor: actor,
                kind: .opened,
                details: details.merging(told) { $1 }
            )
        )
        if isRegistered { try recordRegistration(of: ticket, at: moment) }
        if !isForged { try followUp(onCauseOf: ticket, at: moment) }
        try relateContacts(of: ticket)
        return ticket
    }

    /// Tells staff by a ticket of the desk's own that it has stopped something.
    func callForHelp(
        _ subject: String,
        _ body: String,
        priority: TicketPriority,
        _ settings: DeskSettings,
        at moment: Date
    ) throws(DeskError) -> Ticket {
        try open(
            Ticket(
                subject: subject,
                kind: .fault,
                category: .technical,
                priority: priority,
                channel: .web,
                queue: settings.queue,
                language: "sv",
                citizen: Citizen(),
                symptom: Symptom(),
                createdAt: moment,
                firstContact: .uncounted
            ),
            with: Message(
                id: UUIDv7(at: moment),
                ticket: TicketNumber(rawValue: 0),
                kind: .inbound,
                author: .system,
                body: body,
                createdAt: moment
            ),
            by: .system,
            clocks: settings.clocks,
            details: ["channel": TicketChannel.web.rawValue]
        )
    }

    /// Saves a changed ticket together with the fact that it changed, and with what that means to its
    /// clocks.
    func save(
        _ changed: Ticket,
        recording kind: TicketEvent.Kind,
        by actor: Actor,
        at moment: Date,
        clocks: ClockRules,
        details: [String: String] = [:]
    ) throws(DeskError) -> Ticket {
        var ticket = changed
        let told = ticket.runClocks(by: clocks, at: moment)
        let isRegistered = try register(&ticket, at: moment)
        try save(ticket, over: ticket.revision)
        ticket.revision += 1
        switch (kind, actor) {
        case (.resolved, _): try noteUse(ofArticleEnding: &ticket, at: moment)
        case (.reopened, .staff): try noteFailure(ofArticleEnding: &ticket, at: moment)
        default: break
        }
        try count(&ticket, in: clocks.time)
        // Whoever reopens it, by whichever door: its end no longer says what answers it.
        if kind == .reopened { try unlearn(ticket.number, from: [.resolution]) }
        try record(
            TicketEvent(
                ticket: ticket.number,
                at: moment,
                actor: actor,
                kind: kind,
                details: details.merging(told) { $1 }
            )
        )
        if isRegistered { try recordRegistration(of: ticket, at: moment) }
        if kind.mayRelateContacts { try relateContacts(of: ticket) }
        return ticket
    }
}

extension TicketEvent.Kind {
    /// True when it may change what the ticket is about, whose it is or whether it counts.
    fileprivate var mayRelateContacts: Bool {
        switch self {
        case .changed, .resolved, .reopened, .merged, .unmerged: true
        default: false
        }
    }
}
