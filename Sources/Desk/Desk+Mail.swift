import Cryptography
import Foundation
import KnowledgeBase

extension Desk {
    /// Takes in a citizen's mail.
    ///
    /// When it returns, the mail is on disk: on a ticket, or in quarantine.
    ///
    /// A mail goes to a ticket by what we signed, or by its author being a party who names it; what
    /// names somebody else's ticket waits for staff; everything else opens a ticket of its own.
    public func receive(_ mail: ReceivedMail) async throws(DeskError) -> MailReceipt {
        let moment = now()
        let rules = mailRules
        let ready = try await ready(mail, by: rules, at: moment)
        let receipt = try await store.write { transaction throws(DeskError) in
            let placement = try self.placement(
                of: mail,
                by: rules,
                opening: ready.draft,
                at: moment,
                in: transaction
            )
            return try self.carryOut(placement, of: mail, ready, at: moment, in: transaction)
        }
        count(receipt, opening: ready.draft)
        return receipt
    }

    /// What the desk would do with a mail that came now, step by step; changes nothing.
    public func explain(_ mail: ReceivedMail) async throws(DeskError) -> [MailVerdict] {
        let moment = now()
        let rules = mailRules
        let draft = try await ready(mail, by: rules, at: moment, keeps: false).draft
        return try await store.read { reading throws(DeskError) in
            try self.placement(of: mail, by: rules, opening: draft, at: moment, in: reading)
                .verdicts
        }
    }

    /// Makes ready what a mail needs that came now, before the transaction, which others wait for.
    ///
    /// To read what is in it costs more than all else, and a mail to many addresses of ours comes once for
    /// each: it is read only where it is to be taken in. With `keeps` false nothing is made ready for the
    /// store.
    func ready(
        _ mail: ReceivedMail,
        by rules: MailRules,
        at moment: Date,
        keeps: Bool = true
    ) async throws(DeskError) -> ReadyMail {
        let (isTaken, ready) = try await store.read { reading throws(DeskError) in
            switch try reading.placement(of: mail, by: rules, at: moment).decision {
            case .duplicate: (false, ReadyMail())
            case .hold: (false, ReadyMail(raw: keeps ? reading.packed(mail.raw) : nil))
            case .append, .open:
                (true, ReadyMail(octets: keeps ? self.octets(of: mail, in: reading) : nil))
            }
        }
        guard isTaken else { return ready }
        return ReadyMail(draft: try await draft(of: mail, at: moment), octets: ready.octets)
    }

    /// True when what follows the `+` in an address proves a ticket: of several that a mail came to, that
    /// one decides.
    public func proves(_ replyToken: String) -> Bool {
        proof.ticket(replyToken: replyToken[...]) != nil
    }

    var mailRules: MailRules {
        MailRules(
            signs: MailSigns(proof: proof, domain: settings.mailDomain),
            reopenTime: settings.reopenTime,
            knowsSenders: settings.letters.knowsSenders
        )
    }

    func count(_ receipt: MailReceipt, opening draft: MailDraft?) {
        switch receipt.effect {
        case .opened: if let draft { meters.open(by: draft.ticket.channel) }
        case .appended:
            meters.hear()
            if receipt.isSolved { meters.resolve(as: .answered) }
            // It may have been resolved until now.
            learning.raise()
        case .duplicate, .held: break
        }
    }

    /// Does what was decided; it may run again after a conflict.
    func carryOut(
        _ placement: MailPlacement,
        of mail: ReceivedMail,
        _ ready: ReadyMail,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> MailReceipt {
        switch placement.decision {
        case .duplicate(let receipt):
            // One mail to the addresses of two tickets comes once for each.
            try nameOthers(of: mail, on: receipt.ticket, at: moment, in: transaction)
            return receipt
        case .hold(let reason, let claims):
            let raw = ready.raw ?? ready.octets?.raw ?? transaction.packed(mail.raw)
            return try hold(mail, raw, reason, claims, placement, at: moment, in: transaction)
        case .append(let ticket):
            return try append(mail, by: placement, to: ticket, ready, at: moment, in: transaction)
        case .open(let follows):
            return try open(
                mail,
                by: placement,
                following: follows,
                ready,
                at: moment,
                in: transaction
            )
        }
    }

    private func append(
        _ mail: ReceivedMail,
        by placement: MailPlacement,
        to ticket: Ticket,
        _ ready: ReadyMail,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> MailReceipt {
        let octets = ready.octets ?? octets(of: mail, in: transaction)
        let message = try transaction.message(
            from: mail,
            reading: body(of: mail),
            files: octets.files,
            isFolded: transaction.repeatsOnly(mail, of: transaction.family(of: ticket)),
            after: transaction.newestMessage(of: ticket.number),
            verdicts: placement.verdicts,
            at: moment
        )
        let answer = placement.answer
        try transaction.append(
            message,
            of: mail,
            to: ticket,
            from: placement.voice,
            isContact: !answer.asksNothing,
            // Read before the transaction, which others wait for.
            saysDanger: (ready.draft ?? triaged(mail, at: moment)).isDangerInText,
            reachedAt: placement.reachedAt,
            triage: settings.triage,
            clocks: settings.clocks,
            at: moment
        )
        try settle(mail, octets, placement, as: message, on: ticket.number, in: transaction)
        if let (inquiry, value) = answer.said {
            _ = try self.answer(inquiry, with: value, by: .reply, at: moment, in: transaction)
        }
        return MailReceipt(
            ticket: ticket.number,
            effect: .appended,
            isSolved: answer.said?.inquiry.kind == .solution
        )
    }

    private func open(
        _ mail: ReceivedMail,
        by placement: MailPlacement,
        following follows: TicketNumber?,
        _ ready: ReadyMail,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> MailReceipt {
        var draft = ready.draft ?? triaged(mail, at: moment)
        draft.ticket.touch(at: moment)
        let octets = ready.octets ?? octets(of: mail, in: transaction)
        let message = try transaction.message(
            from: mail,
            reading: body(of: mail),
            files: octets.files,
            isFolded: transaction.repeatsOnly(mail, of: [follows].compactMap(\.self)),
            after: nil,
            verdicts: placement.verdicts,
            at: moment
        )
        var details = mail.facts
        details["channel"] = TicketChannel.email.rawValue
        if let follows { details["follows"] = String(follows.rawValue) }
        let author = Actor.citizen(name: mail.sender.name)
        let ticket = try transaction.open(
            draft.ticket,
            with: message,
            by: author,
            clocks: settings.clocks,
            at: moment,
            details: details
        )
        try settle(mail, octets, placement, as: message, on: ticket.number, in: transaction)
        try carryOut(
            placement.answer,
            to: mail,
            on: ticket,
            with: draft,
            at: moment,
            in: transaction
        )
        return MailReceipt(ticket: ticket.number, effect: .opened)
    }

    /// Keeps a mail that has become a message, and does what it brings about beside that.
    private func settle(
        _ mail: ReceivedMail,
        _ octets: MailOctets,
        _ placement: MailPlacement,
        as message: Message,
        on ticket: TicketNumber,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        try transaction.keep(mail, octets.raw, under: placement.identity, as: message, in: ticket)
        try heed(mail, on: ticket, at: message.createdAt, in: transaction)
        try nameOthers(of: mail, on: ticket, at: message.createdAt, in: transaction)
    }

    /// Tells staff by a note of the other tickets that a mail proves: it is on one of them alone.
    ///
    /// Once for each: a thread that has come to another ticket names the former one for ever, and what
    /// the history tells of already needs no note.
    private func nameOthers(
        of mail: ReceivedMail,
        on number: TicketNumber,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        let proven = mailRules.signs.allProven(by: mail)
        guard proven.contains(where: { $0 != number }),
            let ticket = try transaction.surviving(number)
        else { return }
        var told = Set([ticket.number])
        for other in proven {
            guard let other = try transaction.surviving(other)?.number,
                told.insert(other).inserted,
                try !transaction.hasEvent(of: ticket, where: { $0.names(other) })
            else { continue }
            let name = other.rawValue
            let note = Message(
                id: UUIDv7(at: moment, after: try transaction.newestMessage(of: ticket.number)),
                ticket: ticket.number,
                kind: .note,
                author: .system,
                body: "Mejlet svarar också på ärende \(name), men ligger bara här.\n"
                    + "The mail answers ticket \(name) too, but is only here.",
                createdAt: moment
            )
            try transaction.insert(note, subject: nil)
            try transaction.record(
                TicketEvent(
                    ticket: ticket.number,
                    at: moment,
                    actor: .system,
                    kind: .noted,
                    details: ["ticket": String(name)]
                )
            )
        }
    }

    /// The ticket a mail would open, with what only repeats letters of ours not taken for the writer's.
    ///
    /// They are looked up where danger is read and nowhere else: our own say where to call in danger.
    ///
    /// - Parameters:
    ///   - mail: as the gateway read it.
    ///   - moment: when it came.
    ///   - number: the ticket that it is let into, where it does not prove that itself.
    /// - Returns: what nobody needs to look up in a transaction, which others wait for.
    /// - Throws: ``DeskError/unavailable(cause:)`` when the store does not answer.
    func draft(
        of mail: ReceivedMail,
        at moment: Date,
        into number: TicketNumber? = nil
    ) async throws(DeskError) -> MailDraft {
        let first = triaged(mail, at: moment)
        guard first.isDanger else { return first }
        let rules = mailRules
        let letters = try await store.read { reading throws(DeskError) in
            let claim = try reading.claim(
                of: mail,
                by: rules.signs,
                knowingSenders: rules.knowsSenders
            )
            return try reading.letters(
                on: rules.signs.allProven(by: mail) + [claim.ticket, number].compactMap(\.self)
            )
        }
        return letters.isEmpty ? first : triaged(mail, at: moment, repeating: letters)
    }

    /// Makes ready what is kept of a mail as it came.
    func octets(of mail: ReceivedMail, in reading: any DeskReading) -> MailOctets {
        let raw = reading.packed(mail.raw)
        var files = mail.files
        let isCut = !body(of: mail).utf8.elementsEqual(mail.text.utf8)
        if isCut, !files.contains(where: { $0.bytes == mail.raw }) {
            files.append(.original(mail.raw))
        }
        return MailOctets(
            raw: raw,
            files: files.map { file in
                (file, file.bytes == mail.raw ? raw : reading.packed(file.bytes))
            }
        )
    }

    /// The ticket a mail would open.
    func triaged(
        _ mail: ReceivedMail,
        at moment: Date,
        repeating letters: [Letter] = []
    ) -> MailDraft {
        let words = IdentityNumbers.masked(in: "\(mail.subject)\n\(mail.matter)")
        let isDanger = isDanger(in: "\(mail.subject)\n\(mail.text)", besides: letters)
        let triage = triage(words, language: nil, isDanger: isDanger)
        var ticket = Ticket(
            subject: title(of: mail),
            kind: mail.namedKind ?? .question,
            category: triage.category,
            channel: .email,
            queue: settings.queue,
            language: triage.language,
            citizen: mail.sender,
            symptom: triage.symptom,
            createdAt: moment,
            suggestions: triage.suggestions,
            // What a machine writes is nobody's contact.
            firstContact: mail.origin == .person ? .unsolved : .uncounted
        )
        ticket.apply(triage, by: settings.triage)
        if let kind = mail.namedKind {
            ticket.triageReasons.insert("kind \(kind.rawValue): the subject says so", at: 0)
        }
        return MailDraft(
            ticket: ticket,
            answer: articleAnswer(
                for: ticket,
                isAnswerable: triage.isAnswerable && !triage.impact.isDanger
                    && !TicketKind.maySound(likeComplaint: "\(mail.subject) \(mail.matter)")
            ),
            isDanger: isDanger,
            // Read once more only where the subject alone may have said it.
            isDangerInText: isDanger
                && (!self.isDanger(in: mail.subject, besides: letters)
                    || self.isDanger(in: mail.text, besides: letters)),
            isForeign: triage.isForeign
        )
    }

    /// What a mail's ticket is called: its subject, or where it has none its first words, or else the
    /// name of its first file; empty when there is nothing at all.
    private func title(of mail: ReceivedMail) -> String {
        let subject = subject(of: mail)
        guard subject.allSatisfy(\.isWhitespace) else { return subject }
        let most = min(Self.titleCharactersMax, settings.subjectCharactersMax)
        // Twice as much is looked at, for most of what stands between words goes.
        let words = mail.matter.unicodeScalars.prefix(2 * most)
            .split(whereSeparator: \.properties.isWhitespace).map { String($0) }
            .joined(separator: " ")
        let title = words.isEmpty ? mail.files.first?.name ?? "" : words
        guard title.unicodeScalars.count > most else { return title }
        return String(title.unicodeScalars.prefix(most)) + "…"
    }

    /// The longest title that is made of words, in characters as ``subject(of:)`` counts them.
    private static let titleCharactersMax = 60

    /// The subject a mail's ticket keeps; counted as ``FieldChecks`` counts: what looks like one letter
    /// may be a megabyte.
    func subject(of mail: ReceivedMail) -> String {
        String(mail.subject.unicodeScalars.prefix(settings.subjectCharactersMax))
    }

    /// The text a mail's message keeps; a longer one ends in a mark that says so, and the mail is attached.
    func body(of mail: ReceivedMail) -> String {
        // A text has at least as many octets as characters, and those are counted already.
        let characters = mail.text.unicodeScalars
        guard mail.text.utf8.count > settings.bodyCharactersMax,
            characters.count > settings.bodyCharactersMax
        else { return mail.text }
        return String(characters.prefix(settings.bodyCharactersMax)) + "\n[…]"
    }
}

extension ReceivedMail {
    /// What it is about: the writer's own words, or where they only passed on others', those.
    fileprivate var matter: String {
        // A rule stands above what Outlook passed on.
        String((ownText.isEmpty ? text : ownText).drop { $0 == "_" || $0.isWhitespace })
    }

    /// The writer's own words, where there are others beside them.
    fileprivate var foldedText: String? {
        // Folding takes white space at the ends away too.
        let isShorter = ownText.utf8.count + Self.whiteSpaceMax < text.utf8.count
        return isShorter && !ownText.isEmpty ? ownText : nil
    }

    private static var whiteSpaceMax: Int { 8 }

    /// What the history says about it, beside that it came.
    fileprivate var facts: [String: String] {
        var facts: [String: String] = [:]
        if let automaticReason { facts["automatic"] = automaticReason }
        if !problems.isEmpty { facts["problems"] = problems.joined(separator: "; ") }
        return facts
    }
}

extension TicketEvent {
    /// True when it tells of another ticket.
    fileprivate func names(_ other: TicketNumber) -> Bool {
        ["ticket", "follows", "split_from"].contains { details[$0] == String(other.rawValue) }
    }
}

extension DeskTransaction {
    fileprivate func message(
        from mail: ReceivedMail,
        reading body: String,
        files: [(file: ReceivedMail.File, octets: PackedOctets)],
        isFolded: Bool,
        after newest: UUIDv7?,
        verdicts: [MailVerdict],
        at moment: Date
    ) throws(DeskError) -> Message {
        var attachments: [Attachment] = []
        for (file, octets) in files {
            try keep(octets)
            attachments.append(
                Attachment(
                    id: UUIDv7(at: moment),
                    name: file.name,
                    mediaType: file.mediaType,
                    size: octets.size,
                    digest: octets.digest
                )
            )
        }
        return Message(
            id: UUIDv7(at: moment, after: newest),
            ticket: TicketNumber(rawValue: 0),
            kind: .inbound,
            author: mail.report == nil ? .citizen(name: mail.sender.name) : .system,
            body: body,
            attachments: attachments,
            // Nobody answers a report: a reply goes on from the citizen's own mail.
            thread: mail.report == nil
                ? MailThread(messageID: mail.messageID, references: mail.references) : nil,
            createdAt: moment,
            mail: MailFacts(
                sender: mail.author,
                verdicts: verdicts,
                // Answers may stand between the lines of what only looks like a letter of ours.
                ownText: isFolded ? mail.foldedText.map { String($0.prefix(body.count)) } : nil,
                copies: mail.copies
            )
        )
    }

    /// Adds a message to a ticket.
    fileprivate func append(
        _ draft: Message,
        of mail: ReceivedMail,
        to found: Ticket,
        from voice: MailOrigin,
        isContact: Bool,
        saysDanger: Bool,
        reachedAt: Date?,
        triage: TriageRules,
        clocks: ClockRules,
        at moment: Date
    ) throws(DeskError) {
        var ticket = found
        var details = mail.facts
        var message = draft
        message.ticket = ticket.number
        try insert(message, subject: nil)
        // Who only says that it is solved asks for nothing more.
        let kind = ticket.hear(
            from: isContact ? voice : .machine,
            at: moment,
            reachedAt: reachedAt
        )
        if isContact, voice == .person { ticket.noteContact(by: .email, at: moment) }
        if voice == .person, saysDanger, ticket.noteDanger(by: triage) {
            details["priority"] = ticket.priority.rawValue
        }
        _ = try save(
            ticket,
            recording: kind,
            by: message.author,
            at: moment,
            clocks: clocks,
            details: details
        )
    }

    fileprivate func keep(
        _ mail: ReceivedMail,
        _ raw: PackedOctets,
        under identity: Digest,
        as message: Message,
        in ticket: TicketNumber
    ) throws(DeskError) {
        try keep(raw)
        try insert(
            MailRecord(
                identity: identity,
                content: mail.content,
                ticket: ticket,
                message: message.id,
                raw: raw.digest,
                receivedAt: message.createdAt,
                sender: mail.sender.email?.lowercased()
            )
        )
    }
}
