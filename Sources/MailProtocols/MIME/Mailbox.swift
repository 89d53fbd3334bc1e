/// A person's or a machine's address, with the name that it was given (RFC 5322 §3.4).
public struct Mailbox: Sendable, Hashable, Codable {
    /// Octets of an address that is used: RFC 5321 §4.5.3.1 has 64 and 255, some write more.
    public static let addressBytesMax = 512

    /// Octets kept of a name that was read.
    static let nameBytesMax = 1_000

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
