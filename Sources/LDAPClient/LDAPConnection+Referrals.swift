internal import CLDAP

extension LDAPConnection {
    /// The servers named between the entries (continuation reference, RFC 4511 §4.5.3).
    func references(in message: OpaquePointer?) -> [LDAPReferral] {
        guard let message else { return [] }
        var texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let code = ldap_parse_reference(handle.raw, message, &texts, nil, 0)
        return code == LDAP_SUCCESS ? Self.taken(texts) : []
    }

    /// The servers named instead of an answer.
    func referral(in answer: OpaquePointer?) -> [LDAPReferral] {
        guard let answer else { return [] }
        var texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let code = ldap_parse_result(handle.raw, answer, nil, nil, nil, &texts, nil, 0)
        return code == LDAP_SUCCESS ? Self.taken(texts) : []
    }

    /// Reads the addresses and frees them; what is none of ours is passed over.
    private static func taken(
        _ texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) -> [LDAPReferral] {
        guard let texts else { return [] }
        defer {
            ber_memvfree(
                UnsafeMutableRawPointer(texts).assumingMemoryBound(
                    to: UnsafeMutableRawPointer?.self
                )
            )
        }
        var found: [LDAPReferral] = []
        var next = texts
        while let text = next.pointee {
            if let referral = LDAPReferral(text) { found.append(referral) }
            next += 1
        }
        return found
    }
}

extension LDAPReferral {
    /// Reads an address of RFC 4516; of its parts only server and name are taken.
    fileprivate init?(_ text: UnsafePointer<CChar>) {
        var parts: UnsafeMutablePointer<LDAPURLDesc>?
        guard ldap_url_parse(text, &parts) == LDAP_SUCCESS, let parts else { return nil }
        defer { ldap_free_urldesc(parts) }
        let found = parts.pointee
        guard let scheme = found.lud_scheme, let host = found.lud_host else { return nil }
        let name = String(cString: host)
        let bracketed = name.contains(":") ? "[\(name)]" : name
        guard let url = LDAPURL("\(String(cString: scheme))://\(bracketed):\(found.lud_port)")
        else { return nil }
        let base = found.lud_dn.map { String(cString: $0) } ?? ""
        self.init(url: url, base: base.isEmpty ? nil : base)
    }
}
