/// A header field of a mail, decoded and unfolded.
public struct MailHeader: Sendable, Hashable, Codable {
    /// The name as it was written; compare it without regard to case.
    public let name: String

    /// The value on one line, its encoded words decoded (RFC 2047); never parse it again.
    public let value: String

    /// The value on one line and otherwise as it was written, for whoever parses it.
    public let written: String

    /// True for a header of that name, which is given in lower case.
    public func isNamed(_ name: String) -> Bool { self.name.lowercased() == name }

    /// Takes name and value as they are.
    ///
    /// - Parameters:
    ///   - name: the name as it was written.
    ///   - value: the value on one line.
    ///   - written: the value before its encoded words were decoded; `value` when left out.
    public init(name: String, value: String, written: String? = nil) {
        self.name = name
        self.value = value
        self.written = written ?? value
    }
}
