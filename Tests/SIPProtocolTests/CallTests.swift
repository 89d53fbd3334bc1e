import Testing

@testable import SIPProtocol

@Suite("A call between two user agents")
struct CallTests {
    @Test("is made, rings, is answered and ends", arguments: SIPTransport.allCases)
    func plain(over transport: SIPTransport) throws {
        var line = TestLine(over: transport)
        let (caller, called) = try line.call()
        line.act(.exchange) { $0.ring(called, status: 180, at: $1) }
        line.act(.exchange) { $0.answer(called, body: TestLine.otherSession, at: $1) }
        line.act(.helpdesk) { $0.end(caller, at: $1) }
        #expect(
            line.takeLog() == [
                "> INVITE", "< 100 INVITE", "< 180 INVITE", "< 200 INVITE", "> ACK", "> BYE",
                "< 200 BYE",
            ]
        )
        #expect(
            line.takeEvents(.helpdesk) == [
                .progress(caller, status: 180, body: []),
                .answered(caller, body: TestLine.otherSession),
            ]
        )
        #expect(
            line.takeEvents(.exchange) == [.confirmed(called, body: []), .ended(called, .bye)]
        )
        line.pass(.seconds(120))
        #expect(line.takeLog().isEmpty)
        for agent in line.agents {
            #expect(agent.legsCount == 0)
            #expect(agent.transactions.count == 0)
            #expect(agent.dialogs.isEmpty)
            #expect(agent.asked.isEmpty)
            #expect(agent.due == nil)
        }
    }

    @Test("survives the loss of each single message once", arguments: 0..<8)
    func loss(of index: Int) throws {
        var line = TestLine()
        var count = 0
        line.loses = { _ in
            count += 1
            return count - 1 == index
        }
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let caller = try #require(
            line.act(.helpdesk) {
                $0.call(SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session), at: $1)
            }
        )
        line.pass(.seconds(1))
        guard case .incoming(let call)? = line.takeEvents(.exchange).first else {
            Issue.record("the INVITE came never")
            return
        }
        line.act(.exchange) { $0.ring(call.leg, status: 180, at: $1) }
        line.act(.exchange) { $0.answer(call.leg, body: TestLine.otherSession, at: $1) }
        line.pass(.seconds(2))
        #expect(line.takeEvents(.helpdesk).last == .answered(caller, body: TestLine.otherSession))
        #expect(line.takeEvents(.exchange).last == .confirmed(call.leg, body: []))
        line.act(.helpdesk) { $0.end(caller, at: $1) }
        line.pass(.seconds(60))
        #expect(line.takeEvents(.exchange).last == .ended(call.leg, .bye))
        #expect(line.agents.allSatisfy { $0.legsCount == 0 && $0.transactions.count == 0 })
    }

    @Test("is refused as the called wishes", arguments: [486, 403, 480, 603])
    func refusal(with status: Int) throws {
        var line = TestLine()
        let (caller, called) = try line.call()
        line.act(.exchange) { $0.end(called, status: status, at: $1) }
        #expect(line.takeEvents(.helpdesk) == [.refused(caller, status: status)])
        #expect(line.takeLog().suffix(2) == ["< \(status) INVITE", "> ACK"])
        line.pass(.seconds(60))
        #expect(line.agents.allSatisfy { $0.legsCount == 0 && $0.transactions.count == 0 })
    }

    @Test("is taken back while it rings")
    func cancel() throws {
        var line = TestLine()
        let (caller, called) = try line.call()
        line.act(.exchange) { $0.ring(called, status: 180, at: $1) }
        line.log = []
        line.act(.helpdesk) { $0.end(caller, at: $1) }
        #expect(line.takeLog() == ["> CANCEL", "< 200 CANCEL", "< 487 INVITE", "> ACK"])
        #expect(line.takeEvents(.helpdesk).last == .refused(caller, status: 487))
        #expect(line.takeEvents(.exchange).last == .ended(called, .cancelled))
    }

    @Test("is taken back only when the called has been heard of")
    func cancelBeforeProgress() throws {
        var line = TestLine()
        line.isHeld = true
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let caller = try #require(
            line.act(.helpdesk) {
                $0.call(SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session), at: $1)
            }
        )
        line.isHeld = true
        line.act(.helpdesk) { $0.end(caller, at: $1) }
        #expect(line.takeLog().isEmpty)
        line.deliver()
        #expect(
            line.takeLog() == [
                "> INVITE", "< 100 INVITE", "> CANCEL", "< 200 CANCEL", "< 487 INVITE", "> ACK",
            ]
        )
        #expect(line.takeEvents(.helpdesk) == [.refused(caller, status: 487)])
    }

    @Test("that is answered while it is taken back is hung up on, and told as gone")
    func answerCrossesCancel() throws {
        var line = TestLine()
        let (caller, called) = try line.call()
        line.act(.exchange) { $0.ring(called, status: 180, at: $1) }
        line.log = []
        line.isHeld = true
        line.act(.helpdesk) { $0.end(caller, at: $1) }
        line.isHeld = true
        line.act(.exchange) { $0.answer(called, body: TestLine.otherSession, at: $1) }
        line.deliver()
        #expect(
            line.takeLog() == [
                "> CANCEL", "< 200 INVITE", "< 200 CANCEL", "> ACK", "> BYE", "< 200 BYE",
            ]
        )
        #expect(line.takeEvents(.helpdesk).last == .refused(caller, status: 487))
        #expect(line.takeEvents(.exchange).last == .ended(called, .bye))
        #expect(line.agents.allSatisfy { $0.legsCount == 0 })
    }

    @Test("to nobody ends with 408 after 64 × T1")
    func nobody() throws {
        var line = TestLine()
        line.loses = { $0.from == .helpdesk }
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let caller = try #require(
            line.act(.helpdesk) {
                $0.call(SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session), at: $1)
            }
        )
        line.pass(.milliseconds(31_900))
        #expect(line.takeEvents(.helpdesk).isEmpty)
        // 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 seconds.
        #expect(line.takeLog() == Array(repeating: "> INVITE lost", count: 7))
        line.pass(.milliseconds(100))
        #expect(line.takeEvents(.helpdesk) == [.refused(caller, status: 408)])
    }

    @Test("that rings past the limit is taken back", arguments: [-1, 1])
    func ringLimit(seconds: Int) throws {
        var line = TestLine(helpdesk: { $0.ringLimit = .seconds(30) })
        let (caller, called) = try line.call()
        line.act(.exchange) { $0.ring(called, status: 180, at: $1) }
        line.pass(.seconds(30 + seconds))
        let isOver = line.takeEvents(.helpdesk).contains(.refused(caller, status: 487))
        #expect(isOver == (seconds > 0))
    }

    @Test("whose answer is never acknowledged is hung up on after 64 × T1")
    func unacknowledged() throws {
        var line = TestLine()
        let (_, called) = try line.call()
        line.loses = { $0.summary == "ACK" }
        line.act(.exchange) { $0.answer(called, body: TestLine.otherSession, at: $1) }
        line.pass(.seconds(32))
        // At 0, 0.5, 1.5, 3.5 and then every four seconds, each answered with a lost ACK.
        #expect(line.log.count { $0 == "< 200 INVITE" } == 11)
        #expect(line.log.contains("< BYE"))
        #expect(line.takeEvents(.exchange).last == .ended(called, .unacknowledged))
    }

    @Test("without an offer is offered a session in the answer and answered in the ACK")
    func delayedOffer() throws {
        var line = TestLine()
        let (caller, called) = try line.call(body: [])
        line.act(.exchange) { $0.answer(called, body: TestLine.otherSession, at: $1) }
        #expect(line.takeEvents(.helpdesk) == [.answered(caller, body: TestLine.otherSession)])
        #expect(line.takeEvents(.exchange).isEmpty)
        line.act(.helpdesk) { $0.acknowledge(caller, body: TestLine.session, at: $1) }
        #expect(line.takeEvents(.exchange) == [.confirmed(called, body: TestLine.session)])
    }

    @Test("is known by its name for as many calls after its end as may be on, by whoever made it")
    func formerCalls() throws {
        var line = TestLine(helpdesk: { $0.legsMax = 2 })
        var names: [String] = []
        for _ in 0..<3 {
            let (caller, called) = try line.call()
            names.append(try #require(line.agents[0].legs[caller]).invite.envelope.callID)
            #expect(line.agents.allSatisfy { $0.hasCall(named: names[names.count - 1]) })
            line.act(.exchange) { $0.answer(called, body: TestLine.otherSession, at: $1) }
            line.act(.helpdesk) { $0.end(caller, at: $1) }
            line.pass(.seconds(120))
            #expect(line.agents.allSatisfy { $0.legsCount == 0 })
        }
        #expect(names.map { line.agents[0].hasCall(named: $0) } == [false, true, true])
        #expect(!names.contains { line.agents[1].hasCall(named: $0) })
    }

    @Test("past the limit of calls is refused with 503", arguments: [0, 1])
    func legLimit(beyond: Int) throws {
        var line = TestLine(exchange: { $0.legsMax = 2 })
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        for _ in 0..<2 + beyond {
            line.act(.helpdesk) {
                _ = $0.call(SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session), at: $1)
            }
        }
        let refused = line.takeEvents(.helpdesk).count {
            if case .refused(_, status: 503) = $0 { true } else { false }
        }
        #expect(refused == beyond)
    }

    @Test("of our own that comes back to us is a loop")
    func loop() throws {
        var line = TestLine()
        line.isHeld = true
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: [])
        #expect(line.agents[0].call(call, at: line.now) != nil)
        guard case .send(let bytes, _)? = line.agents[0].takeActions().first,
            case .message(.request(var request)) = SIPReading(datagram: bytes)
        else {
            Issue.record("the INVITE was sent")
            return
        }
        request.envelope.vias[0].parameters = [SIPParameter("branch", "z9hG4bKproxy")]
        let path = SIPPath(SIPHop(.udp, TestLine.host(.exchange)))
        line.agents[0].receive(.message(.request(request)), from: path, at: line.now)
        guard case .send(let answer, _)? = line.agents[0].takeActions().first else {
            Issue.record("there is an answer")
            return
        }
        #expect(String(decoding: answer, as: UTF8.self).hasPrefix("SIP/2.0 482 "))
    }
}
