import Desk
import DeskAPI

extension MailBody {
    init(_ facts: MailFacts) {
        self.init(
            from: facts.sender,
            own: facts.ownText,
            copies: facts.copies,
            verdicts: facts.verdicts.map(MailVerdictBody.init)
        )
    }
}

extension MailVerdictBody {
    init(_ verdict: MailVerdict) {
        self.init(step: verdict.step.rawValue, outcome: verdict.outcome)
    }
}

extension HeldMailBody {
    init(_ mail: HeldMail, text: String? = nil) {
        self.init(
            id: mail.id.description,
            reason: mail.reason.rawValue,
            claims: mail.claims?.rawValue,
            from: HeldAuthorBody(name: mail.senderName, email: mail.sender),
            subject: IdentityNumbers.masked(in: mail.subject),
            size: mail.size,
            verdicts: mail.verdicts.map(MailVerdictBody.init),
            text: text.map(IdentityNumbers.masked),
            receivedAt: Timestamp(mail.receivedAt)
        )
    }
}
