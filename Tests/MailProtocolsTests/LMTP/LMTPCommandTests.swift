import MailProtocols
import Testing

@Suite("LMTP commands")
struct LMTPCommandTests {
    @Test("greet, tell the extensions, take a message and say goodbye: the golden transcript")
    func goldenTranscript() {
        var dialogue = LMTPDialogue()
        dialogue.say(
            "LHLO mx.example.org",
            "MAIL FROM:<anna@example.net> SIZE=120 BODY=8BITMIME",
            "RCPT TO:<support@example.org>",
            "RCPT TO:<nobody@example.org>",
            "RCPT TO:<second@example.org>",
            "DATA",
            "Subject: Hej",
            "",
            "..en punkt",
            ".",
            "QUIT"
        )
        #expect(
            dialogue.answers() == [
                "220 desk.example.org LMTP ready",
                "250-desk.example.org",
                "250-PIPELINING",
                "250-8BITMIME",
                "250-SMTPUTF8",
                "250-ENHANCEDSTATUSCODES",
                "250 SIZE 26214400",
                "250 2.1.0 sender ok",
                "250 2.1.5 recipient ok",
                "550 5.1.1 no such mailbox here",
                "250 2.1.5 recipient ok",
                "354 end the message with <CRLF>.<CRLF>",
                "(deliver <anna@example.net> [\"support@example.org\", \"second@example.org\"] 27)",
                "250 2.0.0 accepted",
                "250 2.0.0 accepted",
                "221 2.0.0 desk.example.org closing connection",
                "(closed)",
            ]
        )
        #expect(dialogue.messages == [Array("Subject: Hej\r\n\r\n.en punkt\r\n".utf8)])
        #expect(dialogue.envelopes.first?.declaredBytes == 120)
        #expect(dialogue.envelopes.first?.smtpUTF8 == false)
    }

    @Test(
        "are answered one by one",
        arguments: [
            ("NOOP", "250 2.0.0 ok"),
            ("noop whatever", "250 2.0.0 ok"),
            ("RSET", "250 2.0.0 ok"),
            ("RSET now", "501 5.5.4 this command takes no argument"),
            ("VRFY support", "252 2.5.0 cannot verify, but will take a message and try"),
            ("VRFY", "501 5.5.4 VRFY wants a name"),
            ("HELO mx.example.org", "500 5.5.1 this is LMTP: say LHLO"),
            ("EHLO mx.example.org", "500 5.5.1 this is LMTP: say LHLO"),
            ("BDAT 10 LAST", "502 5.5.1 command not implemented"),
            ("STARTTLS", "502 5.5.1 command not implemented"),
            ("AUTH PLAIN", "502 5.5.1 command not implemented"),
            ("GET / HTTP/1.1", "500 5.5.1 command not recognized"),
            ("", "500 5.5.1 command not recognized"),
            ("LHLO", "501 5.5.4 LHLO wants the name of the client"),
            ("LHLO two names", "501 5.5.4 LHLO wants the name of the client"),
            ("NO\u{0}OP", "500 5.5.2 control characters in a command"),
            ("NOOP\rNOOP", "500 5.5.2 control characters in a command"),
            ("RCPT TO:<support@example.org>", "503 5.5.1 say MAIL first"),
            ("DATA", "503 5.5.1 say MAIL first"),
            ("DATA now", "501 5.5.4 this command takes no argument"),
            ("MAIL", "501 5.5.4 FROM: is missing"),
            ("MAIL TO:<a@b>", "501 5.5.4 FROM: is missing"),
        ]
    )
    func singleCommand(line: String, answer: String) {
        var dialogue = LMTPDialogue.greeted()
        dialogue.say(line)
        #expect(dialogue.answers() == [answer])
    }

    @Test(
        "name a sender in any of these forms",
        arguments: [
            ("MAIL FROM:<>", ""),
            ("mail from: <anna@example.net>", "anna@example.net"),
            ("MAIL FROM:<anna@example.net> ", "anna@example.net"),
            ("MAIL FROM:<@relay.example,@b.example:anna@example.net>", "anna@example.net"),
            ("MAIL FROM:<\"anna\"@example.net>", "anna@example.net"),
            ("MAIL FROM:<\"an\\na b\"@example.net>", "\"anna b\"@example.net"),
            ("MAIL FROM:<\"a\\\"b\\\\c\"@example.net>", "\"a\\\"b\\\\c\"@example.net"),
            ("MAIL FROM:<\"\"@example.net>", "\"\"@example.net"),
            ("MAIL FROM:<anna@[192.0.2.1]>", "anna@[192.0.2.1]"),
            ("MAIL FROM:<anna@[IPv6:2001:db8::1]>", "anna@[IPv6:2001:db8::1]"),
            ("MAIL FROM:<anna@[x400:abc]>", "anna@[x400:abc]"),
            ("MAIL FROM:<bounce=1+a@my_host.example>", "bounce=1+a@my_host.example"),
            ("MAIL FROM:<å@exempel.se> SMTPUTF8", "å@exempel.se"),
            ("MAIL FROM:<jörgen@example.net>", "jörgen@example.net"),
            ("MAIL FROM:<a@smörgås.se> SIZE=0 smtputf8 BODY=7bit", "a@smörgås.se"),
        ]
    )
    func senders(line: String, reversePath: String) {
        var dialogue = LMTPDialogue.greeted()
        dialogue.say(line, "RCPT TO:<support@example.org>", "DATA", ".")
        #expect(dialogue.envelopes.map { $0.reversePath ?? "" } == [reversePath])
    }

    @Test(
        "refuse a sender that is no path",
        arguments: [
            "<", "<>x", "anna@example.net", "<anna>", "<anna@>", "<@example.net>",
            "<anna@@example.net>", "<anna@example..net>", "<anna@.example>", "<anna@example.net.>",
            "<a..b@example.net>", "<.a@example.net>", "<a.@example.net>", "<anna@-a.example>",
            "<\"anna@example.net>", "<\"a\"b@example.net>", "<an na@example.net>",
            "<anna@[192.0.2.256]>", "<anna@[IPv6:g::1]>", "<anna@[]>", "<anna@[1.2.3.4>",
            "<@relay.example anna@example.net>", "<@relay.example,anna@example.net>",
            "<anna@example.net", "<anna@example.net>SIZE=1", "<anna@\(label(64)).example>",
        ]
    )
    func badSenders(path: String) {
        var dialogue = LMTPDialogue.greeted()
        dialogue.say("MAIL FROM:\(path)")
        #expect(dialogue.answers() == ["501 5.1.7 bad sender address"])
    }

    @Test(
        "refuse parameters that mean nothing here",
        arguments: [
            ("SIZE", "501 5.5.4 SIZE wants a number"),
            ("SIZE=", "501 5.5.4 SIZE wants a number"),
            ("SIZE=-1", "501 5.5.4 SIZE wants a number"),
            ("SIZE=111111111111111111111", "501 5.5.4 SIZE wants a number"),
            ("SIZE=99999999999999999999", "552 5.3.4 message is over the size limit"),
            ("SIZE=1 SIZE=1", "501 5.5.4 parameter given twice"),
            ("BODY=BINARYMIME", "501 5.5.4 BODY is 7BIT or 8BITMIME"),
            ("BODY", "501 5.5.4 BODY is 7BIT or 8BITMIME"),
            ("SMTPUTF8=1", "501 5.5.4 SMTPUTF8 takes no value"),
            ("AUTH=<>", "555 5.5.4 parameter not recognized"),
            ("=", "555 5.5.4 parameter not recognized"),
        ]
    )
    func badParameters(parameters: String, answer: String) {
        var dialogue = LMTPDialogue.greeted()
        dialogue.say("MAIL FROM:<anna@example.net> \(parameters)")
        #expect(dialogue.answers() == [answer])
    }

    @Test(
        "name a recipient only in a form that can be one of ours",
        arguments: [
            ("<support@example.org>", "250 2.1.5 recipient ok"),
            ("<@relay.example:support@example.org>", "250 2.1.5 recipient ok"),
            ("<\"a b\"@example.org>", "250 2.1.5 recipient ok"),
            ("<postmaster>", "250 2.1.5 recipient ok"),
            ("<support@[IPv6:2001:db8::1]>", "250 2.1.5 recipient ok"),
            ("<support@example.net>", "550 5.1.1 no such mailbox here"),
            ("<>", "501 5.1.3 a recipient cannot be the null path"),
            ("<support>", "501 5.1.3 bad recipient address"),
            ("support@example.org", "501 5.1.3 bad recipient address"),
            ("<support@example.org>x", "501 5.1.3 bad recipient address"),
            ("<support@example.org> NOTIFY=NEVER", "555 5.5.4 parameter not recognized"),
            (
                "<å@example.org>",
                "553 5.6.7 address is not ASCII and SMTPUTF8 was not said"
            ),
        ]
    )
    func recipients(path: String, answer: String) {
        var dialogue = LMTPDialogue.greeted()
        dialogue.say("MAIL FROM:<>")
        _ = dialogue.answers()
        dialogue.say("RCPT TO:\(path)")
        #expect(dialogue.answers() == [answer])
    }

    @Test("take recipients outside ASCII only after SMTPUTF8, and all only in UTF-8")
    func internationalAddresses() {
        var dialogue = LMTPDialogue.greeted()
        dialogue.say("MAIL FROM:<å@exempel.se>", "RCPT TO:<å@example.org>", "RSET")
        dialogue.say("MAIL FROM:<anna@example.net> SMTPUTF8", "RCPT TO:<å@example.org>")
        dialogue.say("RSET")
        dialogue.send(Array("MAIL FROM:<".utf8) + [0xE5] + Array("@exempel.se> SMTPUTF8\r\n".utf8))
        dialogue.send(Array("MAIL FROM:<".utf8) + [0xE5] + Array("@exempel.se>\r\n".utf8))
        #expect(
            dialogue.answers() == [
                "250 2.1.0 sender ok",
                "553 5.6.7 address is not ASCII and SMTPUTF8 was not said",
                "250 2.0.0 ok",
                "250 2.1.0 sender ok",
                "250 2.1.5 recipient ok",
                "250 2.0.0 ok",
                "501 5.1.7 bad sender address",
                "501 5.1.7 bad sender address",
            ]
        )
    }

    @Test("keep their order: no MAIL before LHLO, none inside another, no DATA without recipients")
    func order() {
        var dialogue = LMTPDialogue()
        _ = dialogue.answers()
        dialogue.say("MAIL FROM:<>")
        dialogue.say("LHLO mx")
        dialogue.say("MAIL FROM:<>", "MAIL FROM:<>", "DATA")
        dialogue.say("RCPT TO:<nobody@example.org>", "DATA", "LHLO mx", "DATA")
        #expect(
            dialogue.answers().filter { !$0.hasPrefix("250-") } == [
                "503 5.5.1 say LHLO first",
                "250 SIZE 26214400",
                "250 2.1.0 sender ok",
                "503 5.5.1 MAIL was said already",
                "503 5.5.1 no valid recipients",
                "550 5.1.1 no such mailbox here",
                "503 5.5.1 no valid recipients",
                "250 SIZE 26214400",
                "503 5.5.1 say MAIL first",
            ]
        )
    }

    @Test("refuse a bare LF and want a new greeting after it")
    func bareLineFeed() {
        var dialogue = LMTPDialogue.greeted()
        dialogue.say("MAIL FROM:<anna@example.net>")
        dialogue.send(Array("RCPT TO:<x@example.org\nRCPT TO:<support@example.org>\r\n".utf8))
        dialogue.say("MAIL FROM:<anna@example.net>")
        #expect(
            dialogue.answers() == [
                "250 2.1.0 sender ok",
                "500 5.5.2 bare LF: a line ends in CRLF",
                "503 5.5.1 say MAIL first",
                "503 5.5.1 say LHLO first",
            ]
        )
    }
}

private func label(_ count: Int) -> String { String(repeating: "a", count: count) }
