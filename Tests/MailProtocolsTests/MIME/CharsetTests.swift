import Foundation
import MailProtocols
import Testing

@Suite("Letters of a mail")
struct CharsetTests {
    @Test(
        "are read in their charset, and no odd thing is told",
        arguments: [
            ("iso-8859-1", [0xE5, 0xE4, 0xF6], "åäö"), ("ISO-8859-15", [0xE5, 0xA4], "å€"),
            ("windows-1252", [0x93, 0xE5, 0x94, 0x80], "“å”€"), ("iso-8859-1", [0x93, 0x96], "“–"),
            ("utf-8", [0xC3, 0xA5], "å"), ("UTF8", [0xC3, 0xA5], "å"),
            ("\"utf-8\"", [0xC3, 0xA5], "å"),
            ("iso-8859-2", [0xB3, 0xF3], "łó"), ("koi8-r", [0xC2, 0xD9], "бы"),
            ("shift_jis", [0x93, 0xFA], "日"), ("gb18030", [0xC4, 0xE3], "你"),
            ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42], "日"),
            ("utf-16be", [0x00, 0xE5], "å"), ("us-ascii", [0x61], "a"),
            ("gb2312", [0xC4, 0xE3, 0x84, 0x5F], "你刜"), ("x-gbk", [0x84, 0x5F], "刜"),
            ("ks_c_5601-1987", [0x8C, 0x63, 0xB0, 0xA1], "똠가"), ("euc-kr", [0x8C, 0x63], "똠"),
            ("iso-8859-8-i", [0xE0, 0xF9], "אש"), ("x-mac-roman", [0x8C, 0x8A, 0x9A], "åäö"),
            ("unicode-1-1-utf-7", Array("G+AOU-r".utf8), "Går"), ("x-sjis", [0x93, 0xFA], "日"),
            ("shift_jis", [0x87, 0x40], "①"), ("x-cp1251", [0xE1], "б"),
            ("x-windows-1256", [0xC7], "ا"), ("cp-850", [0x86], "å"),
            ("hz-gb-2312", Array("~{VPND~} a~~b~\nc~{VP\nd".utf8), "中文 a~bc中\nd"),
        ] as [(String, [UInt8], String)]
    )
    func knownCharsets(label: String, octets: [UInt8], text: String) throws {
        let mail = try Self.mail(label, octets)
        #expect(mail.text == text)
        #expect(mail.problems.isEmpty)
    }

    @Test(
        "are still read when their charset is wrong or unknown, and that is told",
        arguments: [
            ("x-unknown", [0xE5, 0x93], "å“"), ("x-unknown", [0xC3, 0xA5], "å"),
            ("us-ascii", [0xC3, 0xA5], "å"), ("us-ascii", [0xE5], "å"),
            ("utf-8", [0x76, 0xE4, 0x67], "väg"), ("iso-8859-1", [0xC3, 0xA5], "å"),
            ("utf-8", [0xC3, 0xA5, 0xC3, 0xA4, 0xFF], "åä\u{FFFD}"),
            ("shift_jis", [0x61, 0xFF, 0x62], "a\u{FFFD}b"),
            ("../../etc/x", [0xE5], "å"), ("windows-1252", [0x81, 0xE5], "\u{FFFD}å"),
        ] as [(String, [UInt8], String)]
    )
    func wrongCharsets(label: String, octets: [UInt8], text: String) throws {
        let mail = try Self.mail(label, octets)
        #expect(mail.text == text)
        #expect(mail.problems.count == 1 || label == "windows-1252")
    }

    @Test(
        "of a header are decoded as mail is and not as it should be",
        arguments: [
            ("=?utf-8?B?w6XDpMO2?=", "åäö"), ("=?UTF-8?q?=C3=A5_=C3=A4?=", "å ä"),
            ("=?iso-8859-1?Q?Bl=E5b=E4r?= och lök", "Blåbär och lök"),
            ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"), ("=?utf-8?Q?a?=\n =?utf-8?Q?b?=", "ab"),
            ("=?utf-8?Q?=C3?= =?utf-8?Q?=A5?=", "å"), ("=?utf-8?B?w6U?= =?utf-8?Q?=C3=A4?=", "åä"),
            ("=?utf-8?Q?a?= x =?iso-8859-1?Q?=E5?=", "a x å"), ("Sv:=?utf-8?Q?=C3=A5?=", "Sv:å"),
            ("=?x-unknown?Q?=E5?=", "å"), ("=?utf-8?Q?=E5?=", "å"),
            ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="), ("=?utf-8?Q?abc", "=?utf-8?Q?abc"),
            ("=??Q?abc?=", "=??Q?abc?="), ("=?utf-8*sv?Q?=C3=A5?=", "å"),
            ("=?utf-8?Q?Kan_inte logga?= in", "Kan inte logga in"), ("=?utf-8?Q?=C?=", "=C"),
            ("=?gb2312?B?xOOEXw==?=", "你刜"), ("=?ks_c_5601-1987?Q?=8Cc?=", "똠"),
            ("=?iso-8859-8-i?Q?=E0=F9?=", "אש"), ("=?x-mac-roman?Q?=8C?=", "å"),
            ("=?unicode-1-1-utf-7?Q?G+AOU-r?=", "Går"),
            ("=?utf-8?B?!!w6U=??=", "å"), ("a\tb", "a b"), ("=?utf-8?Q?a=0Ab=00?=", "a b"),
        ]
    )
    func encodedWords(header: String, text: String) throws {
        #expect(try WrittenMail.parsed("Subject: \(header)").subject == text)
    }

    @Test(
        "of a page are read as it says itself where its part says nothing",
        arguments: [
            ("", "<meta charset=koi8-r>", [0xC2, 0xD9], "бы", 0),
            ("; charset=us-ascii", "<META CHARSET=\"koi8-r\">", [0xC2, 0xD9], "бы", 0),
            (
                "", "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'>",
                [0xB3, 0xF3], "łó", 0
            ),
            ("", "<meta charset=iso-2022-jp>", [0x1B, 0x24, 0x42, 0x46, 0x7C], "日", 0),
            ("; charset=iso-8859-1", "<meta charset=koi8-r>", [0xE5], "å", 0),
            ("", "<meta charset=koi8-r>", [0xC3, 0xA5], "å", 0),
            ("", "<meta charset=utf-16>", [0xC3, 0xA5], "å", 0),
            ("", "<meta name=x content=y>", [0xE5], "å", 1),
            ("", String(repeating: " ", count: 4_096) + "<meta charset=koi8-r>", [0xE5], "å", 1),
        ] as [(String, String, [UInt8], String, Int)]
    )
    func pages(
        parameter: String,
        page: String,
        octets: [UInt8],
        text: String,
        problems: Int
    ) throws {
        let mail = try IncomingMail.parse(
            WrittenMail.octets(
                "Content-Type: text/html\(parameter)",
                body: Array(page.utf8) + octets
            )
        )
        #expect(mail.text == text)
        #expect(mail.problems.count == problems)
    }

    @Test("of a raw header are UTF-8, or else Windows-1252")
    func rawHeaders() throws {
        let utf8 = try WrittenMail.parsed("Subject: Går ej", "From: Åsa <asa@example.net>")
        #expect(utf8.subject == "Går ej")
        #expect(utf8.from.first?.name == "Åsa")
        let latin =
            Array("Subject: G".utf8) + [0xE5] + Array("r\r\nFrom: ".utf8) + [0xC5]
            + Array("sa <asa@example.net>\r\n\r\nHej".utf8)
        let mail = try IncomingMail.parse(latin)
        #expect(mail.subject == "Går")
        #expect(mail.from == [Mailbox(name: "Åsa", address: "asa@example.net")])
    }

    @Test(
        "of a file's name are found in each of the ways to write them",
        arguments: [
            "filename*=utf-8''r%C3%A4kning.pdf",
            "filename*=iso-8859-1'sv'r%E4kning.pdf",
            "filename*0*=utf-8''r%C3;\n filename*1*=%A4kning; filename*2=.pdf",
            "filename=\"=?utf-8?Q?r=C3=A4kning=2Epdf?=\"",
            "filename==?iso-8859-1?Q?r=E4kning.pdf?=",
            "filename=\"räkning.pdf\"",
        ]
    )
    func fileNames(parameter: String) throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: application/pdf",
            "Content-Disposition: attachment; \(parameter)"
        )
        #expect(mail.attachments.map(\.name) == ["räkning.pdf"])
    }

    @Test(
        "come through each transfer encoding, broken or not",
        arguments: [
            ("base64", "SGVqIHDDpSBkaWc=", "Hej på dig", 0),
            ("BASE64", "SGVq\nIHDD\npSBkaWc=\n", "Hej på dig", 0),
            ("base64", "SGVqIHDDpSBkaW", "Hej på di", 1),
            ("base64", "SGVq-IHDD*pSBkaWc=", "Hej på dig", 1),
            ("base64", "SGVqIA==cMOlIGRpZw==", "Hej på dig", 0),
            ("quoted-printable", "Hej p=C3=A5 =\ndig", "Hej på dig", 0),
            ("quoted-printable", "Hej p=c3=a5 dig=", "Hej på dig", 0),
            ("quoted-printable", "100=XX p", "100=XX p", 0),
            ("8bit", "Hej på dig", "Hej på dig", 0), ("x-okand", "Hej på dig", "Hej på dig", 0),
        ]
    )
    func transferEncodings(encoding: String, body: String, text: String, problems: Int) throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(encoding)",
            body: body
        )
        #expect(mail.text.trimmingCharacters(in: .newlines) == text)
        #expect(mail.problems.count == problems)
    }

    @Test("are never NUL, and never CR")
    func controls() throws {
        let body = Array("a\0b\r\nc\rd\ne".utf8)
        let mail = try IncomingMail.parse(WrittenMail.octets("Subject: a\0b", body: body))
        #expect(mail.text == "ab\nc\nd\ne")
        #expect(!mail.subject.contains("\0"))
        let marked = try Self.mail("utf-8", [0xEF, 0xBB, 0xBF, 0x61])
        #expect(marked.text == "a")
    }

    @Test(
        "of flowed text run on over its soft line ends",
        arguments: [
            ("ett \ntvå\ntre", "", "ett två\ntre"), ("ett \ntvå", "; delsp=yes", "etttvå"),
            ("> ett \n> två\nsvar \nhär", "", "> ett två\nsvar här"),
            ("> ett \n>> två", "", "> ett \n>> två"), (" From mig \n  in", "", "From mig  in"),
            ("slut\n-- \nAnna", "", "slut\n-- \nAnna"),
            ("öppen \n-- \nAnna", "", "öppen \n-- \nAnna"),
            ("ett \n", "", "ett "), ("\n\n", "", "\n\n"), ("", "", ""),
        ]
    )
    func flowed(body: String, parameter: String, text: String) throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: text/plain; charset=utf-8; format=flowed\(parameter)",
            body: body
        )
        #expect(mail.text == (text.allSatisfy(\.isWhitespace) ? "" : text))
    }

    private static func mail(_ label: String, _ octets: [UInt8]) throws -> IncomingMail {
        try IncomingMail.parse(
            WrittenMail.octets("Content-Type: text/plain; charset=\(label)", body: octets)
        )
    }
}
