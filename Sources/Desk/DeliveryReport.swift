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
        /// says nothing of that sort which a program could tell. Some name nobody but a local user: then
        /// it is the one whom the letter went to, where the report is on that letter for certain.
        ///
        /// - Parameter isOnOurs: whether the report returns a Message-ID that we signed.
        /// - Returns: false also for one who may be reached later.
        func stops(isOnOurs: Bool) -> Bool {
            let isTold = !addresses.isEmpty || isOnOurs && status != DeliveryReport.statusInWords
            return action == .failed && isTold && status.hasPrefix("5.")
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

    /// The status of a failure that a mail server reports in words alone (RFC 3463 §3.1: undefined).
    public static let statusInWords = "5.0.0"

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
