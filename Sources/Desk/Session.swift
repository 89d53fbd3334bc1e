public import Cryptography
public import Foundation

/// A log-in that lasts.
public struct Session: Sendable, Equatable {
    /// As the directory had it at log-in; later changes count from the next one.
    public var staff: StaffIdentity
    /// When the password had been proven.
    public var createdAt: Date
    /// From this moment on it opens nothing; use does not prolong it.
    public var expiresAt: Date

    /// Names every member.
    public init(staff: StaffIdentity, createdAt: Date, expiresAt: Date) {
        self.staff = staff
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

extension Session {
    /// A clock may be set back so far without anybody being logged out.
    static let aheadMax: TimeInterval = 24 * 3_600

    /// True while it opens the desk.
    ///
    /// One opened by a clock that was far ahead would last until the true one has caught up.
    func isOpen(at moment: Date) -> Bool {
        expiresAt > moment && createdAt <= moment + Self.aheadMax
    }
}

/// What a caller shows to be let in: 256 random bits, kept by us only as a hash.
public struct SessionToken: Sendable, Hashable {
    /// As it stands in the `Authorization` header.
    public let text: String

    /// A new random token.
    public static func random() -> Self { Self(text: Base32.encode(randomBytes(32))) }

    /// Takes what a caller showed; nil when it cannot be one of ours.
    public init?(_ text: String) {
        guard text.utf8.count == 52 else { return nil }
        self.text = text
    }

    private init(text: String) { self.text = text }

    /// What the store keeps.
    ///
    /// A fast hash is enough: the token is not a word anybody could guess.
    public var digest: Digest { Digest(of: text.utf8) }
}

extension SessionToken: CustomStringConvertible {
    /// Never the token.
    public var description: String { "‹token›" }
}
