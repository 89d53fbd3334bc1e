import Foundation
import KnowledgeBase

/// Why a letter that nobody wrote is left out.
enum LetterObstacle: Equatable {
    /// The brake holds.
    case brake
    /// Mail to the address comes back.
    case returned
    /// The address had enough.
    case recipient
    /// Its domain had enough.
    case domain
    /// Everybody had enough: that is no citizen's doing.
    case everybody(Brake.Reason)

    /// As a verdict says it.
    var outcome: String {
        switch self {
        case .brake: "none: automatic mail is stopped"
        case .returned: "none: mail to this address comes back"
        case .recipient: "none: as many letters as one address gets"
        case .domain: "none: as many letters as one domain gets"
        case .everybody(let reason): "none: automatic mail stops, \(reason.rawValue)"
        }
    }
}

extension DeskReading {
    /// What keeps the desk from writing to an address by itself; nil for nothing.
    func obstacle(
        to address: String,
        within caps: LetterCaps,
        at moment: Date
    ) throws(DeskError) -> LetterObstacle? {
        if try newestBrake()?.holds == true { return .brake }
        if let refusal = try refusal(of: address.lowercased()),
            moment.timeIntervalSince(refusal.at) < Desk.refusalLifetime
        {
            return .returned
        }
        let recipient = LetterCount(.recipient, address)
        let domain = LetterCount(.domain, LetterCount.domain(of: address))
        let (hour, day) = ((moment - 3_600)...moment, (moment - 24 * 3_600)...moment)
        if try letters(recipient, within: hour) >= caps.recipientPerHourMax { return .recipient }
        if try letters(recipient, within: day) >= caps.recipientPerDayMax { return .recipient }
        if try letters(domain, within: hour) >= caps.domainPerHourMax { return .domain }
        if try letters(domain, within: day) >= caps.domainPerDayMax { return .domain }
        let all = try countOfAll()
        if try letters(all, within: hour) >= caps.allPerHourMax { return .everybody(.hour) }
        return try letters(all, within: day) >= caps.allPerDayMax ? .everybody(.day) : nil
    }

    /// What every letter counts for since the brake was pulled last: what was sent before then must
    /// not pull it again when it was let go.
    func countOfAll() throws(DeskError) -> LetterCount {
        LetterCount(.all, try newestBrake()?.id.description ?? "")
    }
}

extension DeskTransaction {
    /// Counts a letter that nobody wrote by everything that such letters are held to.
    func countLetter(to address: String, at moment: Date) throws(DeskError) {
        try add(LetterCount(.recipient, address), at: moment)
        try add(LetterCount(.domain, LetterCount.domain(of: address)), at: moment)
        try add(countOfAll(), at: moment)
    }
}

extension Desk {
    /// Whom a letter goes to and what it says.
    struct LetterDraft {
        var form: LetterForm
        var address: String
        var words: LetterWords
        /// What it answers, as mail programs thread it.
        var thread: MailThread?
        /// Its id in the outbox.
        var id: UUIDv7
        /// True for one whom nobody vouches for: not even the name goes back there.
        var isToStranger = false
        /// What the history says of it besides.
        var details: [String: String] = [:]
    }

    /// Puts a letter that nobody wrote into the outbox, and counts it.
    ///
    /// The caller has looked for an ``LetterObstacle`` in the same transaction.
    func post(
        _ draft: LetterDraft,
        on ticket: Ticket,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        precondition(draft.form.isAutomatic, "what a clerk writes is a message")
        // A stranger's headers are a stranger's words, too: they get the one that puts our letter below
        // their mail, as long as it looks like one that a program made.
        let thread = draft.isToStranger ? draft.thread?.ofStranger : draft.thread
        let parent = thread?.messageID
        let letter = Letter(
            ticket: ticket.number,
            toName: draft.isToStranger ? nil : ticket.masked.citizen.name.map { HeaderLine($0) },
            toAddress: draft.address,
            subject: draft.words.subject,
            text: draft.words.text,
            html: draft.words.html,
            language: LetterTemplates.language(serving: ticket.language),
            messageID: proof.messageID(
                for: ticket.number,
                unique: draft.id,
                domain: settings.mailDomain
            ),
            inReplyTo: parent,
            references: (thread?.references ?? []) + (parent.map { [$0] } ?? []),
            replyToken: proof.replyToken(for: ticket.number),
            isAutomatic: true,
            form: draft.form,
            writtenAt: moment
        )
        try transaction.post(
            OutboxEntry(
                id: draft.id,
                ticket: ticket.number,
                message: nil,
                letter: letter,
                dueAt: moment
            )
        )
        try transaction.countLetter(to: draft.address, at: moment)
        var details = draft.details
        details["letter"] = draft.form.rawValue
        // It says what was promised to be said first: the number, and until when there is an answer.
        if draft.form == .receipt, ticket.kind.isRegistered {
            var receipted = try transaction.ticket(ticket.number)
            receipted.credit(answerOf: moment)
            _ = try transaction.save(
                receipted,
                recording: .notified,
                by: .system,
                at: moment,
                clocks: settings.clocks,
                details: details
            )
            return
        }
        try transaction.record(
            TicketEvent(
                ticket: ticket.number,
                at: moment,
                actor: .system,
                kind: .notified,
                details: details
            )
        )
    }
}

extension MailThread {
    /// What of it a letter to somebody repeats whom nobody vouches for.
    var ofStranger: MailThread {
        let isPlain = messageID.map { id in
            id.utf8.count <= Self.plainBytesMax && id.wholeMatch(of: Self.plain) != nil
        }
        return MailThread(messageID: isPlain == true ? messageID : nil, references: [])
    }

    /// No mail program is known that makes longer ones.
    private static let plainBytesMax = 160
    /// RFC 5322 §3.6.4 without what programs leave out: letters, digits and what stands between them.
    private static var plain: Regex<Substring> {
        /[A-Za-z0-9!#$%&'*+\/=?^_{|}~.-]+@[A-Za-z0-9.\[\]:_-]+/
    }
}
