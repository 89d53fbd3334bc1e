import Desk
import MailProtocols

/// What our own mail server found out about a sender (RFC 8601).
///
/// Only the topmost header that it wrote counts: anybody can write such a header into a mail, and
/// ours puts its own above all others.
struct AuthenticationResults {
    /// What DMARC says of the author's domain (RFC 7489).
    let standing: SenderStanding
    /// `spf=pass`, `dkim=fail` and their like, of the methods that everybody knows.
    let methods: [String]

    /// Looks for the verdict of `authservID`; nobody's counts when there is none.
    ///
    /// A pass counts for the domain that it names: a mail with several authors, or a `From` that two
    /// programs read differently, must not vouch for `author` by somebody else's name. Where nobody
    /// stands in `From` that could be read, it vouches for nobody (RFC 7489 §6.6.1).
    init(_ headers: [MailHeader], by authservID: String?, of author: String?) {
        let topmost = headers.first { $0.isNamed("authentication-results") }
        guard let authservID, let topmost else {
            (standing, methods) = (.unverified, [])
            return
        }
        let parts = (Self.bare(topmost.written) ?? "").split(separator: ";")
        // RFC 8601 §2.2: the id, perhaps followed by a version.
        let id = parts.first?.split(whereSeparator: \.isWhitespace).first
        guard id?.lowercased() == authservID.lowercased() else {
            (standing, methods) = (.unverified, [])
            return
        }
        let findings = parts.dropFirst().map { part in
            part.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        }
        let verdicts = findings.compactMap(\.first)
        let passes = findings.filter { $0.first == "dmarc=pass" }
        if verdicts.contains("dmarc=fail") {
            standing = .failed
        } else {
            let isVerified = author.map { author in passes.contains { Self.names(author, in: $0) } }
            standing = isVerified == true ? .verified : .unverified
        }
        methods = Array(verdicts.filter(Self.isKnown).prefix(Self.methodsMax))
    }

    private static let methodsMax = 8

    /// False when a finding names another domain than that of the address (RFC 8601 §2.7.2); not all
    /// servers name one.
    private static func names(_ author: String, in finding: [String]) -> Bool {
        let mark = "header.from="
        let named = finding.last { $0.hasPrefix(mark) }?.dropFirst(mark.count)
        guard let named, !named.isEmpty else { return true }
        return domain(of: named) == domain(of: author[...])
    }

    /// In one form, whichever it was written in: mail servers write the one with `xn--`.
    private static func domain(of address: Substring) -> String {
        DomainName.ascii(String(address.split(separator: "@").last ?? "")).lowercased()
    }

    /// Only words of the standards: the rest of the header may be a sender's.
    private static func isKnown(_ verdict: String) -> Bool {
        let parts = verdict.split(separator: "=", omittingEmptySubsequences: false)
        return parts.count == 2 && ["spf", "dkim", "dmarc", "arc"].contains(parts[0])
            && results.contains(String(parts[1]))
    }

    /// RFC 8601 §2.7.
    private static let results: Set = [
        "pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy",
    ]

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
