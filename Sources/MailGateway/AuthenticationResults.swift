import Desk
import MailProtocols

/// What our own mail server found out about a sender (RFC 8601).
///
/// Only what it wrote counts, and it puts its own above all others: several programs of one server write
/// one such header each. Anybody can write such a header into a mail: the first of another id ends the
/// run, and one that bears ours must not come in from outside (RFC 8601 §5).
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
        guard let authservID else {
            (standing, methods) = (.unverified, [])
            return
        }
        var verdicts: [String] = []
        var ofDMARC: [[String]] = []
        var isWhole = true
        for header in headers where header.isNamed("authentication-results") {
            guard let bare = Self.bare(header.written) else {
                isWhole = false
                continue
            }
            let parts = bare.split(separator: ";")
            // RFC 8601 §2.2: the id, perhaps followed by a version.
            let id = parts.first?.split(whereSeparator: \.isWhitespace).first
            guard id?.lowercased() == authservID.lowercased() else { break }
            let findings = parts.dropFirst().map { part in
                part.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
            }
            verdicts += findings.compactMap(\.first)
            // Where the server has said something of the author, no header below speaks for them.
            if ofDMARC.isEmpty {
                ofDMARC = findings.filter { $0.first?.hasPrefix("dmarc=") == true }
            }
        }
        if verdicts.contains("dmarc=fail") {
            standing = .failed
        } else {
            let passes = ofDMARC.filter { $0.first == "dmarc=pass" }
            let isVerified = author.map { author in passes.contains { Self.names(author, in: $0) } }
            standing = isWhole && isVerified == true ? .verified : .unverified
        }
        methods = Array(verdicts.filter(Self.isKnown).prefix(Self.methodsMax))
    }

    private static let methodsMax = 8

    /// False when a finding names another domain than that of the address (RFC 8601 §2.7.2); not all
    /// servers name one.
    private static func names(_ author: String, in finding: [String]) -> Bool {
        let named = finding.last { $0.hasPrefix(domainMark) }?.dropFirst(domainMark.count)
        guard let named else { return true }
        return !named.isEmpty && domain(of: named) == domain(of: author[...])
    }

    private static let domainMark = "header.from="

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
    ///
    /// Of a domain in quotes that is named as the author's, a mark stays for whatever no domain has, so
    /// that it neither says anything else nor is equal to another.
    private static func bare(_ value: String) -> String? {
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        var isDomain = false
        var rest = ""
        for character in value {
            if isEscaped {
                isEscaped = false
                if isDomain { rest.append("\u{FFFD}") }
                continue
            }
            switch character {
            case "\\" where depth > 0 || isQuoted: isEscaped = true
            case "\"" where depth == 0:
                isQuoted.toggle()
                isDomain = isQuoted && rest.suffix(domainMark.count).lowercased() == domainMark
            case _ where isDomain: rest.append(isOfDomain(character) ? character : "\u{FFFD}")
            case "(" where !isQuoted: depth += 1
            case ")" where !isQuoted && depth > 0: depth -= 1
            default: if depth == 0, !isQuoted { rest.append(character) }
            }
        }
        return depth == 0 && !isQuoted ? rest : nil
    }

    private static func isOfDomain(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "@.-_".contains(character)
    }
}
