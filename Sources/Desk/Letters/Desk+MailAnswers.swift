import Foundation

extension Desk {
    /// Where a mail goes, and what the desk itself says to it.
    func placement(
        of mail: ReceivedMail,
        by rules: MailRules,
        opening draft: MailDraft?,
        at moment: Date,
        in reading: any DeskReading
    ) throws(DeskError) -> MailPlacement {
        var placement = try reading.placement(of: mail, by: rules, at: moment)
        placement.answer = try answer(to: mail, placement, opening: draft, at: moment, in: reading)
        placement.verdicts.append(MailVerdict(.answer, placement.answer.outcome))
        return placement
    }

    private func answer(
        to mail: ReceivedMail,
        _ placement: MailPlacement,
        opening draft: MailDraft?,
        at moment: Date,
        in reading: any DeskReading
    ) throws(DeskError) -> MailAnswer {
        switch placement.decision {
        case .duplicate: return .none("it came before")
        case .hold: return .none("it is held")
        case .append(let ticket):
            guard placement.voice == .person else {
                return .none("the ticket is there already")
            }
            if let inquiry = try confirmed(by: mail, placement.claim, on: ticket, in: reading) {
                return .solved(inquiry)
            }
            return try farewell(of: mail, placement.claim, on: ticket, in: reading)
                ?? .none("the ticket is there already")
        case .open(let former):
            return try answer(
                to: mail,
                opening: draft ?? triaged(mail, at: moment),
                following: former,
                at: moment,
                in: reading
            )
        }
    }
}
