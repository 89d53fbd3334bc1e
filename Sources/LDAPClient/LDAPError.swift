internal import CLDAP

/// Why a directory did not do what was asked.
///
/// No case carries a password, and none a filter: what a person typed cannot reach a log from
/// here. A server's own words are shortened and stripped of control characters.
public enum LDAPError: Error, Sendable, Hashable {
    /// What was given cannot be sent; nothing reached the server.
    case malformed(LDAPArgument)
    /// No connection, or it broke.
    case unreachable(url: String, reason: String)
    /// The server did not answer in time.
    case timedOut(url: String)
    /// TLS did not come about; the advice says where to look.
    case tlsFailed(url: String, advice: String)
    /// The server does not offer StartTLS.
    case startTLSNotOffered(url: String)
    /// Wrong name or wrong password.
    case invalidCredentials
    /// The server, or the library, said no for another reason.
    case refused(LDAPResultCode, diagnostic: String)

    /// The number behind it; nil when the request never became an operation.
    public var resultCode: LDAPResultCode? {
        switch self {
        case .malformed: nil
        case .unreachable: LDAPResultCode(rawValue: LDAP_SERVER_DOWN)
        case .timedOut: LDAPResultCode(rawValue: LDAP_TIMEOUT)
        case .tlsFailed: LDAPResultCode(rawValue: LDAP_CONNECT_ERROR)
        case .startTLSNotOffered: .protocolError
        case .invalidCredentials: .invalidCredentials
        case .refused(let code, _): code
        }
    }
}

/// What a caller hands over, for an error to name without repeating it.
public enum LDAPArgument: String, Sendable, Hashable {
    /// An address of a server.
    case url
    /// A distinguished name.
    case name
    /// A search filter.
    case filter
    /// A template of a search filter.
    case template
    /// An attribute's name.
    case attribute
    /// A password that carries NUL.
    case password
}

extension LDAPError: CustomStringConvertible {
    /// One line for the log and for the operator.
    public var description: String {
        switch self {
        case .malformed(let argument): "the \(argument.rawValue) is malformed"
        case .unreachable(let url, let reason): "\(url) cannot be reached: \(reason)"
        case .timedOut(let url): "\(url) did not answer in time"
        case .tlsFailed(let url, let advice): "no TLS with \(url): \(advice)"
        case .startTLSNotOffered(let url):
            "\(url) does not offer StartTLS: give the server a certificate, or use ldaps://"
        case .invalidCredentials: "invalid credentials (49)"
        case .refused(let code, let diagnostic):
            "\(String(cString: ldap_err2string(code.rawValue))) (\(code.rawValue))"
                + (diagnostic.isEmpty ? "" : ": \(diagnostic)")
        }
    }
}
