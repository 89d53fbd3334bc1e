import Cryptography
import Synchronization

/// Proves that who writes was written to: signs ticket numbers into addresses and Message-IDs.
///
/// A number in a subject is public and easily guessed; a stranger who writes it must not reach the
/// ticket. What is signed here only we can have made: HMAC-SHA-256 under a secret of this desk, of
/// which 128 bits travel (RFC 2104 §5 allows truncation to half the hash). The id of the key
/// travels along, so that keys can be changed while old letters still answer.
public struct TicketProof: Sendable {
    /// One secret and its name.
    public struct Key: Sendable {
        /// One letter or digit.
        public var id: String
        /// 32 octets.
        public var secret: [UInt8]

        /// Names both members.
        public init(id: String, secret: [UInt8]) {
            precondition(secret.count == 32, "the key is as long as the hash")
            self.id = id
            self.secret = secret
        }

        /// A new random key.
        public static func random(id: String) -> Self { Self(id: id, secret: randomBytes(32)) }
    }

    private let ring: Ring
    private var keys: [Key] { ring.keys.withLock { $0 } }

    /// What all copies of a proof share.
    private final class Ring: Sendable {
        let keys: Mutex<[Key]>

        init(_ keys: [Key]) { self.keys = Mutex(keys) }
    }

    /// The first key signs; all of them verify.
    public init(keys: [Key]) {
        precondition(!keys.isEmpty, "a desk has a key")
        ring = Ring(keys)
    }

    /// Takes other keys from now on, here and in every copy.
    public func replaceKeys(with keys: [Key]) {
        precondition(!keys.isEmpty, "a desk has a key")
        ring.keys.withLock { $0 = keys }
    }

    /// What follows the `+` in `Reply-To`: `1042-a-‹26 characters›`.
    public func replyToken(for ticket: TicketNumber) -> String {
        let key = keys[0]
        let body = "\(ticket.rawValue)-\(key.id)"
        return "\(body)-\(signature(of: body, as: .reply, by: key))"
    }

    /// The ticket a reply token proves; nil when we never made it.
    public func ticket(replyToken: Substring) -> TicketNumber? {
        let parts = replyToken.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        return verified(number: parts[0], key: parts[1], signature: parts[2], as: .reply) {
            "\($0)-\($1)"
        }
    }

    /// The ticket that a reply token names, whether or not we made it; nil when it has not the
    /// shape of one.
    func ticketNamed(byReplyToken token: Substring) -> TicketNumber? {
        let parts = token.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        return Self.named(number: parts[0], key: parts[1], signature: parts[2])
    }

    /// A Message-ID of ours, without angle brackets: `1042.‹unique›.a.‹signature›@domain`.
    public func messageID(for ticket: TicketNumber, unique: UUIDv7, domain: String) -> String {
        let unique = Base32.encode(unique.bytes)
        let key = keys[0]
        let body = "\(ticket.rawValue).\(unique).\(key.id)"
        return "\(body).\(signature(of: body, as: .messageID, by: key))@\(domain)"
    }

    /// The ticket a Message-ID proves; nil when it is not ours.
    public func ticket(messageID: String) -> TicketNumber? {
        guard let at = messageID.firstIndex(of: "@") else { return nil }
        let parts = messageID[..<at].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        return verified(number: parts[0], key: parts[2], signature: parts[3], as: .messageID) {
            "\($0).\(parts[1].lowercased()).\($1)"
        }
    }

    /// The message that one of our Message-IDs was made for; nil when it is not ours.
    func message(ofMessageID id: String) -> UUIDv7? {
        guard ticket(messageID: id) != nil else { return nil }
        let parts = id.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        return Base32.decode(parts[1]).flatMap(UUIDv7.init(bytes:))
    }

    /// The ticket that a Message-ID of our domain names, whether or not we made it.
    func ticketNamed(byMessageID id: String, domain: String) -> TicketNumber? {
        guard let at = id.firstIndex(of: "@"),
            id[id.index(after: at)...].lowercased() == domain.lowercased()
        else { return nil }
        let parts = id[..<at].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        return Self.named(number: parts[0], key: parts[2], signature: parts[3])
    }

    private static func named(
        number: Substring,
        key: Substring,
        signature: Substring
    ) -> TicketNumber? {
        guard let number = Int64(number), number > 0, !key.isEmpty, !signature.isEmpty else {
            return nil
        }
        return TicketNumber(rawValue: number)
    }

    /// A signature for one purpose is none for another.
    private enum Purpose: String {
        case reply
        case messageID
        case link
    }

    /// A text of lower-case letters, digits and hyphens that only we can have made, with what shows
    /// it: `‹key›-‹text›-‹26 characters›`.
    func sealed(_ text: String) -> String {
        let key = keys[0]
        let body = "\(key.id)-\(text)"
        return "\(body)-\(signature(of: body, as: .link, by: key))"
    }

    /// The text that was ``sealed(_:)``; nil when that was not us.
    func opened(_ sealed: Substring) -> Substring? {
        guard let first = sealed.firstIndex(of: "-"), let last = sealed.lastIndex(of: "-"),
            first < last, let key = keys.first(where: { $0.id == sealed[..<first] })
        else { return nil }
        let wanted = signature(of: String(sealed[..<last]), as: .link, by: key)
        let found = sealed[sealed.index(after: last)...]
        guard equalInConstantTime(Array(wanted.utf8), Array(found.utf8)) else { return nil }
        return sealed[sealed.index(after: first)..<last]
    }

    private func verified(
        number: Substring,
        key id: Substring,
        signature: Substring,
        as purpose: Purpose,
        body: (Int64, String) -> String
    ) -> TicketNumber? {
        guard let number = Int64(number), number > 0 else { return nil }
        guard let key = keys.first(where: { $0.id == id.lowercased() }) else { return nil }
        let wanted = self.signature(of: body(number, key.id), as: purpose, by: key)
        let found = signature.lowercased()
        guard equalInConstantTime(Array(wanted.utf8), Array(found.utf8)) else { return nil }
        return TicketNumber(rawValue: number)
    }

    private func signature(of body: String, as purpose: Purpose, by key: Key) -> String {
        let content = Array("\(purpose.rawValue):\(body)".utf8)
        return Base32.encode(HMAC.sha256(content, key: key.secret).prefix(16))
    }
}

extension TicketProof.Key: CustomStringConvertible {
    /// Its name only: whoever prints a value that holds a key must not print the secret.
    public var description: String { "key \(id)" }
}
