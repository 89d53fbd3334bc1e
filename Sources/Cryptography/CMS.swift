import COpenSSL

/// Signatures over octets that are kept for years (Cryptographic Message Syntax, RFC 5652).
///
/// What is made here, anybody checks with `openssl cms -verify` and the certificate, without this
/// program.
public enum CMS {
    /// Why something could not be signed.
    public enum Failure: Error, Sendable, Equatable {
        /// The text holds no certificate in PEM.
        case noCertificate
        /// The text holds no private key in PEM without a passphrase.
        case noKey
        /// The key is not that of the certificate, or cannot sign.
        case unusable
    }

    /// Signs octets, which travel inside the signature.
    ///
    /// - Parameters:
    ///   - content: what is signed, and travels along.
    ///   - certificatePEM: the signer's own first; those that follow go along.
    ///   - keyPEM: the certificate's key.
    /// - Returns: PEM, `-----BEGIN CMS-----`.
    /// - Throws: ``Failure``: certificate and key cannot be used.
    public static func sign(
        _ content: [UInt8],
        certificatePEM: [UInt8],
        keyPEM: [UInt8]
    ) throws(Failure) -> [UInt8] {
        let certificates = CertificateList(pem: certificatePEM)
        guard let certificate = certificates.raw.first else { throw .noCertificate }
        guard let key = privateKey(keyPEM) else { throw .noKey }
        defer { EVP_PKEY_free(key) }
        guard X509_check_private_key(certificate, key) == 1,
            let source = BIO_new_mem_buf(content, Int32(content.count))
        else { throw .unusable }
        defer { BIO_free(source) }
        let flags = UInt32(CMS_BINARY)
        guard let message = CMS_sign(certificate, key, nil, source, flags) else {
            throw .unusable
        }
        defer { CMS_ContentInfo_free(message) }
        for other in certificates.raw.dropFirst() {
            guard CMS_add1_cert(message, other) == 1 else { throw .unusable }
        }
        guard let target = BIO_new(BIO_s_mem()) else { throw .unusable }
        defer { BIO_free(target) }
        guard PEM_write_bio_CMS(target, message) == 1 else { throw .unusable }
        return octets(of: target)
    }

    /// The octets that were signed; nil when the signature is not that of one of the certificates.
    ///
    /// One of them must have signed itself: who else has a certificate of an authority that stands
    /// among them is a stranger. That they have ended since is no objection: the signature was made
    /// before.
    public static func verified(_ signedPEM: [UInt8], by certificatePEM: [UInt8]) -> [UInt8]? {
        let trusted = CertificateList(pem: certificatePEM)
        guard !trusted.raw.isEmpty, let signers = OPENSSL_sk_new_null() else { return nil }
        defer { OPENSSL_sk_free(signers) }
        for certificate in trusted.raw {
            guard OPENSSL_sk_push(signers, UnsafeRawPointer(certificate)) > 0 else { return nil }
        }
        guard let source = BIO_new_mem_buf(signedPEM, Int32(signedPEM.count)) else { return nil }
        defer { BIO_free(source) }
        guard let message = PEM_read_bio_CMS(source, nil, nil, nil) else { return nil }
        defer { CMS_ContentInfo_free(message) }
        guard let target = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(target) }
        // The signer is looked for among these alone, not in the message; no authority is asked.
        let flags = UInt32(CMS_BINARY | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY)
        guard CMS_verify(message, signers, nil, nil, target, flags) == 1 else { return nil }
        return octets(of: target)
    }

    private static func privateKey(_ pem: [UInt8]) -> OpaquePointer? {
        guard let source = BIO_new_mem_buf(pem, Int32(pem.count)) else { return nil }
        defer { BIO_free(source) }
        // Nobody is to be asked for a passphrase here.
        return PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in 0 }, nil)
    }

    static func octets(of memory: OpaquePointer) -> [UInt8] {
        let count = BIO_ctrl_pending(memory)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            written =
                count == 0 ? 0 : max(0, Int(BIO_read(memory, buffer.baseAddress, Int32(count))))
        }
    }
}

/// The certificates of a PEM text, in its order.
struct CertificateList: ~Copyable {
    let raw: [OpaquePointer]

    init(pem: [UInt8]) {
        var found: [OpaquePointer] = []
        if let source = BIO_new_mem_buf(pem, Int32(pem.count)) {
            while let next = PEM_read_bio_X509(source, nil, nil, nil) { found.append(next) }
            BIO_free(source)
        }
        // The end of the text is an error to OpenSSL, which nobody asks about.
        ERR_clear_error()
        raw = found
    }

    /// Makes them what a store trusts; false when it does not take one.
    func add(to store: OpaquePointer) -> Bool {
        raw.allSatisfy { X509_STORE_add_cert(store, $0) == 1 }
    }

    deinit { for certificate in raw { X509_free(certificate) } }
}
