/// What a server, or the library in its place, says about an operation.
///
/// The set is open (RFC 4520 §3.8), so this is a number with names rather than an enum. Numbers of
/// the protocol are 0 and up; those below zero are libldap's own.
public struct LDAPResultCode: RawRepresentable, Sendable, Hashable {
    /// The number as it is on the wire, or libldap's own.
    public var rawValue: Int32

    /// Takes any number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The operation was done.
    public static let success = LDAPResultCode(rawValue: 0)
    /// The server could not read the request, or does not know the extended operation.
    public static let protocolError = LDAPResultCode(rawValue: 2)
    /// More entries match than were asked for, or than the server gives.
    public static let sizeLimitExceeded = LDAPResultCode(rawValue: 4)
    /// Another server knows; this one does not.
    public static let referral = LDAPResultCode(rawValue: 10)
    /// More entries match than the administrator allows to look at.
    public static let adminLimitExceeded = LDAPResultCode(rawValue: 11)
    /// The password breaks a rule, or the account is locked (some servers).
    public static let constraintViolation = LDAPResultCode(rawValue: 19)
    /// The base of the search is not there.
    public static let noSuchObject = LDAPResultCode(rawValue: 32)
    /// A name is not a distinguished name.
    public static let invalidDNSyntax = LDAPResultCode(rawValue: 34)
    /// The entry has no password to compare with.
    public static let inappropriateAuthentication = LDAPResultCode(rawValue: 48)
    /// Wrong name or wrong password; the server does not say which.
    public static let invalidCredentials = LDAPResultCode(rawValue: 49)
    /// Not allowed to this name.
    public static let insufficientAccessRights = LDAPResultCode(rawValue: 50)
    /// The server has too much to do.
    public static let busy = LDAPResultCode(rawValue: 51)
    /// The server is closing, or one behind it is away.
    public static let unavailable = LDAPResultCode(rawValue: 52)
    /// The server does not want to, for a rule of its own; the account may be disabled.
    public static let unwillingToPerform = LDAPResultCode(rawValue: 53)
    /// Something else went wrong in the server.
    public static let other = LDAPResultCode(rawValue: 80)
}
