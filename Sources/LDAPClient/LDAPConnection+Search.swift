internal import CLDAP

extension LDAPConnection {
    /// Looks for entries.
    ///
    /// A limit reached is an answer with what was found so far, not an error: whether one entry too
    /// many matters, the caller knows. The time is for all pages together:
    /// ``LDAPOptions/operationTimeout`` for each that so many entries need.
    ///
    /// - Precondition: `entriesMax` and `pageEntries` are above zero.
    /// - Throws: ``LDAPError/malformed(_:)`` when the filter is none.
    public func search(_ search: LDAPSearch) throws(LDAPError) -> LDAPSearchResult {
        precondition(search.entriesMax > 0, "a search for nothing")
        precondition(search.pageEntries ?? 1 > 0, "an empty page would never end")
        try Self.refuseNUL(in: search)
        let size = search.pageEntries ?? search.entriesMax
        let end = handle.end(ofOperations: 1 + (search.entriesMax - 1) / size)
        var found = LDAPFindings(entriesMax: search.entriesMax)
        var page = LDAPPage()
        var pages = 0
        repeat {
            try handle.prepareOperation(by: end)
            try take(&page, of: search, into: &found)
            pages += 1
            // A server may give smaller pages than it was asked for, or an empty one; but with an
            // entry in each there would be no more of them than this.
        } while page.hasMore && found.hasRoom && !found.isTruncated && pages < search.entriesMax
        if page.hasMore { found.isTruncated = true }
        return found.result
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
        into found: inout LDAPFindings
    ) throws(LDAPError) {
        let entriesMax = search.entriesMax - found.entries.count
        var control: UnsafeMutablePointer<LDAPControl>?
        defer { ldap_control_free(control) }
        if let size = search.pageEntries {
            try handle.check(page.makeControl(handle.raw, entries: min(size, entriesMax), &control))
        }
        var id = Int32(0)
        try handle.check(request(search, entriesMax, control, &id))
        var isOver = false
        defer { if !isOver { ldap_abandon_ext(handle.raw, id, nil, nil) } }
        // One message at a time: the library would keep whatever comes until the server says that it
        // was all, and so would a server without an end fill the memory.
        while !isOver {
            var message: OpaquePointer?
            defer { ldap_msgfree(message) }
            switch try handle.next(of: id, &message) {
            case Int32(LDAP_RES_SEARCH_ENTRY):
                guard found.hasRoom else {
                    found.isTruncated = true
                    return
                }
                if let entry = entry(message) { found.add(entry) }
            case Int32(LDAP_RES_SEARCH_REFERENCE): found.add(references(in: message))
            case Int32(LDAP_RES_SEARCH_RESULT):
                isOver = true
                try end(with: message, &page, isPaged: control != nil, &found)
            default: break
            }
        }
    }

    /// Reads the message that ends a page.
    private func end(
        with message: OpaquePointer?,
        _ page: inout LDAPPage,
        isPaged: Bool,
        _ found: inout LDAPFindings
    ) throws(LDAPError) {
        var code = Int32(0)
        try handle.check(ldap_parse_result(handle.raw, message, &code, nil, nil, nil, nil, 0))
        switch LDAPResultCode(rawValue: code) {
        case .sizeLimitExceeded, .adminLimitExceeded: found.isTruncated = true
        case .referral: found.add(referral(in: message))
        default: try handle.check(code)
        }
        try page.turn(handle, message, isPaged: isPaged && code == LDAP_SUCCESS)
    }

    private func request(
        _ search: LDAPSearch,
        _ entriesMax: Int,
        _ control: UnsafeMutablePointer<LDAPControl>?,
        _ id: inout Int32
    ) -> Int32 {
        // "1.1" asks for no attribute (RFC 4511 §4.5.1.8); an empty list would ask for all.
        let wanted = search.attributes.isEmpty ? [LDAP_NO_ATTRS] : search.attributes
        var names = wanted.map { strdup($0) } + [nil]
        defer { for name in names { free(name) } }
        var controls = [control, nil]
        var timeout = handle.options.operationTimeout.timeval
        // With pages the limit is kept by the caller: a server counts it over all of them.
        let sizeLimit = control == nil ? Int32(clamping: entriesMax) : 0
        return ldap_search_ext(
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
            &id
        )
    }

    private func entry(_ message: OpaquePointer?) -> LDAPEntry? {
        guard let message, let name = ldap_get_dn(handle.raw, message) else { return nil }
        defer { ldap_memfree(name) }
        return LDAPEntry(name: String(cString: name), attributes: attributes(of: message))
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

/// What a search has found so far: no more than was asked for, and no more than fits.
private struct LDAPFindings {
    /// The octets of all names and values together; a single message may have as many.
    private static let bytesMax = Int(LDAPHandle.answerBytesMax)
    /// The most other servers that one search may name.
    private static let referralsMax = 16

    private let entriesMax: Int
    private var bytes = 0
    private(set) var entries: [LDAPEntry] = []
    private var referrals: [LDAPReferral] = []
    var isTruncated = false

    init(entriesMax: Int) { self.entriesMax = entriesMax }

    var hasRoom: Bool { entries.count < entriesMax && bytes < Self.bytesMax }

    var result: LDAPSearchResult {
        LDAPSearchResult(entries: entries, isTruncated: isTruncated, referrals: referrals)
    }

    mutating func add(_ entry: LDAPEntry) {
        entries.append(entry)
        bytes += entry.bytesCount
    }

    mutating func add(_ more: [LDAPReferral]) {
        referrals += more.prefix(Self.referralsMax - referrals.count)
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
