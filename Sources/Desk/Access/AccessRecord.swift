public import Foundation

/// One line of the record of who was let in, who was not, and who let others in.
///
/// What was typed as a user name is written down only when somebody of that name was let in
/// before: now and then it is a password.
public struct AccessRecord: Sendable, Equatable {
    /// When.
    public var at: Date
    /// Whose access it is: a user name or the name of a token; nil when nobody knows.
    public var staff: String?
    /// From where.
    public var origin: Origin
    /// How the proof was given.
    public var means: Means
    /// What came of it.
    public var outcome: Outcome
    /// Who did it, where that is not ``staff``.
    public var actor: String?
    /// How many attempts the line stands for, of those that nobody looked at; else 1.
    public var times: Int

    /// How somebody proves who they are.
    public enum Means: String, Sendable, CaseIterable {
        /// By the directory's password, or what nobody could tell apart from it.
        case directory
        /// By an account of the file.
        case breakGlass = "break_glass"
        /// By a token of another system.
        case serviceToken = "service_token"
    }

    /// A user name as it is looked up: one spelling of all that look alike.
    public static func key(of staff: String) -> String { FoldedUsername(staff).text }

    /// What came of it.
    public enum Outcome: String, Sendable, CaseIterable {
        /// A session was opened.
        case accepted
        /// A session was not opened.
        case refused
        /// The refusal was one too many: further attempts have to wait.
        case blocked
        /// Too many had failed: nobody looked at the password.
        case throttled
        /// No directory could be asked.
        case unavailable
        /// The session was ended by its owner.
        case signedOut = "signed_out"
        /// The session was ended because the directory no longer vouches for the person.
        case removed
        /// The roles, or something else the directory says, changed while the session was open.
        case changed
        /// A token was made.
        case created
        /// A token was revoked.
        case revoked
    }

    /// Names every member.
    public init(
        at moment: Date,
        staff: String?,
        origin: Origin = Origin(),
        means: Means,
        outcome: Outcome,
        actor: String? = nil,
        times: Int = 1
    ) {
        at = moment
        self.staff = staff
        self.origin = origin
        self.means = means
        self.outcome = outcome
        self.actor = actor
        self.times = times
    }
}

/// A line as it stands in the record.
public struct AccessEntry: Sendable, Equatable {
    /// Greater than every one before it.
    public var id: Int64
    /// What it says.
    public var record: AccessRecord

    /// Names both members.
    public init(id: Int64, record: AccessRecord) {
        self.id = id
        self.record = record
    }
}

/// Where a caller is.
public struct Origin: Sendable, Hashable {
    /// The address; nil for a caller that has none, or is not known.
    public var address: String?
    /// The network around it: /24 of IPv4, /48 of IPv6.
    public var network: String?

    /// Names both members.
    public init(address: String? = nil, network: String? = nil) {
        self.address = address
        self.network = network
    }
}
