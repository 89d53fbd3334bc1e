import Foundation

/// Where the helpdesk answers: scheme, host, port, and a path when it stands behind another server.
struct ServerAddress: Sendable, Equatable {
    /// True for https.
    let isEncrypted: Bool
    /// In lower case, without the brackets of an IPv6 address.
    let host: String
    /// Nil for the scheme's own.
    let port: Int?
    /// Begins with a slash and does not end with one; empty for most.
    let prefix: String

    /// Reads what a person types: `helpdesk.example.org` as well as a whole URL.
    ///
    /// Without a scheme it is https, and http only on this machine.
    init(_ text: String) throws(CommandFailure) {
        let typed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let whole = typed.contains("://") ? typed : "https://" + typed
        guard typed.allSatisfy(\.isASCII), let parts = URLComponents(string: whole),
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parts.host?.trimmingCharacters(in: CharacterSet(charactersIn: "[]")),
            !host.isEmpty, host.allSatisfy(Self.mayStandInHost),
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            (parts.port ?? 1) > 0, (parts.port ?? 1) <= 65_535
        else { throw Self.malformed(typed) }
        self.host = host.lowercased()
        let isGuessed = !typed.contains("://") && Self.isLoopback(self.host)
        isEncrypted = scheme == "https" && !isGuessed
        port = parts.port == (isEncrypted ? 443 : 80) ? nil : parts.port
        var path = Substring(parts.percentEncodedPath)
        while path.hasSuffix("/") { path = path.dropLast() }
        prefix = String(path)
    }

    /// Letters of a name or of a literal; an escaped slash would make a path of the rest.
    private static func mayStandInHost(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "-._:".contains(character)
    }

    private static func malformed(_ text: String) -> CommandFailure {
        .usage(
            Phrase(
                "\(text) är ingen adress till en helpdesk. Skriv till exempel"
                    + " https://helpdesk.example.org.",
                "\(text) is not the address of a helpdesk. Write for example"
                    + " https://helpdesk.example.org."
            )
        )
    }
}

extension ServerAddress: CustomStringConvertible {
    /// The one way to write it, so that two spellings of a server compare equal.
    var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return (isEncrypted ? "https://" : "http://") + name + (port.map { ":\($0)" } ?? "")
            + prefix
    }
}

extension ServerAddress {
    /// True when what is sent never leaves this machine.
    var isLoopback: Bool { Self.isLoopback(host) }

    /// Names and literals of RFC 6761 §6.3, RFC 1122 §3.2.1.3 and RFC 4291 §2.5.3.
    ///
    /// Only the full dotted form counts: `127.example.org` is somebody's machine.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let bytes = host.split(separator: ".", omittingEmptySubsequences: false)
        let isAddress =
            bytes.count == 4
            && bytes.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) && UInt8($0) != nil }
        return isAddress && bytes[0] == "127"
    }

    /// The address of one thing; every segment and value is escaped, so none can become another.
    func url(_ path: [String], query: [(name: String, value: String)] = []) -> String {
        let segments = path.map { "/" + Self.escaped($0) }.joined()
        let pairs = query.map { Self.escaped($0.name) + "=" + Self.escaped($0.value) }
        return description + segments + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    /// Everything but the unreserved characters of RFC 3986 §2.3 in percent form.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain =
                character.isASCII
                && (character.isLetter || character.isNumber || "-._~".contains(character))
            if isPlain { return String(character) }
            let hex = String(byte, radix: 16, uppercase: true)
            return byte < 16 ? "%0" + hex : "%" + hex
        }.joined()
    }
}
