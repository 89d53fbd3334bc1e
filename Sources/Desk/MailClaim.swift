/// Which ticket a mail belongs to, and by what right.
enum MailClaim: Equatable {
    /// What it says is signed by us.
    case proven(TicketNumber, by: Right)
    /// It names a ticket of whoever wrote it.
    case party(TicketNumber, by: Right)
    /// It names a ticket of somebody else, or one that we never signed; nil when there is none of
    /// that number.
    case foreign(TicketNumber?, by: Right)
    /// It names none.
    case none

    /// By what a mail names a ticket, from the surest to the weakest.
    enum Right: String {
        case address
        case messageID = "message-id"
        case reference
        case subject
    }

    /// The ticket that it may be added to.
    var ticket: TicketNumber? {
        switch self {
        case .proven(let ticket, _), .party(let ticket, _): ticket
        case .foreign, .none: nil
        }
    }

    /// As the verdict says it.
    var outcome: String {
        switch self {
        case .proven(let ticket, let right): "proven by \(right.rawValue): \(ticket.rawValue)"
        case .party(let ticket, let right):
            "from a party, by \(right.rawValue): \(ticket.rawValue)"
        case .foreign(let ticket, let right):
            "not a party, by \(right.rawValue): \(ticket.map { String($0.rawValue) } ?? "no ticket")"
        case .none: "none"
        }
    }
}

/// How the desk knows its own signs again.
struct MailSigns: Sendable {
    let proof: TicketProof
    /// The right-hand side of our Message-IDs.
    let domain: String

    /// How many references are looked up, the newest first; older ones may be skipped, for every answer
    /// names our letter anew.
    static let referencesMax = 20
    /// Tags read of one subject.
    static let tagsMax = 5

    /// The ticket that the mail proves by a signature of ours: where it was sent to before what it
    /// answers, and of that the newest.
    func proven(by mail: ReceivedMail) -> MailClaim? {
        if let token = mail.replyToken, let ticket = proof.ticket(replyToken: token[...]) {
            return .proven(ticket, by: .address)
        }
        return answered(by: mail).first.map { .proven($0, by: .messageID) }
    }

    /// Every ticket that the mail proves, each once.
    func allProven(by mail: ReceivedMail) -> [TicketNumber] {
        let addressed = mail.replyToken.flatMap { proof.ticket(replyToken: $0[...]) }
        var seen: Set<TicketNumber> = []
        return ([addressed].compactMap(\.self) + answered(by: mail)).filter {
            seen.insert($0).inserted
        }
    }

    /// The tickets of our letters that the mail answers, or reports on, the newest first.
    private func answered(by mail: ReceivedMail) -> [TicketNumber] {
        (mail.references.reversed() + [mail.report?.messageID].compactMap(\.self))
            .compactMap(proof.ticket(messageID:))
    }

    /// The tickets whose signs the mail bears although they do not hold.
    func broken(in mail: ReceivedMail) -> [(TicketNumber, MailClaim.Right)] {
        var found: [(TicketNumber, MailClaim.Right)] = []
        if let token = mail.replyToken, let ticket = proof.ticketNamed(byReplyToken: token[...]) {
            found.append((ticket, .address))
        }
        for id in mail.references.suffix(Self.referencesMax).reversed() {
            if let ticket = proof.ticketNamed(byMessageID: id, domain: domain) {
                found.append((ticket, .messageID))
            }
        }
        return found
    }

    /// The numbers in `[#1042]`, as our letters' subjects have them.
    static func tags(in subject: String) -> [TicketNumber] {
        var found: [TicketNumber] = []
        var rest = subject.utf8[...]
        while found.count < tagsMax, let open = rest.firstIndex(of: UInt8(ascii: "[")) {
            rest = rest[rest.index(after: open)...]
            guard rest.first == UInt8(ascii: "#") else { continue }
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard digits.endIndex < rest.endIndex, rest[digits.endIndex] == UInt8(ascii: "]"),
                let number = Int64(String(Substring(digits))), number > 0
            else { continue }
            found.append(TicketNumber(rawValue: number))
        }
        return found
    }
}

extension DeskReading {
    /// The ticket a mail belongs to, if any.
    ///
    /// In this order: what we signed; what was a part of the ticket's correspondence, from one of
    /// its parties; the tag in the subject, from one of its parties. Being in `Cc` grants nothing, and
    /// where senders are known, neither does the name alone of a citizen who was vouched for.
    func claim(
        of mail: ReceivedMail,
        by signs: MailSigns,
        knowingSenders knowsSenders: Bool
    ) throws(DeskError) -> MailClaim {
        if let claim = signs.proven(by: mail) { return claim }
        var foreign: MailClaim?
        for (named, right) in try names(in: mail, by: signs) {
            guard let ticket = try existing(named) else {
                // A number of another system's, or of a ticket long gone, is no claim; what only we
                // could have written, and have not, is.
                if right == .address || right == .messageID {
                    foreign = foreign ?? .foreign(nil, by: right)
                }
                continue
            }
            let mayBeForged = knowsSenders && mail.standing != .verified
            let isForeign = mayBeForged ? try hasVerified(mail.author, of: ticket) : false
            // A city's form writes in one name for whomever it names, and anybody can type a number there.
            let isParty =
                try right == .subject ? isNamed(mail, in: ticket) : isParty(mail, of: ticket)
            if isParty, !isForeign {
                return .party(ticket.number, by: right)
            }
            foreign = foreign ?? .foreign(ticket.number, by: right)
        }
        return foreign ?? .none
    }

    /// The tickets that a mail names without a proof, the surest first.
    private func names(
        in mail: ReceivedMail,
        by signs: MailSigns
    ) throws(DeskError) -> [(TicketNumber, MailClaim.Right)] {
        var names = signs.broken(in: mail)
        let ids = mail.references.suffix(MailSigns.referencesMax).reversed()
        for id in ids + (mail.messageID.map { [$0] } ?? []) {
            if let ticket = try self.ticket(ofMailFromOutside: id) {
                names.append((ticket, .reference))
            }
        }
        return names + MailSigns.tags(in: mail.subject).map { ($0, .subject) }
    }

    /// True when the author is the ticket's citizen or was let in by staff, as far as a mail can
    /// show that, or opened it and wants answers at that citizen's address: who is known not to be the
    /// author is not.
    func isParty(_ mail: ReceivedMail, of ticket: Ticket) throws(DeskError) -> Bool {
        if try isNamed(mail, in: ticket) { return true }
        for one in [ticket] + (try absorbed(by: ticket)) where try hasOpened(mail, one) {
            return true
        }
        return false
    }

    /// True when a mail has the author and the address for answers of the one that opened the ticket; who
    /// was vouched for then must be so again.
    private func hasOpened(_ mail: ReceivedMail, _ ticket: Ticket) throws(DeskError) -> Bool {
        guard let author = mail.author?.lowercased(), mail.standing != .failed,
            let address = mail.sender.email?.lowercased(),
            address == ticket.citizen.email?.lowercased(),
            let first = try firstMail(of: ticket), first.sender?.lowercased() == author
        else { return false }
        return mail.standing == .verified || first.standing != .verified
    }

    /// True when the author is the ticket's citizen or was let in by staff.
    private func isNamed(_ mail: ReceivedMail, in ticket: Ticket) throws(DeskError) -> Bool {
        guard let author = mail.author?.lowercased(), mail.standing != .failed else { return false }
        if ticket.citizen.email?.lowercased() == author { return true }
        if try isParty(author, of: ticket.number) { return true }
        // Staff have said that they are one person.
        return try absorbed(by: ticket).contains { $0.citizen.email?.lowercased() == author }
    }

    /// True when the ticket is of that address, and our mail server stood behind it then.
    private func hasVerified(
        _ address: String?,
        of ticket: Ticket
    ) throws(DeskError) -> Bool {
        try ([ticket] + absorbed(by: ticket)).map(\.citizen).contains { citizen in
            citizen.isVerified && citizen.email?.lowercased() == address?.lowercased()
        }
    }

    func existing(_ number: TicketNumber) throws(DeskError) -> Ticket? {
        do throws(DeskError) {
            return try ticket(number)
        } catch .notFound {
            return nil
        }
    }

    /// The ticket of that number, or the one that it went into; nil when there is none.
    func surviving(_ number: TicketNumber) throws(DeskError) -> Ticket? {
        guard let ticket = try existing(number) else { return nil }
        return try survivor(of: ticket)
    }
}
