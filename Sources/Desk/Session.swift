public import Cryptography
public import Foundation

/// A log-in that lasts, or what a token lets another system do.
public struct Session: Sendable, Equatable {
    /// As the directory had it when it was asked last.
    public var staff: StaffIdentity
    /// When the password had been proven.
    public var createdAt: Date
    /// From this moment on it opens nothing; use does not prolong it.
    public var expiresAt: Date
    /// When it was last used, as far as it was written down: to the minute.
    public var usedAt: Date
    /// When the directory last said that this person may be here.
    public var confirmedAt: Date
    /// The address it was opened from; nil when that is not known.
    public var address: String?
    /// What it may do at all; nil is whatever the person may.
    public var scopes: Set<TokenScope>?

    /// Names every member; what was just opened was just used and confirmed.
    public init(
        staff: StaffIdentity,
        createdAt: Date,
        expiresAt: Date,
        usedAt: Date? = nil,
        confirmedAt: Date? = nil,
        address: String? = nil,
        scopes: Set<TokenScope>? = nil
    ) {
        self.staff = staff
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.usedAt = usedAt ?? createdAt
        self.confirmedAt = confirmedAt ?? createdAt
        self.address = address
        self.scopes = scopes
    }
}

extension Session {
    /// A clock may be set back so far without anybody being logged out.
    static let aheadMax: TimeInterval = 24 * 3_600

    /// True while it opens the desk.
    ///
    /// One opened by a clock that was far ahead would last until the true one has caught up.
    func isOpen(at moment: Date, idleMax: TimeInterval?) -> Bool {
        guard expiresAt > moment, createdAt <= moment + Self.aheadMax else { return false }
        guard let idleMax, scopes == nil else { return true }
        return usedAt + idleMax > moment
    }

    /// True while the directory's last word still counts.
    ///
    /// An account of the file needs no directory, and another system's token is no person's.
    func isConfirmed(at moment: Date, grace: TimeInterval?) -> Bool {
        guard let grace, !staff.isBreakGlass, scopes == nil else { return true }
        return confirmedAt + grace > moment
    }
}

/// A session and the hash it is kept under.
public struct KeptSession: Sendable, Equatable {
    /// What the store finds it by.
    public var token: Digest
    /// The session.
    public var session: Session

    /// Names both members.
    public init(token: Digest, session: Session) {
        self.token = token
        self.session = session
    }

    /// What its owner calls it by: says nothing about the token, nor about its hash.
    public var id: String { String(Digest(of: token.bytes).hexadecimal.prefix(32)) }
}

/// What a caller shows to be let in: 256 random bits, kept by us only as a hash.
public struct SessionToken: Sendable, Hashable {
    /// As it stands in the `Authorization` header.
    public let text: String
    /// True for a token of another system, which no log-in made.
    public let isService: Bool

    /// What a token of another system begins with, so that one that was published is recognized.
    public static let servicePrefix = "hds_"
    private static let charactersCount = 52

    /// A new random token.
    public static func random(isService: Bool = false) -> Self {
        let secret = Base32.encode(randomBytes(32))
        return Self(text: isService ? servicePrefix + secret : secret, isService: isService)
    }

    /// Takes what a caller showed; nil when it cannot be one of ours.
    public init?(_ text: String) {
        let isService = text.hasPrefix(Self.servicePrefix)
        let prefix = isService ? Self.servicePrefix.utf8.count : 0
        guard text.utf8.count == Self.charactersCount + prefix else { return nil }
        self.init(text: text, isService: isService)
    }

    private init(text: String, isService: Bool) {
        self.text = text
        self.isService = isService
    }

    /// What the store keeps.
    ///
    /// A fast hash is enough: the token is not a word anybody could guess.
    public var digest: Digest { Digest(of: text.utf8) }
}

extension SessionToken: CustomStringConvertible {
    /// Never the token.
    public var description: String { "‹token›" }
}
