internal import CLDAP

/// A name of an entry, compared as directories compare it (RFC 4514, RFC 4518).
///
/// `CN=Helpdesk-Agents, OU=groups` and `cn=helpdesk-agents,ou=groups` are one name, and so are a
/// letter and its escaped form. All attributes that name entries in practice ignore case; one that
/// does not would be equal here too often, which matters to nobody who names groups by case.
public struct DistinguishedName: Sendable, Hashable, CustomStringConvertible {
    /// The name as it was written.
    public let description: String
    private let normalized: [[String]]

    /// Reads a name.
    ///
    /// - Throws: ``LDAPError/malformed(_:)`` when it is no distinguished name, or is empty.
    public init(_ text: String) throws(LDAPError) {
        guard !text.utf8.contains(0) else { throw .malformed(.name) }
        var name: LDAPDN?
        defer { ldap_dnfree(name) }
        let code = ldap_str2dn(text, &name, UInt32(LDAP_DN_FORMAT_LDAPV3))
        guard code == LDAP_SUCCESS, let name else { throw .malformed(.name) }
        description = text
        normalized = Self.normalized(name)
    }

    /// Two names are equal when a directory would find the same entry by both.
    public static func == (one: DistinguishedName, other: DistinguishedName) -> Bool {
        one.normalized == other.normalized
    }

    /// Agrees with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(normalized) }

    private static func normalized(_ name: LDAPDN) -> [[String]] {
        var parts: [[String]] = []
        var nextPart = name
        while let part = nextPart.pointee {
            var assertions: [String] = []
            var nextAssertion = part
            while let assertion = nextAssertion.pointee {
                let attribute = text(assertion.pointee.la_attr).lowercased()
                let value = text(assertion.pointee.la_value).lowercased()
                let words = value.split(separator: " ").joined(separator: " ")
                assertions.append("\(attribute)=\(words)")
                nextAssertion += 1
            }
            parts.append(assertions.sorted())
            nextPart += 1
        }
        return parts
    }

    private static func text(_ value: berval) -> String {
        let octets = UnsafeRawBufferPointer(start: value.bv_val, count: Int(value.bv_len))
        return String(decoding: octets, as: UTF8.self)
    }
}
