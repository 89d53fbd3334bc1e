internal import CLDAP

/// How to reach a server, and how long to wait.
public struct LDAPOptions: Sendable, Hashable {
    /// Where Debian keeps the authorities the system trusts.
    public static let systemCAFile = "/etc/ssl/certs/ca-certificates.crt"

    /// Secures an `ldap://` connection before anything else is said (RFC 4511 §4.14).
    public var startTLS: Bool
    /// The authorities that may have signed the server's certificate, in PEM.
    public var caFile: String
    /// What we show the server about ourselves, where it asks for it.
    public var identity: LDAPIdentity?
    /// The longest to wait for a connection and for TLS; at least a millisecond.
    public var connectTimeout: Duration
    /// The longest to wait for the answer to one operation; at least a millisecond.
    public var operationTimeout: Duration

    /// StartTLS with the system's authorities unless it says otherwise.
    public init(
        startTLS: Bool = true,
        caFile: String = LDAPOptions.systemCAFile,
        identity: LDAPIdentity? = nil,
        connectTimeout: Duration = .seconds(5),
        operationTimeout: Duration = .seconds(5)
    ) {
        self.startTLS = startTLS
        self.caFile = caFile
        self.identity = identity
        self.connectTimeout = connectTimeout
        self.operationTimeout = operationTimeout
    }
}

/// A client's certificate and its key, as files in PEM.
public struct LDAPIdentity: Sendable, Hashable {
    /// The certificate, and those between it and its authority.
    public var certificateFile: String
    /// The private key, not encrypted.
    public var keyFile: String

    /// Names both files.
    public init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}

/// One connection to one directory server, open as long as somebody owns it.
///
/// libldap's handle must not be used from two threads at once: the owner cannot be copied, so there
/// is one place it can be used from. Every call blocks, at most as long as ``LDAPOptions`` says;
/// keep it off event loops. Referrals are not followed: they would take a password to a server
/// that nobody configured.
public struct LDAPConnection: ~Copyable {
    let handle: LDAPHandle

    /// Connects, with TLS when the address or the options say so.
    ///
    /// - Throws: ``LDAPError/unreachable(url:reason:)``, ``LDAPError/timedOut(url:)``,
    ///   ``LDAPError/tlsFailed(url:advice:)`` or ``LDAPError/startTLSNotOffered(url:)``.
    public init(to url: LDAPURL, options: LDAPOptions = LDAPOptions()) throws(LDAPError) {
        let handle = try LDAPHandle(for: url, options: options)
        try handle.configure()
        if url.isSecure || options.startTLS { try handle.configureTLS() }
        try handle.connect()
        if options.startTLS, !url.isSecure { try handle.startTLS() }
        self.handle = handle
    }

    /// Proves a password by a simple bind (RFC 4513 §5.1.3); the connection is then that name's.
    ///
    /// The octets go as they are; they must be UTF-8.
    ///
    /// - Precondition: the password is not empty. Servers take a name with an empty password for an
    ///   anonymous bind and answer "success" (RFC 4513 §5.1.2): refuse it where it was typed.
    /// - Throws: ``LDAPError/invalidCredentials`` for a wrong name or password;
    ///   ``LDAPError/malformed(_:)`` for NUL in either, before the wire.
    public func bind(
        as name: String,
        password: UnsafeRawBufferPointer
    ) throws(LDAPError) {
        precondition(!password.isEmpty, "an empty password is an anonymous bind; refuse it earlier")
        guard !password.contains(0) else { throw .malformed(.password) }
        guard !name.isEmpty, !name.utf8.contains(0) else { throw .malformed(.name) }
        try handle.prepareOperation()
        // The library only reads the value; its type is older than const.
        let octets = UnsafeMutableRawPointer(mutating: password.baseAddress)
        var value = berval(
            bv_len: ber_len_t(password.count),
            bv_val: octets?.assumingMemoryBound(to: CChar.self)
        )
        try handle.check(ldap_sasl_bind_s(handle.raw, name, nil, &value, nil, nil, nil))
    }

    /// The certificate the server showed, in DER; nil without TLS.
    public var peerCertificate: [UInt8]? {
        var value = berval()
        guard ldap_get_option(handle.raw, LDAP_OPT_X_TLS_PEERCERT, &value) == LDAP_OPT_SUCCESS,
            let start = value.bv_val
        else { return nil }
        defer { ldap_memfree(start) }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(value.bv_len)))
    }

    /// Asks who the server takes this connection for (RFC 4532).
    ///
    /// - Returns: `dn:` and a name, `u:` and something else, or an empty text for nobody; nil when
    ///   the server does not offer the question, or not to us.
    public func whoAmI() throws(LDAPError) -> String? {
        try handle.prepareOperation()
        var answer: UnsafeMutablePointer<berval>?
        defer { ber_bvfree(answer) }
        let code = ldap_whoami_s(handle.raw, &answer, nil, nil)
        switch LDAPResultCode(rawValue: code) {
        case .protocolError, .unwillingToPerform, .insufficientAccessRights: return nil
        default: try handle.check(code)
        }
        guard let value = answer?.pointee, value.bv_len > 0 else { return "" }
        let octets = UnsafeRawBufferPointer(start: value.bv_val, count: Int(value.bv_len))
        return String(decoding: octets, as: UTF8.self)
    }
}
