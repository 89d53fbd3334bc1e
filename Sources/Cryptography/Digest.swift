import COpenSSL

/// A SHA-256 digest (FIPS 180-4): 32 octets.
public struct Digest: Sendable, Hashable {
    /// The 32 octets.
    public let bytes: [UInt8]

    /// Wraps octets that were a digest before, for example one read from the store.
    ///
    /// - Returns: nil when there are not exactly 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.bytesCount else { return nil }
        self.bytes = bytes
    }

    /// Reads what ``hexadecimal`` writes; nil for anything else.
    public init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Self.digits.firstIndex(of: $0) }
        guard digits.count == 2 * Self.bytesCount, text.utf8.count == digits.count else {
            return nil
        }
        bytes = stride(from: 0, to: digits.count, by: 2).map { place in
            UInt8(digits[place] << 4 | digits[place + 1])
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// Digests `content`.
    public init(of content: some Sequence<UInt8>) {
        let input = Array(content)
        var output = [UInt8](repeating: 0, count: Self.bytesCount)
        let written = EVP_Digest(input, input.count, &output, nil, Self.sha256, nil)
        precondition(written == 1, "SHA-256 is always there")
        bytes = output
    }

    /// Lower-case hexadecimal, 64 characters.
    public var hexadecimal: String { Base16.encode(bytes) }

    static let bytesCount = 32

    // Looked up once: OpenSSL 3 otherwise asks its providers at every use. Never written to.
    nonisolated(unsafe) private static let sha256 = EVP_MD_fetch(nil, "SHA256", nil)
}

/// An MD5 digest (RFC 1321), for protocols that still know nothing better.
///
/// It proves nothing against somebody who wants to deceive: never use it for anything new.
public enum MD5 {
    /// The 16 octets.
    public static func digest(of content: some Sequence<UInt8>) -> [UInt8] {
        let input = Array(content)
        var output = [UInt8](repeating: 0, count: 16)
        let written = EVP_Digest(input, input.count, &output, nil, EVP_md5(), nil)
        precondition(written == 1, "MD5 is there unless the system forbids it")
        return output
    }

    /// Lower-case hexadecimal, 32 characters.
    public static func hexadecimal(of content: some Sequence<UInt8>) -> String {
        Base16.encode(digest(of: content))
    }
}

/// Message authentication by HMAC-SHA-256 (RFC 2104).
public enum HMAC {
    /// The 32 octets that only a holder of `key` can have made for `content`.
    public static func sha256(_ content: [UInt8], key: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: Digest.bytesCount)
        var length = UInt32(0)
        let made = COpenSSL.HMAC(
            EVP_sha256(),
            key,
            Int32(key.count),
            content,
            content.count,
            &output,
            &length
        )
        precondition(made != nil && length == Digest.bytesCount, "HMAC-SHA-256 is always there")
        return output
    }
}

/// Compares without telling by its duration where the first difference is.
public func equalInConstantTime(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return CRYPTO_memcmp(one, other, one.count) == 0
}

/// `count` octets nobody can predict.
///
/// A system without randomness must not go on with a guessable token, so this traps instead of
/// returning an error that a caller might overlook.
public func randomBytes(_ count: Int) -> [UInt8] {
    precondition(count > 0 && count <= 1024, "a token, not a stream")
    var output = [UInt8](repeating: 0, count: count)
    let made = RAND_bytes(&output, Int32(count))
    precondition(made == 1, "the system has no randomness")
    return output
}

/// A SHA-256 digest of what comes piece by piece.
public final class RunningDigest {
    private let raw: OpaquePointer

    /// Of nothing yet.
    public init() {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("there is no memory") }
        raw = context
        let begun = EVP_DigestInit_ex(raw, EVP_sha256(), nil)
        precondition(begun == 1, "SHA-256 is always there")
    }

    deinit { EVP_MD_CTX_free(raw) }

    /// Adds a piece.
    public func update(_ piece: some Collection<UInt8>) {
        let added =
            piece.withContiguousStorageIfAvailable {
                EVP_DigestUpdate(raw, $0.baseAddress, $0.count)
            } ?? EVP_DigestUpdate(raw, Array(piece), piece.count)
        precondition(added == 1, "SHA-256 is always there")
    }

    /// The digest of all pieces; nothing may be added after it.
    public func finish() -> Digest {
        var output = [UInt8](repeating: 0, count: 32)
        let written = EVP_DigestFinal_ex(raw, &output, nil)
        precondition(written == 1, "SHA-256 is always there")
        guard let digest = Digest(bytes: output) else {
            preconditionFailure("SHA-256 has 32 octets")
        }
        return digest
    }
}
