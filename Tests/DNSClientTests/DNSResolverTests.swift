import DeskTesting
import NIOPosix
import Testing

@testable import DNSClient

@Suite("The resolver, by a real name server on loopback")
struct DNSResolverTests {
    /// Asks a name server as `body` wants it.
    private func ask<Value: Sendable>(
        _ servers: [DNSResolver.Server],
        _ body: @escaping @Sendable (DNSQuestions) -> Value
    ) async throws -> Value {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let value = try await DNSResolver(servers: servers, secondsMax: 1, pool: pool).run(body)
        try await pool.shutdownGracefully()
        return value
    }

    private func loopback(_ port: UInt16) -> DNSResolver.Server {
        DNSResolver.Server(address: 0x7F00_0001, port: port)
    }

    private static func outcome(
        _ questions: DNSQuestions,
        _ name: String,
        _ kind: DNSRecordKind
    ) -> Result<DNSAnswer, DNSFailure> {
        Result { () throws(DNSFailure) in try questions.records(of: name, kind) }
    }

    @Test("reads each kind of record, and how long it holds")
    func kinds() async throws {
        let server = try NameServer([
            "--host-record=pbx.example.org,192.0.2.20,2001:db8::20,300",
            "--srv-host=_sip._udp.example.org,a.example.org,5070,10,60",
            "--srv-host=_sip._udp.example.org,b.example.org,5060,20,0",
            "--naptr-record=example.org,10,50,s,SIP+D2U,,_sip._udp.example.org",
            "--cname=alias.example.org,pbx.example.org,7",
        ])
        let port = server.port
        let found = try await ask([loopback(port)]) { questions in
            [
                Self.outcome(questions, "pbx.example.org", .a),
                Self.outcome(questions, "pbx.example.org", .aaaa),
                Self.outcome(questions, "alias.example.org", .a),
                Self.outcome(questions, "_sip._udp.example.org", .srv),
                Self.outcome(questions, "example.org", .naptr),
            ]
        }
        let answers = try found.map { try $0.get() }
        let address = DNSRecord.address("192.0.2.20")
        #expect(answers[0] == DNSAnswer(records: [address], timeToLive: .seconds(300)))
        #expect(answers[1].records == [.address("2001:db8::20")])
        // The alias holds less long than what it leads to.
        #expect(answers[2] == DNSAnswer(records: [address], timeToLive: .seconds(7)))
        let services = [
            DNSRecord.Service(priority: 10, weight: 60, port: 5_070, target: "a.example.org"),
            DNSRecord.Service(priority: 20, weight: 0, port: 5_060, target: "b.example.org"),
        ]
        #expect(Set(answers[3].records) == Set(services.map { .service($0) }))
        #expect(
            answers[4].records == [
                .pointer(
                    DNSRecord.Pointer(
                        order: 10,
                        preference: 50,
                        flags: "s",
                        service: "SIP+D2U",
                        replacement: "_sip._udp.example.org"
                    )
                )
            ]
        )
    }

    @Test("tells what is not there from what nobody answers")
    func failures() async throws {
        let server = try NameServer(["--host-record=pbx.example.org,192.0.2.20"])
        let (silent, port) = (try freePort(), server.port)
        let found = try await ask([loopback(port)]) { questions in
            [
                Self.outcome(questions, "ingen.example.org", .a),
                Self.outcome(questions, "pbx.example.org", .srv),
                // No name at all: labels end with 63 octets.
                Self.outcome(questions, String(repeating: "a", count: 64) + ".example.org", .a),
                Self.outcome(questions, "", .a),
            ]
        }
        #expect(found[0] == .failure(.notThere))
        #expect(found[1] == .failure(.notThere))
        #expect(found[2..<4].allSatisfy { if case .failure = $0 { true } else { false } })
        let unheard = try await ask([loopback(silent)]) {
            Self.outcome($0, "pbx.example.org", .a)
        }
        #expect(unheard == .failure(.unavailable))
        // The next server is asked when one is away.
        let second = try await ask([loopback(silent), loopback(port)]) {
            Self.outcome($0, "pbx.example.org", .a)
        }
        #expect(try second.get().records == [.address("192.0.2.20")])
    }

    @Test("reads an answer that is longer than a datagram, as far as the limit")
    func longAnswer() async throws {
        let server = try NameServer(
            (0..<100).map {
                "--srv-host=_sip._udp.example.org,server-\($0).a-long-name.example.org,5060,\($0),0"
            }
        )
        let port = server.port
        let found = try await ask([loopback(port)]) {
            Self.outcome($0, "_sip._udp.example.org", .srv)
        }
        #expect(try found.get().records.count == DNSAnswer.recordsMax)
    }

    @Test("takes no message that is cut or damaged for more than it is")
    func damage() {
        // An answer of one A record: header, question, record with a pointer to the name.
        let message: [UInt8] =
            [0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0x61, 0, 0, 1, 0, 1]
            + [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 20]
        let whole = DNSAnswer(message: message[...], .a)
        #expect(whole?.records == [.address("192.0.2.20")])
        #expect(whole?.timeToLive == .seconds(9))
        for end in 0..<message.count { #expect(DNSAnswer(message: message[..<end], .a) == nil) }
        for kind in DNSRecordKind.allCases {
            for place in message.indices {
                for bit in 0..<8 {
                    var damaged = message
                    damaged[place] ^= 1 << bit
                    let read = DNSAnswer(message: damaged[...], kind)
                    #expect((read?.records.count ?? 0) <= 1)
                }
            }
        }
    }
}
