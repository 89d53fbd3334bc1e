import Testing

@testable import SIPProtocol

@Suite("A call that lasts")
struct DialogTests {
    static let fourth = Array("v=0\r\no=d 1 1 IN IP4 192.0.2.40\r\ns=-\r\n".utf8)
    static let third = Array("v=0\r\no=c 1 1 IN IP4 192.0.2.30\r\ns=-\r\n".utf8)

    @Test("takes another session by re-INVITE", arguments: [true, false])
    func reoffer(byCaller: Bool) throws {
        var line = TestLine()
        let legs = try line.talk()
        let (asker, other): (TestLine.Side, TestLine.Side) =
            byCaller ? (.helpdesk, .exchange) : (.exchange, .helpdesk)
        let (from, to) = byCaller ? (legs.caller, legs.called) : (legs.called, legs.caller)
        #expect(line.act(asker) { $0.reoffer(from, body: Self.third, at: $1) })
        #expect(line.takeEvents(other) == [.offered(to, body: Self.third)])
        line.act(other) { $0.answerOffer(to, status: 200, body: TestLine.session, at: $1) }
        #expect(line.takeEvents(asker) == [.reoffered(from, body: TestLine.session)])
        #expect(line.takeEvents(other) == [.confirmed(to, body: [])])
    }

    @Test("keeps its session when the peer refuses another")
    func reofferRefused() throws {
        var line = TestLine()
        let legs = try line.talk()
        _ = line.act(.helpdesk) { $0.reoffer(legs.caller, body: Self.third, at: $1) }
        line.act(.exchange) { $0.answerOffer(legs.called, status: 488, body: [], at: $1) }
        #expect(line.takeEvents(.helpdesk) == [.reofferRefused(legs.caller, status: 488)])
        #expect(line.agents.map(\.legsCount) == [1, 1])
    }

    @Test("offers the last of several sessions once the first was answered", arguments: [200, 488])
    func reofferInPlace(status: Int) throws {
        var line = TestLine()
        let legs = try line.talk()
        for body in [Self.third, TestLine.session, TestLine.otherSession] {
            #expect(line.act(.helpdesk) { $0.reoffer(legs.caller, body: body, at: $1) })
        }
        #expect(line.takeEvents(.exchange) == [.offered(legs.called, body: Self.third)])
        line.act(.exchange) {
            $0.answerOffer(legs.called, status: status, body: TestLine.session, at: $1)
        }
        #expect(line.takeEvents(.helpdesk).isEmpty)
        let last = SIPEvent.offered(legs.called, body: TestLine.otherSession)
        #expect(line.takeEvents(.exchange).last == last)
        line.act(.exchange) { $0.answerOffer(legs.called, status: 200, body: Self.third, at: $1) }
        #expect(line.takeEvents(.helpdesk) == [.reoffered(legs.caller, body: Self.third)])
    }

    @Test("settles who goes first when both offer at once")
    func glare() throws {
        var line = TestLine()
        let legs = try line.talk()
        line.isHeld = true
        _ = line.act(.helpdesk) { $0.reoffer(legs.caller, body: Self.third, at: $1) }
        line.isHeld = true
        _ = line.act(.exchange) { $0.reoffer(legs.called, body: Self.third, at: $1) }
        line.deliver()
        #expect(line.log.count { $0.hasSuffix("491 INVITE") } == 2)
        line.pass(.seconds(2))
        #expect(line.takeEvents(.helpdesk) == [.offered(legs.caller, body: Self.third)])
        line.act(.helpdesk) {
            $0.answerOffer(legs.caller, status: 200, body: TestLine.session, at: $1)
        }
        #expect(
            line.takeEvents(.exchange).contains(.reoffered(legs.called, body: TestLine.session))
        )
        line.pass(.seconds(4))
        #expect(line.takeEvents(.exchange) == [.offered(legs.called, body: Self.third)])
    }

    @Test("asks the peer for an offer and answers it in the ACK")
    func delayedReoffer() throws {
        var line = TestLine()
        let legs = try line.talk()
        _ = line.act(.helpdesk) { $0.reoffer(legs.caller, body: [], at: $1) }
        #expect(line.takeEvents(.exchange) == [.offered(legs.called, body: [])])
        line.act(.exchange) { $0.answerOffer(legs.called, status: 200, body: Self.third, at: $1) }
        #expect(line.takeEvents(.helpdesk) == [.reoffered(legs.caller, body: Self.third)])
        line.act(.helpdesk) { $0.acknowledge(legs.caller, body: TestLine.session, at: $1) }
        #expect(line.takeEvents(.exchange) == [.confirmed(legs.called, body: TestLine.session)])
        // The session that it told with the ACK is the one that holds: the same once more is no news.
        _ = line.act(.helpdesk) { $0.reoffer(legs.caller, body: TestLine.session, at: $1) }
        #expect(line.takeEvents(.helpdesk) == [.reoffered(legs.caller, body: Self.third)])
        #expect(line.takeEvents(.exchange) == [.confirmed(legs.called, body: [])])
    }

    @Test("is kept alive after a glare by what was agreed on meanwhile")
    func refreshAfterGlare() throws {
        var line = TestLine()
        let legs = try line.talk()
        _ = line.act(.exchange) { $0.reoffer(legs.called, body: Self.third, at: $1) }
        #expect(line.takeEvents(.helpdesk) == [.offered(legs.caller, body: Self.third)])
        // A refresh that met a 491 before; the peer takes no UPDATE.
        var leg = try #require(line.agents[0].legs[legs.caller])
        let dialog = try #require(leg.dialog)
        leg.dialog = SIPDialog(
            id: dialog.id,
            local: dialog.local,
            remote: dialog.remote,
            target: dialog.target,
            routes: dialog.routes,
            numbers: dialog.numbers,
            allows: []
        )
        leg.reoffer = SIPLeg.Reoffer(body: leg.localBody, isRefresh: true, due: line.now)
        line.agents[0].store(leg)
        // It waits while the peer waits for an answer.
        line.pass(.seconds(6))
        #expect(!line.log.contains("> INVITE"))
        line.act(.helpdesk) { $0.answerOffer(legs.caller, status: 200, body: Self.fourth, at: $1) }
        line.pass(.seconds(6))
        #expect(line.log.contains("> INVITE"))
        // What was agreed on is said once more, and is nobody's business.
        #expect(
            line.takeEvents(.exchange) == [
                .reoffered(legs.called, body: Self.fourth), .confirmed(legs.called, body: []),
            ]
        )
        #expect(line.agents[0].legs[legs.caller]?.localBody == Self.fourth)
    }

    @Test("that the peer has forgotten ends when it is touched")
    func lost() throws {
        var line = TestLine()
        let legs = try line.talk()
        line.agents[1].legs[legs.called].map { line.agents[1].drop($0) }
        _ = line.act(.helpdesk) { $0.reoffer(legs.caller, body: Self.third, at: $1) }
        #expect(line.takeEvents(.helpdesk) == [.ended(legs.caller, .lost)])
    }

    @Test(
        "is kept alive by whoever agreed to, and ends when nobody does",
        arguments: [true, false]
    )
    func sessionTimer(isRefreshed: Bool) throws {
        var line = TestLine(helpdesk: { $0.sessionInterval = .seconds(90) })
        let legs = try line.talk()
        if !isRefreshed { line.loses = { _ in true } }
        line.pass(.seconds(400))
        #expect(line.log.contains { $0.hasPrefix("> UPDATE") })
        if isRefreshed {
            #expect(line.agents.map(\.legsCount) == [1, 1])
            #expect(line.takeEvents(.exchange).isEmpty)
        } else {
            #expect(line.takeEvents(.helpdesk) == [.ended(legs.caller, .lost)])
            #expect(line.takeEvents(.exchange) == [.ended(legs.called, .lost)])
        }
    }

    @Test("asks again for a session long enough")
    func sessionTooShort() throws {
        var line = TestLine(
            helpdesk: {
                $0.sessionInterval = .seconds(90)
            },
            exchange: { $0.sessionIntervalMin = .seconds(600) }
        )
        _ = try line.talk()
        let leg = try #require(line.agents[0].legs.values.first)
        #expect(leg.session?.interval == .seconds(600))
    }

    @Test("refers, and hears how far it has come")
    func referral() throws {
        var line = TestLine()
        let legs = try line.talk()
        try Self.refer(&line, legs.caller)
        let told = [("active", "SIP/2.0 180 Ringing"), ("terminated", "SIP/2.0 486 Busy")]
        for (state, text) in told {
            line.act(.exchange) { Self.notify(&$0, legs.called, "refer", state, text, at: $1) }
        }
        #expect(
            line.takeEvents(.helpdesk) == [
                .referralProgress(legs.caller, status: 180),
                .referralProgress(legs.caller, status: 486),
            ]
        )
    }

    @Test(
        "hears of a referral that is told no further, whatever was told last, that it failed",
        arguments: [
            ("terminated;reason=timeout", "SIP/2.0 180 Ringing\r\n", 408),
            ("Terminated ; reason=noresource", "", 408),
            ("terminated", "SIP/2.0 603 Decline\r\n", 603),
            ("active;expires=60", "SIP/2.0 180 Ringing\r\n", 180),
            ("active;expires=60", "", nil),
        ]
    )
    func referralEnd(state: String, body: String, status: Int?) throws {
        var line = TestLine()
        let legs = try line.talk()
        try Self.refer(&line, legs.caller)
        line.act(.exchange) { Self.notify(&$0, legs.called, "refer", state, body, at: $1) }
        let told = status.map { [SIPEvent.referralProgress(legs.caller, status: $0)] } ?? []
        #expect(line.takeEvents(.helpdesk) == told)
    }

    @Test("hears of its last referral only", arguments: [0, 1])
    func formerReferral(back: UInt32) throws {
        var line = TestLine()
        let legs = try line.talk()
        for _ in 0..<2 { try Self.refer(&line, legs.caller) }
        let number = try #require(line.agents[0].legs[legs.caller]?.dialog?.numbers.local)
        line.act(.exchange) { agent, now in
            let event = "refer;id=\(number - back)"
            Self.notify(&agent, legs.called, event, "active", "SIP/2.0 486 Busy\r\n", at: now)
        }
        #expect(line.takeEvents(.helpdesk).count == (back == 0 ? 1 : 0))
    }

    @Test("hears of a referral from before a restart")
    func referralAndRestart() throws {
        var line = TestLine()
        let legs = try line.talk()
        try Self.refer(&line, legs.caller)
        let number = try #require(line.agents[0].legs[legs.caller]?.referralNumber)
        let kept = try #require(line.agents[0].keep(legs.caller))
        line.agents[0].forget(legs.caller)
        let restored = line.act(.helpdesk) { $0.restore(kept, at: $1) }
        let leg = try #require(restored)
        line.act(.exchange) { agent, now in
            let event = "refer;id=\(number)"
            Self.notify(&agent, legs.called, event, "terminated", "SIP/2.0 200 OK\r\n", at: now)
        }
        #expect(line.takeEvents(.helpdesk) == [.referralProgress(leg, status: 200)])
    }

    /// Refers the other side, which says nothing to that.
    private static func refer(_ line: inout TestLine, _ id: SIPLegID) throws {
        let target = try SIPURI("sip:marklov@192.0.2.20")
        line.loses = { $0.summary == "REFER" }
        #expect(line.act(.helpdesk) { $0.refer(id, to: target, at: $1) })
        #expect(line.log.last == "> REFER lost")
        line.loses = { _ in false }
    }

    @Test("sends nobody anywhere by the word of another")
    func referredByOthers() throws {
        var line = TestLine()
        let legs = try line.talk()
        let target = try SIPURI("sip:marklov@192.0.2.20")
        #expect(line.act(.exchange) { $0.refer(legs.called, to: target, at: $1) })
        #expect(line.takeEvents(.exchange) == [.referralProgress(legs.called, status: 405)])
        #expect(line.takeEvents(.helpdesk).isEmpty)
    }

    /// Tells of a referral in words of the test's own.
    private static func notify(
        _ agent: inout SIPUserAgent,
        _ id: SIPLegID,
        _ event: String,
        _ state: String,
        _ body: String,
        at now: Duration
    ) {
        guard var leg = agent.legs[id], var dialog = leg.dialog else { return }
        var request = dialog.request(.notify)
        request.fields.append("Event", event)
        request.fields.append("Subscription-State", state)
        if !body.isEmpty { request.fields.append("Content-Type", "message/sipfrag") }
        request.body = Array(body.utf8)
        leg.dialog = dialog
        agent.store(leg)
        agent.ask(.bye, request, in: dialog, of: leg, at: now)
        agent.settle(at: now)
    }

    @Test("leaves nothing of an offer that is taken back unanswered")
    func reofferTakenBack() throws {
        var line = TestLine()
        let legs = try line.talk()
        let before = line.agents[1].asked.count
        let body = TestLine.otherSession
        #expect(line.act(.helpdesk) { $0.reoffer(legs.caller, body: body, at: $1) })
        line.pass(.seconds(33))
        #expect(line.log.contains("> CANCEL"))
        #expect(line.takeEvents(.helpdesk) == [.reofferRefused(legs.caller, status: 487)])
        #expect(line.agents[1].asked.count == before)
    }

    @Test("is not changed by an answer that comes twice while another is waited for")
    func repeatedAnswer() throws {
        var line = TestLine()
        let legs = try line.talk()
        #expect(line.act(.helpdesk) { $0.reoffer(legs.caller, body: Self.third, at: $1) })
        line.isHeld = true
        line.act(.exchange) {
            $0.answerOffer(legs.called, status: 200, body: TestLine.session, at: $1)
        }
        let answer = try #require(line.agents[1].legs[legs.called]?.accepted?.response)
        line.deliver()
        #expect(line.takeEvents(.helpdesk) == [.reoffered(legs.caller, body: TestLine.session)])
        #expect(line.act(.helpdesk) { $0.reoffer(legs.caller, body: TestLine.session, at: $1) })
        line.log = []
        let path = SIPPath(SIPHop(.udp, TestLine.host(.exchange)))
        line.act(.helpdesk) { $0.receive(.message(.response(answer)), from: path, at: $1) }
        #expect(line.takeLog() == ["> ACK"])
        #expect(line.takeEvents(.helpdesk).isEmpty)
        line.act(.exchange) {
            $0.answerOffer(legs.called, status: 200, body: Self.third, at: $1)
        }
        #expect(line.takeEvents(.helpdesk) == [.reoffered(legs.caller, body: Self.third)])
    }

    @Test("goes the way that the answer recorded, whatever was recorded before")
    func routes() throws {
        var line = TestLine()
        line.isHeld = true
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        let made = line.agents[0].call(call, at: line.now)
        let caller = try #require(made)
        guard case .send(let bytes, let path)? = line.agents[0].takeActions().first,
            case .message(.request(let invite)) = SIPReading(datagram: bytes)
        else {
            Issue.record("the INVITE was sent")
            return
        }
        for (status, way) in [(180, "a"), (200, "b")] {
            var response = invite.response(status, tag: "t")
            response.fields.append("Contact", "<sip:bygglov@192.0.2.20>")
            response.fields.append("Record-Route", "<sip:\(way)1@192.0.2.20;lr>")
            response.fields.append("Record-Route", "<sip:\(way)2@192.0.2.20;lr>")
            line.agents[0].receive(.message(.response(response)), from: path, at: line.now)
        }
        line.agents[0].end(caller, at: line.now)
        let sent = line.agents[0].takeActions().compactMap { action -> SIPRequest? in
            guard case .send(let bytes, _) = action,
                case .message(.request(let request)) = SIPReading(datagram: bytes)
            else { return nil }
            return request
        }
        #expect(sent.map(\.method) == [.ack, .bye])
        for request in sent {
            let routes = request.fields.values("Route")
            #expect(routes == ["<sip:b2@192.0.2.20;lr>", "<sip:b1@192.0.2.20;lr>"])
        }
    }

    @Test("acknowledges provisional answers that must not be lost", arguments: [true, false])
    func reliableProvisional(repeatsSession: Bool) throws {
        var line = TestLine()
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        var call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        call.fields.append("Require", "100rel")
        let caller = try #require(line.act(.helpdesk) { $0.call(call, at: $1) })
        guard case .incoming(let incoming)? = line.takeEvents(.exchange).first else {
            Issue.record("it rang")
            return
        }
        line.loses = { $0.summary == "PRACK" }
        line.act(.exchange) {
            $0.ring(incoming.leg, status: 183, body: TestLine.otherSession, at: $1)
        }
        // What was said reliably need not be said again (RFC 3262 §5).
        let answer = repeatsSession ? TestLine.otherSession : []
        line.act(.exchange) { $0.answer(incoming.leg, body: answer, at: $1) }
        #expect(!line.log.contains("< 200 INVITE"))
        line.loses = { _ in false }
        line.log = []
        line.pass(.seconds(1))
        let answers = line.log.filter { $0 != "< 183 INVITE" }
        #expect(answers.prefix(3) == ["> PRACK", "< 200 PRACK", "< 200 INVITE"])
        #expect(
            line.takeEvents(.helpdesk) == [
                .progress(caller, status: 183, body: TestLine.otherSession),
                .answered(caller, body: TestLine.otherSession),
            ]
        )
        #expect(line.agents[0].legs[caller]?.remoteBody == TestLine.otherSession)
    }

    @Test("that forked keeps the first answer and hangs up on the second")
    func fork() throws {
        var line = TestLine()
        let (caller, called) = try line.call()
        line.isHeld = true
        line.act(.exchange) { $0.answer(called, body: TestLine.otherSession, at: $1) }
        let answer = try #require(line.agents[1].legs[called]?.accepted?.response)
        line.deliver()
        var other = answer
        other.envelope.to.tag = "fork"
        line.log = []
        let path = SIPPath(SIPHop(.udp, TestLine.host(.exchange)))
        line.act(.helpdesk) { $0.receive(.message(.response(other)), from: path, at: $1) }
        #expect(line.takeLog().prefix(2) == ["> ACK", "> BYE"])
        line.act(.helpdesk) { $0.receive(.message(.response(answer)), from: path, at: $1) }
        #expect(line.takeLog() == ["> ACK"])
        #expect(line.takeEvents(.helpdesk) == [.answered(caller, body: TestLine.otherSession)])
        #expect(line.agents[0].legsCount == 1)
    }
}

@Suite("A user agent and its peer")
struct PeerTests {
    static let account = SIPAccount(username: "helpdesk", password: "hemlig \"1\"")

    @Test("proves who it is when asked", arguments: ["hemlig \"1\"", "fel"])
    func digest(password: String) throws {
        var line = TestLine(
            helpdesk: {
                $0.peers[0].account = SIPAccount(username: "helpdesk", password: password)
            },
            exchange: { $0.peers[0].caller = Self.account }
        )
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let caller = try #require(
            line.act(.helpdesk) {
                $0.call(SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session), at: $1)
            }
        )
        if password == "fel" {
            #expect(line.takeEvents(.helpdesk) == [.refused(caller, status: 401)])
            #expect(line.takeEvents(.exchange).isEmpty)
            return
        }
        #expect(
            line.takeLog() == ["> INVITE", "< 401 INVITE", "> ACK", "> INVITE", "< 100 INVITE"]
        )
        guard case .incoming(let call)? = line.takeEvents(.exchange).first else {
            Issue.record("the password was right")
            return
        }
        line.act(.exchange) { $0.answer(call.leg, body: TestLine.otherSession, at: $1) }
        line.act(.exchange) { $0.end(call.leg, at: $1) }
        #expect(line.takeEvents(.helpdesk).last == .ended(caller, .bye))
    }

    @Test("asks for no call again that was taken back meanwhile", arguments: [401, 407, 422])
    func takenBack(status: Int) throws {
        var line = TestLine(helpdesk: { $0.peers[0].account = Self.account })
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        let made = line.agents[0].call(call, at: line.now)
        let caller = try #require(made)
        guard case .send(let bytes, let path)? = line.agents[0].takeActions().first,
            case .message(.request(let invite)) = SIPReading(datagram: bytes)
        else {
            Issue.record("the INVITE was sent")
            return
        }
        line.act(.helpdesk) { $0.end(caller, at: $1) }
        // Nobody waits for the first word of whoever was called.
        #expect(line.takeEvents(.helpdesk) == [.refused(caller, status: 487)])
        var response = invite.response(status, tag: "t")
        let challenge = "Digest realm=\"r\", nonce=\"n\", algorithm=MD5, qop=\"auth\""
        switch status {
        case 401: response.fields.append("WWW-Authenticate", challenge)
        case 407: response.fields.append("Proxy-Authenticate", challenge)
        default: response.fields.append("Min-SE", "3600")
        }
        line.log = []
        line.act(.helpdesk) { $0.receive(.message(.response(response)), from: path, at: $1) }
        #expect(line.takeLog() == ["> ACK"])
        #expect(line.takeEvents(.helpdesk).isEmpty)
        #expect(line.agents[0].legsCount == 0)
    }

    @Test("computes what RFC 7616 §3.9.1 shows")
    func digestExamples() {
        let exchange = SIPDigestExchange(
            username: "Mufasa",
            realm: "http-auth@example.org",
            nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            count: "00000001",
            clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            method: "GET",
            uri: "/dir/index.html"
        )
        #expect(exchange.response("Circle of Life", .md5) == "8ca523f5e9506fed4657c9700eebdbec")
        #expect(
            exchange.response("Circle of Life", .sha256)
                == "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
        )
    }

    @Test("takes each proof once, and none that is old")
    func nonces() throws {
        var judge = SIPDigestGuard(realm: "r", account: Self.account, key: Array(0..<32))
        let values = judge.challenges(isStale: false, random: Array(0..<8), at: .seconds(10))
        for (index, value) in values.enumerated() {
            let challenge = try #require(SIPChallenge(value))
            #expect(challenge.algorithm == [.sha256, .md5][index])
        }
        let challenge = try #require(SIPChallenge(values[0]))
        let proof = Self.account.answer(
            to: challenge,
            method: .invite,
            uri: "sip:a@b",
            clientNonce: "c"
        )
        #expect(judge.judge(proof, method: .bye, at: .seconds(20)) == .refused)
        #expect(judge.judge(proof, method: .invite, at: .seconds(310)) == .stale)
        #expect(judge.judge(proof, method: .invite, at: .seconds(309)) == .accepted)
        #expect(judge.judge(proof, method: .invite, at: .seconds(309)) == .stale)
        var other = SIPDigestGuard(realm: "r", account: Self.account, key: Array(1..<33))
        #expect(other.judge(proof, method: .invite, at: .seconds(20)) == .refused)
        // The right password by a digest that is not wanted proves nothing.
        var choosy = SIPDigestGuard(
            realm: "r",
            account: Self.account,
            key: Array(0..<32),
            algorithms: [.md5]
        )
        let offered = choosy.challenges(isStale: false, random: Array(0..<8), at: .seconds(10))
        #expect(offered.compactMap { SIPChallenge($0)?.algorithm } == [.md5])
        #expect(choosy.judge(proof, method: .invite, at: .seconds(20)) == .refused)
    }

    @Test("tries the next place when one does not answer")
    func failover() throws {
        let dead = SIPHop(.udp, try SIPHost("192.0.2.66"))
        let alive = SIPHop(.udp, TestLine.host(.exchange))
        var line = TestLine(helpdesk: {
            $0.peers[0].servers = [SIPServer(dead), SIPServer(alive, rank: 1)]
        })
        line.isHeld = true
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        _ = line.agents[0].call(call, at: line.now)
        #expect(line.agents[0].takeActions().count == 1)
        line.agents[0].transportFailed(to: dead, at: line.now)
        guard case .send(_, let path)? = line.agents[0].takeActions().last else {
            Issue.record("it tries again")
            return
        }
        #expect(path.hop == alive)
        // While it rests, the dead one is tried last.
        _ = line.agents[0].call(call, at: line.now + .seconds(1))
        guard case .send(_, let second)? = line.agents[0].takeActions().last else {
            Issue.record("it calls")
            return
        }
        #expect(second.hop == alive)
    }

    @Test("waits less for an answer where there is another place to try, and as long as ever else")
    func patience() throws {
        let (dead, next) = (SIPHop(.udp, try SIPHost("192.0.2.66")), try SIPHost("192.0.2.67"))
        var line = TestLine(helpdesk: {
            $0.peers[0].servers = [SIPServer(dead), SIPServer(SIPHop(.udp, next), rank: 1)]
        })
        line.isHeld = true
        let start = line.now
        func destinations(at now: Duration) -> Set<SIPHost> {
            line.agents[0].tick(at: now)
            let sent = line.agents[0].takeActions().compactMap { action in
                if case .send(_, let path) = action { path.hop.host } else { nil }
            }
            return Set(sent)
        }
        line.agents[0].probe("peer", at: start)
        #expect(destinations(at: start + .milliseconds(3_999)) == [dead.host])
        #expect(destinations(at: start + .seconds(4)) == [next])
        line.agents[0].tick(at: start + .milliseconds(35_999))
        let before = line.agents[0].takeActions()
        #expect(!before.contains(.tell(.probed(peer: "peer", status: nil))))
        line.agents[0].tick(at: start + .seconds(36))
        #expect(line.agents[0].takeActions().contains(.tell(.probed(peer: "peer", status: nil))))
    }

    @Test("is still heard where it was while a call is on, and no longer when none is")
    func relocation() throws {
        var line = TestLine()
        let before = TestLine.host(.exchange)
        let after = SIPServer(SIPHop(.udp, try SIPHost("192.0.2.77")))
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        line.act(.helpdesk) { agent, now in
            _ = agent.call(SIPOutgoingCall(peer: "peer", uri: uri, body: []), at: now)
            agent.relocate("peer", to: [after])
        }
        #expect(line.agents[0].peer(at: before)?.name == "peer")
        #expect(line.agents[0].peer(at: after.hop.host)?.name == "peer")
        var idle = TestLine()
        idle.act(.helpdesk) { agent, _ in agent.relocate("peer", to: [after]) }
        #expect(idle.agents[0].peer(at: before) == nil)
    }

    @Test("that is nowhere yet takes no call, and is told to be away")
    func nowhere() throws {
        var line = TestLine(helpdesk: { $0.peers[0].servers = [] })
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        #expect(line.agents[0].call(call, at: line.now) == nil)
        line.agents[0].probe("peer", at: line.now)
        _ = line.agents[0].register(uri, at: "peer", at: line.now)
        #expect(
            line.agents[0].takeActions() == [
                .tell(.probed(peer: "peer", status: nil)),
                .tell(.registrationFailed(account: 0, status: nil)),
            ]
        )
        // It tries again by itself.
        #expect(line.agents[0].due != nil)
    }

    @Test("probes whether it lives", arguments: [true, false])
    func probe(lives: Bool) throws {
        var line = TestLine()
        if !lives { line.loses = { _ in true } }
        line.act(.helpdesk) { agent, now in agent.probe("peer", at: now) }
        line.pass(.seconds(40))
        #expect(line.takeEvents(.helpdesk) == [.probed(peer: "peer", status: lives ? 200 : nil)])
    }

    @Test("registers, proves itself, refreshes in time and comes back after an outage")
    func registration() throws {
        var registrar = TestRegistrar()
        let hop = SIPHop(.udp, TestLine.host(.helpdesk))
        var peer = SIPPeer(name: "pbx", hops: [SIPHop(.udp, TestLine.host(.exchange))])
        peer.account = Self.account
        let settings = SIPUserAgentSettings(addresses: [.udp: hop], peers: [peer])
        let octets = SeededOctets(seed: 3)
        var agent = SIPUserAgent(settings) { octets.take($0) }
        var now = Duration.seconds(5)
        let account = agent.register(try SIPURI("sip:stod@example.org"), at: "pbx", at: now)
        #expect(registrar.serve(&agent, at: now) == [.registered(account: account, .seconds(300))])
        #expect(registrar.seen == ["1 600 false", "2 600 true"])
        now += .seconds(224)
        agent.tick(at: now)
        #expect(registrar.serve(&agent, at: now).isEmpty)
        now += .seconds(1)
        agent.tick(at: now)
        #expect(registrar.serve(&agent, at: now) == [.registered(account: account, .seconds(300))])
        registrar.isAway = true
        now += .seconds(225)
        agent.tick(at: now)
        while registrar.serve(&agent, at: now).isEmpty {
            now = try #require(agent.due)
            agent.tick(at: now)
        }
        registrar.isAway = false
        var events: [SIPEvent] = []
        while events.isEmpty {
            now = try #require(agent.due)
            agent.tick(at: now)
            events = registrar.serve(&agent, at: now)
        }
        #expect(events == [.registered(account: account, .seconds(300))])
        now += .seconds(10)
        agent.unregister(account, at: now)
        #expect(registrar.serve(&agent, at: now).isEmpty)
        #expect(registrar.seen.last?.hasSuffix(" 0 true") == true)
    }
}

/// A registrar that asks for a proof and grants half.
private struct TestRegistrar {
    var judge = SIPDigestGuard(realm: "pbx", account: PeerTests.account, key: Array(0..<32))
    /// CSeq, Expires, and whether it was believed.
    var seen: [String] = []
    var isAway = false

    /// Answers everything the agent sends; what it tells comes back.
    mutating func serve(_ agent: inout SIPUserAgent, at now: Duration) -> [SIPEvent] {
        var events: [SIPEvent] = []
        var actions = agent.takeActions()
        while !actions.isEmpty {
            switch actions.removeFirst() {
            case .tell(let event): events.append(event)
            case .send(let bytes, let path):
                guard !isAway,
                    case .message(.request(let request)) = SIPReading(datagram: bytes)
                else { continue }
                let answer = answer(request, at: now)
                agent.receive(.message(.response(answer)), from: path, at: now)
                actions += agent.takeActions()
            }
        }
        return events
    }

    private mutating func answer(_ request: SIPRequest, at now: Duration) -> SIPResponse {
        let proof = request.fields["Authorization"]
        let isProved = proof.map { judge.judge($0, method: .register, at: now) } == .accepted
        let expires = request.fields["Expires"] ?? ""
        seen.append("\(request.envelope.cseq.number) \(expires) \(isProved)")
        var answer = request.response(isProved ? 200 : 401, tag: "r")
        if isProved {
            answer.fields.append("Contact", "\(request.fields["Contact"] ?? "");expires=300")
        } else {
            for value in judge.challenges(isStale: false, random: Array(1...8), at: now) {
                answer.fields.append("WWW-Authenticate", value)
            }
        }
        return answer
    }
}
