import Cryptography
import Foundation

extension Desk {
    /// Takes in a citizen's mail.
    ///
    /// When it returns, the mail is on disk.
    ///
    /// The mail goes to a ticket only by proof: an address or Message-ID that we signed, or the
    /// answer to a mail of the same sender that we have. Everything else opens a ticket of its own.
    /// A number in the subject proves nothing.
    public func receive(_ mail: ReceivedMail) async throws(DeskError) -> MailReceipt {
        let moment = now()
        let draft = triaged(mail, at: moment)
        let body = body(of: mail)
        let receipt = try await store.write { transaction throws(DeskError) in
            let (identity, earlier) = try transaction.known(mail)
            if let earlier, earlier.content == mail.content {
                return MailReceipt(ticket: earlier.ticket, effect: .duplicate)
            }
            let target = try transaction.proven(by: mail, with: proof) ?? earlier?.ticket
            let message = try transaction.message(
                from: mail,
                reading: body,
                after: target,
                at: moment
            )
            if let target,
                let receipt = try transaction.append(message, of: mail, to: target, at: moment)
            {
                try transaction.keep(mail, under: identity, as: message, in: receipt.ticket)
                return receipt
            }
            var details = mail.facts
            details["channel"] = TicketChannel.email.rawValue
            if let target { details["follows"] = String(target.rawValue) }
            let author = Actor.citizen(name: mail.sender.name)
            let ticket = try transaction.open(draft, with: message, by: author, details: details)
            try transaction.keep(mail, under: identity, as: message, in: ticket.number)
            return MailReceipt(ticket: ticket.number, effect: .opened)
        }
        switch receipt.effect {
        case .opened: meters.open(draft)
        case .appended:
            meters.hear()
            // It may have been resolved until now.
            learning.raise()
        case .duplicate: break
        }
        return receipt
    }

    /// The ticket a mail would open.
    private func triaged(_ mail: ReceivedMail, at moment: Date) -> Ticket {
        let triage = triage("\(mail.subject)\n\(mail.ownText)", language: nil)
        return Ticket(
            subject: String(mail.subject.prefix(settings.subjectCharactersMax)),
            category: triage.category,
            channel: .email,
            queue: settings.queue,
            language: triage.language,
            citizen: mail.sender,
            symptom: triage.symptom,
            createdAt: moment,
            suggestions: triage.suggestions
        )
    }

    /// The text a mail's message keeps; a longer one ends in a mark that says so.
    private func body(of mail: ReceivedMail) -> String {
        // A text has at least as many octets as characters, and those are counted already.
        guard mail.text.utf8.count > settings.bodyCharactersMax,
            mail.text.count > settings.bodyCharactersMax
        else { return mail.text }
        return mail.text.prefix(settings.bodyCharactersMax) + "\n[…]"
    }
}

extension ReceivedMail {
    /// What the history says about it, beside that it came.
    fileprivate var facts: [String: String] {
        var facts: [String: String] = [:]
        if let automaticReason { facts["automatic"] = automaticReason }
        if !problems.isEmpty { facts["problems"] = problems.joined(separator: "; ") }
        return facts
    }
}

extension DeskTransaction {
    /// The identity to keep a mail under, and the mail that came before it with the same
    /// Message-ID and sender.
    ///
    /// Two mails that share a Message-ID but not their words are both kept, and each of them is
    /// known again when it is delivered twice.
    fileprivate func known(
        _ mail: ReceivedMail
    ) throws(DeskError) -> (identity: Digest, earlier: MailRecord?) {
        let first = try self.mail(mail.identity)
        guard let first, first.content != mail.content else { return (mail.identity, first) }
        let identity = Digest(of: mail.identity.bytes + mail.content.bytes)
        return (identity, try self.mail(identity) ?? first)
    }

    /// The ticket that a mail proves to belong to.
    fileprivate func proven(
        by mail: ReceivedMail,
        with proof: TicketProof
    ) throws(DeskError) -> TicketNumber? {
        if let token = mail.replyToken, let ticket = proof.ticket(replyToken: token[...]) {
            return ticket
        }
        for id in mail.references.reversed() {
            if let ticket = proof.ticket(messageID: id) { return ticket }
        }
        guard let sender = mail.sender.email?.lowercased() else { return nil }
        for id in mail.references.reversed() {
            guard let number = try self.ticket(ofMailFromOutside: id) else { continue }
            if try ticket(number).citizen.email?.lowercased() == sender { return number }
        }
        return nil
    }

    fileprivate func message(
        from mail: ReceivedMail,
        reading body: String,
        after target: TicketNumber?,
        at moment: Date
    ) throws(DeskError) -> Message {
        let newest: UUIDv7?
        if let target { newest = try newestMessage(of: target) } else { newest = nil }
        var attachments: [Attachment] = []
        for file in mail.files {
            attachments.append(
                Attachment(
                    id: UUIDv7(at: moment),
                    name: file.name,
                    mediaType: file.mediaType,
                    size: file.bytes.count,
                    digest: try keep(file.bytes)
                )
            )
        }
        return Message(
            id: UUIDv7(at: moment, after: newest),
            ticket: TicketNumber(rawValue: 0),
            kind: .inbound,
            author: .citizen(name: mail.sender.name),
            body: body,
            attachments: attachments,
            thread: MailThread(messageID: mail.messageID, references: mail.references),
            createdAt: moment
        )
    }

    /// Adds a message to a ticket that is not closed; nil when it is, or is gone.
    fileprivate func append(
        _ draft: Message,
        of mail: ReceivedMail,
        to number: TicketNumber,
        at moment: Date
    ) throws(DeskError) -> MailReceipt? {
        var ticket: Ticket
        do throws(DeskError) {
            ticket = try self.ticket(number)
        } catch .notFound {
            return nil
        }
        guard ticket.state != .closed else { return nil }
        var message = draft
        message.ticket = number
        try insert(message, subject: nil)
        let kind = ticket.hear(from: mail.origin, at: moment)
        _ = try save(
            ticket,
            recording: kind,
            by: message.author,
            at: moment,
            details: mail.facts
        )
        return MailReceipt(ticket: number, effect: .appended)
    }

    fileprivate func keep(
        _ mail: ReceivedMail,
        under identity: Digest,
        as message: Message,
        in ticket: TicketNumber
    ) throws(DeskError) {
        try insert(
            MailRecord(
                identity: identity,
                content: mail.content,
                ticket: ticket,
                message: message.id,
                raw: try keep(mail.raw),
                receivedAt: message.createdAt,
                sender: mail.sender.email?.lowercased()
            )
        )
    }
}
