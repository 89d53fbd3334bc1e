import CGMime

/// Names of domains in the form that mail servers speak (RFC 5890).
public enum DomainName {
    /// A domain in ASCII: `xn--exmple-cua.example` of `exämple.example`.
    ///
    /// - Returns: what was given, where it is ASCII already or cannot be made so.
    public static func ascii(_ domain: String) -> String {
        guard domain.utf8.contains(where: { $0 >= 0x80 }), domain.utf8.allSatisfy(isText) else {
            return domain
        }
        GMimeLibrary.start()
        // The library wants an address.
        guard let mailbox = GMimeOwned(internet_address_mailbox_new(nil, "a@\(domain)")),
            let address = cgmime_as_mailbox(mailbox.raw),
            let written = internet_address_mailbox_get_idn_addr(address)
        else { return domain }
        let text = String(cString: written)
        let isMade = text.hasPrefix("a@") && text.utf8.allSatisfy { $0 < 0x80 }
        return isMade ? String(text.dropFirst(2)) : domain
    }

    /// A domain as people read it: `exämple.example` of `XN--EXMPLE-CUA.example`.
    ///
    /// The library knows the mark of such a name in small letters alone, and has read those already.
    static func unicode(_ domain: String) -> String {
        let lowered = domain.lowercased()
        guard lowered != domain, lowered.contains("xn--"), domain.utf8.allSatisfy(isText),
            let list = GMimeOwned(internet_address_list_parse(nil, "a@\(lowered)"))
        else { return domain }
        var found: [Mailbox] = []
        GMimeObjects.collect(list.raw, into: &found, limit: 1, depth: 0)
        let address = found.first?.address ?? ""
        return address.hasPrefix("a@") ? String(address.dropFirst(2)) : domain
    }

    /// An address with its domain in ASCII; what stands before the `@` is the recipient's own.
    public static func ascii(ofAddress address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return address }
        return address[...at] + ascii(String(address[address.index(after: at)...]))
    }

    /// The library would end the name at anything else.
    private static func isText(_ octet: UInt8) -> Bool {
        Octet.isLetter(octet) || Octet.isDigit(octet) || "-_.".utf8.contains(octet) || octet >= 0x80
    }
}
