import DeskAPI

extension Sheet {
    /// The caller log, one call a line.
    static func calls(_ calls: [CallBody], for reader: Reader) -> Sheet {
        guard !calls.isEmpty else { return Sheet(reader.say("Inga samtal.", "No calls.")) }
        let table = Table(
            columns: [
                .init(title: reader.say("Samtal", "Call"), isCopied: true),
                .init(title: reader.say("Läge", "State")),
                .init(title: reader.say("Nummer", "Number"), rank: 1),
                .init(title: reader.say("Namn", "Name"), rank: 2),
                .init(title: reader.say("Ärende", "Ticket"), rank: 1),
                .init(title: reader.say("Öppna ärenden", "Open tickets"), isFlexible: true),
            ],
            rows: calls.map { call in
                [
                    Span(call.id, .strong),
                    Span(reader.word(Vocabulary.callStates, call.outcome ?? call.state)),
                    Span(number(of: call, for: reader)),
                    Span(call.caller.name ?? "–"),
                    Span(call.ticket.map(String.init) ?? "–"),
                    Span(call.caller.openTickets.map { "\($0.number)" }.joined(separator: ", ")),
                ]
            },
            fixedWidthMax: 36
        )
        return Sheet(table.lines(width: reader.width))
    }

    /// One call, and what is known of the caller.
    static func call(_ call: CallBody, for reader: Reader) -> Sheet {
        var sheet = Sheet([
            Line([
                Span(reader.say("Samtal", "Call") + " \(call.id): ", .strong),
                Span(reader.word(Vocabulary.callStates, call.outcome ?? call.state)),
            ]),
            Line("  " + reader.moment(call.startedAt, .full), .quiet),
        ])
        let who = [number(of: call, for: reader), call.caller.name].compactMap { $0 }
            .joined(separator: ", ")
        sheet.add(Line("  \(who)"))
        if let ticket = call.ticket { sheet.add(Line("  helpdesk show \(ticket)")) }
        for ticket in call.caller.openTickets {
            let state = reader.word(Vocabulary.states, ticket.state)
            sheet.add(Line("  \(ticket.number)  \(ticket.subject) (\(state))"))
        }
        for article in call.caller.articles { sheet.add(Line("  helpdesk article \(article)")) }
        return sheet
    }

    /// That of the one at the other end.
    private static func number(of call: CallBody, for reader: Reader) -> String {
        (call.direction == "in" ? call.from : call.to).map(reader.telephone) ?? "–"
    }

    /// Who takes calls.
    static func duty(_ duty: [DutyBody], for reader: Reader) -> Sheet {
        guard !duty.isEmpty else {
            return Sheet(reader.say("Ingen tar emot samtal.", "Nobody takes calls."))
        }
        return Sheet(
            duty.map { one in
                Line([
                    Span(one.staff, .strong), Span("  \(one.name), \(one.telephone)  "),
                    Span(reader.moment(one.since, .full), .quiet),
                ])
            }
        )
    }

    /// Who is to be called back.
    static func callBacks(_ callBacks: [CallBackBody], for reader: Reader) -> Sheet {
        guard !callBacks.isEmpty else {
            return Sheet(reader.say("Ingen att ringa upp.", "Nobody to call back."))
        }
        return Sheet(
            callBacks.map { task in
                let who = task.described(for: reader)
                let reason = reader.word(Vocabulary.callBackReasons, task.reason)
                let ticket = task.ticket.map { "  helpdesk show \($0)" } ?? ""
                let notBefore =
                    task.notBefore.map { moment in
                        let at = reader.moment(moment, .full)
                        return reader.say("  tidigast \(at)", "  not before \(at)")
                    } ?? ""
                return Line([
                    Span(task.id, .strong), Span("  \(who)  \(reason)\(notBefore)\(ticket)  "),
                    Span(reader.moment(task.createdAt, .full), .quiet),
                ])
            }
        )
    }

    /// Somebody who was called back, and need not be any more.
    static func calledBack(_ task: CallBackBody, for reader: Reader) -> Sheet {
        let who = task.described(for: reader)
        let done = Span(reader.say("Uppringd: ", "Called back: "), .good)
        let ticket = task.ticket.map { "  helpdesk show \($0)" } ?? ""
        return Sheet([Line([done, Span(who), Span(ticket, .quiet)])])
    }
}

extension CallBackBody {
    /// The number, and whose it is.
    fileprivate func described(for reader: Reader) -> String {
        [reader.telephone(number), caller.name].compactMap(\.self).joined(separator: ", ")
    }
}
