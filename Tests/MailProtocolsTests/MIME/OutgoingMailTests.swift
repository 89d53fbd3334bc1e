import Foundation
import MailProtocols
import Testing

@Suite("Writing a mail")
struct OutgoingMailTests {
    @Test("gives these lines: the golden mail")
    func golden() throws {
        var mail = Self.mail
        mail.references = ["a@example.net", "b@example.net"]
        mail.inReplyTo = "b@example.net"
        mail.replyTo = Mailbox(address: "support+token@example.org")
        mail.autoSubmitted = "auto-replied"
        mail.language = "sv"
        mail.extraHeaders = [MailHeader(name: "X-Ticket", value: "1042")]
        let expected = """
            Date: Thu, 01 Jan 2026 00:00:00 +0000
            From: Medborgarsupport <support@example.org>
            Reply-To: support+token@example.org
            Subject: Sv: Kan inte logga in
            To: =?UTF-8?b?w4VzYSDDlmhybg==?= <asa@example.net>
            Message-Id: <1042.1@desk.example.org>
            In-Reply-To: <b@example.net>
            References: <a@example.net> <b@example.net>
            Auto-Submitted: auto-replied
            Content-Language: sv
            X-Ticket: 1042
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Hej =C3=85sa!

            V=C3=A4lkommen =C3=A5ter.

            """.replacingLineFeeds()
        #expect(String(decoding: try mail.composed(), as: UTF8.self) == expected)
    }

    @Test("and reading it again gives the same mail")
    func roundTrip() throws {
        var mail = Self.mail
        mail.from.name = "Support, \"Åmål\" <x@y>"
        mail.to.append(Mailbox(name: "Bo", address: "bo@smörgås.se"))
        mail.subject = "Sv: 😀 =?utf-8?q?x?= \(String(repeating: "ärendet ", count: 30))slut"
        mail.text =
            "Rad ett\n.\n..\nFrom mig\nblank sist \n\(String(repeating: "å", count: 3000))\n"
        mail.html = "<p>Hej på dig</p>"
        let octets = try mail.composed()
        #expect(Self.hasLegalLines(octets))
        let read = try IncomingMail.parse(octets)
        #expect(read.from == [mail.from])
        #expect(read.to == mail.to)
        #expect(read.subject == mail.subject)
        #expect(read.text == mail.text)
        #expect(read.html == "<p>Hej på dig</p>\n")
        #expect(read.messageID == mail.messageID)
        #expect(read.date == mail.date)
        #expect(read.problems.isEmpty && read.attachments.isEmpty && !read.isAutomatic)
    }

    @Test("lets nothing that was typed pass for an encoded word")
    func typedEncodedWords() throws {
        var mail = Self.mail
        mail.subject = "=?utf-8?q?Fr=C3=A5n?= chefen"
        mail.from.name = "=?utf-8?q?Chefen?="
        mail.extraHeaders = [MailHeader(name: "X-A", value: "=?utf-8?q?x?=")]
        let read = try IncomingMail.parse(try mail.composed())
        #expect(read.subject == mail.subject)
        #expect(read.from.first?.name == "= ?utf-8?q?Chefen?=")
        #expect(read.headers.contains { $0.name == "X-A" && $0.value == "=?utf-8?q?x?=" })
    }

    @Test(
        "refuses what could end a header and begin another, and says in which",
        arguments: ["a\r\nBcc: x@y", "a\nb", "a\rb", "a\0b", "a\u{2028}b", "a\u{85}b"]
    )
    func headerInjection(value: String) {
        func check(_ header: String, _ change: (inout OutgoingMail) -> Void) {
            var mail = Self.mail
            change(&mail)
            #expect(throws: MIMEError.unsafeHeader(name: header)) { try mail.composed() }
        }
        check("Subject") { $0.subject = value }
        check("From") { $0.from.name = value }
        check("To") { $0.to = [Mailbox(name: value, address: "a@b")] }
        check("Reply-To") { $0.replyTo = Mailbox(name: value, address: "a@b") }
        check("Message-ID") { $0.messageID = value }
        check("In-Reply-To") { $0.inReplyTo = value }
        check("References") { $0.references = ["a@b", value] }
        check("Auto-Submitted") { $0.autoSubmitted = value }
        check("Content-Language") { $0.language = value }
        check("X-A") { $0.extraHeaders = [MailHeader(name: "X-A", value: value)] }
    }

    @Test(
        "refuses an address that is none",
        arguments: [
            "a", "@b", "a@", "a@b\r\nBcc: c@d", "a b@c", "a@b, c@d", "a@b>", "<a@b>", "", "a@b\0",
            "postmaster", "a@b c@d", "a@@b",
        ]
    )
    func badAddresses(address: String) {
        var mail = Self.mail
        mail.to.append(Mailbox(address: address))
        #expect(throws: MIMEError.badAddress(header: "To")) { try mail.composed() }
    }

    @Test("refuses to write to nobody")
    func noRecipients() {
        var mail = Self.mail
        mail.to = []
        #expect(throws: MIMEError.badAddress(header: "To")) { try mail.composed() }
    }

    @Test(
        "refuses an extra header that is no name or one of its own",
        arguments: [
            "", "X A", "X:A", "Å", "X\r\nBcc", "From", "content-type", "BCC",
        ]
    )
    func extraHeaderNames(name: String) {
        var mail = Self.mail
        mail.extraHeaders = [MailHeader(name: name, value: "x")]
        let error = #expect(throws: MIMEError.self) { try mail.composed() }
        if case .unsafeHeader? = error {} else { Issue.record("\(String(describing: error))") }
    }

    @Test("leaves ASCII for a local part that does and not for a domain")
    func smtpUTF8() throws {
        var mail = Self.mail
        mail.to = [Mailbox(address: "bo@smörgås.se")]
        #expect(try mail.composed().allSatisfy { $0 < 0x80 })
        mail.to = [Mailbox(address: "åsa@example.net")]
        let text = String(decoding: try mail.composed(), as: UTF8.self)
        #expect(text.contains("To: åsa@example.net\r\n"))
    }

    @Test("writes the first reference and the last nineteen", arguments: [19, 20, 21, 5000])
    func references(count: Int) throws {
        var mail = Self.mail
        mail.references = (0..<count).map { "r\($0)@example.net" }
        let read = try IncomingMail.parse(try mail.composed())
        #expect(read.references.count == min(count, 20))
        #expect(read.references.first == "r0@example.net")
        #expect(read.references.last == mail.references.last)
    }

    @Test("writes lines of at most 998 octets whatever it is given")
    func lineLength() throws {
        for letter in ["x", "å", " ", "😀"] {
            var mail = Self.mail
            mail.subject = String(repeating: letter, count: 5000) + "x"
            mail.from.name = String(repeating: letter, count: 900 / letter.utf8.count)
            mail.text = String(repeating: letter, count: 5000)
            mail.references = (0..<30).map { _ in String(repeating: "r", count: 900) }
            #expect(Self.hasLegalLines(try mail.composed()))
        }
    }

    @Test("limits one value", arguments: [-1, 0, 1])
    func valueLength(difference: Int) throws {
        var mail = Self.mail
        mail.messageID = String(repeating: "i", count: 900 + difference)
        if difference <= 0 {
            #expect(Self.hasLegalLines(try mail.composed()))
        } else {
            #expect(throws: MIMEError.unsafeHeader(name: "Message-ID")) { try mail.composed() }
        }
    }

    @Test("writes no NUL and no bare CR or LF, whatever the text holds")
    func oddText() throws {
        var mail = Self.mail
        mail.text = "a\0b\rc\r\nd\n"
        let octets = try mail.composed()
        #expect(Self.hasLegalLines(octets))
        #expect(try IncomingMail.parse(octets).text == "ab\nc\nd\n")
        mail.text = ""
        #expect(Self.hasLegalLines(try mail.composed()))
    }

    private static let mail = OutgoingMail(
        from: Mailbox(name: "Medborgarsupport", address: "support@example.org"),
        to: [Mailbox(name: "Åsa Öhrn", address: "asa@example.net")],
        subject: "Sv: Kan inte logga in",
        text: "Hej Åsa!\n\nVälkommen åter.\n",
        messageID: "1042.1@desk.example.org",
        date: Date(timeIntervalSince1970: 1_767_225_600)
    )

    private static func hasLegalLines(_ octets: [UInt8]) -> Bool {
        let lines = octets.split(separator: 0x0A, omittingEmptySubsequences: false)
        return lines.last?.isEmpty == true
            && lines.dropLast().allSatisfy { line in
                line.last == 0x0D && line.count <= 999 && !line.dropLast().contains(0x0D)
                    && !line.contains(0)
            }
    }
}
