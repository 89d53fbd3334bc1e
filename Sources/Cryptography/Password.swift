import CCrypt
import Glibc

/// What a person typed to prove who they are.
///
/// Its description and its mirror say nothing, so that it can reach neither a log nor an error by
/// accident.
public struct Password: Sendable, CustomStringConvertible, CustomReflectable {
    private let octets: [UInt8]

    /// Takes the password in UTF-8, the encoding of LDAP's simple bind (RFC 4513 §5.1.3).
    public init(_ text: String) { octets = Array(text.utf8) }

    /// True for the password that some directories take as "let anybody in" (RFC 4513 §5.1.2).
    public var isEmpty: Bool { octets.isEmpty }

    /// Number of octets in UTF-8.
    public var bytesCount: Int { octets.count }

    /// True when an octet is NUL, where C libraries would stop reading.
    public var containsNUL: Bool { octets.contains(0) }

    /// Lends the octets, without a terminating NUL.
    public func withUnsafeBytes<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        // The closure of `Array.withUnsafeBytes` does not carry a typed error through.
        let result = octets.withUnsafeBytes { raw -> Result<Value, Failure> in
            do throws(Failure) { return .success(try body(raw)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Never the password.
    public var description: String { "‹password›" }

    /// Never the password.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// True when `hash`, as `crypt(3)` writes it, was made from this password.
    ///
    /// A hash that ``accepts(hash:)`` refuses matches nothing. The call is slow on purpose
    /// (a hash worth having takes tens of milliseconds): keep it off event loops.
    public func matches(hash: String) -> Bool {
        guard !isEmpty, !containsNUL, Self.accepts(hash: hash) else { return false }
        guard let computed = Self.crypt(octets, setting: hash) else { return false }
        return equalInConstantTime(Array(computed.utf8), Array(hash.utf8))
    }

    /// True when `crypt(3)` knows the method of `hash` and calls it fit for new passwords.
    ///
    /// So yescrypt, bcrypt, scrypt and SHA-512 (`$6$`) are, MD5, SHA-256 (`$5$`) and DES are not;
    /// DES reads eight octets only, and any longer password with the same beginning would match.
    /// A locked entry of /etc/shadow (`*`, `!`) is refused too. Who reads hashes from a
    /// configuration asks this to say so at once rather than at the first log-in.
    public static func accepts(hash: String) -> Bool {
        !hash.utf8.contains(0) && crypt_checksalt(hash) == CRYPT_SALT_OK
    }

    /// A fresh yescrypt hash (`$y$`), the form Debian 12 keeps in /etc/shadow.
    ///
    /// - Returns: nil when the password cannot be hashed: it is empty, carries NUL, or is longer
    ///   than the 511 octets that `crypt(3)` takes.
    public func hashed() -> String? {
        guard !isEmpty, !containsNUL else { return nil }
        let salt = randomBytes(16).map(CChar.init(bitPattern:))
        guard let setting = crypt_gensalt_ra("$y$", 0, salt, Int32(salt.count)) else { return nil }
        defer { free(setting) }
        return Self.crypt(octets, setting: String(cString: setting))
    }

    private static func crypt(_ octets: [UInt8], setting: String) -> String? {
        var memory: UnsafeMutableRawPointer?
        var size = Int32(0)
        defer { free(memory) }
        let phrase = octets.map(CChar.init(bitPattern:)) + [0]
        guard let result = crypt_ra(phrase, setting, &memory, &size) else { return nil }
        let text = String(cString: result)
        // libxcrypt answers a failure token that begins with "*" and can never be a hash.
        return text.hasPrefix("*") ? nil : text
    }
}
