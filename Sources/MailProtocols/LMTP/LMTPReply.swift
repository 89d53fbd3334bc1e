/// One answer of an LMTP server, of one line or several.
public struct LMTPReply: Sendable, Equatable {
    /// The three digits (RFC 5321 §4.2), 200...599.
    public var code: Int

    /// The enhanced status without the space after it, for example `2.1.5` (RFC 3463).
    ///
    /// Nil where RFC 2034 §4 wants none: the greeting, the answer to LHLO and 354.
    public var enhanced: String?

    /// The text, one element a line; never empty.
    public var lines: [String]

    /// The text as one string, its lines joined by a line feed.
    public var text: String { lines.joined(separator: "\n") }

    /// An answer of one line.
    ///
    /// - Parameters:
    ///   - code: the three digits, 200...599.
    ///   - enhanced: the enhanced status, of the same class as `code`.
    ///   - text: what a human should read; a constant, so that it tells nothing about us.
    public init(code: Int, enhanced: String?, text: String) {
        self.init(code: code, enhanced: enhanced, lines: [text])
    }

    /// An answer of several lines.
    ///
    /// - Parameters:
    ///   - code: the three digits, 200...599.
    ///   - enhanced: the enhanced status, of the same class as `code`.
    ///   - lines: the text, one element a line; not empty.
    public init(code: Int, enhanced: String?, lines: [String]) {
        precondition((200...599).contains(code), "not an answer")
        precondition(!lines.isEmpty, "an answer has at least one line")
        if let enhanced {
            precondition(enhanced.hasPrefix("\(code / 100)."), "the two classes must agree")
        }
        self.code = code
        self.enhanced = enhanced
        self.lines = lines
    }

    /// True for 2yz: the client may forget what it handed over.
    public var isPositive: Bool { code / 100 == 2 }

    /// True for 4yz: the client keeps the message and comes again.
    public var isTemporary: Bool { code / 100 == 4 }

    /// The answer as it goes over the wire, each line with CRLF (RFC 5321 §4.2.1).
    ///
    /// Text that would break the protocol is made harmless: a character outside printable ASCII
    /// becomes `?`, and a line ends before 512 octets (§4.5.3.1.5).
    public var bytes: [UInt8] {
        var wire: [UInt8] = []
        for (index, line) in lines.enumerated() {
            let separator = index == lines.count - 1 ? " " : "-"
            let status = enhanced.map { "\($0) " } ?? ""
            let whole = "\(code)\(separator)\(status)\(line)"
            let printable = whole.unicodeScalars.prefix(Self.lineBytesMax - 2).map {
                (0x20...0x7E).contains($0.value) ? UInt8(truncatingIfNeeded: $0.value) : 0x3F
            }
            wire += printable
            wire += [0x0D, 0x0A]
        }
        return wire
    }

    private static let lineBytesMax = 512
}

extension LMTPReply {
    /// 250: the message is on disk and now ours.
    public static let accepted = LMTPReply(code: 250, enhanced: "2.0.0", text: "accepted")

    /// 550: a constant text, so that it tells nothing about who is known here.
    public static let noSuchMailbox = LMTPReply(
        code: 550,
        enhanced: "5.1.1",
        text: "no such mailbox here"
    )

    /// 451: our own fault; the client comes again.
    public static let tryLater = LMTPReply(code: 451, enhanced: "4.3.0", text: "try again later")

    /// 452: there is no room for this message now.
    public static let noRoom = LMTPReply(
        code: 452,
        enhanced: "4.3.1",
        text: "no room for this message now, try again later"
    )

    /// 552: the message is larger than we ever take (RFC 1870 §6.1).
    public static let tooLarge = LMTPReply(
        code: 552,
        enhanced: "5.3.4",
        text: "message is over the size limit"
    )

    /// 554: the message will not be taken, now or later.
    public static let refused = LMTPReply(code: 554, enhanced: "5.7.1", text: "refused")

    /// 421: the service goes down.
    public static let shuttingDown = LMTPReply(
        code: 421,
        enhanced: "4.3.2",
        text: "service is shutting down"
    )

    /// 421: nothing came for too long.
    public static let idleTooLong = LMTPReply(
        code: 421,
        enhanced: "4.4.2",
        text: "nothing heard for too long"
    )
}
