import COpenSSL
public import Foundation

/// What an operator wants to know of a certificate (RFC 5280).
public struct Certificate: Sendable, Equatable {
    /// Who it is for, in one line.
    public var subject: String
    /// When it ends.
    public var notAfter: Date

    /// Reads the first certificate of a PEM text; nil when there is none.
    public init?(pem: [UInt8]) {
        guard let source = BIO_new_mem_buf(pem, Int32(pem.count)) else { return nil }
        defer { BIO_free(source) }
        guard let raw = PEM_read_bio_X509(source, nil, nil, nil) else { return nil }
        defer { X509_free(raw) }
        self.init(raw)
    }

    /// Reads a certificate as it goes over the wire (DER); nil when it is none.
    public init?(der: [UInt8]) {
        guard let raw = Self.read(der: der) else { return nil }
        defer { X509_free(raw) }
        self.init(raw)
    }

    /// Whoever gets one frees it.
    private static func read(der: [UInt8]) -> OpaquePointer? {
        der.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return d2i_X509(nil, &start, bytes.count)
        }
    }

    private init?(_ raw: OpaquePointer) {
        var end = tm()
        guard ASN1_TIME_to_tm(X509_get0_notAfter(raw), &end) == 1 else { return nil }
        notAfter = Date(timeIntervalSince1970: TimeInterval(timegm(&end)))
        var line = [CChar](repeating: 0, count: 512)
        X509_NAME_oneline(X509_get_subject_name(raw), &line, Int32(line.count))
        subject = line.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { String(cString: $0) } ?? ""
        }
    }

    /// True when a certificate, as it goes over the wire, is of that host: a name, or an address
    /// without brackets (RFC 6125).
    public static func isOf(_ host: String, der: [UInt8]) -> Bool {
        guard let raw = Self.read(der: der) else { return false }
        defer { X509_free(raw) }
        // A common name is what anybody may have called themselves.
        let flags = UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT)
        return X509_check_ip_asc(raw, host, flags) == 1
            || X509_check_host(raw, host, host.utf8.count, flags, nil) == 1
    }

    /// True when `keyPEM` is the private key of the first certificate in `certificatePEM`.
    public static func matches(certificatePEM: [UInt8], keyPEM: [UInt8]) -> Bool {
        guard let one = BIO_new_mem_buf(certificatePEM, Int32(certificatePEM.count)) else {
            return false
        }
        defer { BIO_free(one) }
        guard let other = BIO_new_mem_buf(keyPEM, Int32(keyPEM.count)) else { return false }
        defer { BIO_free(other) }
        guard let certificate = PEM_read_bio_X509(one, nil, nil, nil) else { return false }
        defer { X509_free(certificate) }
        // A key behind a passphrase is of no use to a daemon; nobody is to be asked for it here.
        guard let key = PEM_read_bio_PrivateKey(other, nil, { _, _, _, _ in 0 }, nil) else {
            return false
        }
        defer { EVP_PKEY_free(key) }
        return X509_check_private_key(certificate, key) == 1
    }
}
