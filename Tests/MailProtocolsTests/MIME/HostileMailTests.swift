import DeskTesting
import Foundation
import MailProtocols
import Testing

@Suite("A hostile or broken mail")
struct HostileMailTests {
    @Test("is survived when it ends anywhere")
    func everyPrefix() {
        for count in 0...WrittenMail.rich.count {
            // Only the empty ones may be refused, and nothing may trap.
            let mail = try? IncomingMail.parse(Array(WrittenMail.rich[..<count]))
            #expect(mail != nil || count == 0)
        }
    }

    @Test("is survived when any octet of it is another one")
    func byteFlips() {
        var random = SeededRandom(seed: 5322)
        for position in WrittenMail.rich.indices {
            var octets = WrittenMail.rich
            octets[position] = UInt8.random(in: .min ... .max, using: &random)
            let mail = try? IncomingMail.parse(octets)
            #expect(mail != nil)
            if let mail { _ = QuotedText.fold(mail.text) }
        }
    }

    @Test("is survived when it is noise")
    func noise() {
        var random = SeededRandom(seed: 2045)
        for _ in 0..<300 {
            let count = Int.random(in: 1...400, using: &random)
            let octets = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            // Noise may be no mail, but what stands under a header is.
            _ = try? IncomingMail.parse(octets)
            let page = WrittenMail.octets("Content-Type: text/html", body: octets)
            #expect((try? IncomingMail.parse(page)) != nil)
        }
    }

    @Test("of ten megabytes of blanks has no text")
    func blanks() throws {
        let blanks = [UInt8](repeating: 0x20, count: 10_000_000)
        let body = try IncomingMail.parse(WrittenMail.octets("Subject: x", body: blanks))
        #expect(PlainTextCheck.isBlank(body.text) && body.text.utf8.count <= 2_097_152)
        let header = Array("Subject: x".utf8) + blanks + Array("y\r\n\r\nHej".utf8)
        let subject = try IncomingMail.parse(header)
        #expect(subject.subject == "x")
        #expect(subject.text == "Hej")
        #expect(
            subject.problems == ["header is longer than 1048576 octets: the rest of it is left out"]
        )
    }

    @Test("of ten thousand parts is read up to the limit")
    func manyParts() throws {
        let mail = try IncomingMail.parse(Self.multipart(parts: 10_000))
        #expect(mail.text.split(separator: "\n").count == 499)
        #expect(mail.problems == ["more than 500 parts: the rest is left out"])
    }

    @Test("of a few more parts than the limit loses only those", arguments: [-1, 0, 1])
    func partsMax(difference: Int) throws {
        // The multipart itself is one of them.
        let octets = Self.multipart(parts: 9 + difference)
        let mail = try IncomingMail.parse(octets, limits: MIMELimits(partsMax: 10))
        #expect(mail.text.split(separator: "\n").count == 9 + min(difference, 0))
        #expect(mail.problems.isEmpty == (difference <= 0))
    }

    @Test("of very many parts is refused before it costs memory")
    func countlessParts() {
        #expect(throws: MIMEError.tooComplex) {
            try IncomingMail.parse(Self.multipart(parts: 100_000, content: ""))
        }
    }

    @Test(
        "of very many parts is refused though its boundary is written so that it is hard to read",
        arguments: [
            "\"=?us-ascii?q?a?=\"", "=?us-ascii?q?a?=", "a b", "a\t b;", "a\r\n b", "a (b)",
            "\"\u{E5}\"", "\u{E5}", "\"a\\b\"",
        ]
    )
    func hiddenBoundary(boundary: String) throws {
        let head = "Content-Type: multipart/mixed; boundary=\(boundary)\r\n\r\n"
        // Latin-1, as the letters above are one octet each.
        let octets = head.unicodeScalars.map { UInt8($0.value) }
        let parts = Array(String(repeating: "--a\r\n\r\n", count: 30_000).utf8)
        #expect(throws: MIMEError.tooComplex) { try IncomingMail.parse(octets + parts) }
        // A few parts are read, however the boundary is written.
        #expect(throws: Never.self) { try IncomingMail.parse(octets + parts.prefix(700)) }
    }

    @Test(
        "is not what has dashed lines and a boundary that is plain to read",
        arguments: [
            "b", "b ", "b;x=y", "b ; x=y", "b\r\n ; x=y", "\"b\" x=y", "\"b\"; x=y",
            "\r\n b", "b\r\nX-Other: y", "\"=_b?=\"",
        ]
    )
    func plainBoundary(boundary: String) throws {
        let rows = String(repeating: "--a\r\n", count: 30_000)
        let head = "Content-Type: multipart/mixed; boundary=\(boundary)\r\n\r\n"
        #expect(throws: Never.self) {
            try IncomingMail.parse(Array("\(head)--b\r\n\r\n\(rows)--b--\r\n".utf8))
        }
    }

    @Test(
        "that says very many boundaries is read by its dashed lines alone",
        arguments: [2047, 2048, 2049]
    )
    func boundariesMax(count: Int) throws {
        let head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
        // The header's own is one of them.
        let others = (1..<count).map { "boundary=x\($0)\r\n" }.joined()
        let rows = String(repeating: "--a\r\n", count: 20_100)
        let octets = Array("\(head)\(others)\(rows)--b--\r\n".utf8)
        if count <= 2048 {
            #expect(throws: Never.self) { try IncomingMail.parse(octets) }
        } else {
            #expect(throws: MIMEError.tooComplex) { try IncomingMail.parse(octets) }
        }
    }

    @Test("of boundaries in boundaries is read")
    func boundariesInBoundaries() throws {
        let line = String(repeating: "boundary=", count: 110) + "\n"
        let text = String(repeating: line, count: 2_000)
        #expect(try WrittenMail.parsed("Subject: x", body: text).text.utf8.count == 1_982_000)
    }

    @Test("loses an address that is too long, and nothing else", arguments: [-1, 0, 1])
    func addressBytesMax(difference: Int) throws {
        let local = String(repeating: "a", count: 512 + difference - "@b.se".utf8.count)
        let mail = try WrittenMail.parsed(
            "From: \(local)@b.se, Bo <bo@b.se>",
            "Reply-To: \(local)@b.se"
        )
        let isKept = difference <= 0
        #expect(mail.from.count == (isKept ? 2 : 1))
        #expect(mail.from.last == Mailbox(name: "Bo", address: "bo@b.se"))
        #expect(mail.replyTo.count == (isKept ? 1 : 0))
        let said = "an address is longer than 512 octets: it is left out"
        #expect(mail.problems == (isKept ? [] : [said]))
        #expect(mail.exceeded.isEmpty)
    }

    @Test("keeps no more of a name or a word than somebody reads")
    func nameBytesMax() throws {
        // What looks like one letter.
        let name = "e" + String(repeating: "\u{301}", count: 100_000)
        let mail = try WrittenMail.parsed(
            "From: \(name) <bo@b.se>",
            "Auto-Submitted: \(name)",
            "Content-Type: image/png",
            "Content-Disposition: attachment; filename=\"\(name)\""
        )
        #expect(mail.from.first?.name?.utf8.count == 999)
        #expect(mail.attachments.first?.name?.utf8.count == 999)
        #expect(mail.automaticReason?.unicodeScalars.count == "Auto-Submitted: ".count + 40)
    }

    @Test("whose flowed text is too long has it cut before its lines are joined")
    func flowed() throws {
        let octets = WrittenMail.octets(
            "Content-Type: text/plain; format=flowed; delsp=yes",
            body: String(repeating: "a \n", count: 2_000)
        )
        let mail = try IncomingMail.parse(octets, limits: MIMELimits(textBytesMax: 3_000))
        #expect(mail.text == String(repeating: "a", count: 1_000))
        #expect(mail.problems == ["text is longer than 3000 octets: the rest is left out"])
    }

    @Test("that reports on a letter is read as far as a report goes", arguments: [true, false])
    func report(isNear: Bool) throws {
        let filler = String(repeating: "\n", count: isNear ? 30_000 : 40_000)
        let fields = "Final-Recipient: rfc822; bo@b.se\nAction: failed\nStatus: 5.1.1\n"
        let mail = try WrittenMail.parsed(
            "Content-Type: multipart/report; boundary=b",
            body: "--b\nContent-Type: message/delivery-status\n\n\(filler)\(fields)\n--b--\n"
        )
        #expect(mail.deliveryStatus?.recipients.map(\.addresses) == (isNear ? [["bo@b.se"]] : nil))
    }

    @Test("of multiparts in multiparts is read down to the limit", arguments: [49, 50, 51, 1000])
    func depth(depth: Int) throws {
        let mail = try IncomingMail.parse(Self.nested(depth: depth))
        #expect(mail.text == (depth <= 50 ? "Hej" : ""))
        #expect(mail.problems.contains { $0.hasPrefix("nested deeper") } == (depth > 50))
    }

    @Test("of a thousand levels and a million dashed lines is refused")
    func comparisons() {
        let dashes = Array(String(repeating: "--x\r\n", count: 600_000).utf8)
        #expect(throws: MIMEError.tooComplex) {
            try IncomingMail.parse(Self.nested(depth: 1000, content: dashes))
        }
    }

    @Test("of a million references keeps a thousand and says so")
    func references() throws {
        let lines = (0..<1_000_000).map { " <r\($0)@x>\r\n" }.joined()
        let mail = try IncomingMail.parse(Array("References:\r\n\(lines)\r\nHej".utf8))
        #expect(mail.references.count == 1000)
        #expect(mail.exceeded == [.headers, .references])
        #expect(mail.references.first == "r0@x")
        #expect(mail.text == "Hej")
    }

    @Test("cannot exhaust the stack by groups in groups or mails in mails")
    func recursion() throws {
        for (name, count) in [("From", 500_000), ("To", 2000), ("cc", 2000), ("Resent-To", 2000)] {
            let octets = Array("\(name): \(String(repeating: "a:", count: count))\r\n\r\nHej".utf8)
            let mail = try IncomingMail.parse(octets)
            #expect(mail.text == "Hej")
            #expect(mail.problems == ["an address header is nested too deep"])
        }
        let inner = String(repeating: "Content-Type: message/rfc822\r\n\r\n", count: 20_000)
        #expect(try IncomingMail.parse(Array("\(inner)Hej".utf8)).attachments.count == 1)
        let hidden =
            "Content-Type: message/rfc822\r\n\r\nTo: "
            + String(repeating: "a:", count: 400_000) + "\r\n\r\nHej"
        #expect(try IncomingMail.parse(Array(hidden.utf8)).problems.count == 1)
    }

    @Test("of very many headers within a part is refused")
    func partHeaders() {
        let head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        let lines = String(repeating: "X: y\r\n", count: 400_000)
        #expect(throws: MIMEError.tooComplex) {
            try IncomingMail.parse(Array("\(head)\(lines)\r\nHej".utf8))
        }
    }

    @Test("of long texts that look like a structure is no crime")
    func innocentDashes() throws {
        let rows = String(repeating: "-- boundary of a table\r\n", count: 30_000)
        let text = "From: logg\r\n" + String(repeating: " 12:34:56 hej\r\n", count: 300)
        let head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
        let mail = try IncomingMail.parse(Array("\(head)\(rows)\(text)--b--\r\n".utf8))
        #expect(mail.text.utf8.count > 690_000)
        #expect(mail.problems.isEmpty)
    }

    @Test("never tells more problems than the limit")
    func problemsMax() throws {
        let parts = (0..<100).map { index in
            "--b\r\nContent-Type: text/plain; charset=x-\(index)\r\n\r\nå\r\n"
        }
        let octets = Array(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n\(parts.joined())--b--".utf8
        )
        #expect(try IncomingMail.parse(octets).problems.count == 50)
    }

    @Test("keeps so many addresses of a header and not more", arguments: [-1, 0, 1])
    func addressesMax(difference: Int) throws {
        let list = (0..<(1000 + difference)).map { "a\($0)@b" }.joined(separator: ",\n ")
        let mail = try WrittenMail.parsed("To: \(list)")
        #expect(mail.to.count == 1000 + min(difference, 0))
        #expect(mail.exceeded == (difference > 0 ? [.addresses] : []))
    }

    @Test("keeps so many header fields and not more", arguments: [-1, 0, 1])
    func headersMax(difference: Int) throws {
        let fields = (1..<(2_000 + difference)).map { "X-A: \($0)\r\n" }.joined()
        let mail = try IncomingMail.parse(Array("Subject: x\r\n\(fields)\r\nHej".utf8))
        #expect(mail.headers.count == 2_000 + min(difference, 0))
        #expect(mail.exceeded == (difference > 0 ? [.headers] : []))
        #expect(mail.text == "Hej")
    }

    @Test("keeps so much of its content and not more", arguments: [-1, 0, 1])
    func decodedBytesMax(difference: Int) throws {
        let file = String(repeating: "a", count: 1_024 + difference - "Hej".utf8.count)
        let mail = try IncomingMail.parse(
            WrittenMail.octets(
                "Content-Type: multipart/mixed; boundary=b",
                body: """
                    --b

                    Hej
                    --b
                    Content-Type: application/octet-stream; name=a.bin

                    \(file)
                    --b--
                    """
            ),
            limits: MIMELimits(decodedBytesMax: 1_024)
        )
        #expect(mail.attachments.map(\.bytes.count) == (difference > 0 ? [] : [file.utf8.count]))
        #expect(mail.exceeded == (difference > 0 ? [.decodedBytes] : []))
        // What is printed of a mail stays short.
        #expect(!"\(mail.attachments)".contains("97, 97"))
        #expect(mail.text == "Hej")
    }

    @Test("is read for so long and not longer", arguments: [true, false])
    func timeMax(isOver: Bool) throws {
        let mail = try IncomingMail.parse(
            WrittenMail.octets("Subject: x", body: "Hej"),
            limits: MIMELimits(timeMax: isOver ? .zero : .seconds(60))
        )
        #expect(mail.exceeded == (isOver ? [.time] : []))
        #expect(mail.text == (isOver ? "" : "Hej"))
    }

    @Test("keeps its header up to the limit", arguments: [-1, 0, 1])
    func headersBytesMax(difference: Int) throws {
        let head = "Subject: x\r\nX-Fill: "
        let fill = String(repeating: "y", count: 2000 + difference - head.utf8.count - 2)
        let mail = try IncomingMail.parse(
            Array("\(head)\(fill)\r\n\r\nHej".utf8),
            limits: MIMELimits(headersBytesMax: 2000)
        )
        #expect(mail.problems.isEmpty == (difference <= 0))
        #expect(mail.subject == "x" && mail.text == "Hej")
    }

    @Test("keeps its text up to the limit", arguments: [-1, 0, 1])
    func textBytesMax(difference: Int) throws {
        let octets = WrittenMail.octets(
            "Subject: x",
            body: [UInt8](repeating: 0x61, count: 2000 + difference)
        )
        let mail = try IncomingMail.parse(octets, limits: MIMELimits(textBytesMax: 2000))
        #expect(mail.text.utf8.count == 2000 + min(difference, 0))
        #expect(mail.problems.isEmpty == (difference <= 0))
    }

    private static func multipart(parts: Int, content: String = "\r\nord") -> [UInt8] {
        let head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        let part = "--b\r\n\(content)\r\n"
        return Array("\(head)\(String(repeating: part, count: parts))--b--\r\n".utf8)
    }

    private static func nested(depth: Int, content: [UInt8] = Array("Hej".utf8)) -> [UInt8] {
        let opening = (0..<depth).map {
            "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n"
        }
        let closing = (0..<depth).reversed().map { "\r\n--b\($0)--" }
        return Array("\(opening.joined())\r\n".utf8) + content + Array(closing.joined().utf8)
    }
}

private enum PlainTextCheck {
    static func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy { $0 <= 0x20 } }
}
