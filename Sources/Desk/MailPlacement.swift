import Cryptography
import Foundation

/// Where a mail goes, with what the steps said that led there.
struct MailPlacement {
    /// What is done with it.
    enum Decision {
        /// It is here already.
        case duplicate(MailReceipt)
        /// It is added to a ticket.
        case append(Ticket)
        /// It opens a ticket; `follows` is the one that ended and is not reopened.
        case open(follows: TicketNumber?)
        /// It is put into quarantine.
        case hold(HoldReason, claims: TicketNumber?)
    }

    var decision: Decision
    var claim: MailClaim
    /// Whom the desk hears in it.
    var voice: MailOrigin
    /// The name it is known by when it comes again.
    var identity: Digest
    /// The gateway's verdicts, then the desk's.
    var verdicts: [MailVerdict]
    /// What the desk itself says to it.
    var answer = MailAnswer.none("a clerk has it in hand")
    /// When it came, where that was before now: it was held until somebody let it through.
    var reachedAt: Date?
}

/// What an operator decided of where mails go.
struct MailRules {
    var signs: MailSigns
    /// How long after its end a ticket is opened again by a mail.
    var reopenTime: TimeInterval
    /// Whether our mail server says who wrote.
    var knowsSenders: Bool
}

extension DeskReading {
    /// Decides where a mail goes and changes nothing.
    func placement(
        of mail: ReceivedMail,
        by rules: MailRules,
        at moment: Date
    ) throws(DeskError) -> MailPlacement {
        let (identity, known) = try known(mail)
        if let known {
            return MailPlacement(
                decision: .duplicate(known),
                claim: .none,
                voice: mail.origin,
                identity: identity,
                verdicts: mail.verdicts + [
                    MailVerdict(.known, "came before"), MailVerdict(.claim, "not asked"),
                    MailVerdict(.placement, "nothing to do"),
                ]
            )
        }
        let claim = try claim(
            of: mail,
            by: rules.signs,
            knowingSenders: rules.knowsSenders
        )
        let voice = try voice(in: mail, claiming: claim)
        let decision = try decision(on: mail, by: voice, claiming: claim, rules, at: moment)
        let relayed = voice != mail.origin ? MailPlacement.relayed : ""
        return MailPlacement(
            decision: decision,
            claim: claim,
            voice: voice,
            identity: identity,
            verdicts: mail.verdicts + [
                MailVerdict(.known, "new"), MailVerdict(.claim, claim.outcome),
                MailVerdict(.placement, decision.outcome + relayed),
            ]
        )
    }

    /// Whom the desk hears in a mail: what another desk or a list sends of a party to a ticket that it
    /// proves is that person's word, whatever it is marked with.
    private func voice(
        in mail: ReceivedMail,
        claiming claim: MailClaim
    ) throws(DeskError) -> MailOrigin {
        guard mail.hold == nil, mail.origin == .relay, case .proven(let number, _) = claim,
            let ticket = try surviving(number), try isParty(mail, of: ticket)
        else { return mail.origin }
        return .person
    }

    private func decision(
        on mail: ReceivedMail,
        by voice: MailOrigin,
        claiming claim: MailClaim,
        _ rules: MailRules,
        at moment: Date
    ) throws(DeskError) -> MailPlacement.Decision {
        // One of our own letters that came back, or was copied by somebody.
        let isOurs = mail.messageID.map { rules.signs.proof.ticket(messageID: $0) != nil } ?? false
        if let reason = mail.hold ?? (isOurs ? .ownMail : nil) {
            // What it proves is no claim of a stranger; staff may want to know of it all the same.
            return .hold(reason, claims: try claim.ticket.flatMap(surviving)?.number)
        }
        switch claim {
        case .foreign(let ticket, _):
            return .hold(.foreignTicket, claims: try ticket.flatMap(surviving)?.number)
        case .none:
            return mail.report == nil ? .open(follows: nil) : .hold(.unknownReport, claims: nil)
        case .proven(let number, _), .party(let number, _):
            guard let ticket = try surviving(number) else { return .open(follows: nil) }
            // What a machine says needs no answer, and so no ticket of its own.
            let isOpen = voice != .person || ticket.isWithin(rules.reopenTime, at: moment)
            return isOpen ? .append(ticket) : .open(follows: ticket.number)
        }
    }

    /// The identity to keep a mail under, and what became of it when it came before.
    ///
    /// Two mails that share a Message-ID but not their words are both kept, the second under an identity
    /// that its words are part of: each of them is known again when it is delivered twice.
    func known(
        _ mail: ReceivedMail
    ) throws(DeskError) -> (identity: Digest, receipt: MailReceipt?) {
        guard let first = try self.mail(mail.identity) else { return (mail.identity, nil) }
        if first.content == mail.content {
            return (mail.identity, MailReceipt(ticket: first.ticket, effect: .duplicate))
        }
        let identity = mail.heldIdentity
        let receipt = try self.mail(identity).map {
            MailReceipt(ticket: $0.ticket, effect: .duplicate)
        }
        return (identity, receipt)
    }
}

extension ReceivedMail {
    /// One value for a mail and its words: of two mails that share a Message-ID each has its own.
    var heldIdentity: Digest { Digest(of: identity.bytes + content.bytes) }
}

extension MailPlacement {
    /// What the verdict says of automatic mail that was heard as a person's.
    static let relayed = ", as a person's words"
}

extension MailPlacement.Decision {
    /// As the verdict says it.
    var outcome: String {
        switch self {
        case .duplicate: "nothing to do"
        case .append(let ticket): "added to \(ticket.number.rawValue)"
        case .open(nil): "a new ticket"
        case .open(let follows?): "a new ticket that follows \(follows.rawValue)"
        case .hold(let reason, _): "quarantine: \(reason.rawValue)"
        }
    }
}

extension Ticket {
    /// True when a mail about it belongs here: it has not ended, or not long ago.
    ///
    /// One that ended and is nobody's, as when its person was erased, has nobody to be answered: who
    /// writes about that gets a ticket of their own.
    func isWithin(_ reopenTime: TimeInterval, at moment: Date) -> Bool {
        guard !state.isActive, let resolvedAt else { return true }
        return citizen != Citizen() && moment.timeIntervalSince(resolvedAt) <= reopenTime
    }
}
