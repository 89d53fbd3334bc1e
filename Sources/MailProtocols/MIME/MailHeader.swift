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
