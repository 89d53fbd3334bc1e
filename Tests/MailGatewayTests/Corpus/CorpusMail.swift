import Desk
import Testing

/// A mail made to do harm, or that others have stumbled over, and what must happen to it.
struct CorpusMail: Sendable, CustomTestStringConvertible {
    /// What it tries, of the classes of attacks and complaints that other desks have met.
    enum Class: String, CaseIterable {
        case forgedStaff = "forged reply of staff"
        case claim = "claims another's ticket"
        case controlHeader = "control headers from outside"
        case markup = "script in HTML"
        case remoteContent = "remote content"
        case fileReference = "references to files"
        case contentType = "wrong content type"
        case fileName = "file name as path"
        case headerInjection = "header injection"
        case automatic = "automatic mail"
        case report = "delivery report"
        case loop = "mail loop"
        case exhaustion = "exhaustion by one mail"
        case charset = "charset that lies"
        case broken = "broken structure"
        case senderVerdict = "verdict on the sender"
        case form = "what it is"
    }

    /// What must be true of it once it is read.
    enum Must: Sendable {
        case hold(HoldReason?)
        case automatic(Bool)
        case subject(String)
        case text(String)
        case lacks(String)
        case files([String])
        case sender(String?)
        case standing(SenderStanding)
        case verdict(MailStep, String)
        /// Stands so in the HTML as it is shown.
        case page(String)
    }

    var name: String
    var kind: Class
    var octets: [UInt8]
    var reversePath: String?
    var token: String?
    var must: [Must]

    var testDescription: String { "\(kind.rawValue): \(name)" }

    /// Header lines and a body with LF, as it is easiest to read here.
    init(
        _ kind: Class,
        _ name: String,
        _ text: String,
        from reversePath: String? = "m@example.net",
        token: String? = nil,
        _ must: Must...
    ) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        self.init(kind, name, Array(lines.joined(separator: "\r\n").utf8), must: must)
        self.reversePath = reversePath
        self.token = token
    }

    init(_ kind: Class, _ name: String, _ octets: [UInt8], must: [Must]) {
        self.kind = kind
        self.name = name
        self.octets = octets
        self.must = must
        reversePath = "m@example.net"
    }

    /// A mail with one header more than a plain one.
    static func header(_ kind: Class, _ line: String, _ must: Must...) -> CorpusMail {
        var mail = CorpusMail(
            kind,
            line,
            "From: Mallory <m@example.net>\n\(line)\nMessage-ID: <\(line.hashed)@example.net>\n\nHej"
        )
        mail.must = must
        return mail
    }

    /// A mail whose whole body is HTML.
    static func page(_ kind: Class, _ html: String, _ must: Must...) -> CorpusMail {
        var mail = CorpusMail(
            kind,
            html,
            """
            From: m@example.net
            Message-ID: <\(html.hashed)@example.net>
            Content-Type: text/html; charset=utf-8

            \(html)
            """
        )
        mail.must = must
        return mail
    }

    /// A mail with one file of this disposition.
    static func file(_ kind: Class, _ disposition: String, _ must: Must...) -> CorpusMail {
        var mail = CorpusMail(
            kind,
            disposition,
            """
            From: m@example.net
            Message-ID: <\(disposition.hashed)@example.net>
            Content-Type: multipart/mixed; boundary=b

            --b

            Hej
            --b
            Content-Type: application/octet-stream
            Content-Disposition: attachment; \(disposition)

            x
            --b--
            """
        )
        mail.must = must
        return mail
    }
}

extension String {
    /// A name for a Message-ID that differs with the text; FNV-1a.
    var hashed: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for octet in utf8 { hash = (hash ^ UInt64(octet)) &* 0x0000_0100_0000_01B3 }
        return String(hash, radix: 36)
    }
}

extension CorpusMail {
    static let all: [CorpusMail] =
        claims + controlHeaders + pages + remoteContent + fileNames + contentTypes + injections
        + automatic + persons + reports + loops + exhaustion + charsets + broken + verdicts + forms
}
