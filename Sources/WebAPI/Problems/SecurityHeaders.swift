import HTTPTypes

/// What every answer tells a browser: take it for nothing but what it says it is, run nothing in it,
/// show it in no frame, and tell nobody where one came from.
///
/// There is no field of CORS among them: without one no page of another origin can read an answer.
enum SecurityHeaders {
    private static let policy = "default-src 'none'; frame-ancestors 'none'"

    static func write(to headers: inout HTTPFields, isSecure: Bool) {
        headers[.xContentTypeOptions] = "nosniff"
        // An answer that holds a page, or a file of a citizen's, has a stricter one of its own.
        if headers[.contentSecurityPolicy] == nil { headers[.contentSecurityPolicy] = policy }
        headers[.frameOptions] = "DENY"
        headers[.referrerPolicy] = "no-referrer"
        headers[.resourcePolicy] = "same-origin"
        // RFC 6797 §7.2: never over a connection that is not secure.
        if isSecure { headers[.strictTransportSecurity] = "max-age=31536000" }
    }
}

extension HTTPField.Name {
    fileprivate static let frameOptions = Self(known: "X-Frame-Options")
    fileprivate static let referrerPolicy = Self(known: "Referrer-Policy")
    fileprivate static let resourcePolicy = Self(known: "Cross-Origin-Resource-Policy")
}
