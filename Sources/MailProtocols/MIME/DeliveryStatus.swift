/// A mail server's report on a mail, as programs read it (RFC 3464).
public struct DeliveryStatus: Sendable, Hashable {
    /// What it says of one recipient.
    public struct Recipient: Sendable, Hashable {
        /// The addresses it goes by, the one that was written first (§2.3.1, §2.3.2).
        public var addresses: [String]
        /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`, in lower case (§2.3.3).
        public var action: String
        /// Three numbers with dots: class, subject, detail (RFC 3463 §2).
        public var status: String
    }

    /// In order; whom it says nothing usable of is left out.
    public var recipients: [Recipient]

    /// Recipients read of one report.
    static let recipientsMax = 100

    /// Reads the octets of a `message/delivery-status`; nil when it is about nobody.
    ///
    /// Blank lines part the groups of fields; the first group is about the report itself, and some
    /// servers leave it out.
    public init?(_ octets: [UInt8]) {
        var recipients: [Recipient] = []
        for group in Self.groups(octets) where recipients.count < Self.recipientsMax {
            guard let action = group["action"]?.trimmed.lowercased(), Self.actions.contains(action),
                let status = group["status"].flatMap(Self.status)
            else { continue }
            let addresses = ["original-recipient", "final-recipient"].compactMap { name in
                group[name].flatMap(Self.address)
            }
            recipients.append(Recipient(addresses: addresses, action: action, status: status))
        }
        guard !recipients.isEmpty else { return nil }
        self.recipients = recipients
    }

    private static let actions: Set = ["failed", "delayed", "delivered", "relayed", "expanded"]

    /// The fields of each group by their names in lower case, continued lines joined.
    private static func groups(_ octets: [UInt8]) -> [[String: String]] {
        var groups: [[String: String]] = [[:]]
        var name = ""
        for line in octets.prefix(bytesMax).split(
            separator: Octet.lineFeed,
            omittingEmptySubsequences: false
        ) {
            let text = Charset.guess(Array(line.prefix(lineBytesMax)))
            guard let first = text.utf8.first(where: { $0 != Octet.carriageReturn }) else {
                if groups.last?.isEmpty == false { groups.append([:]) }
                name = ""
                continue
            }
            if first == Octet.space || first == Octet.tab {
                groups[groups.count - 1][name]? += " " + text.trimmed
                continue
            }
            guard let colon = text.firstIndex(of: ":"), groups.count <= recipientsMax + 2 else {
                continue
            }
            name = text[..<colon].trimmed.lowercased()
            // The first of two counts, as in a mail's header.
            if groups[groups.count - 1][name] == nil {
                groups[groups.count - 1][name] = text[text.index(after: colon)...].trimmed
            }
        }
        return groups
    }

    /// Octets read of a report: for a hundred recipients there is room.
    private static let bytesMax = 65_536
    private static let lineBytesMax = 2_000

    /// The address behind its type: `rfc822; anna@example.net`.
    private static func address(_ value: String) -> String? {
        let parts = value.split(separator: ";", maxSplits: 1)
        guard parts.count == 2, ["rfc822", "utf-8"].contains(parts[0].trimmed.lowercased()) else {
            return nil
        }
        let address = parts[1].trimmed.trimmingAngles
        return (1...Mailbox.addressBytesMax).contains(address.utf8.count) ? address : nil
    }

    /// `5.1.1` of "5.1.1 (bad destination mailbox address)".
    private static func status(_ value: String) -> String? {
        let word = value.trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
        let isStatus =
            numbers.count == 3 && ["2", "4", "5"].contains(numbers[0])
            && numbers.allSatisfy { (1...3).contains($0.count) }
        return isStatus ? String(word) : nil
    }
}

extension String {
    fileprivate var trimmingAngles: String {
        hasPrefix("<") && hasSuffix(">") ? String(dropFirst().dropLast()) : self
    }
}

extension IncomingMail {
    /// What a mail server reports in it; nil when it is no such report.
    public var deliveryStatus: DeliveryStatus? {
        guard mediaType == "multipart/report" else { return nil }
        return attachments.first {
            $0.mediaType == "message/delivery-status"
                || $0.mediaType == "message/global-delivery-status"
        }

        .flatMap { DeliveryStatus($0.bytes) }
    }

    /// The Message-ID of the mail that a report gives back, whole or its header only.
    public var returnedMessageID: String? {
        let returned = attachments.first {
            $0.mediaType == "message/rfc822" || $0.mediaType == "text/rfc822-headers"
                || $0.mediaType == "message/rfc822-headers"
        }
        // A header that cannot be read names no letter.
        let headers = returned.flatMap { try? Self.header(of: $0.bytes) } ?? []
        let field = headers.first { $0.isNamed("message-id") }
        return field.flatMap { MessageIDs.parse(Array($0.written.utf8)).first }
    }

    /// The Message-IDs that stand in the text, in order, each once: a mail server that reports in words
    /// alone copies the header of the mail below them.
    public var quotedMessageIDs: [String] {
        MessageIDs.parse(Array(text.utf8.prefix(Self.headerBytesMax)))
    }

    /// The header fields of a mail, as far as its beginning has them.
    ///
    /// - Parameter raw: the mail, or its beginning.
    /// - Returns: as ``headers``.
    /// - Throws: as ``parse(_:limits:)``.
    public static func header(of raw: [UInt8]) throws(MIMEError) -> [MailHeader] {
        let limits = MIMELimits(partsMax: 1, depthMax: 1, headersBytesMax: headerBytesMax)
        let beginning = Array(raw.prefix(headerBytesMax)) + Array("\r\n\r\n".utf8)
        return try parse(beginning, limits: limits).headers
    }

    private static var headerBytesMax: Int { 65_536 }
}
