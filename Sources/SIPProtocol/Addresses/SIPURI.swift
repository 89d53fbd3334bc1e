/// A SIP or SIPS URI: where a call goes to or comes from (RFC 3261 §19.1).
///
/// `==` compares what is written, escapes, case of the host and of names aside. Whether two URIs
/// mean the same place is another question, and not even a transitive one: ``matches(_:)``.
public struct SIPURI: Sendable, Hashable {
    /// As many octets as a URI may have, in what is read and in what is written.
    public static let bytesMax = 2048

    /// Says how the request must travel.
    public enum Scheme: String, Sendable, Hashable {
        /// As the parameters say.
        case sip
        /// By TLS on every hop (RFC 3261 §26.2.2).
        case sips
    }

    /// Says how the request must travel.
    public let scheme: Scheme
    /// Who is called at the host, without escapes and never empty; case counts.
    public let user: String?
    /// What stood after a colon behind the user.
    ///
    /// RFC 3261 advises against it, and it is never written again: a URI ends in logs.
    let password: SIPPassword?
    /// Where the user is called.
    public let host: SIPHost
    /// The port that was named; nil is not the same as the default port (§19.1.4).
    public let port: UInt16?
    /// What stands behind the host, in order; no name twice.
    public let parameters: [SIPURIParameter]
    /// What the request is to carry, in order.
    public let headers: [SIPURIHeader]

    /// Puts a URI together.
    ///
    /// - Parameters:
    ///   - scheme: `sip` or `sips`.
    ///   - user: without escapes; nil when the host itself is meant.
    ///   - host: a name or an address.
    ///   - port: 1...65535, nil to let the host's records say.
    ///   - parameters: in the order they are to be written.
    ///   - headers: in the order they are to be written.
    /// - Throws: ``SIPURIError`` when there is no such URI.
    public init(
        scheme: Scheme = .sip,
        user: String? = nil,
        host: SIPHost,
        port: UInt16? = nil,
        parameters: [SIPURIParameter] = [],
        headers: [SIPURIHeader] = []
    ) throws(SIPURIError) {
        try self.init(
            scheme: scheme,
            user: user,
            password: nil,
            host: host,
            port: port,
            parameters: parameters,
            headers: headers
        )
    }

    init(
        scheme: Scheme,
        user: String?,
        password: SIPPassword?,
        host: SIPHost,
        port: UInt16?,
        parameters: [SIPURIParameter],
        headers: [SIPURIHeader]
    ) throws(SIPURIError) {
        guard user?.isEmpty != true else { throw .emptyUser }
        guard port != 0 else { throw .invalidPort }
        guard Set(parameters.map(\.name)).count == parameters.count else {
            throw .repeatedParameter
        }
        self.scheme = scheme
        self.user = user
        self.password = password
        self.host = host
        self.port = port
        self.parameters = parameters
        self.headers = headers
        guard description.utf8.count <= Self.bytesMax else { throw .tooLong }
    }

    /// True when a password was named, which is not shown.
    public var hasPassword: Bool { password != nil }

    /// The value of a parameter: nil when it is not there, empty when it has none.
    public func parameter(_ name: String) -> String? {
        let name = SIPText.lowercased(name)
        return parameters.first { $0.name == name }.map { $0.value ?? "" }
    }

    /// `udp`, `tcp`, `tls`, … in lower case, when it is named.
    public var transport: String? { parameter("transport").map(SIPText.lowercased) }

    /// True when the `lr` parameter marks a loose router (§19.1.1).
    public var isLooseRouter: Bool { parameter("lr") != nil }
}

/// `name` or `name=value` behind the host of a URI.
public struct SIPURIParameter: Sendable, Hashable {
    /// In lower case, because case does not count in it; without escapes, never empty.
    public let name: String
    /// Without escapes and never empty; nil for a parameter that is only there.
    public let value: String?

    /// Names a parameter.
    ///
    /// - Throws: ``SIPURIError/emptyParameter``.
    public init(_ name: String, _ value: String? = nil) throws(SIPURIError) {
        guard !name.isEmpty, value?.isEmpty != true else { throw .emptyParameter }
        self.name = SIPText.lowercased(name)
        self.value = value
    }
}

/// `name=value` behind the question mark of a URI: a header field for the request.
public struct SIPURIHeader: Sendable, Hashable {
    /// In lower case, because case does not count in it; without escapes, never empty.
    public let name: String
    /// Without escapes; may be empty.
    ///
    /// Whoever copies it into a message must refuse line breaks.
    public let value: String

    /// Names a header field.
    ///
    /// - Throws: ``SIPURIError/emptyHeader``.
    public init(_ name: String, _ value: String) throws(SIPURIError) {
        guard !name.isEmpty else { throw .emptyHeader }
        self.name = SIPText.lowercased(name)
        self.value = value
    }
}

/// What a URI said behind the user; it can be compared, and nothing else.
struct SIPPassword: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let text: String

    var description: String { "‹password›" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why a text is no SIP URI.
///
/// Temporary: no, none of them.
public enum SIPURIError: Error, Sendable, Hashable, CaseIterable {
    /// Longer than ``SIPURI/bytesMax``.
    case tooLong
    /// It begins with neither `sip:` nor `sips:`.
    case unknownScheme
    /// There is an `@` and nothing before it.
    case emptyUser
    /// A character stands where RFC 3261 §25.1 does not allow it unescaped.
    case invalidCharacter
    /// A `%` without two hexadecimal digits, or escapes that are no UTF-8.
    case invalidEscape
    /// Neither a name nor an address.
    case invalidHost
    /// Not a number from 1 to 65535.
    case invalidPort
    /// A parameter without a name, or with `=` and no value.
    case emptyParameter
    /// A parameter's name twice (§19.1.1 forbids it).
    case repeatedParameter
    /// A header field without a name, or without `=`.
    case emptyHeader
}
