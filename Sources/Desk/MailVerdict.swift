/// A step that every mail goes through on its way in; they are taken in this order.
///
/// The first ones look at the mail alone, the last four at what the desk knows.
public enum MailStep: String, Sendable, Hashable, CaseIterable {
    /// Whether it could be read.
    case reading
    /// Headers that only the desk itself may write; what comes from outside is dropped.
    case ownHeaders = "own_headers"
    /// What its S/MIME signature is worth (RFC 8551).
    case signature
    /// Whether it keeps to what one mail may cost.
    case limits
    /// How many servers it passed; too many are a loop (RFC 5321 §6.3).
    case hops
    /// Whether it says that the desk itself wrote it.
    case origin
    /// What our mail server found out about its sender (RFC 8601).
    case sender
    /// Whether a machine wrote it (RFC 3834).
    case automatic
    /// What it reports of a letter of ours (RFC 3464).
    case report
    /// What it is besides text: a calendar, a sealed mail, a forwarded one.
    case forms
    /// Whether it came before.
    case known
    /// Which ticket it says to belong to, and by what right.
    case claim
    /// Where it goes.
    case placement
    /// What the desk itself says to it at once.
    case answer
}

/// What one step said of a mail; it is kept on the message.
public struct MailVerdict: Sendable, Hashable {
    /// Who said it.
    public var step: MailStep
    /// Words of the program and numbers, never the sender's: it may be logged.
    public var outcome: String

    /// Names both members.
    public init(_ step: MailStep, _ outcome: String) {
        self.step = step
        self.outcome = outcome
    }
}

extension MailVerdict: LosslessStringConvertible {
    /// `step: outcome`.
    public var description: String { "\(step.rawValue): \(outcome)" }

    /// Reads what ``description`` wrote; nil for a step that is not known here.
    public init?(_ description: String) {
        let parts = description.split(
            separator: ": ",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let step = MailStep(rawValue: String(parts[0])) else { return nil }
        self.init(step, String(parts[1]))
    }
}

/// What our own mail server says about the author of a mail.
public enum SenderStanding: String, Sendable, Hashable, CaseIterable {
    /// DMARC passed: the author's domain stands behind the mail (RFC 7489).
    case verified
    /// Nobody whom we trust said anything, or the domain has no policy.
    case unverified
    /// DMARC failed: somebody else wrote it in the author's name, or the way broke its signature.
    case failed
}

/// What a message from outside keeps of the mail that it was.
public struct MailFacts: Sendable, Hashable {
    /// The address of its author; it may be another than the citizen's.
    public var sender: String?
    /// What each step said, in order.
    public var verdicts: [MailVerdict]
    /// The writer's own words where the body repeats others; nil when all of it is theirs.
    public var ownText: String?
    /// Who else got it, as the mail says; that lets nobody into the ticket, and no letter goes there.
    public var copies: [String]

    /// Names every member.
    public init(
        sender: String?,
        verdicts: [MailVerdict],
        ownText: String? = nil,
        copies: [String] = []
    ) {
        self.sender = sender
        self.verdicts = verdicts
        self.ownText = ownText
        self.copies = copies
    }

    /// What our mail server said of its author; nil where none was asked.
    var standing: SenderStanding? {
        outcome(of: .sender)?.split(separator: " ").first.flatMap {
            SenderStanding(rawValue: String($0))
        }
    }

    /// What a step said; nil when it was not asked.
    public func outcome(of step: MailStep) -> String? {
        verdicts.first { $0.step == step }?.outcome
    }
}
