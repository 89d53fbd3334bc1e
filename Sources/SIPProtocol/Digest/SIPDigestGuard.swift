import Cryptography

/// Asks peers to prove who they are (RFC 3261 §22, RFC 7616, RFC 8760).
///
/// A nonce carries its own age and our mark, so that nothing need be kept for those who only ask;
/// each may be used once for each count, so that a request that was overheard proves nothing.
struct SIPDigestGuard: Sendable {
    enum Verdict: Sendable, Hashable {
        case accepted
        /// The password may be right; the nonce is too old or was used.
        case stale
        case refused
    }

    /// How long a nonce may be used.
    static let nonceAgeMax = Duration.seconds(300)
    /// As many used nonces as are remembered; with more, those that are oldest count as stale.
    static let noncesMax = 4_096

    let realm: String
    private let account: SIPAccount
    private let key: [UInt8]
    private let algorithms: [SIPDigestAlgorithm]
    private var counts: [String: (count: UInt32, at: Duration)] = [:]
    /// A nonce made before this moment is stale: what was used then is no longer remembered.
    private var forgottenUntil = Duration.zero

    /// Offers and takes these algorithms, at least one.
    init(
        realm: String,
        account: SIPAccount,
        key: [UInt8],
        algorithms: [SIPDigestAlgorithm] = SIPDigestAlgorithm.allCases
    ) {
        precondition(!algorithms.isEmpty, "nobody could prove anything")
        self.algorithms = algorithms
        self.realm = realm
        self.account = account
        self.key = key
    }

    /// The values of WWW-Authenticate, the better digest first.
    func challenges(isStale: Bool, random: [UInt8], at now: Duration) -> [String] {
        let nonce = nonce(at: now, random: random)
        return algorithms.map { algorithm in
            "Digest realm=\(SIPParameter.quoted(realm)), nonce=\"\(nonce)\", qop=\"auth\", "
                + "algorithm=\(algorithm.rawValue)" + (isStale ? ", stale=true" : "")
        }
    }

    /// Judges the value of an Authorization.
    mutating func judge(_ value: String, method: SIPMethod, at now: Duration) -> Verdict {
        guard let given = SIPDigestParameters(value), given["realm"] == realm,
            given["username"] == account.username, let nonce = given["nonce"],
            let uri = given["uri"], let response = given["response"], given["qop"] == "auth",
            let count = given["nc"].flatMap({ UInt32($0, radix: 16) }),
            let clientNonce = given["cnonce"],
            let algorithm = SIPDigestAlgorithm(given["algorithm"] ?? "MD5"),
            algorithms.contains(algorithm), let made = madeAt(nonce)
        else { return .refused }
        let exchange = SIPDigestExchange(
            username: account.username,
            realm: realm,
            nonce: nonce,
            count: given["nc"],
            clientNonce: clientNonce,
            method: method.description,
            uri: uri
        )
        let wanted = exchange.response(account.password, algorithm)
        let proof = SIPText.lowercased(response)
        guard equalInConstantTime(Array(wanted.utf8), Array(proof.utf8)) else { return .refused }
        guard now - made < Self.nonceAgeMax, made >= forgottenUntil else { return .stale }
        return note(nonce, count, at: now) ? .accepted : .stale
    }

    private mutating func note(_ nonce: String, _ count: UInt32, at now: Duration) -> Bool {
        if let last = counts[nonce], count <= last.count { return false }
        if counts[nonce] == nil, counts.count >= Self.noncesMax {
            counts = counts.filter { now - $0.value.at < Self.nonceAgeMax }
            if counts.count >= Self.noncesMax {
                counts = [:]
                forgottenUntil = now
            }
        }
        counts[nonce] = (count, now)
        return true
    }

    /// Milliseconds, something random, and our mark over both.
    private func nonce(at now: Duration, random: [UInt8]) -> String {
        let milliseconds = UInt64(now.components.seconds) * 1_000
        let time = withUnsafeBytes(of: milliseconds.bigEndian) { Array($0) }
        let content = time + random.prefix(8)
        return Base32.encode(content + HMAC.sha256(content, key: key).prefix(16))
    }

    private func madeAt(_ nonce: String) -> Duration? {
        guard let octets = Base32.decode(nonce), octets.count > 24 else { return nil }
        let content = Array(octets.dropLast(16))
        let mark = Array(HMAC.sha256(content, key: key).prefix(16))
        guard equalInConstantTime(mark, Array(octets.suffix(16))) else { return nil }
        let milliseconds = content.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return .milliseconds(Int64(clamping: milliseconds))
    }
}
