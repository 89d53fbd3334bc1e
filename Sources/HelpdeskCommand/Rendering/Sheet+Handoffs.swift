import DeskAPI

extension Sheet {
    /// Where a call can go, one a line.
    static func destinations(_ destinations: [ListedDestinationBody], for reader: Reader) -> Sheet {
        guard !destinations.isEmpty else {
            return Sheet(reader.say("Inga mottagare.", "No destinations."))
        }
        let table = Table(
            columns: [
                .init(title: reader.say("Mottagare", "Destination"), isCopied: true),
                .init(title: reader.say("Namn", "Name"), rank: 1),
                .init(title: reader.say("Nummer", "Number"), rank: 2),
                .init(title: reader.say("Just nu", "Now"), rank: 1),
                .init(title: reader.say("Ämnen", "Topics"), isFlexible: true),
            ],
            rows: destinations.map { listed in
                let destination = listed.destination
                return [
                    Span(destination.id, .strong),
                    Span(destination.name),
                    Span(destination.number ?? "–"),
                    now(listed, for: reader),
                    Span(destination.topics.joined(separator: ", ")),
                ]
            },
            fixedWidthMax: 32
        )
        return Sheet(table.lines(width: reader.width))
    }

    /// Whether it takes calls now, and else who does or when it opens.
    private static func now(_ listed: ListedDestinationBody, for reader: Reader) -> Span {
        let availability = listed.availability
        if let other = availability.goesTo {
            return other == listed.destination.id
                ? Span(reader.say("öppet", "open")) : Span("→ \(other)", .attention)
        }
        guard let opens = availability.opensAt else {
            return Span(reader.say("stängt", "closed"), .attention)
        }
        let moment = reader.moment(opens, .full)
        return Span(reader.say("stängt till \(moment)", "closed until \(moment)"), .attention)
    }

    /// A hand-off with every state it was in.
    static func handoff(_ handoff: HandoffBody, for reader: Reader) -> Sheet {
        var sheet = heading(of: handoff, for: reader)
        for step in handoff.steps { sheet.add(line(of: step, for: reader)) }
        return sheet
    }

    /// A ticket's hand-offs, each with every state it was in.
    static func handoffs(_ handoffs: [HandoffBody], for reader: Reader) -> [Line] {
        handoffs.flatMap { handoff in
            [
                Line([
                    Span("  " + handoff.destination.name),
                    Span("  helpdesk handoffs show \(handoff.id)", .quiet),
                ])
            ]
                + handoff.steps.map { Line([Span("  ")] + line(of: $0, for: reader).spans) }
        }
    }

    /// Who goes where, and what the clerk has to do.
    static func heading(of handoff: HandoffBody, for reader: Reader) -> Sheet {
        let title = reader.say("Vidarekoppling av ärende", "Hand-off of ticket")
        var sheet = Sheet([
            Line([
                Span("\(title) \(handoff.ticket): ", .strong),
                Span(
                    [handoff.destination.name, handoff.destination.number].compactMap { $0 }
                        .joined(separator: ", ")
                ),
            ]),
            Line("  helpdesk handoffs show \(handoff.id)", .quiet),
        ])
        if let summary = handoff.summary { sheet.add(reader.prose(summary)) }
        if let instruction = handoff.instruction {
            sheet.add(
                reader.prose(instruction).map { Line($0.spans.map { Span($0.text, .attention) }) }
            )
        }
        return sheet
    }

    /// One state of a hand-off.
    static func line(of step: HandoffStepBody, for reader: Reader) -> Line {
        let word = reader.word(Vocabulary.handoffStates, step.state)
        let particulars = [step.detail, step.sipStatus.map { "SIP \($0)" }].compactMap { $0 }
        let detail = particulars.isEmpty ? "" : " (\(particulars.joined(separator: ", ")))"
        let style: Style =
            switch HandoffEnd(step.state) {
            case .underWay: .plain
            case .completed: .good
            case .mayTryAgain, .failed: .alarm
            }
        return Line([
            Span("  " + reader.moment(step.at, .full) + "  ", .quiet), Span(word + detail, style),
        ])
    }
}

/// What a hand-off's state means for the one who waits for it.
enum HandoffEnd: Sendable, Equatable {
    case underWay
    case completed
    /// The receiver may be free later.
    case mayTryAgain
    /// Also a state that this program is too old to know: waiting for it could last for ever.
    case failed

    init(_ state: String) {
        self =
            switch state {
            case "requested", "validated", "dialling", "ringing", "answered", "joining": .underWay
            case "completed": .completed
            case "busy", "no_answer": .mayTryAgain
            default: .failed
            }
    }
}
