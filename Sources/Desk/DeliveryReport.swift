/// What a mail server reports of a letter of ours (RFC 3464), as the gateway read it.
public struct DeliveryReport: Sendable, Hashable {
    /// What became of the letter for one recipient (RFC 3464 §2.3.3).
    public enum Action: String, Sendable, Hashable, CaseIterable {
        case failed
        case delayed
        case delivered
        case relayed
        case expanded
    }

    /// One recipient of the letter.
    public struct Recipient: Sendable, Hashable {
        /// As we wrote it (`Original-Recipient`), or else where it ended (`Final-Recipient`); empty for
        /// one whom the report names in words alone.
        public var addresses: [String]
        /// What became of it.
        public var action: Action
        /// RFC 3463: `5.1.1`; digits and dots only.
        public var status: String

        /// Names every member.
        public init(addresses: [String], action: Action, status: String) {
            self.addresses = addresses
            self.action = action
            self.status = status
        }

        /// True when mail to this address will not arrive later either.
        ///
        /// A full mailbox (x.2.2) is emptied some day, whatever the class says; in words alone a server
        /// says nothing of that sort which a program could tell.
        var stops: Bool {
            action == .failed && !addresses.isEmpty && status.hasPrefix("5.")
                && !status.hasSuffix(".2.2")
        }
    }

    /// In the order of the report; never empty.
    public var recipients: [Recipient]
    /// The letter's Message-ID, without angle brackets; nil when the report returns no header.
    public var messageID: String?

    /// Names both members.
    public init(recipients: [Recipient], messageID: String?) {
        precondition(!recipients.isEmpty, "a report is about somebody")
        self.recipients = recipients
        self.messageID = messageID
    }

    /// True when it names nobody: what a mail server says in words alone.
    var isInWords: Bool { recipients.count == 1 && recipients[0].addresses.isEmpty }

    /// The gravest thing it says.
    public var summary: String {
        let worst =
            recipients.first { $0.action == .failed } ?? recipients.first { $0.action == .delayed }
            ?? recipients[0]
        return "\(worst.action.rawValue) \(worst.status)"
    }
}
