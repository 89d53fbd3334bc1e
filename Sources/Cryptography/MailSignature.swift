import COpenSSL

/// What a signature that came by mail is worth (S/MIME: RFC 8551, RFC 5652).
///
/// Everything here is a stranger's. Nobody is asked over the network: neither for certificates nor
/// for lists of revoked ones.
public struct MailSignature: Sendable, Equatable {
    /// How far it holds.
    public enum Standing: Sendable, Equatable {
        /// It fits the content, and an authority that is trusted stands behind the signer.
        case trusted
        /// It fits the content, and nobody known stands behind the signer.
        case unknownAuthority
        /// Nobody is trusted, so nothing was checked.
        case unchecked
        /// It does not fit the content, is no signature, or was made to be expensive.
        case broken
    }

    /// How far it holds.
    public var standing: Standing
    /// The mail addresses in the signers' certificates, in lower case.
    public var signers: [String]
    /// What was signed, where it travels inside the signature; nil beside detached content.
    public var content: [UInt8]?

    /// Looks at a signature.
    ///
    /// - Parameters:
    ///   - signature: the CMS structure in DER.
    ///   - content: what it is about, when that stands beside it: octets with CRLF as line ends.
    ///   - authoritiesPEM: certificates of those who are trusted; nil to check nothing and only open
    ///     what travels inside.
    public init(_ signature: [UInt8], over content: [UInt8]?, trusting authoritiesPEM: [UInt8]?) {
        // What a hostile signature leaves in OpenSSL's queue is not to be found by others.
        defer { ERR_clear_error() }
        self.init(standing: .broken, signers: [], content: nil)
        if authoritiesPEM == nil, content != nil {
            standing = .unchecked
            return
        }
        guard SignatureShape(signature)?.isAffordable == true else { return }
        guard let source = BIO_new_mem_buf(signature, Int32(signature.count)) else { return }
        defer { BIO_free(source) }
        guard let message = d2i_CMS_bio(source, nil) else { return }
        defer { CMS_ContentInfo_free(message) }
        guard let authoritiesPEM else {
            (standing, self.content) = (.unchecked, Self.content(of: message))
            return
        }
        guard let store = X509_STORE_new() else { return }
        defer { X509_STORE_free(store) }
        guard CertificateList(pem: authoritiesPEM).add(to: store) else { return }
        let flags = UInt32(CMS_BINARY)
        if let found = Self.verify(message, content, store, flags) {
            (standing, self.content) = (.trusted, found)
        } else if let found = Self.verify(
            message,
            content,
            store,
            flags | UInt32(CMS_NO_SIGNER_CERT_VERIFY)
        ) {
            (standing, self.content) = (.unknownAuthority, found)
        }
        if content != nil { self.content = nil }
        if standing != .broken { signers = Self.addresses(of: message) }
    }

    private init(standing: Standing, signers: [String], content: [UInt8]?) {
        (self.standing, self.signers, self.content) = (standing, signers, content)
    }

    /// The content when the signature holds by `flags`.
    private static func verify(
        _ message: OpaquePointer,
        _ content: [UInt8]?,
        _ store: OpaquePointer,
        _ flags: UInt32
    ) -> [UInt8]? {
        guard let target = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(target) }
        guard let content else {
            let holds = CMS_verify(message, nil, store, nil, target, flags) == 1
            return holds ? CMS.octets(of: target) : nil
        }
        guard let beside = BIO_new_mem_buf(content, Int32(content.count)) else { return nil }
        defer { BIO_free(beside) }
        return CMS_verify(message, nil, store, beside, nil, flags) == 1 ? [] : nil
    }

    /// What travels inside, as it is.
    private static func content(of message: OpaquePointer) -> [UInt8]? {
        guard let text = CMS_get0_content(message)?.pointee, let start = ASN1_STRING_get0_data(text)
        else { return nil }
        return Array(UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(text))))
    }

    private static func addresses(of message: OpaquePointer) -> [String] {
        guard let signers = CMS_get0_signers(message) else { return [] }
        defer { OPENSSL_sk_free(signers) }
        var found: [String] = []
        for index in 0..<OPENSSL_sk_num(signers) {
            guard let raw = OPENSSL_sk_value(signers, index),
                let emails = X509_get1_email(OpaquePointer(raw))
            else { continue }
            defer { X509_email_free(emails) }
            for place in 0..<min(OPENSSL_sk_num(emails), addressesMax) {
                guard let text = OPENSSL_sk_value(emails, place) else { continue }
                found.append(String(cString: text.assumingMemoryBound(to: CChar.self)).lowercased())
            }
        }
        return found
    }

    private static let addressesMax: Int32 = 10
}
