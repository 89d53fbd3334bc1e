internal import CLDAP

/// Owns libldap's handle: the one place that opens and closes it.
///
/// Not part of ``LDAPConnection``, so that a connection that fails half-way is closed as well.
struct LDAPHandle: ~Copyable {
    /// The largest answer taken from a server, in one message or in all entries of one search; a length
    /// from the wire must not size memory.
    static let answerBytesMax: ber_len_t = 16 << 20

    let raw: OpaquePointer
    private let deadline: UnsafeMutablePointer<cldap_deadline>
    let url: LDAPURL
    let options: LDAPOptions

    init(for url: LDAPURL, options: LDAPOptions) throws(LDAPError) {
        Self.prepareLibrary
        var handle: OpaquePointer?
        guard ldap_initialize(&handle, url.description) == LDAP_SUCCESS, let handle else {
            throw .malformed(.url)
        }
        raw = handle
        deadline = .allocate(capacity: 1)
        deadline.initialize(to: cldap_deadline())
        self.url = url
        self.options = options
    }

    deinit {
        allow(options.connectTimeout)
        ldap_unbind_ext_s(raw, nil, nil)
        deadline.deallocate()
    }

    /// Gives whatever comes next this long on the socket.
    private func allow(_ limit: Duration) {
        deadline.pointee.at_ms = cldap_now_ms() + max(limit, .milliseconds(1)).milliseconds
        deadline.pointee.has_passed = 0
    }

    /// When operations must be over that follow each other from now on, for ``prepareOperation(by:)``.
    func end(ofOperations count: Int) -> Int64 {
        cldap_now_ms() + Int64(count) * options.operationTimeout.milliseconds
    }

    /// Gives the next operation its time, and refuses it when the connection is gone.
    ///
    /// libldap may open another by itself: without StartTLS, and so in the clear.
    func prepareOperation(by end: Int64 = .max) throws(LDAPError) {
        guard cldap_is_connected(raw) != 0 else {
            throw .unreachable(url: url.description, reason: "the connection was closed")
        }
        allow(options.operationTimeout)
        deadline.pointee.at_ms = min(deadline.pointee.at_ms, end)
    }

    /// Waits for the next message of an operation, as long as the operation has time.
    ///
    /// - Parameters:
    ///   - id: of the operation.
    ///   - message: becomes the caller's to free.
    /// - Returns: what kind of message it is, never 0 or less.
    /// - Throws: ``LDAPError/timedOut(url:)``, or why none came.
    func next(of id: Int32, _ message: inout OpaquePointer?) throws(LDAPError) -> Int32 {
        // Looked at here, too: a server that always has more to say is never waited for.
        let left = deadline.pointee.at_ms - cldap_now_ms()
        guard left > 0 else { throw .timedOut(url: url.description) }
        var timeout = Duration.milliseconds(left).timeval
        let kind = ldap_result(raw, id, Int32(LDAP_MSG_ONE), &timeout, &message)
        if kind > 0 { return kind }
        guard kind < 0 else { throw .timedOut(url: url.description) }
        var code = Int32(0)
        ldap_get_option(raw, LDAP_OPT_RESULT_CODE, &code)
        throw error(code)
    }

    /// Opens the connection, and TLS at once where the address says so.
    func connect() throws(LDAPError) {
        allow(options.connectTimeout)
        try checkConnecting(ldap_connect(raw))
    }

    func configure() throws(LDAPError) {
        var version = Int32(LDAP_VERSION3)
        try check(ldap_set_option(raw, LDAP_OPT_PROTOCOL_VERSION, &version))
        try check(ldap_set_option(raw, LDAP_OPT_REFERRALS, nil))
        var never = Int32(LDAP_DEREF_NEVER)
        try check(ldap_set_option(raw, LDAP_OPT_DEREF, &never))
        var connect = options.connectTimeout.timeval
        try check(ldap_set_option(raw, LDAP_OPT_NETWORK_TIMEOUT, &connect))
        var operation = options.operationTimeout.timeval
        try check(ldap_set_option(raw, LDAP_OPT_TIMEOUT, &operation))
        try check(cldap_limit(raw, deadline, Self.answerBytesMax))
    }

    /// Sets what TLS must prove.
    ///
    /// The options do nothing until `NEWCTX`, which must come last.
    func configureTLS() throws(LDAPError) {
        var demand = Int32(LDAP_OPT_X_TLS_DEMAND)
        try check(ldap_set_option(raw, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand))
        // Without this the subject's common name would do as well, which RFC 6125 §6.4.4 forbids.
        try check(ldap_set_option(raw, LDAP_OPT_X_TLS_REQUIRE_SAN, &demand))
        var version = Int32(cldap_tls_1_2())
        try check(ldap_set_option(raw, LDAP_OPT_X_TLS_PROTOCOL_MIN, &version))
        // A folder named in the system's ldap.conf would be trusted beside the file.
        try check(ldap_set_option(raw, LDAP_OPT_X_TLS_CACERTDIR, nil))
        try check(ldap_set_option(raw, LDAP_OPT_X_TLS_CACERTFILE, options.caFile))
        if let identity = options.identity {
            try check(ldap_set_option(raw, LDAP_OPT_X_TLS_CERTFILE, identity.certificateFile))
            try check(ldap_set_option(raw, LDAP_OPT_X_TLS_KEYFILE, identity.keyFile))
        }
        var isServer = Int32(0)
        guard ldap_set_option(raw, LDAP_OPT_X_TLS_NEWCTX, &isServer) == LDAP_OPT_SUCCESS else {
            let own = options.identity.map { [$0.certificateFile, $0.keyFile] } ?? []
            let files = ([options.caFile] + own).joined(separator: ", ")
            let advice = "\(own.isEmpty ? "is" : "are") \(files) there, readable, and in PEM?"
            throw .tlsFailed(url: url.description, advice: advice)
        }
    }

    func startTLS() throws(LDAPError) {
        allow(options.connectTimeout)
        let code = ldap_start_tls_s(raw, nil, nil)
        switch LDAPResultCode(rawValue: code) {
        case .success: return
        case .protocolError, .unavailable: throw .startTLSNotOffered(url: url.description)
        default: try checkConnecting(code)
        }
    }

    /// As `check`, while a failure may still be one of TLS, for which the library has no words.
    private func checkConnecting(_ code: Int32) throws(LDAPError) {
        guard deadline.pointee.has_passed == 0 else { throw .timedOut(url: url.description) }
        let isTLS = code == LDAP_CONNECT_ERROR || code == LDAP_LOCAL_ERROR
        guard isTLS || (code == LDAP_SERVER_DOWN && url.isSecure && !diagnostic.isEmpty) else {
            return try check(code)
        }
        let advice = """
            check that the server's certificate was signed by an authority in \(options.caFile), \
            carries \(url.host) as a subject alternative name, and has not expired
            """
        let words = diagnostic.isEmpty ? "" : " (\(diagnostic))"
        throw .tlsFailed(url: url.description, advice: advice + words)
    }

    /// Throws unless the code says success.
    func check(_ code: Int32) throws(LDAPError) {
        if code != LDAP_SUCCESS { throw error(code) }
    }

    /// What a code means that is no success.
    private func error(_ code: Int32) -> LDAPError {
        guard deadline.pointee.has_passed == 0 else { return .timedOut(url: url.description) }
        switch code {
        case LDAP_TIMEOUT: return .timedOut(url: url.description)
        case LDAP_SERVER_DOWN, LDAP_CONNECT_ERROR:
            let reason = diagnostic.isEmpty ? "is a server running there?" : diagnostic
            return .unreachable(url: url.description, reason: reason)
        case LDAP_FILTER_ERROR: return .malformed(.filter)
        case LDAPResultCode.invalidCredentials.rawValue: return .invalidCredentials
        default: return .refused(LDAPResultCode(rawValue: code), diagnostic: diagnostic)
        }
    }

    /// What the server or the library adds to a code, fit for one line of a log.
    private var diagnostic: String {
        var text: UnsafeMutablePointer<CChar>?
        guard ldap_get_option(raw, LDAP_OPT_DIAGNOSTIC_MESSAGE, &text) == LDAP_OPT_SUCCESS else {
            return ""
        }
        defer { ldap_memfree(text) }
        guard let text else { return "" }
        let printable = String(cString: text).unicodeScalars.filter { scalar in
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        }
        return String(String.UnicodeScalarView(printable.prefix(200)))
    }

    /// Lets the library read its files once, before two threads can do it at the same time.
    private static let prepareLibrary: Void = {
        var version = Int32(0)
        ldap_get_option(nil, LDAP_OPT_PROTOCOL_VERSION, &version)
    }()
}

extension Duration {
    /// At least a millisecond: zero means "forever" to libldap in one place and "never" in another.
    var timeval: CLDAP.timeval {
        let span = max(self, .milliseconds(1)).components
        return CLDAP.timeval(
            tv_sec: Int(span.seconds),
            tv_usec: Int(span.attoseconds / 1_000_000_000_000)
        )
    }
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
