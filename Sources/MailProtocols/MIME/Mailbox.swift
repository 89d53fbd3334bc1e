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

    /// True for an address that mail can be sent to (RFC 5321 §4.1.2).
    public var isUsable: Bool {
        address.utf8.contains(Octet.at) && Self.path(address) != nil
    }

    /// An address as a header has it, in one form however it was written: quoted only where it must be,
    /// its domain in Unicode.
    static func normalised(_ written: String) -> String {
        let address = written.hasPrefix("\"") ? path(written)?.mailbox ?? written : written
        guard let at = address.lastIndex(of: "@") else { return address }
        let domain = String(address[address.index(after: at)...])
        return address[...at] + DomainName.unicode(domain)
    }

    private static func path(_ address: String) -> LMTPPath? {
        let octets = Array("<\(address)>".utf8)
        do throws(LMTPPath.Failure) {
            let parsed = try LMTPPath.parse(octets[...], bounds: .sender)
            return parsed.rest.isEmpty ? parsed.path : nil
        } catch {
            return nil
        }
    }
}
