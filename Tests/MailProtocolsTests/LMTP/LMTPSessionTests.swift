import DeskTesting
import MailProtocols
import Testing

@Suite("An LMTP session")
struct LMTPSessionTests {
    @Test("gives the same transcript however its input is cut in two")
    func everySplit() {
        let whole = Self.transcript(of: [Self.dialogue])
        #expect(whole.count > 30)
        for cut in 0...Self.dialogue.count {
            let halves = [Array(Self.dialogue[..<cut]), Array(Self.dialogue[cut...])]
            #expect(Self.transcript(of: halves) == whole, "cut at \(cut)")
        }
    }

    @Test("gives the same transcript when its input comes octet by octet")
    func octetByOctet() {
        let whole = Self.transcript(of: [Self.dialogue])
        #expect(Self.transcript(of: Self.dialogue.map { [$0] }) == whole)
    }

    @Test("survives the end of its input anywhere")
    func everyPrefix() {
        let whole = Self.transcript(of: [Self.dialogue])
        for count in 0...Self.dialogue.count {
            var dialogue = Self.freshDialogue()
            dialogue.send(Array(Self.dialogue[..<count]))
            #expect(whole.starts(with: dialogue.answers()), "cut at \(count)")
        }
    }

    @Test("survives any octet being another one")
    func byteFlips() {
        var random = SeededRandom(seed: 2033)
        for position in Self.dialogue.indices {
            var bytes = Self.dialogue
            bytes[position] = UInt8.random(in: .min ... .max, using: &random)
            #expect(!Self.transcript(of: [bytes]).isEmpty)
        }
    }

    @Test("ends after too many errors, and not before", arguments: [0, 1, 20])
    func tooManyErrors(errorsMax: Int) {
        var dialogue = LMTPDialogue.greeted(limits: LMTPLimits(errorsMax: errorsMax))
        for _ in 0..<errorsMax { dialogue.say("HALLO") }
        #expect(
            dialogue.answers()
                == [String](
                    repeating: "500 5.5.1 command not recognized",
                    count: errorsMax
                )
        )
        dialogue.say("NOOP", "HALLO", "NOOP")
        #expect(
            dialogue.answers() == ["250 2.0.0 ok", "421 4.7.0 too many errors", "(closed)"]
        )
    }

    @Test("does not count an unknown mailbox as an error of the client")
    func unknownMailboxIsNoError() {
        var dialogue = LMTPDialogue.greeted(limits: LMTPLimits(errorsMax: 0))
        dialogue.say("MAIL FROM:<>", "RCPT TO:<no@example.org>", "RCPT TO:<no@example.org>")
        #expect(dialogue.answers().last == "550 5.1.1 no such mailbox here")
    }

    @Test("takes so many recipients and not one more", arguments: [1, 2, 100])
    func recipientsMax(limit: Int) {
        var dialogue = LMTPDialogue.greeted(limits: LMTPLimits(recipientsMax: limit))
        dialogue.say("MAIL FROM:<>")
        _ = dialogue.answers()
        for _ in 0..<limit { dialogue.say("RCPT TO:<support@example.org>") }
        #expect(
            dialogue.answers() == [String](repeating: "250 2.1.5 recipient ok", count: limit)
        )
        dialogue.say("RCPT TO:<support@example.org>", "DATA", ".")
        let answers = dialogue.answers()
        #expect(answers.first == "452 4.5.3 too many recipients")
        #expect(answers.filter { $0 == "250 2.0.0 accepted" }.count == limit)
    }

    @Test("takes command lines up to the limit", arguments: [-1, 0, 1], [1, 4096])
    func commandLineBytesMax(difference: Int, chunkBytes: Int) {
        var dialogue = LMTPDialogue.greeted(limits: LMTPLimits(commandLineBytesMax: 512))
        let line = "NOOP " + String(repeating: "x", count: 505 + difference) + "\r\nNOOP\r\n"
        LMTPMessageTests.send(Array(line.utf8), to: &dialogue, chunkBytes: chunkBytes)
        let first = difference <= 0 ? "250 2.0.0 ok" : "500 5.5.2 line too long"
        #expect(dialogue.answers() == [first, "250 2.0.0 ok"])
    }

    @Test("never keeps a command line that does not end")
    func endlessCommand() {
        var dialogue = LMTPDialogue.greeted()
        for _ in 0..<100 {
            dialogue.send([UInt8](repeating: 0x61, count: 50_000))
            #expect(dialogue.session.bufferedBytes <= 4096)
        }
        dialogue.say("")
        #expect(dialogue.answers() == ["500 5.5.2 line too long"])
    }

    @Test("limits the two halves of an address", arguments: [-1, 0, 1])
    func addressLimits(difference: Int) {
        var dialogue = LMTPDialogue.greeted()
        let local = String(repeating: "l", count: 64 + difference)
        let label = String(repeating: "d", count: 63)
        let domain = "\(label).\(label).\(label).\(label.dropLast(difference == -1 ? 1 : 0))"
        #expect(domain.utf8.count == (difference == -1 ? 254 : 255))
        dialogue.say("MAIL FROM:<>")
        _ = dialogue.answers()
        dialogue.say("RCPT TO:<\(local)@example.org>")
        dialogue.say("RCPT TO:<a@\(difference == 1 ? "d." : "")\(domain)>")
        let answer =
            difference <= 0 ? "550 5.1.1 no such mailbox here" : "501 5.1.3 bad recipient address"
        #expect(dialogue.answers() == [answer, answer])
    }

    @Test("takes a sender whose local part is longer than the RFC says")
    func longSender() {
        var dialogue = LMTPDialogue.greeted()
        dialogue.say("MAIL FROM:<\(String(repeating: "l", count: 255))@example.net>", "RSET")
        dialogue.say("MAIL FROM:<\(String(repeating: "l", count: 256))@example.net>")
        #expect(
            dialogue.answers() == [
                "250 2.1.0 sender ok", "250 2.0.0 ok", "501 5.1.7 bad sender address",
            ]
        )
    }

    /// Two good messages, one bad, refused commands, all pipelined.
    private static let dialogue = Array(
        """
        LHLO mx.example.org
        MAIL FROM:<anna@example.net> SIZE=99
        RCPT TO:<support@example.org>
        RCPT TO:<nobody@example.org>
        RCPT TO:<postmaster>
        DATA
        Subject: ett

        ..
        .stuffed
        \u{0}åäö
        .
        NOOP
        MAIL FROM:<å@exempel.se> SMTPUTF8
        RCPT TO:<"a b"@example.org>
        DATA
        bare\rCR
        .
        MAIL FROM:<@a:b@[IPv6:::1]> BODY=8BITMIME
        RSET
        DATA
        HELO x
        MAIL FROM:<>
        RCPT TO:<second@example.org>
        DATA
        .
        \(String(repeating: "x", count: 600))
        VRFY anna
        QUIT
        NOOP

        """.replacingLineFeeds().utf8
    )

    private static func freshDialogue() -> LMTPDialogue {
        LMTPDialogue(limits: LMTPLimits(commandLineBytesMax: 512))
    }

    private static func transcript(of pieces: [[UInt8]]) -> [String] {
        var dialogue = freshDialogue()
        for piece in pieces { dialogue.send(piece) }
        return dialogue.answers() + dialogue.messages.map { "\($0)" }
    }
}

extension String {
    /// The text with CRLF for every LF, as it goes over the wire.
    func replacingLineFeeds() -> String {
        String(decoding: utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }, as: UTF8.self)
    }
}
