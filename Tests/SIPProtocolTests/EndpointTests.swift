import DeskTesting
import Foundation
import Testing

@testable import SIPProtocol

/// Answers every call, with the caller's own session, and notes what happens.
struct AnsweringApplication: SIPApplication {
    private(set) var events: [SIPEvent] = []
    var due: Duration? { nil }

    mutating func receive(_ event: SIPEvent, _ agent: inout SIPUserAgent, at now: Duration) {
        events.append(event)
        guard case .incoming(let call) = event else { return }
        agent.ring(call.leg, status: 180, at: now)
        agent.answer(call.leg, body: call.offer, at: now)
    }

    mutating func tick(_ agent: inout SIPUserAgent, at now: Duration) {}
}

extension SIPEndpoint where Application == AnsweringApplication {
    /// What has happened, once `isEnough` says so; gives up after ten seconds.
    func events(until isEnough: @Sendable ([SIPEvent]) -> Bool) async throws -> [SIPEvent] {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            let events = try await act { application, _, _ in application.events }
            if isEnough(events) || ContinuousClock.now > deadline { return events }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

@Suite("An endpoint on loopback", .serialized)
struct EndpointTests {
    static let loopback = SIPHost.ipv4(SIPIPv4Address(number: 0x7F00_0001))

    private func open(
        _ transport: SIPTransport,
        towards port: UInt16,
        certificates: SIPCertificates? = nil,
        account: SIPAccount? = nil,
        at host: SIPHost = loopback
    ) async throws -> (SIPEndpoint<AnsweringApplication>, UInt16) {
        let own = try freePort()
        let peer = SIPPeer(
            name: "peer",
            hops: [SIPHop(transport, host, port)],
            sources: [Self.loopback],
            account: account
        )
        let settings = SIPUserAgentSettings(
            addresses: [transport: SIPHop(transport, Self.loopback, own)],
            peers: [peer]
        )
        let endpoint = try await SIPEndpoint.open(
            settings,
            certificates: certificates,
            application: AnsweringApplication()
        )
        return (endpoint, own)
    }

    @Test("takes 200 calls of sipp at once, and each ends", arguments: [SIPTransport.udp, .tcp])
    func sippCalls(over transport: SIPTransport) async throws {
        let folder = try TemporaryFolder("sipp")
        let sippPort = try freePort()
        let (endpoint, port) = try await open(transport, towards: sippPort)
        let mode = transport == .udp ? "u1" : "t1"
        let sipp = try LoopbackProcess(
            "/usr/bin/sipp",
            [
                "-sn", "uac", "-t", mode, "-i", "127.0.0.1", "-p", "\(sippPort)", "-m", "200",
                "-r", "200", "-l", "200", "-d", "1000", "-timeout", "30", "-nostdin",
                "127.0.0.1:\(port)",
            ],
            logPath: folder.path("sipp.log")
        )
        let events = try await endpoint.events { events in
            events.count { if case .ended = $0 { true } else { false } } == 200
        }
        #expect(sipp.waitUntilEnded() == 0, "\(sipp.log.suffix(600))")
        #expect(events.count { if case .incoming = $0 { true } else { false } } == 200)
        #expect(events.count { if case .confirmed = $0 { true } else { false } } == 200)
        #expect(events.count { if case .ended(_, .bye) = $0 { true } else { false } } == 200)
        let left = try await endpoint.act { _, agent, _ in agent.legsCount }
        #expect(left == 0)
        await endpoint.close()
    }

    @Test("calls sipp, is answered and hangs up", arguments: [SIPTransport.udp, .tcp])
    func callOut(over transport: SIPTransport) async throws {
        let folder = try TemporaryFolder("sipp")
        let sippPort = try freePort()
        let mode = transport == .udp ? "u1" : "t1"
        let sipp = try LoopbackProcess(
            "/usr/bin/sipp",
            [
                "-sn", "uas", "-t", mode, "-i", "127.0.0.1", "-p", "\(sippPort)", "-m", "1",
                "-timeout", "20", "-nostdin",
            ],
            logPath: folder.path("sipp.log")
        )
        let (endpoint, _) = try await open(transport, towards: sippPort)
        if transport == .tcp { try sipp.waitUntilAnswering(on: [sippPort]) }
        let uri = try SIPURI("sip:bygglov@127.0.0.1:\(sippPort)")
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        let leg = try #require(
            try await endpoint.act { _, agent, now in agent.call(call, at: now) }
        )
        let events = try await endpoint.events { events in
            events.contains { if case .answered = $0 { true } else { false } }
        }
        #expect(events.contains(.progress(leg, status: 180, body: [])))
        _ = try await endpoint.act { _, agent, now in agent.end(leg, at: now) }
        #expect(sipp.waitUntilEnded() == 0, "\(sipp.log.suffix(600))")
        await endpoint.close()
    }

    @Test("registers at kamailio with the right password only", arguments: ["hemlig", "fel"])
    func registers(password: String) async throws {
        let kamailio = try KamailioRegistrar(password: "hemlig")
        let account = SIPAccount(username: "helpdesk", password: password)
        let (endpoint, _) = try await open(.udp, towards: kamailio.port, account: account)
        let address = try SIPURI("sip:helpdesk@127.0.0.1:\(kamailio.port)")
        try await endpoint.act { _, agent, now in
            _ = agent.register(address, at: "peer", for: .seconds(60), at: now)
            agent.probe("peer", at: now)
        }
        let events = try await endpoint.events { $0.count >= 2 }
        #expect(events.contains(.probed(peer: "peer", status: 200)))
        if password == "hemlig" {
            #expect(events.contains(.registered(account: 0, .seconds(60))))
        } else {
            #expect(events.contains(.registrationFailed(account: 0, status: 401)))
        }
        await endpoint.close()
    }

    @Test("speaks TLS with whoever shows the right certificate only", arguments: [true, false])
    func tls(isRight: Bool) async throws {
        let authority = try TestAuthority()
        let folder = try TemporaryFolder("tls")
        let other = try TemporaryFolder("tls-other")
        let ours = try authority.serverCertificate(in: folder, names: "IP:127.0.0.1")
        let theirs = try authority.serverCertificate(
            in: other,
            names: isRight ? "IP:127.0.0.1" : "IP:127.0.0.2,DNS:127.0.0.1.example.org"
        )
        let callee = try await open(
            .tls,
            towards: 9,
            certificates: SIPCertificates(
                certificateFile: theirs.file,
                keyFile: theirs.keyFile,
                authoritiesFile: authority.caFile,
                wantsPeerCertificate: true
            )
        )
        let caller = try await open(
            .tls,
            towards: callee.1,
            certificates: SIPCertificates(
                certificateFile: ours.file,
                keyFile: ours.keyFile,
                authoritiesFile: authority.caFile
            )
        )
        let uri = try SIPURI("sips:bygglov@127.0.0.1:\(callee.1)")
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        let leg = try #require(
            try await caller.0.act { _, agent, now in agent.call(call, at: now) }
        )
        let events = try await caller.0.events { events in
            events.contains { event in
                switch event {
                case .answered, .refused: true
                default: false
                }
            }
        }
        let wanted: SIPEvent =
            isRight ? .answered(leg, body: TestLine.session) : .refused(leg, status: 503)
        #expect(events.last == wanted)
        let heard = try await callee.0.act { application, _, _ in application.events.count }
        #expect((heard > 0) == isRight)
        await caller.0.close()
        await callee.0.close()
    }

    @Test("reads a datagram as long as there can be, and answers with one")
    func longDatagram() async throws {
        let callee = try await open(.udp, towards: 9)
        let caller = try await open(.udp, towards: callee.1)
        let uri = try SIPURI("sip:bygglov@127.0.0.1:\(callee.1)")
        let line = "a=candidate:1 1 UDP 2130706431 192.0.2.10 4000 typ host\r\n"
        let body = TestLine.session + Array(String(repeating: line, count: 100).utf8)
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: body)
        let leg = try #require(
            try await caller.0.act { _, agent, now in agent.call(call, at: now) }
        )
        let answer = SIPEvent.answered(leg, body: body)
        let events = try await caller.0.events { $0.contains(answer) }
        #expect(events.last == answer)
        await caller.0.close()
        await callee.0.close()
    }

    @Test("is reached again when a datagram could not leave and broke its socket")
    func brokenSocket() async throws {
        // To everybody nothing may be sent, as behind a firewall (EACCES).
        let everybody = SIPHost.ipv4(SIPIPv4Address(number: 0xFFFF_FFFF))
        let callee = try await open(.udp, towards: 9, at: everybody)
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let lost = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        _ = try await callee.0.act { _, agent, now in agent.call(lost, at: now) }
        var events = try await callee.0.events { !$0.isEmpty }
        guard case .unreachable(let hop, let reason)? = events.first else {
            Issue.record("nothing is said of why: \(events)")
            return
        }
        #expect(hop.host == everybody && !reason.isEmpty)
        // Both say again what nobody answers, after the same times: not at the same moments.
        try await Task.sleep(for: .milliseconds(200))
        let caller = try await open(.udp, towards: callee.1)
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        let leg = try #require(
            try await caller.0.act { _, agent, now in agent.call(call, at: now) }
        )
        let answer = SIPEvent.answered(leg, body: TestLine.session)
        events = try await caller.0.events { $0.contains(answer) }
        #expect(events.last == answer)
        // What could not be sent is sent again, is told once, and fails only when its time has come.
        events = try await callee.0.act { application, _, _ in application.events }
        let notices = events.filter { if case .unreachable = $0 { true } else { false } }
        #expect(notices.count == 1)
        #expect(!events.contains { if case .refused = $0 { true } else { false } })
        await caller.0.close()
        await callee.0.close()
    }

    @Test("tells at once that nobody is there, over a stream")
    func nobody() async throws {
        let (endpoint, _) = try await open(.tcp, towards: try freePort())
        let uri = try SIPURI("sip:bygglov@127.0.0.1")
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        let leg = try #require(
            try await endpoint.act { _, agent, now in agent.call(call, at: now) }
        )
        let events = try await endpoint.events { $0.contains(.refused(leg, status: 503)) }
        #expect(events.count == 2)
        guard case .unreachable(let hop, let reason)? = events.first else {
            Issue.record("nothing is said of why: \(events)")
            return
        }
        #expect(hop.transport == .tcp && reason.contains("refused"))
        await endpoint.close()
    }
}

/// A kamailio that registers whoever knows the password, on 127.0.0.1.
final class KamailioRegistrar: Sendable {
    let port: UInt16
    private let process: LoopbackProcess
    private let folder: TemporaryFolder

    init(password: String) throws {
        folder = try TemporaryFolder("kamailio")
        port = try freePort()
        let configuration = """
            #!KAMAILIO
            children=1
            log_stderror=yes
            listen=udp:127.0.0.1:\(port)
            listen=tcp:127.0.0.1:\(port)
            loadmodule "sl.so"
            loadmodule "tm.so"
            loadmodule "pv.so"
            loadmodule "textops.so"
            loadmodule "auth.so"
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            request_route {
                if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
                if (!is_method("REGISTER")) { sl_send_reply("405", "No"); exit; }
                if (!pv_www_authenticate("pbx", "\(password)", "0")) {
                    www_challenge("pbx", "0");
                    exit;
                }
                save("location");
            }
            """
        let file = folder.path("kamailio.cfg")
        try configuration.write(toFile: file, atomically: true, encoding: .utf8)
        process = try LoopbackProcess(
            "/usr/sbin/kamailio",
            [
                "-f", file, "-DD", "-E", "-m", "32", "-M", "4", "-Y", folder.path(""),
                "-P", folder.path("pid"),
            ],
            logPath: folder.path("kamailio.log")
        )
        try process.waitUntilAnswering(on: [port])
    }

    deinit { process.stop() }
}
