internal import CLDAP

extension LDAPConnection {
    /// Looks for entries.
    ///
    /// A limit reached is an answer with what was found so far, not an error: whether one entry too
    /// many matters, the caller knows.
    ///
    /// - Precondition: `entriesMax` and `pageEntries` are above zero.
    /// - Throws: ``LDAPError/malformed(_:)`` when the filter is none.
    public func search(_ search: LDAPSearch) throws(LDAPError) -> LDAPSearchResult {
        precondition(search.entriesMax > 0, "a search for nothing")
        precondition(search.pageEntries ?? 1 > 0, "an empty page would never end")
        try Self.refuseNUL(in: search)
        var found = LDAPSearchResult(entries: [], isTruncated: false)
        var page = LDAPPage()
        repeat {
            let limit = search.entriesMax - found.entries.count
            let answer = try take(&page, of: search, entriesMax: limit)
            found.entries += answer.entries
            found.referrals += answer.referrals.prefix(
                max(0, Self.referralsMax - found.referrals.count)
            )
            found.isTruncated = answer.isTruncated
            if page.hasMore, found.entries.count >= search.entriesMax { found.isTruncated = true }
        } while page.hasMore && !found.isTruncated
        return found
    }

    private static func refuseNUL(in search: LDAPSearch) throws(LDAPError) {
        // The library takes C texts and would read a shorter one than was meant.
        if search.base.utf8.contains(0) { throw .malformed(.name) }
        if search.filter.utf8.contains(0) { throw .malformed(.filter) }
        for attribute in search.attributes where attribute.isEmpty || attribute.utf8.contains(0) {
            throw .malformed(.attribute)
        }
    }

    private func take(
        _ page: inout LDAPPage,
        of search: LDAPSearch,
        entriesMax: Int
    ) throws(LDAPError) -> LDAPSearchResult {
        var control: UnsafeMutablePointer<LDAPControl>?
        defer { ldap_control_free(control) }
        if let size = search.pageEntries {
            try handle.check(page.makeControl(handle.raw, entries: min(size, entriesMax), &control))
        }
        try handle.prepareOperation()
        var answer: OpaquePointer?
        defer { ldap_msgfree(answer) }
        let code = request(search, entriesMax, control, &answer)
        let limits: [LDAPResultCode] = [.sizeLimitExceeded, .adminLimitExceeded]
        let isTruncated = limits.contains(LDAPResultCode(rawValue: code))
        let isElsewhere = LDAPResultCode(rawValue: code) == .referral
        if !isTruncated, !isElsewhere { try handle.check(code) }
        try page.turn(handle, answer, isPaged: control != nil && code == LDAP_SUCCESS)
        return LDAPSearchResult(
            entries: entries(in: answer),
            isTruncated: isTruncated,
            referrals: references(in: answer) + (isElsewhere ? referral(in: answer) : [])
        )
    }

    /// The most other servers that one answer may name.
    private static let referralsMax = 16

    private func request(
        _ search: LDAPSearch,
        _ entriesMax: Int,
        _ control: UnsafeMutablePointer<LDAPControl>?,
        _ answer: inout OpaquePointer?
    ) -> Int32 {
        // "1.1" asks for no attribute (RFC 4511 §4.5.1.8); an empty list would ask for all.
        let wanted = search.attributes.isEmpty ? [LDAP_NO_ATTRS] : search.attributes
        var names = wanted.map { strdup($0) } + [nil]
        defer { for name in names { free(name) } }
        var controls = [control, nil]
        var timeout = handle.options.operationTimeout.timeval
        // With pages the limit is kept by the caller: a server counts it over all of them.
        let sizeLimit = control == nil ? Int32(clamping: entriesMax) : 0
        return ldap_search_ext_s(
            handle.raw,
            search.base,
            search.scope.code,
            search.filter,
            &names,
            0,
            &controls,
            nil,
            &timeout,
            sizeLimit,
            &answer
        )
    }

    private func entries(in answer: OpaquePointer?) -> [LDAPEntry] {
        var entries: [LDAPEntry] = []
        var next = ldap_first_entry(handle.raw, answer)
        while let entry = next {
            if let name = ldap_get_dn(handle.raw, entry) {
                let text = String(cString: name)
                ldap_memfree(name)
                entries.append(LDAPEntry(name: text, attributes: attributes(of: entry)))
            }
            next = ldap_next_entry(handle.raw, entry)
        }
        return entries
    }

    private func attributes(of entry: OpaquePointer) -> [String: [[UInt8]]] {
        var attributes: [String: [[UInt8]]] = [:]
        var position: OpaquePointer?
        defer { ber_free(position, 0) }
        var next = ldap_first_attribute(handle.raw, entry, &position)
        while let name = next {
            let values = ldap_get_values_len(handle.raw, entry, name)
            attributes[String(cString: name).lowercased(), default: []] += Self.octets(values)
            ldap_value_free_len(values)
            ldap_memfree(name)
            next = ldap_next_attribute(handle.raw, entry, position)
        }
        return attributes
    }

    private static func octets(
        _ values: UnsafeMutablePointer<UnsafeMutablePointer<berval>?>?
    ) -> [[UInt8]] {
        guard var next = values else { return [] }
        var all: [[UInt8]] = []
        while let value = next.pointee {
            let length = Int(value.pointee.bv_len)
            all.append(Array(UnsafeRawBufferPointer(start: value.pointee.bv_val, count: length)))
            next += 1
        }
        return all
    }
}

/// Where a search in pages stands (RFC 2696); the cookie is the server's and means nothing here.
private struct LDAPPage {
    private var cookie: [UInt8] = []
    private(set) var hasMore = false

    mutating func makeControl(
        _ raw: OpaquePointer,
        entries: Int,
        _ control: inout UnsafeMutablePointer<LDAPControl>?
    ) -> Int32 {
        cookie.withUnsafeMutableBytes { octets in
            var value = berval(
                bv_len: ber_len_t(octets.count),
                bv_val: octets.baseAddress?.assumingMemoryBound(to: CChar.self)
            )
            // Not critical: a server without pages then answers with all it has.
            return ldap_create_page_control(raw, ber_int_t(clamping: entries), &value, 0, &control)
        }
    }

    /// Reads from the answer whether another page follows.
    mutating func turn(
        _ handle: borrowing LDAPHandle,
        _ answer: OpaquePointer?,
        isPaged: Bool
    ) throws(LDAPError) {
        hasMore = false
        guard isPaged, let answer else { return }
        var controls: UnsafeMutablePointer<UnsafeMutablePointer<LDAPControl>?>?
        defer { ldap_controls_free(controls) }
        let raw = handle.raw
        try handle.check(
            ldap_parse_result(raw, answer, nil, nil, nil, nil, &controls, 0)
        )
        guard let control = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, nil) else {
            return
        }
        var estimate = ber_int_t(0)
        var next = berval()
        defer { ber_memfree(next.bv_val) }
        try handle.check(ldap_parse_pageresponse_control(raw, control, &estimate, &next))
        cookie = Array(UnsafeRawBufferPointer(start: next.bv_val, count: Int(next.bv_len)))
        hasMore = !cookie.isEmpty
    }
}

extension LDAPSearch.Scope {
    fileprivate var code: Int32 {
        switch self {
        case .base: Int32(LDAP_SCOPE_BASE)
        case .subtree: Int32(LDAP_SCOPE_SUBTREE)
        }
    }
}
