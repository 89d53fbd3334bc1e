import MailProtocols
import Testing

@Suite("An LMTP message")
struct LMTPMessageTests {
    @Test("loses the dots that were stuffed, and nothing else")
    func dotUnstuffing() {
        var dialogue = Self.dialogueInData()
        dialogue.send(Array("..\r\n...\r\n.x\r\nx.\r\n\r\n. \r\n.\r\n".utf8))
        #expect(dialogue.messages == [Array(".\r\n..\r\nx\r\nx.\r\n\r\n \r\n".utf8)])
    }

    @Test("may be empty, and may carry NUL and any 8-bit octet")
    func emptyAndBinary() {
        var dialogue = Self.dialogueInData()
        dialogue.send(Array(".\r\n".utf8))
        Self.openTransaction(&dialogue)
        let every = (UInt8.min...UInt8.max).filter { $0 != 0x0D && $0 != 0x0A }
        dialogue.send(every + Array("\r\n.\r\n".utf8))
        #expect(dialogue.messages == [[], every + [0x0D, 0x0A]])
    }

    @Test(
        "is not ended by anything but CRLF . CRLF, and a smuggled second one is never taken",
        arguments: [
            "\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\n.\r", "\r\n\0.\r\n",
            "\r\r\n.\r\r\n",
        ]
    )
    func smuggling(separator: String) {
        var dialogue = Self.dialogueInData()
        dialogue.send(Array("Subject: a\r\n\r\nfirst\(separator)".utf8))
        dialogue.say("MAIL FROM:<admin@example.org>", "RCPT TO:<support@example.org>", "DATA")
        dialogue.send(Array("forged\r\n.\r\n".utf8))
        let answers = dialogue.answers()
        if separator == "\r\n\0.\r\n" {
            #expect(answers.count == 2)
            #expect(dialogue.messages.count == 1)
        } else {
            #expect(answers.count == 1)
            #expect(answers.allSatisfy { $0.hasPrefix("554 5.6.0 bare ") })
            #expect(dialogue.messages.isEmpty)
        }
    }

    @Test("that was refused leaves the connection in order, with one answer for each recipient")
    func refusedMessage() {
        var dialogue = LMTPDialogue.greeted()
        dialogue.say("MAIL FROM:<>", "RCPT TO:<support@example.org>", "RCPT TO:<postmaster>")
        dialogue.say("DATA")
        _ = dialogue.answers()
        dialogue.send(Array("one\ntwo\r\n.\r\n".utf8))
        Self.openTransaction(&dialogue)
        dialogue.say("good", ".")
        #expect(
            dialogue.answers() == [
                "554 5.6.0 bare LF in the message",
                "554 5.6.0 bare LF in the message",
                "(deliver <> [\"support@example.org\"] 6)",
                "250 2.0.0 accepted",
            ]
        )
    }

    @Test("is taken up to its size limit and refused past it", arguments: [-1, 0, 1])
    func size(difference: Int) {
        var dialogue = Self.dialogueInData(limits: LMTPLimits(messageBytesMax: 2000))
        let line = [UInt8](repeating: 0x61, count: 998) + [0x0D, 0x0A]
        // The stuffed dot is not part of the size (RFC 1870 §3).
        let last = [0x2E, 0x2E] + [UInt8](repeating: 0x61, count: 997 + difference)
        dialogue.send(line + last + [0x0D, 0x0A])
        dialogue.say(".")
        #expect(dialogue.messages.map(\.count) == (difference <= 0 ? [2000 + difference] : []))
        #expect(
            dialogue.answers().last
                == (difference <= 0
                    ? "250 2.0.0 accepted" : "552 5.3.4 message is over the size limit")
        )
    }

    @Test("is refused at MAIL when it says it is too large", arguments: [-1, 0, 1])
    func declaredSize(difference: Int) {
        var dialogue = LMTPDialogue.greeted(limits: LMTPLimits(messageBytesMax: 5000))
        dialogue.say("MAIL FROM:<> SIZE=\(5000 + difference)")
        #expect(
            dialogue.answers()
                == [
                    difference <= 0
                        ? "250 2.1.0 sender ok" : "552 5.3.4 message is over the size limit"
                ]
        )
    }

    @Test("has lines up to the limit, however they arrive", arguments: [-1, 0, 1], [1, 7, 5000])
    func lineLength(difference: Int, chunkBytes: Int) {
        var dialogue = Self.dialogueInData(limits: LMTPLimits(textLineBytesMax: 1000))
        let line = [UInt8](repeating: 0x61, count: 998 + difference) + [0x0D, 0x0A]
        Self.send(line + Array("last\r\n.\r\n".utf8), to: &dialogue, chunkBytes: chunkBytes)
        #expect(dialogue.messages.map(\.count) == (difference <= 0 ? [line.count + 6] : []))
        if difference > 0 {
            #expect(dialogue.answers() == ["554 5.6.0 a line of the message is too long"])
        }
    }

    @Test("without any line end is not kept in memory")
    func endlessLine() {
        var dialogue = Self.dialogueInData()
        let chunk = [UInt8](repeating: 0x61, count: 60_000)
        for _ in 0..<100 {
            dialogue.send(chunk)
            #expect(dialogue.session.bufferedBytes <= 65_536)
        }
        dialogue.say("", ".")
        #expect(dialogue.answers() == ["554 5.6.0 a line of the message is too long"])
    }

    @Test("over the limit is not kept in memory")
    func oversizeIsDropped() {
        var dialogue = Self.dialogueInData(limits: LMTPLimits(messageBytesMax: 10_000))
        let line = [UInt8](repeating: 0x61, count: 998) + [0x0D, 0x0A]
        for _ in 0..<100 {
            dialogue.send(line)
            #expect(dialogue.session.bufferedBytes <= 10_000)
        }
        #expect(dialogue.session.bufferedBytes == 0)
    }

    @Test("for which no memory is left is answered 452 for each recipient")
    func overBudget() {
        var dialogue = Self.dialogueInData()
        dialogue.say("one")
        dialogue.change { session in
            session.overBudget()
            return []
        }
        #expect(dialogue.session.bufferedBytes == 0)
        dialogue.say("two", ".", "NOOP")
        #expect(
            dialogue.answers() == [
                "452 4.3.1 no room for this message now, try again later",
                "250 2.0.0 ok",
            ]
        )
    }

    static func dialogueInData(limits: LMTPLimits = LMTPLimits()) -> LMTPDialogue {
        var dialogue = LMTPDialogue.greeted(limits: limits)
        openTransaction(&dialogue)
        return dialogue
    }

    static func openTransaction(_ dialogue: inout LMTPDialogue) {
        let before = dialogue.answers()
        dialogue.say("MAIL FROM:<>", "RCPT TO:<support@example.org>", "DATA")
        _ = dialogue.answers()
        dialogue.restore(before)
    }

    static func send(_ bytes: [UInt8], to dialogue: inout LMTPDialogue, chunkBytes: Int) {
        for start in stride(from: 0, to: bytes.count, by: chunkBytes) {
            dialogue.send(Array(bytes[start..<min(start + chunkBytes, bytes.count)]))
        }
    }
}
