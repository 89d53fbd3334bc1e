extension SIPURI {
    /// Parameters that must be in both URIs or in neither (RFC 3261 §19.1.4).
    private static let decisive: Set = ["maddr", "method", "transport", "ttl", "user"]

    /// True when both name the same place by the rules of RFC 3261 §19.1.4.
    ///
    /// Neither `==` nor transitive: an unknown parameter is ignored when only one URI has it, and
    /// compared when both have. IP addresses are compared as addresses (RFC 5954 §4.2); the values
    /// of headers octet by octet, which is stricter than each header's own rule.
    public func matches(_ other: SIPURI) -> Bool {
        scheme == other.scheme && user == other.user && password == other.password
            && host == other.host && port == other.port && parametersMatch(other)
            && headersMatch(other)
    }

    private func parametersMatch(_ other: SIPURI) -> Bool {
        let ours = Self.folded(parameters)
        let theirs = Self.folded(other.parameters)
        return Set(ours.keys).union(theirs.keys).allSatisfy { name in
            switch (ours[name], theirs[name]) {
            case (let one?, let another?): one == another
            default: !Self.decisive.contains(name)
            }
        }
    }

    /// Values in lower case: their case counts only where a parameter says so, and none here does.
    private static func folded(_ parameters: [SIPURIParameter]) -> [String: String?] {
        Dictionary(
            parameters.map { ($0.name, $0.value.map(SIPText.lowercased)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func headersMatch(_ other: SIPURI) -> Bool {
        Self.counted(headers) == Self.counted(other.headers)
    }

    private static func counted(_ headers: [SIPURIHeader]) -> [SIPURIHeader: Int] {
        headers.reduce(into: [:]) { counts, header in counts[header, default: 0] += 1 }
    }
}
