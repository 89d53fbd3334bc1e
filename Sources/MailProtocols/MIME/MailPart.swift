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

extension MailPart: CustomStringConvertible {
    /// What it is and how large; never its octets, of which there may be millions.
    public var description: String { "\(mediaType), \(bytes.count) octets" }
}
