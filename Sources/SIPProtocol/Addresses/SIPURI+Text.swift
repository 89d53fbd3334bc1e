extension SIPURI {
    /// Reads a URI as it stands in a message, without angle brackets around it.
    ///
    /// - Throws: the first ``SIPURIError`` met from the left.
    public init(_ text: some StringProtocol) throws(SIPURIError) {
        let text = Substring(text)
        guard text.utf8.count <= Self.bytesMax else { throw .tooLong }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            let scheme = Scheme(rawValue: SIPText.lowercased(String(text[..<colon])))
        else { throw .unknownScheme }
        var rest = text.utf8[text.utf8.index(after: colon)...]

        // `?` and `;` may stand in the user part, so its end is looked for first; an `@` may not
        // stand unescaped anywhere behind it.
        var user: String?
        var password: SIPPassword?
        if let at = rest.firstIndex(of: UInt8(ascii: "@")) {
            (user, password) = try Self.userInformation(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        let question = rest.firstIndex(of: UInt8(ascii: "?"))
        let headers = try question.map { index throws(SIPURIError) in
            try Self.headers(rest[rest.index(after: index)...])
        }
        rest = rest[..<(question ?? rest.endIndex)]
        let semicolon = rest.firstIndex(of: UInt8(ascii: ";"))
        let (host, port) = try Self.hostAndPort(rest[..<(semicolon ?? rest.endIndex)])
        let parameters = try semicolon.map { index throws(SIPURIError) in
            try Self.parameters(rest[rest.index(after: index)...])
        }
        try self.init(
            scheme: scheme,
            user: user,
            password: password,
            host: host,
            port: port,
            parameters: parameters ?? [],
            headers: headers ?? []
        )
    }

    private static func userInformation(
        _ text: Substring.UTF8View
    ) throws(SIPURIError) -> (String, SIPPassword?) {
        let parts = text.split(
            separator: UInt8(ascii: ":"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard let first = parts.first, !first.isEmpty else { throw .emptyUser }
        let user = try SIPText.decoded(first, SIPText.user)
        guard parts.count == 2 else { return (user, nil) }
        return (user, SIPPassword(text: try SIPText.decoded(parts[1], SIPText.password)))
    }

    private static func hostAndPort(
        _ text: Substring.UTF8View
    ) throws(SIPURIError) -> (SIPHost, UInt16?) {
        // The colons of an IPv6 address stand between brackets.
        let bracket = text.lastIndex(of: UInt8(ascii: "]")) ?? text.startIndex
        guard let colon = text[bracket...].firstIndex(of: UInt8(ascii: ":")) else {
            return (try SIPHost(String(Substring(text))), nil)
        }
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.count), digits.allSatisfy(SIPHost.isDigit),
            let port = UInt16(Substring(digits))
        else { throw .invalidPort }
        return (try SIPHost(String(Substring(text[..<colon]))), port)
    }

    private static func parameters(
        _ text: Substring.UTF8View
    ) throws(SIPURIError) -> [SIPURIParameter] {
        var parameters: [SIPURIParameter] = []
        let parts = text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        for part in parts {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = try SIPText.decoded(part[..<equals], SIPText.parameter)
            let value = try Self.value(part, after: equals, SIPText.parameter)
            parameters.append(try SIPURIParameter(name, value))
        }
        return parameters
    }

    private static func headers(_ text: Substring.UTF8View) throws(SIPURIError) -> [SIPURIHeader] {
        var headers: [SIPURIHeader] = []
        let parts = text.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        for part in parts {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = try SIPText.decoded(part[..<equals], SIPText.header)
            guard let value = try Self.value(part, after: equals, SIPText.header) else {
                throw .emptyHeader
            }
            headers.append(try SIPURIHeader(name, value))
        }
        return headers
    }

    private static func value(
        _ text: Substring.UTF8View,
        after equals: Substring.UTF8View.Index,
        _ part: SIPText.Part
    ) throws(SIPURIError) -> String? {
        guard equals < text.endIndex else { return nil }
        return try SIPText.decoded(text[text.index(after: equals)...], part)
    }
}

extension SIPURI: CustomStringConvertible {
    /// The URI with one spelling for one value, and without the password.
    public var description: String {
        var text = scheme.rawValue + ":"
        if let user { text += SIPText.encoded(user, SIPText.user) + "@" }
        text += host.description
        if let port { text += ":\(port)" }
        for parameter in parameters {
            text += ";" + SIPText.encoded(parameter.name, SIPText.parameter)
            if let value = parameter.value {
                text += "=" + SIPText.encoded(value, SIPText.parameter)
            }
        }
        for (index, header) in headers.enumerated() {
            text += index == 0 ? "?" : "&"
            text += SIPText.encoded(header.name, SIPText.header) + "="
            text += SIPText.encoded(header.value, SIPText.header)
        }
        return text
    }
}
