import Desk

extension CorpusMail {
    private static func parts(_ count: Int, _ must: Must) -> CorpusMail {
        let parts = String(repeating: "--b\r\n\r\nx\r\n", count: count)
        let mail = "From: m@example.net\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        return CorpusMail(
            .exhaustion,
            "\(count) parts",
            Array("\(mail)\(parts)--b--".utf8),
            must: [must]
        )
    }

    private static func nested(_ depth: Int, _ must: Must) -> CorpusMail {
        var text = "From: m@example.net\r\n"
        for level in 0..<depth {
            text += "Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n--b\(level)\r\n"
        }
        return CorpusMail(.exhaustion, "\(depth) levels", Array("\(text)\r\nx".utf8), must: [must])
    }

    private static func headers(_ count: Int, _ must: Must) -> CorpusMail {
        let lines = (0..<count).map { "X-\($0): x\r\n" }.joined()
        return CorpusMail(
            .exhaustion,
            "\(count) header fields",
            Array("From: m@example.net\r\n\(lines)\r\nHej".utf8),
            must: [must]
        )
    }

    private static func long(
        _ name: String,
        _ header: String,
        _ must: Must,
        body: String = "Hej"
    ) -> CorpusMail {
        CorpusMail(
            .exhaustion,
            name,
            Array("From: m@example.net\r\n\(header)\r\n\r\n\(body)".utf8),
            must: [must]
        )
    }

    /// Each is looked at within its bounds and is kept, whole.
    static let exhaustion: [CorpusMail] = [
        parts(499, .hold(nil)), parts(500, .hold(.overLimit)), parts(10_000, .hold(.overLimit)),
        parts(25_000, .hold(.overLimit)),
        nested(50, .hold(nil)), nested(51, .hold(.overLimit)), nested(1_000, .hold(.overLimit)),
        headers(1_000, .hold(nil)), headers(3_000, .hold(.overLimit)),
        headers(20_000, .hold(.overLimit)),
        long("a thousand references", "References:" + refs(1_000), .hold(nil)),
        long("a thousand and one references", "References:" + refs(1_001), .hold(.overLimit)),
        long("twenty thousand references", "References:" + refs(20_000), .hold(.overLimit)),
        long("a thousand addresses", "To: " + addresses(1_000), .hold(nil)),
        long("a thousand and one addresses", "To: " + addresses(1_001), .hold(.overLimit)),
        long("groups in groups", "To: " + String(repeating: "g:", count: 5_000), .hold(nil)),
        long("comments in comments", "To: " + String(repeating: "(", count: 50_000), .hold(nil)),
        long("an unclosed quote", "To: \"" + String(repeating: "a\\\"", count: 50_000), .hold(nil)),
        long(
            "a subject of a hundred thousand",
            "Subject: " + String(repeating: "x", count: 100_000),
            .hold(nil)
        ),
        long(
            "encoded words without end",
            "Subject: " + String(repeating: "=?utf-8?q?", count: 20_000),
            .hold(nil)
        ),
        long(
            "a million spaces",
            "Subject: x",
            .hold(nil),
            body: String(repeating: " ", count: 1_000_000)
        ),
        long(
            "a hundred thousand quote marks",
            "Subject: x",
            .hold(nil),
            body: String(repeating: ">", count: 100_000)
        ),
        long(
            "fifty thousand lines",
            "Subject: x",
            .hold(nil),
            body: String(repeating: "> \r\n", count: 50_000)
        ),
        long(
            "a hundred thousand brackets in HTML",
            "Content-Type: text/html",
            .hold(nil),
            body: String(repeating: "<", count: 100_000)
        ),
        long(
            "twenty thousand tags in HTML",
            "Content-Type: text/html",
            .hold(nil),
            body: String(repeating: "<b><i><a href=x>", count: 20_000)
        ),
        long(
            "boundaries in boundaries",
            "Content-Type: multipart/mixed; boundary=b",
            .hold(.overLimit),
            body: String(
                repeating: "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
                count: 2_000
            )
        ),
        long(
            "base64 of nothing",
            "Content-Transfer-Encoding: base64",
            .hold(nil),
            body: String(repeating: "=", count: 100_000)
        ),
        long(
            "quoted-printable of nothing",
            "Content-Transfer-Encoding: quoted-printable",
            .hold(nil),
            body: String(repeating: "=\r\n", count: 50_000)
        ),
    ]

    private static func refs(_ count: Int) -> String {
        (0..<count).map { "\r\n <r\($0)@x>" }.joined()
    }

    private static func addresses(_ count: Int) -> String {
        (0..<count).map { "a\($0)@b.se" }.joined(separator: ",\r\n ")
    }

    private static func text(_ charset: String, _ octets: [UInt8], _ wanted: String) -> CorpusMail {
        CorpusMail(
            .charset,
            "\(charset) with \(octets.count) octets: \(wanted)",
            Array(
                "From: m@example.net\r\nContent-Type: text/plain; charset=\(charset)\r\n\r\n".utf8
            )
                + octets,
            must: [.text(wanted)]
        )
    }

    static let charsets: [CorpusMail] = [
        text("utf-8", Array("åäö".utf8), "åäö"), text("utf-8", [0xE5, 0xE4, 0xF6], "åäö"),
        text("iso-8859-1", [0xE5, 0xE4, 0xF6], "åäö"), text("iso-8859-1", Array("åäö".utf8), "åäö"),
        text("us-ascii", Array("åäö".utf8), "åäö"), text("us-ascii", [0xE5], "å"),
        text("windows-1252", [0x80, 0x93, 0x94], "€“”"), text("x-unknown", Array("å".utf8), "å"),
        text("\"\"", [0xE5], "å"), text("utf8", Array("å".utf8), "å"),
        text("UTF-8;", Array("å".utf8), "å"),
        text("iso-8859-15", [0xA4], "€"), text("koi8-r", [0xF0, 0xD2], "Пр"),
        text("iso-2022-jp", [0x1B, 0x24, 0x42, 0x24, 0x22, 0x1B, 0x28, 0x42], "あ"),
        text("utf-16", [0xFE, 0xFF, 0x00, 0x61], "a"), text("utf-7", Array("hej".utf8), "hej"),
        text("../../etc/passwd", Array("å".utf8), "å"), text("utf-8//IGNORE", Array("å".utf8), "å"),
        text("utf-8", [0x61, 0x00, 0x62], "ab"), text("utf-8", [0xC0, 0xAF, 0x61], "a"),
        text("utf-8", [0xED, 0xA0, 0x80, 0x61], "a"),
        text("utf-8", [0xF4, 0x90, 0x80, 0x80, 0x61], "a"),
        .header(.charset, "Subject: =?iso-8859-1?Q?=E5?= =?iso-8859-1?Q?=E4?=", .subject("åä")),
        .header(.charset, "Subject: =?utf-8?b?w6U?=", .subject("å")),
        .header(.charset, "Subject: =?utf-8?q?=C3?= =?utf-8?q?=A5?=", .subject("å")),
        .header(.charset, "Subject: =?x-unknown?q?a?=", .subject("a")),
        .header(.charset, "Subject: =?utf-8?x?a?=", .subject("=?utf-8?x?a?=")),
        .header(.charset, "Subject: =?utf-8?q?a", .subject("=?utf-8?q?a")),
        .header(.charset, "Subject: =?utf-8*sv?q?=C3=A5?=", .subject("å")),
    ]

    private static func raw(_ name: String, _ text: String, _ must: Must...) -> CorpusMail {
        CorpusMail(.broken, name, Array(text.utf8), must: must)
    }

    /// None of these is lost: what can be read is, and the rest is kept as it came.
    static let broken: [CorpusMail] = [
        raw("nothing", ""), raw("a line end", "\r\n"), raw("spaces", "   \r\n  "),
        raw("NUL", "\u{0}\u{0}"),
        raw("no header", "Hej, jag kan inte logga in", .text("Hej, jag kan inte logga in")),
        raw("only a header", "Subject: x", .subject("x")),
        raw("header without a name", ": x\r\n\r\nHej"),
        raw(
            "mailbox line first",
            "From m@x Thu Jan 1\r\nSubject: x\r\n\r\nHej",
            .subject("x"),
            .text("Hej")
        ),
        raw(
            "LF only",
            "Subject: x\nFrom: a@b.se\n\nHej\n",
            .subject("x"),
            .sender("a@b.se"),
            .text("Hej")
        ),
        raw("CR only", "Subject: x\rFrom: a@b.se\r\rHej\r"),
        raw("mixed line ends", "Subject: x\r\nFrom: a@b.se\n\r\nHej\n\rdu", .subject("x")),
        raw("blank line in the header", "Subject: x\r\n\r\nFrom: a@b.se\r\n\r\nHej", .subject("x")),
        raw("folded first line", " x\r\nSubject: y\r\n\r\nHej"),
        raw("folded with nothing", "Subject: a\r\n \r\n b\r\n\r\nHej", .subject("a  b")),
        raw("space before the colon", "Subject : x\r\nFrom: a@b.se\r\n\r\nHej"),
        raw("two subjects", "Subject: a\r\nSubject: b\r\n\r\nHej", .subject("a")),
        raw("two authors", "From: a@b.se\r\nFrom: c@d.se\r\n\r\nHej", .sender("a@b.se")),
        raw("no author", "Subject: x\r\n\r\nHej", .sender("m@example.net")),
        raw("an author that is none", "From: anna\r\n\r\nHej"),
        raw("an empty author", "From: <>\r\n\r\nHej"),
        raw("an author without end", "From: <a@b.se\r\n\r\nHej"),
        raw("an author in Swedish", "From: Åsa <åsa@exämple.se>\r\n\r\nHej"),
        raw(
            "no boundary",
            "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nHej\r\n--b--",
            .text("Hej")
        ),
        raw(
            "an empty boundary",
            "Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n\r\nHej",
            .text("Hej")
        ),
        raw(
            "no end",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHej",
            .text("Hej")
        ),
        raw(
            "another boundary",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--c\r\n\r\nHej\r\n--c--",
            .text("Hej")
        ),
        raw(
            "text behind the end",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHej\r\n--b--\r\nmer"
        ),
        raw(
            "a boundary with spaces",
            "Content-Type: multipart/mixed; boundary=\"b c\"\r\n\r\n--b c\r\n\r\nHej\r\n--b c--",
            .text("Hej")
        ),
        raw(
            "an alternative of nothing",
            "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b--"
        ),
        raw("an unknown encoding", "Content-Transfer-Encoding: x-zip\r\n\r\nHej", .text("Hej")),
        raw("base64 that is none", "Content-Transfer-Encoding: base64\r\n\r\nHej!du", .subject("")),
        raw("base64 cut off", "Content-Transfer-Encoding: base64\r\n\r\nSGVqIGR1", .text("Hej du")),
        raw(
            "quoted-printable that is none",
            "Content-Transfer-Encoding: quoted-printable\r\n\r\na=zzb=",
            .text("a")
        ),
        raw("a type that is none", "Content-Type: x\r\n\r\nHej"),
        raw("two types", "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\n<b>Hej"),
        raw(
            "a date of the year 10000",
            "Date: Fri, 31 Dec 9999 23:59:60 +9999\r\n\r\nHej",
            .text("Hej")
        ),
        raw(
            "a mail in a mail",
            "Content-Type: message/rfc822\r\n\r\nSubject: inre\r\n\r\nHej",
            .subject("")
        ),
        raw("a mail in a mail without header", "Content-Type: message/rfc822\r\n\r\nHej"),
        raw(
            "a part of a mail",
            "Content-Type: message/partial; id=x; number=1; total=2\r\n\r\nHej"
        ),
        raw(
            "a mail elsewhere",
            "Content-Type: message/external-body; access-type=local-file; name=\"/etc/passwd\"\r\n\r\n",
            .lacks("root:")
        ),
        raw(
            "uuencode",
            "Subject: x\r\n\r\nbegin 644 ../../x\r\n#0V%T\r\n`\r\nend\r\n",
            .subject("x")
        ),
        raw(
            "a line of 100,000",
            "Subject: x\r\n\r\n" + String(repeating: "å", count: 100_000),
            .subject("x")
        ),
        raw("invisible text", "Subject: x\r\n\r\n\u{200B}\u{FEFF}\u{202E}", .subject("x")),
    ]

    private static func typed(_ type: String, _ form: String) -> CorpusMail {
        CorpusMail(
            .form,
            type,
            """
            From: m@example.net
            Message-ID: <\(type.hashed)@form.example>
            Content-Type: multipart/mixed; boundary=b

            --b

            Hej
            --b
            Content-Type: \(type)

            x
            --b--
            """,
            .verdict(.forms, form),
            .text("Hej")
        )
    }

    static let forms: [CorpusMail] = [
        typed("application/pkcs7-signature; name=smime.p7s", "smime-signed"),
        typed("application/octet-stream; name=smime.p7s", "smime-signed"),
        typed("application/pkcs7-mime; smime-type=enveloped-data", "smime-sealed"),
        typed("application/pgp-signature", "pgp-signed"),
        typed("application/pgp-encrypted", "pgp-sealed"),
        typed("text/calendar; method=REQUEST", "calendar"), typed("application/ics", "calendar"),
        typed("application/octet-stream; name=möte.ics", "calendar"),
        typed("message/rfc822", "forwarded"),
        typed("application/ms-tnef; name=winmail.dat", "winmail"),
        typed("application/octet-stream; name=WINMAIL.DAT", "winmail"),
        typed("message/disposition-notification", "read-receipt"),
        typed("image/png", "none"), typed("application/pdf", "none"),
        .header(
            .form,
            "Content-Type: multipart/signed; protocol=x; boundary=b",
            .verdict(.signature, "none")
        ),
        .header(
            .form,
            "Content-Type: application/pkcs7-mime; smime-type=signed-data",
            .verdict(.signature, "broken")
        ),
    ]
}
