import DeskAPI

extension Sheet {
    /// Who is logged in, where, and until when.
    static func session(_ session: SessionBody, at server: String, for reader: Reader) -> Sheet {
        let staff = session.staff
        let roles = staff.roles.map { reader.word(Vocabulary.roles, $0) }.joined(separator: ", ")
        let queues =
            staff.queues.isEmpty
            ? reader.say("alla", "all") : staff.queues.joined(separator: ", ")
        let facts = [
            (reader.say("Roller", "Roles"), roles),
            (reader.say("Köer", "Queues"), queues),
            (reader.say("Server", "Server"), server),
            (
                reader.say("Inloggad till", "Logged in until"),
                reader.moment(session.expiresAt, .full)
            ),
        ]
        let title = Line([Span(staff.name, .strong), Span(" (\(staff.id))")])
        return Sheet(
            [title] + facts.map { Line([Span("  " + $0 + ": ", .quiet), Span($1)]) }
        )
    }

    /// Who did what when, oldest first as the API gives it.
    static func history(_ history: [HistoryBody], for reader: Reader) -> Sheet {
        guard !history.isEmpty else { return Sheet(reader.say("Inget hänt.", "Nothing happened.")) }
        let table = Table(
            columns: [
                .init(title: reader.say("När", "When")),
                .init(title: reader.say("Vem", "Who")),
                .init(title: reader.say("Vad", "What"), isFlexible: true, isWrapped: true),
            ],
            rows: history.map { fact in
                [
                    Span(reader.moment(fact.at, .full), .quiet),
                    Span(fact.actor.described(for: reader)),
                    Span(described(fact, for: reader)),
                ]
            },
            fixedWidthMax: 32
        )
        return Sheet(table.lines(width: reader.width))
    }
}
