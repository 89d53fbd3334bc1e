import DeskAPI

extension Sheet {
    /// My open sessions, newest first; the one that asks is marked.
    static func sessions(_ sessions: [OpenSessionBody], for reader: Reader) -> Sheet {
        let table = Table(
            columns: [
                .init(title: reader.say("Öppnad", "Opened")),
                .init(title: reader.say("Använd", "Used")),
                .init(title: reader.say("Slutar", "Ends"), rank: 1),
                .init(title: reader.say("Från", "From")),
                .init(title: "Id"),
            ],
            rows: sessions.map { session in
                let here = session.current ? reader.say(" (denna)", " (this one)") : ""
                return [
                    Span(reader.moment(session.createdAt, .short)),
                    Span(reader.moment(session.usedAt, .short)),
                    Span(reader.moment(session.expiresAt, .short)),
                    Span((session.address ?? "–") + here),
                    Span(session.id, session.current ? .strong : .quiet),
                ]
            },
            fixedWidthMax: 56
        )
        return Sheet(table.lines(width: reader.width))
    }

    /// The tokens of other systems, newest first.
    static func tokens(_ tokens: [TokenBody], for reader: Reader) -> Sheet {
        guard !tokens.isEmpty else { return Sheet(reader.say("Inga.", "None.")) }
        let table = Table(
            columns: [
                .init(title: reader.say("Namn", "Name")),
                .init(title: reader.say("Slutar", "Ends")),
                .init(title: reader.say("Använd", "Used"), rank: 1),
                .init(title: "Id"),
                .init(title: reader.say("Får", "May"), isFlexible: true),
            ],
            rows: tokens.map { token in
                let end =
                    token.revokedAt == nil
                    ? reader.moment(token.expiresAt, .short) : reader.say("återkallad", "revoked")
                return [
                    Span(token.name, .strong),
                    Span(end),
                    Span(token.usedAt.map { reader.moment($0, .short) } ?? "–"),
                    Span(token.id, .quiet),
                    Span(token.scopes.joined(separator: " ")),
                ]
            },
            fixedWidthMax: 56
        )
        return Sheet(table.lines(width: reader.width))
    }

    /// Who was let in and who was not, newest first.
    static func accessRecords(_ records: [AccessRecordBody], for reader: Reader) -> Sheet {
        guard !records.isEmpty else { return Sheet(reader.say("Inget.", "Nothing.")) }
        let table = Table(
            columns: [
                .init(title: reader.say("När", "When")),
                .init(title: reader.say("Vem", "Who")),
                .init(title: reader.say("Från", "From"), rank: 1),
                .init(title: reader.say("Hur", "How"), rank: 2),
                .init(title: reader.say("Vad", "What"), isFlexible: true),
            ],
            rows: records.map { record in
                let actor = record.actor.map { reader.say(" av \($0)", " by \($0)") } ?? ""
                return [
                    Span(reader.moment(record.at, .full), .quiet),
                    Span(record.staff ?? "–"),
                    Span(record.address ?? "–"),
                    Span(reader.word(Vocabulary.means, record.means)),
                    Span(reader.word(Vocabulary.accessOutcomes, record.outcome) + actor),
                ]
            },
            fixedWidthMax: 40
        )
        return Sheet(table.lines(width: reader.width))
    }
}

extension Vocabulary {
    static let means: [String: Phrase] = [
        "directory": Phrase("katalogen", "directory"),
        "break_glass": Phrase("nödkonto", "break-glass"),
        "service_token": Phrase("nyckel", "token"),
    ]

    static let accessOutcomes: [String: Phrase] = [
        "accepted": Phrase("insläppt", "let in"),
        "refused": Phrase("avvisad", "refused"),
        "blocked": Phrase("får vänta", "has to wait"),
        "signed_out": Phrase("loggade ut", "logged out"),
        "removed": Phrase("utloggad, är inte kvar", "logged out, no longer here"),
        "changed": Phrase("har andra roller", "has other roles"),
        "created": Phrase("nyckel skapad", "token made"),
        "revoked": Phrase("nyckel återkallad", "token revoked"),
    ]
}
