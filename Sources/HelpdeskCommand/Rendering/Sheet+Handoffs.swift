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
                .init(title: reader.say("Namn", "Name"), rank: 2),
                .init(title: reader.say("Nummer", "Number")),
                .init(title: reader.say("Just nu", "Now"), rank: 1),
                .init(title: reader.say("Ämnen", "Topics"), isFlexible: true, rank: 3),
            ],
            rows: destinations.map { listed in
                let destination = listed.destination
                return [
                    Span(destination.id, .strong),
                    Span(destination.name),
                    Span(destination.number.map(reader.telephone) ?? "–"),
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
        for step in handoff.steps { sheet.add(line(of: step, in: handoff, for: reader)) }
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
                + handoff.steps.map {
                    Line([Span("  ")] + line(of: $0, in: handoff, for: reader).spans)
                }
        }
    }

    /// Hand-offs, one a line, with what names each to a command.
    static func handoffList(_ handoffs: [HandoffBody], for reader: Reader) -> Sheet {
        guard !handoffs.isEmpty else {
            return Sheet(reader.say("Inga vidarekopplingar.", "No hand-offs."))
        }
        let table = Table(
            columns: [
                .init(title: reader.say("Ärende", "Ticket"), isNumber: true),
                .init(title: reader.say("Läge", "State")),
                .init(title: reader.say("Begärd", "Asked for"), rank: 2),
                .init(title: reader.say("Av", "By"), rank: 3),
                .init(title: reader.say("Mottagare", "Destination"), isFlexible: true, rank: 1),
                .init(title: "Id", isCopied: true),
            ],
            rows: handoffs.map { handoff in
                [
                    Span("\(handoff.ticket)", .strong),
                    state(handoff.state, of: handoff, for: reader),
                    Span(reader.moment(handoff.requestedAt, .short)),
                    Span(handoff.requestedBy), Span(handoff.destination.name),
                    Span(handoff.id, .quiet),
                ]
            },
            fixedWidthMax: 36
        )
        return Sheet(table.lines(width: reader.width))
    }

    /// Who goes where, and what the clerk has to do.
    static func heading(of handoff: HandoffBody, for reader: Reader) -> Sheet {
        let title = reader.say("Vidarekoppling av ärende", "Hand-off of ticket")
        var sheet = Sheet([
            Line([
                Span("\(title) \(handoff.ticket): ", .strong),
                Span(
                    [handoff.destination.name, handoff.destination.number.map(reader.telephone)]
                        .compactMap { $0 }.joined(separator: ", ")
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

    /// One state of a hand-off; what the clerk has to do stands above them already.
    static func line(
        of step: HandoffStepBody,
        in handoff: HandoffBody,
        for reader: Reader
    ) -> Line {
        let detail = step.detail == handoff.instruction ? nil : step.detail
        let particulars = [detail, step.sipStatus.map { "SIP \($0)" }].compactMap { $0 }
        let end = particulars.isEmpty ? "" : " (\(particulars.joined(separator: ", ")))"
        let state = state(step.state, of: handoff, for: reader)
        return Line([
            Span("  " + reader.moment(step.at, .full) + "  ", .quiet),
            Span(state.text + end, state.style),
        ])
    }

    /// Where a person carries it out, nobody dials for them.
    private static func state(_ code: String, of handoff: HandoffBody, for reader: Reader) -> Span {
        let isByHand = code == "dialling" && handoff.instruction != nil
        let word =
            isByHand
            ? reader.say("du ringer upp", "yours to dial")
            : reader.word(Vocabulary.handoffStates, code)
        let style: Style =
            switch HandoffEnd(code) {
            case .underWay: isByHand ? .attention : .plain
            case .completed: .good
            case .mayTryAgain, .failed: .alarm
            }
        return Span(word, style)
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
