import DeskAPI

extension Sheet {
    /// Held mails, one a line.
    static func quarantine(_ mails: [HeldMailBody], for reader: Reader) -> Sheet {
        guard !mails.isEmpty else {
            return Sheet(reader.say("Ingen post hålls kvar.", "No mail is held."))
        }
        let table = Table(
            columns: [
                .init(title: "Id", isCopied: true),
                .init(title: reader.say("Kom in", "Came in"), rank: 2),
                .init(title: reader.say("Varför", "Why"), rank: 1),
                .init(title: reader.say("Ärende", "Ticket"), rank: 1),
                .init(title: reader.say("Ämne", "Subject"), isFlexible: true),
            ],
            rows: mails.map { mail in
                [
                    Span(mail.id, .quiet),
                    Span(reader.moment(mail.receivedAt, .full)),
                    Span(reader.word(Vocabulary.holdReasons, mail.reason)),
                    Span(mail.claims.map { "#\($0)" } ?? "–"),
                    Span(mail.subject),
                ]
            },
            fixedWidthMax: 36
        )
        return Sheet(table.lines(width: reader.width))
    }

    /// One held mail, with the way to decide on it.
    static func heldMail(_ mail: HeldMailBody, for reader: Reader) -> Sheet {
        let from = [mail.from.name, mail.from.email.map { "<\($0)>" }].compactMap { $0 }
        var sheet = Sheet([
            Line(mail.subject, .strong),
            Line([
                Span(reader.say("Från: ", "From: "), .quiet), Span(from.joined(separator: " ")),
            ]),
            Line([
                Span(reader.say("Hålls kvar: ", "Held: "), .quiet),
                Span(reader.word(Vocabulary.holdReasons, mail.reason), .attention),
            ]),
        ])
        if let claims = mail.claims {
            sheet.add(Line(reader.say("Vill in i ärende ", "Asks to join ticket ") + "#\(claims)"))
        }
        sheet.add(mail.verdicts.map { Line("  " + reader.mailStep($0), .quiet) })
        if let text = mail.text {
            sheet.add(.empty)
            sheet.add(reader.prose(text))
        }
        sheet.add(.empty)
        let ticket = mail.claims.map { " --ticket \($0)" } ?? ""
        sheet.add(Line("  helpdesk quarantine release \(mail.id)\(ticket)", .quiet))
        return sheet
    }

    /// What a clerk must know of the mail that a message was, before believing it.
    static func lines(of mail: MailBody, for reader: Reader) -> [Line] {
        func outcome(_ step: String) -> String? { mail.verdicts.first { $0.step == step }?.outcome }
        var lines: [Line] = []
        if let from = mail.from {
            let sender = outcome("sender").flatMap { standing(of: $0, for: reader) }
            lines.append(
                Line(
                    [Span("  " + reader.say("Från: ", "From: "), .quiet), Span(from)]
                        + [sender].compactMap(\.self)
                )
            )
        }
        if !mail.copies.isEmpty {
            let others = mail.copies.joined(separator: ", ")
            let label = reader.say("Även till: ", "Also to: ")
            let remark = reader.say("  (de får inget svar)", "  (they get no reply)")
            lines.append(
                Line([Span("  " + label, .quiet), Span(others), Span(remark, .quiet)])
            )
        }
        if let forms = outcome("forms"), forms != "none" {
            let words = forms.split(separator: " ").map {
                reader.word(Vocabulary.mailForms, String($0))
            }
            let label = reader.say("Innehåller: ", "Contains: ")
            lines.append(Line("  " + label + words.joined(separator: ", "), .quiet))
        }
        if let signature = outcome("signature"), signature != "none" {
            lines.append(
                Line(
                    "  " + reader.say("Underskrift: ", "Signature: ")
                        + reader.word(Vocabulary.signatures, signature),
                    .quiet
                )
            )
        }
        if let report = outcome("report"), report != "none" {
            lines.append(Line("  " + reader.say("Rapport: ", "Report: ") + report, .alarm))
        }
        return lines
    }

    /// What our mail server said of a sender, where it was asked.
    private static func standing(of verdict: String, for reader: Reader) -> Span? {
        switch verdict.prefix(while: { $0 != " " }) {
        case "verified": Span(reader.say("  bekräftad", "  confirmed"), .quiet)
        case "unverified": Span(reader.say("  inte bekräftad", "  not confirmed"), .attention)
        case "failed":
            Span(
                reader.say("  avsändaren kan vara förfalskad", "  the sender may be forged"),
                .alarm
            )
        default: nil
        }
    }
}
