/// A person's or a machine's address, with the name that it was given (RFC 5322 §3.4).
public struct Mailbox: Sendable, Hashable, Codable {
    /// The display name, decoded; anybody can write anything there, so it proves nothing.
    public var name: String?

    /// The address without angle brackets; in mail that was read, its domain in Unicode (RFC 5890).
    public var address: String

    /// Takes name and address as they are.
    ///
    /// - Parameters:
    ///   - name: the display name, if there is one.
    ///   - address: the address without angle brackets.
    public init(name: String? = nil, address: String) {
        self.name = name
        self.address = address
    }
}

/// A header field of a mail, decoded and unfolded.
public struct MailHeader: Sendable, Hashable, Codable {
    /// The name as it was written; compare it without regard to case.
    public let name: String

    /// The value on one line, its encoded words decoded (RFC 2047); never parse it again.
    public let value: String

    /// Takes name and value as they are.
    ///
    /// - Parameters:
    ///   - name: the name as it was written.
    ///   - value: the value on one line.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// A file that came with a mail, decoded.
public struct MailPart: Sendable, Hashable {
    /// The file's name without folders and control characters, when it had one.
    public let name: String?

    /// What the sender says it is, in lower case, for example `image/png`; he may lie.
    public let mediaType: String

    /// True when the mail shows it among its text, as with a picture in HTML.
    public let isInline: Bool

    /// The identifier by which HTML names it, without angle brackets (RFC 2392).
    public let contentID: String?

    /// The file's octets.
    public let bytes: [UInt8]

    /// Takes the parts as they are.
    ///
    /// - Parameters:
    ///   - name: the file's name.
    ///   - mediaType: what the sender says it is.
    ///   - isInline: whether it is shown among the text.
    ///   - contentID: by which HTML names it.
    ///   - bytes: the file.
    public init(
        name: String?,
        mediaType: String,
        isInline: Bool,
        contentID: String?,
        bytes: [UInt8]
    ) {
        self.name = name
        self.mediaType = mediaType
        self.isInline = isInline
        self.contentID = contentID
        self.bytes = bytes
    }
}
