import MailProtocols

/// Mails that the tests write themselves.
enum WrittenMail {
    /// A mail of these header lines and this body; lines end in CRLF.
    static func octets(_ headers: String..., body: [UInt8]) -> [UInt8] {
        Array(
            "From: Anna <anna@example.net>\n\(headers.joined(separator: "\n"))\n\n"
                .replacingLineFeeds().utf8
        ) + body
    }

    static func octets(_ headers: String..., body: String) -> [UInt8] {
        Array(
            """
            From: Anna <anna@example.net>
            \(headers.joined(separator: "\n"))

            \(body)
            """.replacingLineFeeds().utf8
        )
    }

    static func parsed(_ headers: String..., body: String = "Hej") throws -> IncomingMail {
        let lines = headers.joined(separator: "\n")
        return try IncomingMail.parse(Array("\(lines)\n\n\(body)".replacingLineFeeds().utf8))
    }

    /// A mail that has something of everything.
    static let rich = Array(
        """
        Received: from mx.example.net by mx.example.org; Thu, 5 Mar 2026 08:41:17 +0100
        From: =?UTF-8?Q?=C3=85sa_=C3=96hrn?= <asa@example.net>, "Berg, Bo" <bo@example.net>
        Sender: sekr@example.net
        Reply-To: Grupp: a@example.net, b@example.net;
        To: Medborgarsupport <support+abc@example.org>
        Cc: undisclosed-recipients:;
        Subject: =?iso-8859-1?Q?Bl=E5b=E4r?= och
         =?utf-8?B?bMO2aw==?=
        Date: Thu, 5 Mar 2026 08:41:17 +0100
        Message-ID: <1@example.net>
        In-Reply-To: <0@example.org>
        References: <a@example.org>
        \t<0@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="=_ytter"

        This is a multi-part message in MIME format.
        --=_ytter
        Content-Type: multipart/alternative; boundary=inre

        --inre
        Content-Type: text/plain; charset=utf-8; format=flowed
        Content-Transfer-Encoding: quoted-printable

        Jag kan inte logga in p=C3=A5=20
        Mina sidor.
        --=20
        =C3=85sa
        --inre
        Content-Type: text/html; charset=utf-8

        <p>Jag kan inte logga in på <b>Mina sidor</b>.</p>
        --inre--
        --=_ytter
        Content-Type: image/png; name*=utf-8''sk%C3%A4rm.png
        Content-Transfer-Encoding: base64
        Content-Disposition: inline
        Content-ID: <bild@example.net>

        iVBORw0KGgo=
        --=_ytter
        Content-Type: message/rfc822
        Content-Disposition: attachment; filename="=?utf-8?Q?vidare=C3=A5t?=.eml"

        From: annan@example.net
        Subject: inre

        Inre text
        --=_ytter--
        """.replacingLineFeeds().utf8
    )
}
