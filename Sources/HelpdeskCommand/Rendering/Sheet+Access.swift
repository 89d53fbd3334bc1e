import DeskAPI

extension Sheet {
    /// My open sessions, newest first; the one that asks is marked.
    static func sessions(_ sessions: [OpenSessionBody], for reader: Reader) -> Sheet {
        let table = Table(
            columns: [
                .init(title: reader.say("Öppnad", "Opened")),
                .init(title: reader.say("Använd", "Used")),
                .init(title: reader.say("Slutar", "Ends"), rank: 1),
                .init(title: "Id", isCopied: true),
                .init(title: reader.say("Från", "From"), isFlexible: true),
            ],
            rows: sessions.map { session in
                let here = session.current ? reader.say("(denna) ", "(this one) ") : ""
                return [
                    Span(reader.moment(session.createdAt, .short)),
                    Span(reader.moment(session.usedAt, .short)),
                    Span(reader.moment(session.expiresAt, .short)),
                    Span(session.id, session.current ? .strong : .quiet),
                    Span(here + (session.address ?? "–")),
                ]
            }
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
                .init(title: "Id", isCopied: true),
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
            }
        )
        return Sheet(table.lines(width: reader.width))
    }

    /// Who was let in and who was not, newest first.
    static func accessRecords(_ records: [AccessRecordBody], for reader: Reader) -> Sheet {
        guard !records.isEmpty else { return Sheet(reader.say("Inget.", "Nothing.")) }
        let table = Table(
            columns: [
                .init(title: reader.say("När", "When")),
                .init(title: reader.say("Vem", "Who"), isCopied: true),
                .init(title: reader.say("Från", "From"), rank: 1),
                .init(title: reader.say("Hur", "How"), rank: 2),
                .init(title: reader.say("Vad", "What"), isFlexible: true),
            ],
            rows: records.map { record in
                let actor = record.actor.map { reader.say(" av \($0)", " by \($0)") } ?? ""
                let times =
                    record.times.map { reader.say(" \($0) gånger", " \($0) times") } ?? ""
                return [
                    Span(reader.moment(record.at, .full), .quiet),
                    Span(record.staff ?? "–"),
                    Span(record.address ?? "–"),
                    Span(reader.word(Vocabulary.means, record.means)),
                    Span(reader.word(Vocabulary.accessOutcomes, record.outcome) + times + actor),
                ]
            },
            fixedWidthMax: 40
        )
        return Sheet(table.lines(width: reader.width))
    }

    /// Who changed what is no ticket's, newest first.
    static func changeRecords(_ records: [ChangeRecordBody], for reader: Reader) -> Sheet {
        guard !records.isEmpty else { return Sheet(reader.say("Inget.", "Nothing.")) }
        let table = Table(
            columns: [
                .init(title: reader.say("När", "When")),
                .init(title: reader.say("Vem", "Who"), isCopied: true),
                .init(title: reader.say("Vad", "What")),
                .init(title: reader.say("Vilken", "Which"), isCopied: true),
                .init(title: reader.say("Mer", "More"), isFlexible: true, rank: 1),
            ],
            rows: records.map { record in
                [
                    Span(reader.moment(record.at, .full), .quiet),
                    Span(record.staff),
                    Span(reader.word(Vocabulary.changes, record.act)),
                    Span(record.subject),
                    Span(
                        record.details.sorted { $0.key < $1.key }
                            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
                    ),
                ]
            },
            fixedWidthMax: 40
        )
        return Sheet(table.lines(width: reader.width))
    }
}

extension Vocabulary {
    static let changes: [String: Phrase] = [
        "webhook_created": Phrase("ny webhook", "webhook created"),
        "webhook_changed": Phrase("ändrad webhook", "webhook changed"),
        "webhook_enabled": Phrase("webhook på", "webhook on"),
        "webhook_disabled": Phrase("webhook av", "webhook off"),
        "webhook_secret_rotated": Phrase("ny hemlighet", "secret rotated"),
        "webhook_deleted": Phrase("borttagen webhook", "webhook deleted"),
        "incident_opened": Phrase("ny störning", "incident opened"),
        "incident_changed": Phrase("ändrad störning", "incident changed"),
        "maintenance_planned": Phrase("planerat underhåll", "maintenance planned"),
        "maintenance_changed": Phrase("ändrat underhåll", "maintenance changed"),
        "maintenance_cancelled": Phrase("inställt underhåll", "maintenance cancelled"),
        "evidence_forgotten": Phrase("lärdom borttagen", "evidence forgotten"),
        "mail_released": Phrase("släppt mejl", "mail let through"),
        "mail_discarded": Phrase("kastat mejl", "mail thrown away"),
        "traces_erased": Phrase("raderade spår av en person", "traces of a person erased"),
    ]

    static let means: [String: Phrase] = [
        "directory": Phrase("katalogen", "directory"),
        "break_glass": Phrase("nödkonto", "break-glass"),
        "service_token": Phrase("nyckel", "token"),
    ]

    static let accessOutcomes: [String: Phrase] = [
        "accepted": Phrase("insläppt", "let in"),
        "refused": Phrase("avvisad", "refused"),
        "blocked": Phrase("får vänta", "has to wait"),
        "throttled": Phrase("fick vänta, oläst", "had to wait, not looked at"),
        "unavailable": Phrase("katalogen svarade inte", "the directory did not answer"),
        "signed_out": Phrase("loggade ut", "logged out"),
        "removed": Phrase("utloggad, är inte kvar", "logged out, no longer here"),
        "changed": Phrase("har andra roller", "has other roles"),
        "created": Phrase("nyckel skapad", "token made"),
        "revoked": Phrase("nyckel återkallad", "token revoked"),
    ]
}
