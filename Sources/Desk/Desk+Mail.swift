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
        return try await store.write { transaction throws(DeskError) in
            let earlier = try transaction.mail(mail.identity)
            if let earlier, earlier.content == mail.content {
                return MailReceipt(ticket: earlier.ticket, effect: .duplicate)
            }
            let target =
                if let earlier { earlier.ticket } else {
                    try transaction.proven(by: mail, with: proof)
                }
            let message = try transaction.message(from: mail, reading: body, at: moment)
            if let target, let receipt = try transaction.append(message, to: target, at: moment) {
                // The identity is taken by the first of two mails that share it.
                if earlier == nil { try transaction.keep(mail, as: message, in: receipt.ticket) }
                return receipt
            }
            var details = ["channel": TicketChannel.email.rawValue]
            if let target { details["follows"] = String(target.rawValue) }
            if let reason = mail.automaticReason { details["automatic"] = reason }
            let author = Actor.citizen(name: mail.sender.name)
            let ticket = try transaction.open(draft, with: message, by: author, details: details)
            if earlier == nil { try transaction.keep(mail, as: message, in: ticket.number) }
            return MailReceipt(ticket: ticket.number, effect: .opened)
        }
    }

    /// The ticket a mail would open.
    private func triaged(_ mail: ReceivedMail, at moment: Date) -> Ticket {
        let triage = Triage(
            "\(mail.subject)\n\(mail.ownText)",
            language: nil,
            knowledgeBase: knowledgeBase
        )
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
        guard mail.text.count > settings.bodyCharactersMax else { return mail.text }
        return mail.text.prefix(settings.bodyCharactersMax) + "\n[…]"
    }
}

extension DeskTransaction {
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
        at moment: Date
    ) throws(DeskError) -> Message {
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
            id: UUIDv7(at: moment),
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
        let kind = ticket.hear(at: moment)
        _ = try save(ticket, recording: kind, by: message.author, at: moment)
        return MailReceipt(ticket: number, effect: .appended)
    }

    fileprivate func keep(
        _ mail: ReceivedMail,
        as message: Message,
        in ticket: TicketNumber
    ) throws(DeskError) {
        try insert(
            MailRecord(
                identity: mail.identity,
                content: mail.content,
                ticket: ticket,
                message: message.id,
                raw: try keep(mail.raw),
                receivedAt: message.createdAt
            )
        )
    }
}
