import MailProtocols
import Testing

@Suite("An LMTP delivery")
struct LMTPDeliveryTests {
    @Test("pauses the session, which then goes on with what was pipelined")
    func pipelinedMeanwhile() {
        var session = Self.sessionWithDelivery()
        #expect(session.receive(Array("NOOP\r\nMAIL FROM".utf8)).isEmpty)
        #expect(session.receive(Array(":<>\r\n".utf8)).isEmpty)
        #expect(session.bufferedBytes == 20)
        let actions = session.delivered([.accepted, .tryLater])
        #expect(
            Self.texts(actions) == [
                "250 2.0.0 accepted", "451 4.3.0 try again later", "250 2.0.0 ok",
                "250 2.1.0 sender ok",
            ]
        )
        #expect(session.bufferedBytes == 0)
    }

    @Test("keeps what was sent in the same octets as the message")
    func pipelinedInOneCall() {
        var session = Self.sessionInData()
        let actions = session.receive(Array("x\r\n.\r\nNOOP\r\nQUIT\r\n".utf8))
        #expect(actions.count == 1)
        #expect(
            Self.texts(session.delivered([.accepted, .refused])) == [
                "250 2.0.0 accepted", "554 5.7.1 refused", "250 2.0.0 ok",
                "221 2.0.0 desk closing connection", "(closed)",
            ]
        )
    }

    @Test("keeps so much of what follows and not more", arguments: [-1, 0, 1])
    func pipelinedBytes(difference: Int) {
        // (2 recipients + 8) lines of 512 octets each.
        var session = Self.sessionWithDelivery(
            limits: LMTPLimits(recipientsMax: 2, commandLineBytesMax: 512)
        )
        let noise = [UInt8](repeating: 0x78, count: 5120 + difference)
        #expect(session.receive(noise).isEmpty)
        #expect(session.receive(Array("".utf8)).isEmpty)
        #expect(session.bufferedBytes == (difference <= 0 ? noise.count : 0))
        let texts = Self.texts(session.delivered([.accepted, .accepted]))
        let farewell = ["421 4.7.0 too much sent without waiting for an answer", "(closed)"]
        #expect(texts.dropFirst(2) == (difference <= 0 ? [] : farewell[...]))
    }

    @Test("is finished before the session ends for a shutdown")
    func shutdownWhileDelivering() {
        var session = Self.sessionWithDelivery()
        #expect(session.shutdown().isEmpty)
        #expect(session.receive(Array("NOOP\r\n".utf8)).isEmpty)
        #expect(
            Self.texts(session.delivered([.accepted, .accepted])) == [
                "250 2.0.0 accepted", "250 2.0.0 accepted",
                "421 4.3.2 service is shutting down", "(closed)",
            ]
        )
        #expect(session.receive(Array("NOOP\r\n".utf8)).isEmpty)
        #expect(session.shutdown().isEmpty)
    }

    @Test("is still made when the shutdown comes in the middle of the message")
    func shutdownWhileReading() {
        var session = Self.sessionInData()
        #expect(session.shutdown().isEmpty)
        #expect(session.receive(Array("x\r\n.\r\n".utf8)).count == 1)
        #expect(Self.texts(session.delivered([.accepted, .accepted])).last == "(closed)")
    }

    @Test("that is refused by us also ends the session after a shutdown")
    func shutdownBeforeFault() {
        var session = Self.sessionInData()
        _ = session.shutdown()
        #expect(
            Self.texts(session.receive(Array("x\n\r\n.\r\nNOOP\r\n".utf8))) == [
                "554 5.6.0 bare LF in the message", "554 5.6.0 bare LF in the message",
                "421 4.3.2 service is shutting down", "(closed)",
            ]
        )
    }

    @Test("is not disturbed by an idle timeout, which ends any other state")
    func idleTimeout() {
        var session = Self.sessionWithDelivery()
        #expect(session.idleTimeout().isEmpty)
        _ = session.delivered([.accepted, .accepted])
        let farewell = ["421 4.4.2 nothing heard for too long", "(closed)"]
        #expect(Self.texts(session.idleTimeout()) == farewell)
        #expect(session.idleTimeout().isEmpty)
        session = Self.sessionInData()
        _ = session.receive(Array("half".utf8))
        #expect(Self.texts(session.idleTimeout()) == farewell)
        #expect(session.bufferedBytes == 0)
    }

    @Test("needs no memory when none was asked for: a budget outside a message changes nothing")
    func overBudgetOutsideMessage() {
        var session = Self.sessionWithDelivery()
        session.overBudget()
        _ = session.delivered([.accepted, .accepted])
        session.overBudget()
        #expect(Self.texts(session.receive(Array("NOOP\r\n".utf8))) == ["250 2.0.0 ok"])
    }

    @Test("is answered in lines that cannot break the protocol")
    func replyBytes() {
        let odd = LMTPReply(code: 451, enhanced: "4.3.0", text: "å\r\n250 ok\0")
        #expect(String(decoding: odd.bytes, as: UTF8.self) == "451 4.3.0 ???250 ok?\r\n")
        let long = LMTPReply(
            code: 250,
            enhanced: nil,
            lines: [String(repeating: "x", count: 600), "end"]
        )
        #expect(long.bytes.count == 512 + 9)
        #expect(long.text.hasSuffix("x\nend"))
        #expect(LMTPReply.accepted.isPositive && !LMTPReply.accepted.isTemporary)
        #expect(LMTPReply.tryLater.isTemporary && !LMTPReply.refused.isTemporary)
    }

    private static func sessionInData(limits: LMTPLimits = LMTPLimits()) -> LMTPSession {
        var session = LMTPSession(serverName: "desk", limits: limits) { _ in true }
        let commands = "LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"
        #expect(session.receive(Array(commands.utf8)).count == 5)
        return session
    }

    private static func sessionWithDelivery(limits: LMTPLimits = LMTPLimits()) -> LMTPSession {
        var session = sessionInData(limits: limits)
        let envelope = LMTPEnvelope(reversePath: nil, recipients: ["a@b", "c@d"])
        #expect(
            session.receive(Array("x\r\n.\r\n".utf8))
                == [.deliver(envelope, message: Array("x\r\n".utf8))]
        )
        return session
    }

    private static func texts(_ actions: [LMTPSession.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .reply(let reply): String(decoding: reply.bytes.dropLast(2), as: UTF8.self)
            case .deliver: "(deliver)"
            case .close: "(closed)"
            }
        }
    }
}
