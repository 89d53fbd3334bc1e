import MailProtocols

/// What our own mail server found out about a sender (RFC 8601).
///
/// Only the topmost header that it wrote counts: anybody can write such a header into a mail, and
/// ours puts its own above all others.
struct AuthenticationResults {
    /// True when DMARC says that the author's domain stands behind the mail (RFC 7489).
    let passesDMARC: Bool

    /// Looks for the verdict of `authservID`; nobody's counts when there is none.
    init(_ headers: [MailHeader], by authservID: String?) {
        let topmost = headers.first { $0.name.lowercased() == "authentication-results" }
        guard let authservID, let topmost else {
            passesDMARC = false
            return
        }
        let parts = (Self.bare(topmost.written) ?? "").split(separator: ";")
        // RFC 8601 §2.2: the id, perhaps followed by a version.
        let id = parts.first?.split(whereSeparator: \.isWhitespace).first
        guard id?.lowercased() == authservID.lowercased() else {
            passesDMARC = false
            return
        }
        let verdicts = parts.dropFirst().compactMap { part in
            part.split(whereSeparator: \.isWhitespace).first?.lowercased()
        }
        passesDMARC = verdicts.contains("dmarc=pass") && !verdicts.contains("dmarc=fail")
    }

    /// The value without comments and quoted strings, both of which may hold what a sender chose;
    /// nil when one of them does not end, and then nobody is verified (RFC 5322 §3.2.2, §3.2.4).
    private static func bare(_ value: String) -> String? {
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        var rest = ""
        for character in value {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch character {
            case "\\" where depth > 0 || isQuoted: isEscaped = true
            case "\"" where depth == 0: isQuoted.toggle()
            case "(" where !isQuoted: depth += 1
            case ")" where !isQuoted && depth > 0: depth -= 1
            default: if depth == 0, !isQuoted { rest.append(character) }
            }
        }
        return depth == 0 && !isQuoted ? rest : nil
    }
}
