public import Cryptography

/// What a member of staff is to the desk; a person may have several, and ``RightsTable`` says what
/// follows from each.
public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    /// Works tickets (handläggare).
    case agent
    /// Leads the work: sees the figures and moves tickets between people.
    case supervisor
    /// Reads everything, changes nothing (revision).
    case auditor
    /// Runs the desk.
    case administrator
    /// May see and do, with people whose identity is protected (skyddad identitet), what the other
    /// roles allow with everybody else; alone it opens nothing.
    case protectedIdentity = "protected-identity"
}

/// Who a member of staff is, as the directory or the file of break-glass accounts says.
public struct StaffIdentity: Sendable, Hashable {
    /// The user name in the spelling of the directory; what tickets are assigned to.
    public var id: String
    /// The name that colleagues and citizens read.
    public var name: String
    /// Where notices go.
    public var mail: String?
    /// The number colleagues call.
    public var phone: String?
    /// Never empty for somebody who may log in.
    public var roles: Set<Role>
    /// The queues whose tickets this person works; empty means all.
    public var queues: [String]
    /// True for an account of the file, which works while the directory is away.
    public var isBreakGlass: Bool
    /// Confidential queues that are not this person's; the desk says so with every session.
    var closedQueues: Set<String> = []

    /// Names every fact.
    public init(
        id: String,
        name: String,
        mail: String? = nil,
        phone: String? = nil,
        roles: Set<Role>,
        queues: [String] = [],
        isBreakGlass: Bool = false
    ) {
        self.id = id
        self.name = name
        self.mail = mail
        self.phone = phone
        self.roles = roles
        self.queues = queues
        self.isBreakGlass = isBreakGlass
    }
}

/// Why somebody was not let in.
public enum SignInError: Error, Sendable, Equatable {
    /// Unknown user, wrong password, no role: deliberately one case, so that no caller can tell
    /// the outside which it was. Temporary: no.
    case refused
    /// Somebody's password was wrong, whatever name of theirs was typed: a ``StaffIdentity/id``.
    /// Between a directory and the desk, which counts it; the outside hears ``refused``.
    /// Temporary: no.
    case wrongPassword(of: String)
    /// No directory could be asked. Temporary: yes. The cause is for the log only.
    case unavailable(cause: String)
}

/// The port through which the desk asks who somebody is; it turns the arrow to the directory.
public protocol StaffDirectory: Sendable {
    /// Proves a password and answers who it belongs to.
    ///
    /// - Throws: ``SignInError``; a directory that knows people by several names says whose
    ///   password was wrong.
    func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity

    /// Who is known by a user name, asked without a password; nil when it is nobody's who may log in.
    ///
    /// - Throws: ``SignInError/unavailable(cause:)`` when nobody can say.
    func person(named username: String) async throws(SignInError) -> StaffIdentity?
}

extension StaffDirectory {
    /// One that only proves passwords cannot say.
    public func person(named username: String) async throws(SignInError) -> StaffIdentity? {
        throw .unavailable(cause: "the directory is asked for passwords only")
    }
}
