import DeskAPI

extension Sheet {
    /// Tickets that have to do with one, one a line.
    static func links(_ links: [LinkBody], for reader: Reader) -> Sheet {
        guard !links.isEmpty else { return Sheet(reader.say("Inga länkar.", "No links.")) }
        return Sheet(
            Table(
                columns: [
                    .init(title: reader.say("Vad", "What")),
                    .init(title: reader.say("Nr", "No"), isNumber: true),
                    .init(title: reader.say("Läge", "State")),
                    .init(title: reader.say("Ämne", "Subject"), isFlexible: true),
                ],
                rows: links.map { link in
                    [
                        Span(reader.word(Vocabulary.relations, link.relation)),
                        Span("\(link.ticket)", .strong),
                        Span(reader.word(Vocabulary.states, link.state)), Span(link.subject),
                    ]
                }
            )
            .lines(width: reader.width)
        )
    }

    /// Tickets that may be about the same, one a line.
    static func duplicates(_ hints: [DuplicateBody], for reader: Reader) -> Sheet {
        guard !hints.isEmpty else {
            return Sheet(reader.say("Inget liknande ärende.", "No ticket is alike."))
        }
        return Sheet(
            Table(
                columns: [
                    .init(title: reader.say("Nr", "No"), isNumber: true),
                    .init(title: reader.say("Läge", "State")),
                    .init(title: reader.say("Kom in", "Came in")),
                    .init(title: reader.say("Varför", "Why")),
                    .init(title: reader.say("Ämne", "Subject"), isFlexible: true),
                ],
                rows: hints.map { hint in
                    let reasons = hint.reasons.map { reader.word(Vocabulary.likenesses, $0) }
                    return [
                        Span("\(hint.ticket)", .strong),
                        Span(reader.word(Vocabulary.states, hint.state)),
                        Span(reader.moment(hint.createdAt, .short)),
                        Span(reasons.joined(separator: ", ")), Span(hint.subject),
                    ]
                }
            )
            .lines(width: reader.width)
        )
    }

    /// What happened with watched tickets, oldest first.
    static func watched(_ events: [WatchedEventBody], for reader: Reader) -> Sheet {
        guard !events.isEmpty else {
            return Sheet(reader.say("Inget nytt.", "Nothing new."))
        }
        return Sheet(
            events.map { event in
                let fact = event.event
                let who = fact.actor.described(for: reader)
                return Line([
                    Span(reader.moment(fact.at, .full) + "  ", .quiet),
                    Span("#\(event.ticket)  ", .strong),
                    Span("\(who) " + described(fact, for: reader)),
                ])
            }
        )
    }

    /// A warning that colleagues have the ticket before them; nil when nobody has.
    static func warning(of others: [PresenceBody]) -> Phrase? {
        let writing = others.filter { $0.doing == "writing" }
        let named = (writing.isEmpty ? others : writing).map(\.name)
        guard !named.isEmpty else { return nil }
        let names = named.joined(separator: ", ")
        return writing.isEmpty
            ? Phrase("Har också ärendet framme: \(names).", "Also looking at the ticket: \(names).")
            : Phrase("Skriver också i ärendet: \(names).", "Also writing on the ticket: \(names).")
    }
}
