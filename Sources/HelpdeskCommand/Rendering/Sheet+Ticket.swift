import DeskAPI

extension Sheet {
    /// A ticket with everything a clerk needs to answer it.
    static func ticket(
        _ ticket: TicketBody,
        matches: MatchesBody,
        handoffs: [HandoffBody] = [],
        messages: [MessageBody],
        for reader: Reader
    ) -> Sheet {
        var sheet = Sheet()
        sheet.add(Line([Span("#\(ticket.number)  ", .strong), Span(ticket.subject, .strong)]))
        sheet.add(facts(of: ticket, for: reader))
        if !ticket.triage.isEmpty {
            sheet.begin(reader.say("Varför det kom hit", "Why it came here"))
            sheet.add(ticket.triage.map { Line("  " + reader.triageReason($0), .quiet) })
        }
        sheet.begin(reader.say("Förslag", "Suggestions"))
        sheet.add(self.matches(matches, for: reader).lines)
        if !handoffs.isEmpty {
            sheet.begin(reader.say("Vidarekopplingar", "Hand-offs"))
            sheet.add(self.handoffs(handoffs, for: reader))
        }
        for message in messages.sorted(by: { $0.createdAt < $1.createdAt }) {
            sheet.add(.empty)
            sheet.add(lines(of: message, for: reader))
        }
        return sheet
    }

    /// The messages of a ticket alone, oldest first.
    static func messages(_ messages: [MessageBody], for reader: Reader) -> Sheet {
        var sheet = Sheet()
        for message in messages.sorted(by: { $0.createdAt < $1.createdAt }) {
            if !sheet.lines.isEmpty { sheet.add(.empty) }
            sheet.add(lines(of: message, for: reader))
        }
        return sheet
    }

    private static func facts(of ticket: TicketBody, for reader: Reader) -> [Line] {
        let nature = [
            reader.word(Vocabulary.kinds, ticket.kind),
            reader.word(Vocabulary.categories, ticket.category),
            reader.word(Vocabulary.priorities, ticket.priority),
            reader.word(Vocabulary.channels, ticket.channel),
        ]
        var lines = [Line([state(of: ticket, for: reader), Span(" · " + nature.dotted)])]
        func add(_ name: String, _ value: String?, _ style: Style = .plain) {
            guard let value, !value.isEmpty else { return }
            lines.append(Line([Span(name + ": ", .quiet), Span(value, style)]))
        }
        add(reader.say("Från", "From"), ticket.citizen.described(for: reader))
        add(reader.say("Kö", "Queue"), ticket.queue)
        add(reader.say("Hos", "With"), ticket.assignee ?? reader.say("ingen", "nobody"))
        add(reader.say("E-tjänst", "E-service"), ticket.service)
        add(reader.say("Symtom", "Symptom"), ticket.symptom.described)
        add(reader.say("Kom in", "Came in"), reader.moment(ticket.createdAt, .full))
        for (name, moment) in ticket.owed(for: reader) {
            let isPast = moment < Timestamp(reader.now)
            let late = isPast ? " " + reader.say("(försenat)", "(overdue)") : ""
            add(name, reader.moment(moment, .full) + late, isPast ? .alarm : .plain)
        }
        add(
            reader.say("Löst", "Resolved"),
            ticket.resolvedAt.map { moment in
                let outcome = ticket.outcome.map { reader.word(Vocabulary.outcomes, $0) }
                return [reader.moment(moment, .full), outcome, ticket.article].present.dotted
            }
        )
        add(reader.say("Registrerat som", "Registered as"), ticket.register)
        add(reader.say("Enhet", "Unit"), ticket.unit.map { described($0, for: reader) })
        add(reader.say("Störning", "Incident"), ticket.incident.map { "\($0)" })
        add(reader.say("Underhåll", "Maintenance"), ticket.maintenance.map { "\($0)" })
        add(reader.say("Uppgått i", "Went into"), ticket.mergedInto.map { "#\($0)" })
        if ticket.merged > 0 {
            add(reader.say("Sammanförda ärenden", "Merged tickets"), "\(ticket.merged)")
        }
        add(
            reader.say("Undanlagt till", "Put off until"),
            ticket.snoozedUntil.map { reader.moment($0, .full) }
        )
        add(
            reader.say("Följs upp", "Follow-up"),
            ticket.followUpAt.map { reader.moment($0, .full) }
        )
        add(
            reader.say("Bevaras", "Kept"),
            ticket.hold.map { hold in
                let since = reader.moment(hold.since, .full)
                return reader.say(
                    "får inte gallras: \(hold.reason) (\(hold.staff), \(since))",
                    "must not be erased: \(hold.reason) (\(hold.staff), \(since))"
                )
            }
        )
        if ticket.contacts > 1 { add(reader.say("Kontakter", "Contacts"), "\(ticket.contacts)") }
        return lines
    }

    private static func described(_ unit: UnitBody, for reader: Reader) -> String {
        let answer =
            unit.answeredAt.map { moment in
                let when = reader.moment(moment, .full)
                return reader.say("svarade \(when)", "answered \(when)")
            } ?? reader.say("har inte svarat", "has not answered")
        return [unit.name, reader.moment(unit.givenAt, .full), answer].dotted
    }

    private static func lines(of message: MessageBody, for reader: Reader) -> [Line] {
        let author = message.author.described(for: reader)
        let deed = reader.word(Vocabulary.messages, message.kind)
        let when = reader.moment(message.createdAt, .full)
        let style: Style = message.kind == "note" ? .attention : .strong
        var lines = [Line([Span("\(author) \(deed) ", style), Span(when, .quiet)])]
        if let mail = message.mail { lines += Self.lines(of: mail, for: reader) }
        lines += words(of: message, for: reader)
        if !message.articles.isEmpty {
            let names = message.articles.joined(separator: ", ")
            lines.append(Line("  " + reader.say("Artiklar: ", "Articles: ") + names, .quiet))
        }
        lines += message.attachments.map { line(of: $0, for: reader) }
        if let delivery = message.delivery { lines.append(line(of: delivery, for: reader)) }
        return lines
    }

    /// The words; of a mail that repeats others only its own, and how to see the rest.
    private static func words(of message: MessageBody, for reader: Reader) -> [Line] {
        guard let own = message.mail?.own else { return reader.prose(message.body) }
        let all = message.body.split(separator: "\n").count
        let folded = max(1, all - own.split(separator: "\n").count)
        let lines = reader.count(
            folded,
            Phrase("rad är citat", "line is quoted"),
            Phrase("rader är citat", "lines are quoted")
        )
        let remark = "  [\(lines): helpdesk show \(message.ticket) --quotes]"
        return reader.prose(own) + [Line(remark, .quiet)]
    }

    private static func line(of attachment: AttachmentBody, for reader: Reader) -> Line {
        let facts = "(\(attachment.mediaType), \(reader.size(attachment.size)))"
        return Line([
            Span("  " + reader.say("Bilaga: ", "Attachment: "), .quiet),
            Span(attachment.name + " "),
            Span(facts + "  helpdesk attachment ", .quiet),
            Span(attachment.id, .quiet),
        ])
    }

    private static func line(of delivery: DeliveryBody, for reader: Reader) -> Line {
        let word = reader.word(Vocabulary.deliveries, delivery.state)
        guard delivery.state == "failed" else { return Line("  " + word, .quiet) }
        let reason = delivery.detail.map { ": " + $0 } ?? ""
        return Line("  " + word + reason, .alarm)
    }
}

extension TicketBody {
    /// What is owed, and until when; nothing that was answered already.
    func owed(for reader: Reader) -> [(name: String, moment: Timestamp)] {
        let isActive = state != "resolved" && state != "closed"
        let all: [(String, Timestamp?)] = [
            (reader.say("Svar senast", "Reply due"), firstReplyAt == nil ? due.firstReplyAt : nil),
            (reader.say("Nytt svar senast", "Next reply due"), due.nextReplyAt),
            (reader.say("Löst senast", "Solution due"), due.resolutionAt),
        ]
        return isActive ? all.compactMap { name, moment in moment.map { (name, $0) } } : []
    }
}

extension AuthorBody {
    /// The name if there is one, else what kind of author it is.
    func described(for reader: Reader) -> String {
        // Whoever runs the desk does some things on its machine, and is known there only.
        if let id, id.hasPrefix("operator:") {
            return reader.say("driften", "operator") + " (\(id.dropFirst("operator:".count)))"
        }
        return name ?? id ?? reader.word(Vocabulary.authors, kind)
    }
}

extension CitizenBody {
    fileprivate func described(for reader: Reader) -> String {
        let phone = phone.map(reader.telephone)
        let known = [name, email.map { "<\($0)>" }, phone].present.joined(separator: " ")
        guard !known.isEmpty else { return reader.say("okänd", "unknown") }
        guard !verified else { return known }
        return known + " " + reader.say("(inte bekräftad)", "(not verified)")
    }
}

extension SymptomBody {
    fileprivate var described: String { ([eId] + codes + [device, step]).present.dotted }
}

extension [String] {
    fileprivate var dotted: String { joined(separator: " · ") }
}

extension [String?] {
    fileprivate var present: [String] { compactMap { $0 } }
}
