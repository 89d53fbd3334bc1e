import Testing

@testable import SIPProtocol

/// What a telephone system does that was taken over, or runs wild: it is listed, so it is heard.
@Suite("A listed peer that means no good")
struct FloodTests {
    private static let path = SIPPath(SIPHop(.udp, TestLine.host(.exchange)))

    private static func agent(legsMax: Int = 100, transactionsMax: Int = 200) -> SIPUserAgent {
        let peer = SIPPeer(name: "pbx", hops: [path.hop])
        let own = SIPHop(.udp, TestLine.host(.helpdesk))
        var settings = SIPUserAgentSettings(addresses: [.udp: own], peers: [peer])
        settings.legsMax = legsMax
        settings.transactionsMax = transactionsMax
        let octets = SeededOctets(seed: 11)
        return SIPUserAgent(settings) { octets.take($0) }
    }

    private static func request(
        _ method: String,
        _ number: Int,
        to tag: String? = nil,
        body: [UInt8] = []
    ) -> [UInt8] {
        let lines = [
            "\(method) sip:support@192.0.2.10 SIP/2.0",
            "Via: SIP/2.0/UDP 192.0.2.20;branch=z9hG4bK-\(method)-\(number)",
            "From: <sip:caller@192.0.2.20>;tag=from-\(number)",
            "To: <sip:support@192.0.2.10>" + (tag.map { ";tag=\($0)" } ?? ""),
            "Call-ID: call-\(number)", "CSeq: 1 \(method)", "Contact: <sip:caller@192.0.2.20>",
            "Max-Forwards: 70", "Content-Type: application/sdp", "Content-Length: \(body.count)",
            "", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8) + body
    }

    /// The statuses that the agent sends and how many of each.
    private static func answers(_ agent: inout SIPUserAgent) -> [Int: Int] {
        var counts: [Int: Int] = [:]
        for case .send(let bytes, _) in agent.takeActions() {
            if case .message(.response(let response)) = SIPReading(datagram: bytes) {
                counts[response.status, default: 0] += 1
            }
        }
        return counts
    }

    private static func send(_ octets: [UInt8], _ agent: inout SIPUserAgent, at now: Duration) {
        agent.receive(SIPReading(datagram: octets), from: path, at: now)
    }

    /// Lets everything end that has a time limit.
    private static func settle(_ agent: inout SIPUserAgent, until end: Duration) {
        while let due = agent.due, due <= end {
            agent.tick(at: due)
            _ = agent.takeActions()
        }
    }

    @Test("gets as many calls as there is room for, is told to wait for the others, and all end")
    func calls() {
        var agent = Self.agent()
        for number in 0..<2_000 {
            Self.send(Self.request("INVITE", number), &agent, at: .seconds(1))
        }
        let answers = Self.answers(&agent)
        #expect(answers == [100: 100, 503: 1_900])
        #expect(agent.legsCount == 100)
        #expect(agent.transactions.count <= 200)
        // Nobody answers, nobody acknowledges.
        Self.settle(&agent, until: .seconds(1_000))
        #expect(agent.legsCount == 0)
        #expect(agent.transactions.count == 0)
        #expect(agent.dialogs.isEmpty && agent.asked.isEmpty && agent.questions.isEmpty)
        Self.send(Self.request("INVITE", 5_000), &agent, at: .seconds(1_001))
        #expect(Self.answers(&agent) == [100: 1])
    }

    @Test(
        "gets answers to its questions within bounds",
        arguments: ["OPTIONS", "REGISTER", "INFO"]
    )
    func questions(method: String) {
        var agent = Self.agent()
        for number in 0..<2_000 { Self.send(Self.request(method, number), &agent, at: .seconds(1)) }
        let answers = Self.answers(&agent)
        #expect(answers.values.reduce(0, +) == 2_000)
        #expect(answers[503] == 1_800)
        #expect(agent.transactions.count == 200)
        Self.settle(&agent, until: .seconds(100))
        #expect(agent.transactions.count == 0)
    }

    @Test("has fewer of its requests remembered the larger they are, answered or not")
    func largeHeads() {
        var agent = Self.agent()
        let most = 200 * SIPLimits.transactionBytes
        for (method, begin) in [("OPTIONS", Duration.seconds(1)), ("INVITE", .seconds(2_000))] {
            for number in 0..<200 {
                var text = String(decoding: Self.request(method, number), as: UTF8.self)
                // What an answer has to repeat.
                let word = String(repeating: "x", count: 300)
                let hop = "SIP/2.0/UDP 192.0.2.21;branch=z9hG4bK-x;p=\(word)"
                let hops = Array(repeating: hop, count: 40).joined(separator: ", ")
                text.replace("\r\nFrom: ", with: "\r\nVia: \(hops)\r\nFrom: ")
                Self.send(Array(text.utf8), &agent, at: begin)
            }
            let answers = Self.answers(&agent)
            #expect(answers.values.reduce(0, +) == 200)
            #expect(answers[503, default: 0] > 150)
            #expect((most - 20_000...most).contains(agent.transactions.bytes))
            // The next ones find room when these are forgotten.
            Self.settle(&agent, until: begin + .seconds(1_000))
            #expect(agent.transactions.bytes == 0)
        }
    }

    @Test(
        "is remembered by the answer alone once it has one, and has the same again",
        arguments: [true, false]
    )
    func answered(isInvite: Bool) throws {
        let octets = Self.request(isInvite ? "INVITE" : "OPTIONS", 1, body: Array("v=0".utf8))
        guard case .message(.request(let request)) = SIPReading(datagram: octets) else {
            Issue.record("that was a request")
            return
        }
        let timers = SIPTimers()
        var machine: any SIPServerMachine =
            isInvite
            ? SIPInviteServer(request, isReliable: false, timers: timers)
            : SIPRequestServer(request, isReliable: false, timers: timers, at: .zero)
        _ = machine.respond(request.response(100, tag: nil), at: .zero)
        #expect(machine.request == request)
        let refusal = request.response(486, tag: "ours")
        #expect(machine.respond(refusal, at: .zero) == [.send(refusal)])
        #expect(machine.request == nil)
        #expect(machine.receiveAgain() == [.send(refusal)])
    }

    @Test("leaves nothing behind with words that belong to no call")
    func strays() {
        var agent = Self.agent()
        for number in 0..<1_000 {
            Self.send(Self.request("ACK", number, to: "nobody"), &agent, at: .seconds(1))
            Self.send(SIPResponse.stray(number), &agent, at: .seconds(1))
        }
        #expect(agent.takeActions().isEmpty)
        #expect(agent.transactions.count == 0)
        for method in ["BYE", "NOTIFY", "CANCEL", "UPDATE", "PRACK"] {
            Self.send(Self.request(method, 1, to: "nobody"), &agent, at: .seconds(1))
        }
        #expect(Self.answers(&agent) == [481: 5])
        // Nobody sends us anywhere, or tells us what was not asked for.
        Self.send(Self.request("REFER", 2), &agent, at: .seconds(1))
        Self.send(Self.request("NOTIFY", 2), &agent, at: .seconds(1))
        #expect(Self.answers(&agent) == [403: 1, 405: 1])
        #expect(agent.legsCount == 0)
    }

    @Test("is answered alike however often it asks the same")
    func repetitions() {
        var agent = Self.agent()
        let invite = Self.request("INVITE", 1)
        for _ in 0..<1_000 { Self.send(invite, &agent, at: .seconds(1)) }
        #expect(agent.legsCount == 1)
        #expect(Self.answers(&agent) == [100: 1_000])
        // The same call by another way is a loop.
        var other = String(decoding: invite, as: UTF8.self)
        other.replace("branch=z9hG4bK-INVITE-1", with: "branch=z9hG4bK-other")
        Self.send(Array(other.utf8), &agent, at: .seconds(1))
        #expect(Self.answers(&agent) == [482: 1])
    }
}

extension SIPResponse {
    /// A final answer to nothing that was asked.
    fileprivate static func stray(_ number: Int) -> [UInt8] {
        let lines = [
            "SIP/2.0 200 OK", "Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK-stray-\(number)",
            "From: <sip:a@192.0.2.10>;tag=a", "To: <sip:b@192.0.2.20>;tag=b",
            "Call-ID: stray-\(number)", "CSeq: 1 INVITE", "Contact: <sip:b@192.0.2.20>",
            "Content-Length: 0", "", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
