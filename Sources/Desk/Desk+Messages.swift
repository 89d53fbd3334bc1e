import Foundation
import KnowledgeBase

extension Desk {
    /// Adds a reply, which goes out by mail, or a note, which stays; with `revision` only if the
    /// ticket is still at that.
    public func write(
        _ draft: MessageDraft,
        on number: TicketNumber,
        at revision: Int64? = nil,
        as staff: StaffIdentity,
        once: Once<Message>? = nil
    ) async throws(DeskError) -> Answered<Message> {
        let moment = now()
        let answered = try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, workableBy: staff)
            return try transaction.once(once) { () throws(DeskError) in
                // Inside: what was answered before stays answered, though an article may be gone.
                if let revision, (ticket.number, ticket.revision) != (number, revision) {
                    throw .changedMeanwhile
                }
                try self.check(draft)
                return switch draft.kind {
                case .reply:
                    try self.reply(draft, on: ticket, by: staff, at: moment, in: transaction)
                case .note, .inbound:
                    try self.note(draft, on: ticket, by: staff, at: moment, in: transaction)
                }
            }
        }
        if let message = answered.value { meters.write(message, resolves: draft.resolves) }
        if draft.resolves { learning.raise() }
        return answered
    }

    /// A page of messages, oldest first, and whether there are more; those of the tickets that went
    /// into it are among them.
    ///
    /// With their identity numbers in full only for whoever has that right, and that is recorded.
    public func messages(
        of number: TicketNumber,
        after: UUIDv7?,
        limit: Int,
        inFull: Bool = false,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (messages: [Message], hasMore: Bool) {
        precondition((1...DeskSettings.pageMax).contains(limit), "checked at the door")
        let (ticket, page) = try await store.read { reading throws(DeskError) in
            let ticket = try reading.ticket(number, readableBy: staff)
            let all = try reading.family(of: ticket)
            return (ticket, try reading.page(ofAny: all, after: after, limit: limit))
        }
        if inFull, !staff.may(.readIdentityNumbers, on: ticket) { throw .notPermitted }
        try await show(inFull ? .identityNumbers : .messages, of: ticket, to: staff)
        return page
    }

    /// A page of the history, oldest first, and whether there is more.
    public func history(
        of number: TicketNumber,
        after: Int64?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (entries: [HistoryEntry], hasMore: Bool) {
        precondition((1...DeskSettings.pageMax).contains(limit), "checked at the door")
        let (ticket, found) = try await store.look { reading throws(DeskError) in
            // Its own history, also of one that went into another.
            let ticket = try reading.ticket(number, readableBy: staff)
            return (ticket, try reading.history(of: number, after: after, limit: limit + 1))
        }
        try await show(.history, of: ticket, to: staff)
        return (Array(found.prefix(limit)), found.count > limit)
    }

    /// The HTML of the mail that a message was, made safe to show, identity numbers masked.
    ///
    /// - Throws: ``DeskError/notFound`` also when it was no mail, or has no HTML.
    public func page(
        of message: UUIDv7,
        on number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) -> String {
        let (ticket, raw) = try await store.read { reading throws(DeskError) in
            let ticket = try reading.ticket(number, readableBy: staff)
            guard let mail = try reading.mail(of: message),
                try reading.family(of: ticket).contains(mail.ticket)
            else {
                throw .notFound
            }
            return (ticket, try reading.bytes(mail.raw))
        }
        try await show(.messages, of: ticket, to: staff)
        guard let page = try await reader.page(of: raw) else { throw .notFound }
        return IdentityNumbers.maskedPage(page)
    }

    /// A file and its octets.
    public func attachment(
        _ id: UUIDv7,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (attachment: Attachment, bytes: [UInt8]) {
        let (ticket, attachment, bytes) = try await store.read { reading throws(DeskError) in
            let (attachment, number) = try reading.attachment(id)
            let ticket = try reading.ticket(number, readableBy: staff)
            return (ticket, attachment, try reading.bytes(attachment.digest))
        }
        try await show(.file, of: ticket, to: staff, details: ["file": id.description])
        return (attachment, bytes)
    }

    private func note(
        _ draft: MessageDraft,
        on ticket: Ticket,
        by staff: StaffIdentity,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Message {
        let newest = try transaction.newestMessage(of: ticket.number)
        let message = message(draft, on: ticket, by: staff, after: newest, at: moment)
        try transaction.insert(message, subject: nil)
        var changed = ticket
        changed.touch(at: moment)
        let facts = changed.note(message, asAnswerBy: staff)
        _ = try transaction.save(
            changed,
            recording: .noted,
            by: message.author,
            at: moment,
            clocks: settings.clocks,
            details: facts
        )
        return message
    }

    func reply(
        _ draft: MessageDraft,
        on ticket: Ticket,
        by staff: StaffIdentity,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Message {
        guard let address = ticket.citizen.email else {
            throw .wrongState(
                detail: "The citizen has no e-mail address; add one, or write a note instead."
            )
        }
        try checkReaches(address, at: moment, in: transaction)
        var changed = ticket
        try changed.reply(at: moment, waits: draft.waits ?? !ticket.kind.isRegistered)
        if ticket.register != nil, try !transaction.hasReply(on: ticket) {
            let clocks = settings.clocks
            changed.noteMailAnswer(
                from: ticket.createdAt,
                at: moment,
                by: clocks.hours(of: ticket),
                clocks.time
            )
        }
        for article in draft.articles { changed.note(.articleSent, article: article, at: moment) }
        let newest = try transaction.newestMessage(of: ticket.number)
        var message = message(draft, on: ticket, by: staff, after: newest, at: moment)
        let answered = try transaction.thread(of: ticket, with: address)
        var addressed = ticket
        addressed.language = draft.language ?? ticket.language
        let letter = letter(
            carrying: message,
            quoting: draft.quoted,
            repeating: draft.repeats,
            to: address,
            on: addressed,
            answering: answered
        )
        message.thread = MailThread(
            messageID: letter.messageID,
            references: letter.references
        )
        message.delivery = Delivery(state: .queued, attempts: 0, detail: nil)
        try transaction.insert(message, subject: nil)
        try transaction.post(
            OutboxEntry(
                id: UUIDv7(at: moment),
                ticket: ticket.number,
                message: message.id,
                letter: letter,
                dueAt: moment
            )
        )
        var facts = changed.note(message, asAnswerBy: staff)
        facts["message"] = message.id.description
        let saved = try transaction.save(
            changed,
            recording: .replied,
            by: message.author,
            at: moment,
            clocks: settings.clocks,
            details: facts
        )
        if draft.resolves { try resolve(saved, with: draft, message, in: transaction) }
        return message
    }

    private func resolve(
        _ ticket: Ticket,
        with draft: MessageDraft,
        _ message: Message,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        var resolved = ticket
        let article = draft.articles.first
        try resolved.resolve(as: .answered, by: article, at: message.createdAt)
        let saved = try transaction.save(
            resolved,
            recording: .resolved,
            by: message.author,
            at: message.createdAt,
            clocks: settings.clocks,
            details: .resolution(.answered, article: article)
        )
        if !isSecret(saved) { try transaction.learn(from: saved, within: settings.learning) }
    }

    private func message(
        _ draft: MessageDraft,
        on ticket: Ticket,
        by staff: StaffIdentity,
        after newest: UUIDv7?,
        at moment: Date
    ) -> Message {
        Message(
            id: UUIDv7(at: moment, after: newest),
            ticket: ticket.number,
            kind: draft.kind,
            author: .staff(id: staff.id, name: staff.name),
            body: draft.body,
            articles: draft.articles,
            createdAt: moment
        )
    }

    private func letter(
        carrying message: Message,
        quoting quoted: Set<String>,
        repeating mayRepeat: Bool,
        to address: String,
        on ticket: Ticket,
        answering found: MailThread?
    ) -> Letter {
        let thread = mayRepeat ? found : found?.ofStranger
        let parent = thread?.messageID
        let words = words(of: message, quoting: quoted, repeating: mayRepeat, on: ticket)
        return Letter(
            ticket: ticket.number,
            toName: mayRepeat ? ticket.masked.citizen.name.map { HeaderLine($0) } : nil,
            toAddress: address,
            subject: words.subject,
            text: words.text,
            html: words.html,
            language: ticket.language,
            messageID: proof.messageID(
                for: ticket.number,
                unique: message.id,
                domain: settings.mailDomain
            ),
            inReplyTo: parent,
            references: (thread?.references ?? []) + (parent.map { [$0] } ?? []),
            replyToken: proof.replyToken(for: ticket.number),
            isAutomatic: false,
            form: .reply,
            writtenAt: message.createdAt
        )
    }

    /// The reply's words, then each article that goes along.
    private func words(
        of message: Message,
        quoting quoted: Set<String>,
        repeating mayRepeat: Bool,
        on ticket: Ticket
    ) -> LetterWords {
        let letters = settings.letters
        let articles = message.articles.filter { !quoted.contains($0) }.compactMap { id in
            knowledgeBase.article(id, language: ticket.language).map(words(quoting:))
        }
        var values = LetterValues(letters, of: ticket, repeating: mayRepeat)
        values.reply(message.body, by: message.author.name, with: articles)
        return self.words(of: .reply, ticket, values)
    }

    private func check(_ draft: MessageDraft) throws(DeskError) {
        var checks = FieldChecks(draft.faults)
        checks.text(draft.body, "/body", limit: settings.bodyCharactersMax)
        if draft.kind == .inbound { checks.note("/kind", "must be reply or note") }
        if draft.kind == .note, draft.resolves {
            checks.note("/resolve", "goes with a reply; resolve by PUT …/resolution")
        }
        if draft.kind == .note && draft.waits != nil || draft.resolves && draft.waits == true {
            checks.note("/waits", "goes with a reply that does not resolve the ticket")
        }
        if draft.articles.count > DeskSettings.articlesMax {
            checks.note("/articles", "at most \(DeskSettings.articlesMax)")
        }
        if !draft.quoted.isSubset(of: draft.articles) {
            checks.note("/quoted", "must be of articles")
        }
        for (index, id) in draft.articles.prefix(DeskSettings.articlesMax).enumerated() {
            guard let article = knowledgeBase.article(id, language: nil) else {
                checks.note("/articles/\(index)", "there is no such article")
                continue
            }
            if draft.kind == .reply, article.audience == .staff {
                checks.note("/articles/\(index)", "is for staff only")
            }
        }
        try checks.finish()
    }
}

extension DeskReading {
    /// The ticket's own history, oldest first: all of it, or what came after one of its facts.
    func history(of ticket: Ticket, after fact: Int64? = nil) throws(DeskError) -> [HistoryEntry] {
        try history(of: ticket.number, after: fact, limit: Int(Int32.max))
    }

    /// True when a clerk has replied to its citizen.
    func hasReply(on ticket: Ticket) throws(DeskError) -> Bool {
        try hasEvent(of: ticket) { $0.kind == .replied }
    }

    /// True when the ticket's own history has such an event.
    func hasEvent(
        of ticket: Ticket,
        where isWanted: (TicketEvent) -> Bool
    ) throws(DeskError) -> Bool {
        try history(of: ticket).contains { isWanted($0.event) }
    }
}

extension DeskReading {
    /// Messages of these tickets after one of them, oldest first, and whether there is more.
    ///
    /// Citizens decide how long they are: of long ones a page has fewer than `limit`.
    fileprivate func page(
        ofAny tickets: [TicketNumber],
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> (messages: [Message], hasMore: Bool) {
        var messages: [Message] = []
        var bytesLeft = messagePageBytesMax
        var last = after
        while true {
            let wanted = min(limit - messages.count, messagesReadAtOnce)
            let found = try self.messages(ofAny: tickets, after: last, limit: wanted + 1)
            for message in found.prefix(wanted) {
                messages.append(message)
                bytesLeft -= message.body.utf8.count
                if bytesLeft <= 0 { break }
            }
            let hasMore = found.count > wanted || found.last?.id != messages.last?.id
            guard hasMore, bytesLeft > 0, messages.count < limit else {
                return (messages, hasMore)
            }
            last = messages.last?.id
        }
    }
}

/// A page ends with the message that makes its texts as long as this.
private let messagePageBytesMax = 1_000_000
/// So many are read before it is seen how long they are.
private let messagesReadAtOnce = 10
