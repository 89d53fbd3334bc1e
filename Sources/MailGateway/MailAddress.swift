import MailProtocols

/// The desk's own address, and which addresses are forms of it.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    /// Before the `@`.
    public let local: String
    /// After it.
    public let domain: String

    /// Octets before the `@`: with a `+` and a token of ours it must stay under 64, or answers could
    /// not be delivered (RFC 5321 §4.5.3.1.1).
    public static let localBytesMax = 20

    /// Reads `support@example.org`; nil when it is no address or has a `+` already.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 }
        guard parts[0].utf8.count <= Self.localBytesMax else { return nil }
        guard isPlain, !text.contains("+"), !text.contains("<"), !text.contains(">") else {
            return nil
        }
        local = String(parts[0])
        domain = String(parts[1])
    }

    /// The whole address.
    public var description: String { "\(local)@\(domain)" }

    /// The address that brings an answer back with `token` (RFC 5233).
    public func extended(by token: String) -> String { "\(local)+\(token)@\(domain)" }

    /// What an address of a letter to us says.
    public enum Reading: Sendable, Equatable {
        /// It is not for us.
        case foreign
        /// It is our address, with what follows its `+`.
        case own(token: String?)
    }

    /// Reads an address; our own local part has no case, like its domain.
    public func read(_ address: String) -> Reading {
        guard let at = address.lastIndex(of: "@") else { return .foreign }
        let domain = DomainName.ascii(String(address[address.index(after: at)...]))
        guard domain.lowercased() == self.domain.lowercased() else { return .foreign }
        let parts = address[..<at].split(
            separator: "+",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard parts[0].lowercased() == local.lowercased() else { return .foreign }
        return .own(token: parts.count == 2 ? String(parts[1]) : nil)
    }
}
