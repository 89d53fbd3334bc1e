import DeskAPI

extension Sheet {
    /// Incidents, one a line.
    static func incidents(_ incidents: [IncidentBody], for reader: Reader) -> Sheet {
        guard !incidents.isEmpty else {
            return Sheet(reader.say("Inga störningar.", "No incidents."))
        }
        return Sheet(
            Table(
                columns: [
                    .init(title: reader.say("Nr", "No"), isNumber: true),
                    .init(title: reader.say("Läge", "State")),
                    .init(title: reader.say("Sedan", "Since")),
                    .init(title: reader.say("Ärenden", "Tickets"), isNumber: true),
                    .init(title: reader.say("Vad", "What"), isFlexible: true),
                ],
                rows: incidents.map { incident in
                    [
                        Span("\(incident.number)", .strong), state(of: incident, for: reader),
                        Span(reader.moment(incident.openedAt, .short)),
                        Span("\(incident.tickets)"), Span(incident.title),
                    ]
                }
            )
            .lines(width: reader.width)
        )
    }

    /// One incident, why the desk suspects it, and what was answered.
    static func incident(
        _ incident: IncidentBody,
        _ tickets: [TicketBody],
        for reader: Reader
    ) -> Sheet {
        var sheet = Sheet([
            Line([
                Span(
                    reader.say("Störning \(incident.number)", "Incident \(incident.number)"),
                    .strong
                ),
                Span(": "), state(of: incident, for: reader), Span(", \(incident.title)"),
            ])
        ])
        let since = reader.moment(incident.openedAt, .full)
        let who = incident.openedBy ?? reader.say("systemet", "the desk itself")
        sheet.add(Line(reader.say("Öppnad", "Opened") + " \(since) (\(who))"))
        if let look = incident.look { sheet.add(Line(why(look, for: reader))) }
        sheet.add(Line(reader.tickets(incident.tickets)))
        if incident.quiet {
            sheet.add(
                Line(
                    reader.say(
                        "Det kommer inte fler än vanligt: störningen kan vara över.",
                        "No more come than usual: it may be over."
                    ),
                    .good
                )
            )
        }
        if let notice = incident.notice {
            sheet.begin(reader.say("Kvittenser säger", "Receipts say"))
            for text in [notice.sv, notice.en].compactMap(\.self) { sheet.add(Line(text)) }
        }
        for answer in incident.answers { sheet.add(answer, for: reader) }
        guard !tickets.isEmpty else { return sheet }
        sheet.begin(reader.say("Ärenden", "Tickets"))
        for ticket in tickets {
            sheet.add(
                Line([
                    Span("#\(ticket.number)  ", .strong),
                    Span(reader.word(Vocabulary.states, ticket.state) + "  ", .quiet),
                    Span(ticket.subject),
                ])
            )
        }
        return sheet
    }

    /// A line about what many citizens meet now, for above a list of tickets; none where there is
    /// nothing.
    static func notice(of incidents: [IncidentBody], for reader: Reader) -> [Line] {
        guard let newest = incidents.max(by: { $0.number < $1.number }) else { return [] }
        let tickets = reader.tickets(newest.tickets)
        let since = reader.moment(newest.openedAt, .short)
        let others = incidents.count - 1
        let more =
            others > 0
            ? reader.say("; \(others) till", "; \(others) more") + ": helpdesk incidents"
            : ""
        let name = reader.say("Störning \(newest.number)", "Incident \(newest.number)")
        let rest = reader.say("\(tickets) sedan \(since)", "\(tickets) since \(since)")
        let line = Line([
            Span(name, .strong), Span(", "), state(of: newest, for: reader),
            Span(": \(newest.title), \(rest)\(more)"),
        ])
        return [line.cut(to: reader.width)]
    }

    /// Planned maintenance, one a line.
    static func maintenance(_ windows: [MaintenanceBody], for reader: Reader) -> Sheet {
        guard !windows.isEmpty else {
            return Sheet(reader.say("Inget planerat underhåll.", "No maintenance is planned."))
        }
        return Sheet(
            Table(
                columns: [
                    .init(title: reader.say("Nr", "No"), isNumber: true),
                    .init(title: reader.say("Från", "From")),
                    .init(title: reader.say("Till", "To")),
                    .init(title: reader.say("E-tjänster", "E-services")),
                    .init(title: reader.say("Kvittenser säger", "Receipts say"), isFlexible: true),
                ],
                rows: windows.map { window in
                    [
                        Span("\(window.number)", .strong),
                        Span(reader.moment(window.startsAt, .full)),
                        Span(reader.moment(window.endsAt, .full)),
                        Span(window.services.joined(separator: ", ")), Span(window.notice.sv),
                    ]
                }
            )
            .lines(width: reader.width)
        )
    }

    private static func state(of incident: IncidentBody, for reader: Reader) -> Span {
        let style: Style =
            switch incident.state {
            case "suspected": .attention
            case "confirmed": incident.quiet ? .good : .alarm
            default: .quiet
            }
        return Span(reader.word(Vocabulary.incidentStates, incident.state), style)
    }

    private static func why(_ look: LookBody, for reader: Reader) -> String {
        let odds = look.probability > 0 ? Int(min(1 / look.probability, 1e15)) : 1_000_000_000_000
        return reader.say(
            "\(look.citizens) medborgare inom \(look.minutes) min, väntade var "
                + "\(look.expected): slumpen ger det en gång på \(odds)",
            "\(look.citizens) citizens within \(look.minutes) min, \(look.expected) were "
                + "expected: one chance in \(odds)"
        )
    }

    private mutating func add(_ answer: IncidentAnswerBody, for reader: Reader) {
        begin(
            reader.say("Svar till alla", "Answer to all")
                + " \(reader.moment(answer.writtenAt, .full)) (\(answer.staff))"
        )
        add(Line(answer.text.sv))
        if let english = answer.text.en { add(Line(english)) }
        add(
            Line(
                reader.say(
                    "skrivna: \(answer.written), väntar: \(answer.waiting), "
                        + "utelämnade: \(answer.left)",
                    "\(answer.written) written, \(answer.waiting) waiting, "
                        + "\(answer.left) left out"
                ),
                answer.waiting > 0 ? .attention : .good
            )
        )
        if answer.otherLanguage > 0 {
            add(
                Line(
                    reader.say(
                        "\(answer.otherLanguage) skriver på ett annat språk än svaret de får",
                        "\(answer.otherLanguage) write another language than that of their answer"
                    ),
                    .attention
                )
            )
        }
        if !answer.keptOpen.isEmpty {
            let numbers = answer.keptOpen.map(String.init).joined(separator: ", ")
            add(
                Line(
                    reader.say(
                        "lämnas till er att ta hand om: \(numbers)",
                        "left to you to deal with: \(numbers)"
                    ),
                    .attention
                )
            )
        }
    }
}
