import Foundation
import MailProtocols
import Testing

@Suite("Reading a mail")
struct IncomingMailTests {
    @Test("finds who wrote what to whom")
    func headers() throws {
        let mail = try IncomingMail.parse(WrittenMail.rich)
        #expect(
            mail.from == [
                Mailbox(name: "Åsa Öhrn", address: "asa@example.net"),
                Mailbox(name: "Berg, Bo", address: "bo@example.net"),
            ]
        )
        #expect(mail.sender == [Mailbox(address: "sekr@example.net")])
        #expect(mail.replyTo.map(\.address) == ["a@example.net", "b@example.net"])
        #expect(mail.to.map(\.address) == ["support+abc@example.org"])
        #expect(mail.cc.isEmpty)
        #expect(mail.subject == "Blåbär och lök")
        #expect(mail.date == Date(timeIntervalSince1970: 1_772_696_477))
        #expect(mail.messageID == "1@example.net")
        #expect(mail.inReplyTo == ["0@example.org"])
        #expect(mail.references == ["a@example.org", "0@example.org"])
        #expect(mail.headers.first?.name == "Received")
        #expect(mail.headers.contains { $0.name == "Subject" && $0.value == "Blåbär och lök" })
        #expect(mail.headers.last?.name == "Content-Type")
        #expect(!mail.isAutomatic)
        #expect(mail.problems.isEmpty)
    }

    @Test("finds the words, the files and the mail within the mail")
    func body() throws {
        let mail = try IncomingMail.parse(WrittenMail.rich)
        #expect(mail.text == "Jag kan inte logga in på Mina sidor.\n-- \nÅsa")
        #expect(mail.html == "<p>Jag kan inte logga in på <b>Mina sidor</b>.</p>")
        #expect(mail.attachments.map(\.name) == ["skärm.png", "vidareåt.eml"])
        #expect(mail.attachments.map(\.mediaType) == ["image/png", "message/rfc822"])
        #expect(mail.attachments.map(\.isInline) == [true, false])
        let picture = try #require(mail.attachments.first)
        #expect(picture.contentID == "bild@example.net")
        #expect(picture.bytes == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        let inner = try #require(mail.attachments.last)
        let expected = "From: annan@example.net\r\nSubject: inre\r\n\r\nInre text"
        #expect(String(decoding: inner.bytes, as: UTF8.self).hasPrefix(expected))
        let innerMail = try IncomingMail.parse(inner.bytes)
        #expect(innerMail.subject == "inre")
    }

    @Test("reads the same whether its lines end in CRLF or LF")
    func lineEnds() throws {
        let bare = WrittenMail.rich.filter { $0 != 0x0D }
        let one = try IncomingMail.parse(WrittenMail.rich)
        let other = try IncomingMail.parse(bare)
        #expect(one.text == other.text)
        #expect(one.subject == other.subject)
        #expect(one.attachments.map(\.name) == other.attachments.map(\.name))
    }

    @Test("of which there is nothing is an error", arguments: ["", " \r\n\r\n", "\0\0\t"])
    func empty(text: String) {
        #expect(throws: MIMEError.empty) { try IncomingMail.parse(Array(text.utf8)) }
    }

    @Test("takes a text without any header as it is")
    func noHeader() throws {
        let mail = try IncomingMail.parse(Array("\r\nHej på dig".utf8))
        #expect(mail.text == "Hej på dig")
        #expect(mail.from.isEmpty && mail.subject.isEmpty && mail.messageID == nil)
    }

    @Test("takes what has no header at all for text, and finds one behind a foreign line")
    func damagedHeader() throws {
        let bare = try IncomingMail.parse(Array("Hej på dig\r\ndu\r\n".utf8))
        #expect(bare.text == "Hej på dig\ndu\n")
        #expect(bare.problems.contains("there is no header"))
        let mailbox = "From anna@example.net Thu Mar  5 08:41:17 2026\r\nSubject: x\r\n\r\nHej"
        #expect(try IncomingMail.parse(Array(mailbox.utf8)).subject == "x")
        let foreign = try IncomingMail.parse(Array("?? foreign\r\nSubject: x\r\n\r\nHej".utf8))
        #expect(foreign.subject == "x")
        #expect(foreign.text == "Hej")
        #expect(foreign.problems == ["something stands before the header"])
    }

    @Test("joins the words of several parts and leaves files out of them")
    func joinedTexts() throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/mixed; boundary=b",
            body: """
                --b

                Före bilden
                --b
                Content-Type: image/png

                x
                --b
                Content-Type: text/plain; charset=utf-8

                Efter bilden
                --b
                Content-Type: text/plain; name="logg.txt"

                inte ord
                --b
                Content-Type: text/plain
                Content-Disposition: attachment

                inte heller
                --b--
                """
        )
        #expect(mail.text == "Före bilden\nEfter bilden")
        #expect(mail.attachments.map(\.name) == [nil, "logg.txt", nil])
        #expect(
            mail.attachments.last.map { String(decoding: $0.bytes, as: UTF8.self) }
                == "inte heller"
        )
    }

    @Test("takes the HTML where the plain text is blank")
    func blankPlainText() throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/alternative; boundary=b",
            body: """
                --b
                Content-Type: text/plain

                \u{20}\u{20}
                --b
                Content-Type: text/html; charset=utf-8

                <div>Hej</div><div>på dig</div>
                --b--
                """
        )
        #expect(mail.text == "Hej\npå dig")
    }

    @Test("takes the HTML where the plain text lost its lines")
    func lostLines() throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/alternative; boundary=b",
            body: """
                --b
                Content-Type: text/plain

                Hej.Jag hittar inte knappen.Var finns den?Siv
                --b
                Content-Type: text/html

                <div>Hej.</div><div>Jag hittar inte knappen.</div><div>Var finns den?</div>Siv
                --b--
                """
        )
        #expect(mail.text == "Hej.\nJag hittar inte knappen.\nVar finns den?\nSiv")
    }

    @Test(
        "removes folders and controls from the name of a file",
        arguments: [
            ("../../etc/passwd", "passwd"), (#"C:\\Users\\bo\\a.txt"#, "a.txt"),
            ("\u{200B}.htaccess", ".htaccess"), ("bild\u{202E}gnp.exe", "bildgnp.exe"),
            ("a\u{2028}b\u{FEFF}.txt", "a b.txt"), (".\u{2060}.", nil), ("\u{3164}", nil),
            ("a\tb.txt", "a b.txt"), ("..", nil), ("/", nil), (" ", nil), ("a.txt", "a.txt"),
        ]
    )
    func fileNames(written: String, kept: String?) throws {
        let mail = try WrittenMail.parsed(
            "Content-Type: image/png",
            #"Content-Disposition: attachment; filename="\#(written)""#
        )
        #expect(mail.attachments.map(\.name) == [kept])
    }

    @Test("reads the identifiers of a thread however they are written")
    func identifiers() throws {
        let mail = try WrittenMail.parsed(
            "References: <a@x><b@x>, <c@\n x> (kommentar) <a@x> <<d@x> <unclosed@x",
            "References: <e@x>",
            "In-Reply-To: naked@x",
            "Message-ID: <>"
        )
        #expect(mail.references == ["a@x", "b@x", "c@x", "d@x", "e@x"])
        #expect(mail.inReplyTo == ["naked@x"])
        #expect(mail.messageID == nil)
    }

    @Test("keeps the first and the last identifiers of a long thread", arguments: [-1, 0, 1])
    func referencesMax(difference: Int) throws {
        let all = (0..<(1000 + difference)).map { "r\($0)@x" }
        let mail = try WrittenMail.parsed(
            "References: " + all.map { "<\($0)>" }.joined(separator: "\n ")
        )
        #expect(mail.references.count == min(all.count, 1000))
        #expect(mail.exceeded == (difference > 0 ? [.references] : []))
        #expect(mail.references.first == "r0@x")
        #expect(mail.references.last == all.last)
        #expect(mail.references.contains("r1@x") == (difference <= 0))
    }

    @Test("never takes what a name says for an address")
    func nameIsNoAddress() throws {
        let mail = try WrittenMail.parsed(
            "From: =?utf-8?Q?chef=40example=2Eorg=3E=2C_=3Cchef=40example=2Eorg?= <bo@example.net>"
        )
        #expect(
            mail.from == [
                Mailbox(name: "chef@example.org>, <chef@example.org", address: "bo@example.net")
            ]
        )
    }

    @Test(
        "says when a machine wrote it",
        arguments: [
            ("Auto-Submitted: auto-replied (vacation)", "Auto-Submitted: auto-replied"),
            ("Auto-Submitted: auto-generated; owner-email=x", "Auto-Submitted: auto-generated"),
            ("auto-submitted: No", nil), ("Auto-Submitted:", nil),
            ("Precedence: bulk", "Precedence: bulk"), ("Precedence: JUNK", "Precedence: junk"),
            ("Precedence: list", "Precedence: list"), ("Precedence: first-class", nil),
            ("List-Id: <a.example.net>", "List-Id"),
            ("List-Unsubscribe: <https://x>", "List-Unsubscribe"),
            ("X-Auto-Response-Suppress: All", "X-Auto-Response-Suppress"),
            ("X-Autoreply: yes", "X-Autoreply"), ("X-Autoreply: no", nil),
            ("Return-Path: <>", "Return-Path: <>"), ("Return-Path: <a@b>", nil),
            ("Content-Type: multipart/report; boundary=b", "Content-Type: multipart/report"),
            ("X-Loop: desk@example.net", "X-Loop"),
            ("Subject: Autosvar: jag har semester", "Subject of an automatic reply"),
            ("Subject: Out of Office: RE: Ert svar", "Subject of an automatic reply"),
            ("Subject: Frånvaro", nil), ("Subject: Frånvaro: Elsa i 3B", nil),
            ("In-Reply-To: <a@x>\nSubject: Frånvaro", "Subject of an automatic reply"),
            ("References: <a@x>\nSubject: Frånvaro: [#7] Hej", "Subject of an automatic reply"),
            ("In-Reply-To: <a@x>\nSubject: Frånvaroanmälan fungerar inte", nil),
            ("In-Reply-To: <a@x>\nSubject: Fraværende: Hei", "Subject of an automatic reply"),
            ("Auto-Submitted: auto-replied\nSubject: Frånvaro", "Auto-Submitted: auto-replied"),
            ("Subject: Ikke til stede", "Subject of an automatic reply"),
            ("Subject: Poissaoloviesti: Kiitos", "Subject of an automatic reply"),
            ("Subject: Abwesenheitsnotiz: Re: Frage", "Subject of an automatic reply"),
            ("Subject: Automatiskt svar är allt jag får!", nil),
            ("Subject: Frånvaroanmälan fungerar inte", nil),
            ("Subject: Sv: Autosvar: jag har semester", nil),
            ("Auto-Submitted: no\nSubject: Autosvar: jag har semester", nil),
        ]
    )
    func automatic(header: String, reason: String?) throws {
        let mail = try WrittenMail.parsed(header)
        #expect(mail.automaticReason == reason)
        #expect(mail.isAutomatic == (reason != nil))
    }

    @Test(
        "tells what answers for somebody who is away from what may pass on a person's words",
        arguments: [
            ("Auto-Submitted: auto-generated", false), ("Auto-Submitted: auto-notified", false),
            ("Auto-Submitted: auto-replied", true), ("Auto-Submitted: something-new", true),
            ("X-Auto-Response-Suppress: All", false), ("Precedence: bulk", false),
            ("Precedence: list", false), ("Precedence: junk", true),
            ("Precedence: auto_reply", true), ("List-Unsubscribe: <https://x>", false),
            ("List-Id: <a.example.net>", false), ("X-Autoreply: yes", true),
            ("X-Loop: desk@example.net", true), ("Return-Path: <>", true),
            ("Precedence: bulk\nAuto-Submitted: auto-replied", true),
            ("Precedence: bulk\nX-Autoreply: yes", true),
            ("Auto-Submitted: auto-generated\nSubject: Automatiskt svar: Sv: Fråga", true),
            ("List-Id: <a.example.net>\nAuto-Submitted: no\nSubject: Autosvar: x", false),
            (
                "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: bo@example.net",
                true
            ),
            ("X-MS-Exchange-Inbox-Rules-Loop: bo@example.net", false),
            ("Auto-Submitted: auto-generated\nContent-Type: multipart/report; boundary=b", true),
            ("Subject: Fråga", false),
        ]
    )
    func automaticReply(header: String, isReply: Bool) throws {
        #expect(try WrittenMail.parsed(header).isAutomaticReply == isReply)
    }

    @Test(
        "reads an address in one form, however it is written",
        arguments: [
            ("\"support\"@example.org", "support@example.org"),
            ("Chef <\"a.b\"@example.org>", "a.b@example.org"),
            ("\"a b\"@example.org", "\"a b\"@example.org"),
            ("\"a..b\"@example.org", "\"a..b\"@example.org"),
            ("maja@XN--EXMPLE-CUA.example", "maja@exämple.example"),
            ("maja@Mail.Xn--Exmple-cua.example", "maja@mail.exämple.example"),
            ("Maja@Example.org", "Maja@Example.org"), ("kalle", "kalle"),
        ]
    )
    func addressForm(written: String, address: String) throws {
        #expect(try WrittenMail.parsed("From: \(written)").from.map(\.address) == [address])
    }
}
