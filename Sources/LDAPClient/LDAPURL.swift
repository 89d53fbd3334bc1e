/// The address of a directory server: `ldap://HOST[:PORT]` or `ldaps://HOST[:PORT]`.
///
/// The rest of RFC 4516 (base, attributes, filter, extensions) is refused rather than ignored:
/// whoever writes it expects something of it. libldap would also take several addresses in one
/// text; here each has its own, so that it is known which one worked. Two are equal when they name
/// one server, whether the port that goes without saying was written or not, and in whatever case.
public struct LDAPURL: Sendable, Hashable, CustomStringConvertible {
    /// The address as libldap wants it.
    public let description: String
    /// True for `ldaps://`, where TLS comes before the first octet of LDAP.
    public let isSecure: Bool
    /// The name or number the server's certificate must carry.
    public let host: String
    /// Where the server listens: as written, or 389, for `ldaps://` 636 (RFC 4516 §2).
    public let port: UInt16

    /// Reads an address; nil when it is something else.
    public init?(_ text: String) {
        guard let colon = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<colon.lowerBound].lowercased()
        guard scheme == "ldap" || scheme == "ldaps" else { return nil }
        var rest = text[colon.upperBound...]
        if rest.last == "/" { rest.removeLast() }
        guard let (host, port) = Self.split(rest), !host.isEmpty else { return nil }
        guard host.unicodeScalars.allSatisfy(Self.mayStandInHost) else { return nil }
        self.host = String(host)
        isSecure = scheme == "ldaps"
        description = "\(scheme)://\(rest)"
        guard let port else {
            self.port = isSecure ? 636 : 389
            return
        }
        guard let number = UInt16(port), number > 0, port.allSatisfy({ $0.isNumber }) else {
            return nil
        }
        self.port = number
    }

    /// True when both name one server.
    public static func == (one: Self, other: Self) -> Bool {
        one.isSecure == other.isSecure && one.port == other.port
            && one.host.lowercased() == other.host.lowercased()
    }

    /// Takes in what is compared.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(isSecure)
        hasher.combine(port)
        hasher.combine(host.lowercased())
    }

    private static func split(
        _ text: Substring
    ) -> (host: Substring, port: Substring?)? {
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            if rest.isEmpty { return (host, nil) }
            return rest.first == ":" ? (host, rest.dropFirst()) : nil
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, parts.count <= 2, host.allSatisfy({ $0 != ":" }) else {
            return nil
        }
        return (host, parts.count == 2 ? parts[1] : nil)
    }

    private static func mayStandInHost(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", ":": true
        default: false
        }
    }
}
