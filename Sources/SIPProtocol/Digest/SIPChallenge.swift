import Cryptography

/// The digests that authentication may use, the better first (RFC 8760 §2.1).
public enum SIPDigestAlgorithm: String, Sendable, Hashable, CaseIterable {
    case sha256 = "SHA-256"
    case md5 = "MD5"

    /// Lower-case hexadecimal.
    func hexadecimal(_ text: String) -> String {
        switch self {
        case .sha256: Digest(of: text.utf8).hexadecimal
        case .md5: MD5.hexadecimal(of: text.utf8)
        }
    }

    init?(_ text: String) {
        let found = Self.allCases.first {
            SIPText.lowercased($0.rawValue) == SIPText.lowercased(text)
        }
        guard let found else { return nil }
        self = found
    }
}

/// `Digest name=value, …`, the common shape of challenges and credentials (RFC 7616 §3.3).
struct SIPDigestParameters: Sendable {
    private let parameters: [SIPParameter]

    /// - Returns: nil for another scheme than Digest, or what cannot be read.
    init?(_ value: String) {
        var scanner = SIPScanner(value)
        guard scanner.token().map(SIPText.lowercased) == "digest" else { return nil }
        scanner.skipSpace()
        var parameters: [SIPParameter] = []
        repeat {
            guard parameters.count < SIPLimits.parametersMax, let parameter = scanner.parameter()
            else { return nil }
            parameters.append(parameter)
        } while scanner.takeSeparator(",")
        scanner.skipSpace()
        // A name twice could be read in two ways.
        guard scanner.isAtEnd, Set(parameters.map(\.name)).count == parameters.count else {
            return nil
        }
        self.parameters = parameters
    }

    subscript(name: String) -> String? { parameters.value(name) }
}

/// What a server wants to see proved (RFC 3261 §22, RFC 7616 §3.3).
public struct SIPChallenge: Sendable, Hashable {
    /// Whose password is wanted.
    public let realm: String
    let nonce: String
    let opaque: String?
    let algorithm: SIPDigestAlgorithm
    /// False for a server of RFC 2069's time.
    let wantsQuality: Bool
    /// True when the password was right and only the nonce too old.
    let isStale: Bool

    /// Reads a WWW-Authenticate or Proxy-Authenticate.
    ///
    /// - Returns: nil when we cannot answer it.
    init?(_ value: String) {
        guard let parameters = SIPDigestParameters(value), let realm = parameters["realm"],
            let nonce = parameters["nonce"],
            let algorithm = SIPDigestAlgorithm(parameters["algorithm"] ?? "MD5")
        else { return nil }
        let qualities = parameters["qop"]?.split(separator: ",").map { SIPText.trimmed($0) }
        guard qualities?.contains("auth") ?? true else { return nil }
        self.realm = realm
        self.nonce = nonce
        self.algorithm = algorithm
        opaque = parameters["opaque"]
        wantsQuality = qualities != nil
        isStale = parameters["stale"].map(SIPText.lowercased) == "true"
    }

    /// The best of the challenges of a response (RFC 8760 §2.4); with its credentials' field.
    static func best(of response: SIPResponse) -> (challenge: SIPChallenge, field: SIPFieldName)? {
        let names: (SIPFieldName, SIPFieldName) =
            response.status == 407
            ? ("Proxy-Authenticate", "Proxy-Authorization") : ("WWW-Authenticate", "Authorization")
        let challenges = response.fields.values(names.0).compactMap { SIPChallenge($0) }
        let best = challenges.first { $0.algorithm == .sha256 } ?? challenges.first
        return best.map { ($0, names.1) }
    }
}

/// A name and its password towards one peer.
public struct SIPAccount: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// As the peer knows us.
    public let username: String
    let password: String

    /// Names both.
    public init(username: String, password: String) {
        self.username = username
        self.password = password
    }

    /// The name alone.
    public var description: String { username }
    /// The name alone.
    public var customMirror: Mirror { Mirror(self, children: ["username": username]) }

    /// The value of Authorization that proves the password for one request (RFC 7616 §3.4).
    ///
    /// The URI is the Request-URI as it is written; the client nonce is what nobody can foresee,
    /// without quotes.
    func answer(
        to challenge: SIPChallenge,
        method: SIPMethod,
        uri: String,
        clientNonce: String
    ) -> String {
        let exchange = SIPDigestExchange(
            username: username,
            realm: challenge.realm,
            nonce: challenge.nonce,
            count: challenge.wantsQuality ? "00000001" : nil,
            clientNonce: clientNonce,
            method: method.description,
            uri: uri
        )
        var parts = [
            "username=\(SIPParameter.quoted(username))",
            "realm=\(SIPParameter.quoted(challenge.realm))",
            "nonce=\(SIPParameter.quoted(challenge.nonce))", "uri=\"\(uri)\"",
            "response=\"\(exchange.response(password, challenge.algorithm))\"",
            "algorithm=\(challenge.algorithm.rawValue)",
        ]
        if let opaque = challenge.opaque { parts.append("opaque=\(SIPParameter.quoted(opaque))") }
        if challenge.wantsQuality {
            parts += ["qop=auth", "nc=00000001", "cnonce=\"\(clientNonce)\""]
        }
        return "Digest " + parts.joined(separator: ", ")
    }
}

/// The values that a response is computed of (RFC 7616 §3.4.1).
struct SIPDigestExchange: Sendable {
    var username: String
    var realm: String
    var nonce: String
    /// nil without `qop`.
    var count: String?
    var clientNonce: String
    var method: String
    var uri: String

    func response(_ password: String, _ algorithm: SIPDigestAlgorithm) -> String {
        let secret = algorithm.hexadecimal("\(username):\(realm):\(password)")
        let request = algorithm.hexadecimal("\(method):\(uri)")
        let middle = count.map { "\(nonce):\($0):\(clientNonce):auth" } ?? nonce
        return algorithm.hexadecimal("\(secret):\(middle):\(request)")
    }
}
