import MailProtocols
import Testing

@Suite("The words of a mail")
struct PlacesOfWordsTests {
    @Test(
        "are read where their part has a wrong type, a name, or is called an attachment",
        arguments: [
            ("text", []), ("text; charset=utf-8", []), ("plain/text", []), ("", []), ("x", []),
            ("unknown/unknown", []), ("text/enriched", []), ("text/markdown", []),
            ("text/rtf", []),
            ("text/plain; name=\"text_0.txt\"", ["text_0.txt"]),
            ("text/plain\nContent-Disposition: inline; filename=a.txt", ["a.txt"]),
            ("text/plain\nContent-Disposition: attachment", [nil]),
            ("text/html; name=ATT00001.htm", ["ATT00001.htm"]), ("html; charset=utf-8", []),
        ] as [(String, [String?])]
    )
    func oneLeaf(type: String, files: [String?]) throws {
        let words = "Jag har lämnat ut min kod"
        let mail = try WrittenMail.parsed("Content-Type: \(type)", body: words)
        #expect(mail.text == words)
        #expect(mail.attachments.map(\.name) == files)
        let octets = WrittenMail.octets("Content-Type: \(type)", body: [0x47, 0xE5, 0x72])
        #expect(try IncomingMail.parse(octets).text == "Går")
    }

    @Test("are not the octets of a file whose type means nothing", arguments: ["x", "unknown/x"])
    func octets(type: String) throws {
        let mail = try IncomingMail.parse(
            WrittenMail.octets("Content-Type: \(type)", body: [0x4D, 0x5A, 0x00, 0x01])
        )
        #expect(mail.text.isEmpty)
        #expect(mail.attachments.map(\.bytes) == [[0x4D, 0x5A, 0x00, 0x01]])
    }

    @Test(
        "are those of a picture message, in whatever order it has its parts",
        arguments: [
            ("type=\"application/smil\"", "name=\"smil.xml\"", "", ""),
            ("type=\"application/smil\"; start=\"<s>\"", "name=\"smil.xml\"", "; name=t0.txt", ""),
            ("start=s", "name=\"smil.xml\"", "; name=t0.txt", "\nContent-Disposition: inline"),
            ("x=y", "name=\"smil.xml\"", "", "\nContent-ID: <t>"),
        ]
    )
    func pictureMessage(parameters: String, smil: String, name: String, more: String) throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/related; boundary=b; \(parameters)",
            body: """
                --b
                Content-Type: application/smil; \(smil)
                Content-ID: <s>

                <smil/>
                --b
                Content-Type: text/plain; charset=utf-8\(name)\(more)

                Elden sprider sig
                --b
                Content-Type: image/jpeg; name=bild.jpg

                x
                --b
                Content-Type: text/plain; charset=utf-8; name=text_1.txt

                mot huset
                --b--
                """
        )
        #expect(mail.text == "Elden sprider sig\nmot huset")
        #expect(mail.attachments.map(\.name) == ["smil.xml", "bild.jpg"])
    }

    @Test(
        "are those of the part that shows the others, first or not",
        arguments: ["start=\"<page>\"", "start=page", "start=\"<other>\"", "type=text/html"]
    )
    func relatedRoot(parameter: String) throws {
        let isNamed = parameter.contains("page")
        let picture = """
            --b
            Content-Type: image/png; name=karta.png
            Content-ID: <karta>

            x

            """
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/related; boundary=b; \(parameter)",
            body: """
                \(isNamed ? picture : "")--b
                Content-Type: text/html; charset=utf-8
                Content-ID: <page>

                <p>Här <img src=cid:karta></p>
                \(isNamed ? "" : picture)--b
                Content-Type: text/plain

                inte ord
                --b--
                """
        )
        #expect(mail.text == "Här")
        #expect(mail.attachments.map(\.name) == ["karta.png", nil])
    }

    @Test("are the first attachment's where all is attached, and that stays a file")
    func attachedWords() throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/mixed; boundary=b",
            body: """
                --b
                Content-Type: text/plain


                --b
                Content-Type: text/plain; name=brev.txt
                Content-Disposition: attachment

                Jag kommer inte in
                --b
                Content-Type: text/plain; name=logg.txt
                Content-Disposition: attachment

                12:00 start
                --b--
                """
        )
        #expect(mail.text == "Jag kommer inte in")
        #expect(mail.attachments.map(\.name) == ["brev.txt", "logg.txt"])
    }

    @Test(
        "are those of a mail within the mail that has none of its own",
        arguments: [1, 2, 10, 11]
    )
    func forwarded(depth: Int) throws {
        let outer = String(repeating: "Content-Type: message/rfc822\n\n", count: depth - 1)
        let mail = try WrittenMail.parsed(
            "From: anna@example.net\nContent-Type: message/rfc822",
            body: """
                \(outer)From: =?utf-8?q?B=C3=B6?= <bo@example.net>
                Date: Thu, 5 Mar 2026 08:41:17 +0100
                Subject: =?utf-8?q?L=C3=B6sen?=
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8

                Jag kommer inte in
                --b
                Content-Type: image/png; name=a.png

                x
                --b--
                """
        )
        #expect(mail.text.contains("Subject: Lösen\n\nJag kommer inte in") == (depth <= 10))
        let head = "From: Bö <bo@example.net>\nDate: Thu, 5 Mar 2026 08:41:17 +0100\nSubject"
        #expect(mail.text.contains(head) == (depth <= 10))
        #expect(mail.attachments.map(\.mediaType) == ["message/rfc822"])
        #expect(mail.exceeded.isEmpty)
    }

    @Test("are not those of a letter that a mail server gives back")
    func returned() throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/report; boundary=b",
            body: """
                --b
                Content-Type: message/delivery-status

                Final-Recipient: rfc822; bo@example.net
                Action: failed
                Status: 5.1.1

                --b
                Content-Type: message/rfc822

                Subject: Svar

                Vårt brev
                --b--
                """
        )
        #expect(mail.text.isEmpty)
        #expect(mail.deliveryStatus != nil)
    }

    @Test(
        "leave a calendar and a table among the files, each once",
        arguments: [("", false), ("Välkommen", false), ("Välkommen", true)]
    )
    func calendar(words: String, isAttached: Bool) throws {
        let calendar = "BEGIN:VCALENDAR\nLOCATION:Stadshuset\nEND:VCALENDAR\n"
        let file = """
            --a
            Content-Type: application/ics; name=invite.ics

            \(calendar)
            --a--
            """
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/mixed; boundary=a",
            body: """
                --a
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8

                \(words)
                --b
                Content-Type: text/calendar; method=REQUEST

                \(calendar)--b--
                \(isAttached ? file : "--a--")
                """
        )
        #expect(mail.text == words)
        let type = isAttached ? "application/ics" : "text/calendar"
        #expect(mail.attachments.map(\.mediaType) == [type])
        let table = try WrittenMail.parsed(
            "Content-Type: multipart/alternative; boundary=b",
            body: "--b\n\n\(words)\n--b\nContent-Type: text/csv\n\na;b\n--b--"
        )
        #expect(table.attachments.map(\.mediaType) == ["text/csv"])
    }

    @Test(
        "are in the HTML where the plain form has less of them, and nothing of that is lost",
        arguments: [
            ("This message requires an HTML viewer", true, true),
            ("Din e-post kan inte visa meddelandet, som är skrivet i HTML", true, true),
            ("Jag kan inte logga", true, false),
            ("Jag kan\ninte logga in på Mina sidor och det har varit så i veckor", false, true),
            ("> Det du citerar\nJag kan inte logga", true, false),
        ]
    )
    func stub(plain: String, showsPage: Bool, showsPlain: Bool) throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/alternative; boundary=b",
            body: """
                --b
                Content-Type: text/plain; charset=utf-8

                \(plain)

                --b
                Content-Type: text/html; charset=utf-8

                <p>Jag kan inte logga in på Mina sidor, och det har varit så i tre veckor.<br>Anna</p>
                <blockquote>Det du citerar är så långt att det hade varit en anledning att läsa
                sidan i stället, om det hade varit dina egna ord.</blockquote>
                --b--
                """
        )
        let page = "Jag kan inte logga in på Mina sidor, och det har varit så i tre veckor.\nAnna"
        #expect(mail.text.contains(page) == showsPage)
        #expect(mail.text.hasPrefix("\(plain)\n") == showsPlain)
    }

    @Test("are the page's, however few, beside many that only ask for a program that shows HTML")
    func longStub() throws {
        let stub = "This is an HTML mail, and yours is no program that can show it as it was meant."
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/alternative; boundary=b",
            body: "--b\n\n\(stub)\n--b\nContent-Type: text/html\n\n<p>Ring mig nu\n--b--"
        )
        #expect(mail.text == "\(stub)\n\nRing mig nu")
    }

    @Test("are shown once where both forms have them, in each writing")
    func sameWords() throws {
        for words in ["我无法登录市政府网站", "ฉันเข้าสู่ระบบไม่ได้", "Det är – ”så”", "Hej\u{A0}där"] {
            let plain = words.replacing("–", with: "-").replacing("”", with: "\"")
            let mail = try WrittenMail.parsed(
                "Content-Type: multipart/alternative; boundary=b",
                body: """
                    --b
                    Content-Type: text/plain; charset=utf-8

                    \(plain)
                    --b
                    Content-Type: text/html; charset=utf-8

                    \(words.prefix(4))<br>\(words.dropFirst(4))
                    --b--
                    """
            )
            #expect(mail.text == plain)
        }
    }

    @Test(
        "that are marked up for programs are read where there is no better form",
        arguments: [0, 1]
    )
    func marked(plainCount: Int) throws {
        let plain = String(repeating: "--b\n\nHej\n", count: plainCount)
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/alternative; boundary=b",
            body: "\(plain)--b\nContent-Type: text/enriched\n\n<bold>Hej</bold>\n--b--"
        )
        #expect(mail.text == (plainCount == 0 ? "<bold>Hej</bold>" : "Hej"))
        #expect(mail.attachments.isEmpty)
    }
}
