import DeskAPI

extension Sheet {
    /// A ticket that was just corrected, with each thing that is another now.
    static func corrected(
        _ ticket: TicketBody,
        from seen: TicketBody,
        for reader: Reader
    ) -> Sheet {
        let changes = TicketChange.differences(from: seen, to: ticket)
            .map { Line("  " + $0.text(in: reader.language)) }
        return Sheet(changed(ticket, for: reader).lines + changes)
    }
}

extension MessageBody {
    /// Who wrote, when, and how it begins, in one sentence.
    func news(for reader: Reader) -> Phrase {
        let words = SafeText.lines(mail?.own ?? body).first { !$0.allSatisfy(\.isWhitespace) } ?? ""
        let beginning = DisplayWidth.cut(words, to: Self.newsWidthMax)
        let deed = reader.word(Vocabulary.messages, kind)
        let moment = reader.moment(createdAt, .full)
        return Phrase(
            verbatim: "\(author.described(for: reader)) \(deed) \(moment): «\(beginning)»."
        )
    }

    /// Columns: a line of a terminal.
    private static let newsWidthMax = 72
}

extension HistoryBody {
    /// Who did what, and when, in one sentence.
    func news(for reader: Reader) -> Phrase {
        let deed = Sheet.described(self, for: reader)
        let moment = reader.moment(at, .full)
        return Phrase(verbatim: "\(actor.described(for: reader)) \(deed) (\(moment)).")
    }

    /// False for what is told by the message itself, and for how letters fared, which changes no ticket.
    var isDeed: Bool {
        !["received", "replied", "noted", "delivered", "delayed", "undeliverable"].contains(kind)
    }
}

extension CitizenBody {
    /// Whom a reply reaches; where it reaches nobody, that, and how they are reached.
    var addressee: Phrase {
        if let email { return Phrase(verbatim: name.map { "\($0) <\(email)>" } ?? email) }
        guard let phone else { return Phrase("ingen e-postadress", "no e-mail address") }
        return Phrase(
            "ingen e-postadress, telefon \(phone)",
            "no e-mail address, telephone \(phone)"
        )
    }
}
