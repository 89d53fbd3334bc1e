import DeskAPI

extension Sheet {
    /// Tickets one a line, newest first as the API gives them.
    static func tickets(_ tickets: [TicketBody], hasMore: Bool, for reader: Reader) -> Sheet {
        guard !tickets.isEmpty else { return Sheet(reader.say("Inga ärenden.", "No tickets.")) }
        var table = Table(
            columns: [
                .init(title: reader.say("Nr", "No"), isNumber: true),
                .init(title: reader.say("Läge", "State")),
                .init(title: reader.say("Prio", "Prio"), rank: 1),
                .init(title: reader.say("Kö", "Queue"), isCopied: true, rank: 2),
                .init(title: reader.say("Hos", "With"), isCopied: true, rank: 1),
                .init(title: reader.say("Ändrat", "Changed"), rank: 3),
                .init(title: reader.say("Senast", "Due"), rank: 2),
                .init(title: reader.say("Från", "From"), rank: 4),
                .init(title: reader.say("Stör", "Inc"), isNumber: true, rank: 1),
                .init(title: reader.say("Ämne", "Subject"), isFlexible: true),
            ],
            rows: tickets.map { row($0, for: reader) }
        )
        // Most lists have nothing out of the ordinary, and room is dear.
        if tickets.allSatisfy({ $0.incident == nil }) { table.drop(column: 8) }
        if tickets.allSatisfy({ $0.priority == "normal" }) { table.drop(column: 2) }
        let way = reader.say("--limit N eller --all", "--limit N or --all")
        return Sheet(table.lines(width: reader.width)).goingOn(hasMore, way, for: reader)
    }

    private static func row(_ ticket: TicketBody, for reader: Reader) -> [Span] {
        [
            Span("\(ticket.number)", ticket.due.overdue ? .alarm : .strong),
            state(of: ticket, for: reader),
            priority(of: ticket, for: reader),
            Span(ticket.queue),
            Span(ticket.assignee ?? "–"),
            Span(reader.moment(ticket.updatedAt, .short)),
            Span(
                ticket.owed(for: reader).map(\.moment).min().map { reader.moment($0, .short) }
                    ?? "–",
                ticket.due.overdue ? .alarm : .plain
            ),
            Span(ticket.citizen.shortName),
            Span(ticket.incident.map { "\($0)" } ?? "", .attention),
            Span(ticket.subject),
        ]
    }

    /// The state, with a mark that is seen without colour when an answer is overdue.
    static func state(of ticket: TicketBody, for reader: Reader) -> Span {
        let word = reader.word(Vocabulary.states, ticket.state)
        if ticket.due.overdue { return Span(word + " !", .alarm) }
        switch ticket.state {
        case "new": return Span(word, .attention)
        case "resolved": return Span(word, .good)
        case "closed": return Span(word, .quiet)
        default: return Span(word)
        }
    }

    /// The priority, when it is out of the ordinary.
    private static func priority(of ticket: TicketBody, for reader: Reader) -> Span {
        let word = reader.word(Vocabulary.prioritiesShort, ticket.priority)
        switch ticket.priority {
        case "urgent": return Span(word, .alarm)
        case "high": return Span(word, .attention)
        case "normal": return Span("")
        default: return Span(word, .quiet)
        }
    }

    /// One line about a ticket that was just changed.
    static func changed(_ ticket: TicketBody, for reader: Reader) -> Sheet {
        let number = Span(reader.say("Ärende \(ticket.number)", "Ticket \(ticket.number)"), .strong)
        let holder =
            ticket.assignee.map { reader.say("hos \($0)", "with \($0)") }
            ?? reader.say("hos ingen", "with nobody")
        let outcome = ticket.outcome.map { ", " + reader.word(Vocabulary.outcomes, $0) } ?? ""
        let putOff =
            ticket.snoozedUntil.map { moment in
                let until = reader.moment(moment, .full)
                return reader.say(", undanlagt till \(until)", ", put off until \(until)")
            } ?? ""
        let followUp =
            ticket.followUpAt.map { moment in
                let at = reader.moment(moment, .full)
                return reader.say(", följs upp \(at)", ", follow-up \(at)")
            } ?? ""
        return Sheet([
            Line([
                number, Span(": "), state(of: ticket, for: reader),
                Span(outcome + ", " + holder + putOff + followUp),
            ])
        ])
    }

    /// A ticket that was just made, and what the desk thinks answers it.
    static func created(_ ticket: TicketBody, for reader: Reader) -> Sheet {
        var sheet = changed(ticket, for: reader)
        let suggestions = ticket.suggestions.map {
            suggestion($0.article, $0.title, $0.confidence, for: reader)
        }
        guard !suggestions.isEmpty else { return sheet }
        sheet.begin(reader.say("Förslag", "Suggestions"))
        sheet.add(suggestions)
        return sheet
    }
}

extension CitizenBody {
    /// The shortest that tells one citizen from another.
    fileprivate var shortName: String { name ?? email ?? phone ?? "–" }
}
