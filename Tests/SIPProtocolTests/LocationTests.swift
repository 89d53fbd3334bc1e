import DNSClient
import Testing

@testable import SIPProtocol

@Suite("Where a peer is")
struct LocationTests {
    /// Records by kind and name; what stands in `silent` nobody answers.
    struct Zone {
        var addresses: [String: [String]] = [:]
        var services: [String: [DNSRecord.Service]] = [:]
        var pointers: [String: [DNSRecord.Pointer]] = [:]
        var timeToLive = Duration.seconds(300)
        var silent: Set<String> = []

        func lookup(_ name: String, _ kind: DNSRecordKind) throws(DNSFailure) -> DNSAnswer {
            if silent.contains(name) { throw .unavailable }
            let records: [DNSRecord] =
                switch kind {
                case .a: addresses[name, default: []].filter { !$0.contains(":") }.map(address)
                case .aaaa: addresses[name, default: []].filter { $0.contains(":") }.map(address)
                case .srv: services[name, default: []].map { .service($0) }
                case .naptr: pointers[name, default: []].map { .pointer($0) }
                }
            if records.isEmpty { throw .notThere }
            return DNSAnswer(records: records, timeToLive: timeToLive)
        }

        private func address(_ text: String) -> DNSRecord { .address(text) }

        func locate(
            _ text: String,
            by transports: [SIPTransport] = SIPTransport.allCases
        ) throws -> SIPLocation {
            var locator = SIPLocator(transports: transports, lookup: lookup)
            return try locator.locate(try #require(SIPPlace(text)))
        }

        func hops(
            _ text: String,
            by transports: [SIPTransport] = SIPTransport.allCases
        ) throws -> [String] {
            try locate(text, by: transports).servers.ordered { _ in 0 }.map(\.description)
        }
    }

    private static func service(
        _ target: String,
        _ priority: UInt16 = 0,
        _ weight: UInt16 = 0,
        port: UInt16 = 5_060
    ) -> DNSRecord.Service {
        DNSRecord.Service(priority: priority, weight: weight, port: port, target: target)
    }

    private static func pointer(
        _ service: String,
        _ order: UInt16,
        _ preference: UInt16 = 0,
        flags: String = "s",
        to replacement: String
    ) -> DNSRecord.Pointer {
        DNSRecord.Pointer(
            order: order,
            preference: preference,
            flags: flags,
            service: service,
            replacement: replacement
        )
    }

    @Test(
        "is read as an operator writes it",
        arguments: [
            "udp:192.0.2.20:5060", "tcp:192.0.2.20", "tls:[2001:db8::20]:5061",
            "tls:pbx.example.org", "tls:pbx.example.org:5071", "sip:example.org",
            "sips:example.org",
        ]
    )
    func places(text: String) throws {
        #expect(try #require(SIPPlace(text)).description == text)
    }

    @Test(
        "and nothing else is",
        arguments: [
            "", ":", "udp:", "pbx.example.org", "sctp:pbx.example.org", "udp:anna@pbx.example.org",
            "udp:pbx.example.org;transport=tcp", "udp:pbx.example.org:0",
            "udp:pbx.example.org:65536",
            "udp:pbx.example.org:5060:1", "udp: pbx.example.org", "sip:pbx.example.org?a=b",
        ]
    )
    func badPlaces(text: String) {
        #expect(SIPPlace(text) == nil)
    }

    @Test("needs no name server for an address, and only addresses for a name with a port")
    func direct() throws {
        let zone = Zone(addresses: ["pbx.example.org": ["192.0.2.20", "2001:db8::20"]])
        #expect(try Zone().hops("udp:192.0.2.20:5070") == ["udp:192.0.2.20:5070"])
        #expect(try Zone().hops("tls:192.0.2.20") == ["tls:192.0.2.20:5061"])
        #expect(
            try zone.hops("tls:pbx.example.org:5071") == [
                "tls:192.0.2.20:5071", "tls:[2001:db8::20]:5071",
            ]
        )
        #expect(try zone.hops("sips:pbx.example.org:5071").first == "tls:192.0.2.20:5071")
        #expect(try zone.hops("sip:pbx.example.org:5071").first == "udp:192.0.2.20:5071")
    }

    @Test("is where SRV says, the first priority first, and at the usual port without one")
    func services() throws {
        var zone = Zone(
            addresses: [
                "a.example.org": ["192.0.2.1"], "b.example.org": ["192.0.2.2"],
                "pbx.example.org": ["192.0.2.20"],
            ],
            services: [
                "_sip._udp.pbx.example.org": [
                    Self.service("b.example.org", 20),
                    Self.service("a.example.org", 10, port: 5_070),
                    Self.service("gone.example.org", 5),
                ]
            ]
        )
        #expect(
            try zone.hops("udp:pbx.example.org") == ["udp:192.0.2.1:5070", "udp:192.0.2.2:5060"]
        )
        #expect(try zone.hops("tls:pbx.example.org") == ["tls:192.0.2.20:5061"])
        // The service is decidedly not there (RFC 2782): no address takes its place.
        zone.services["_sip._tcp.pbx.example.org"] = [Self.service(".")]
        #expect(throws: SIPLocationFailure.self) { try zone.hops("tcp:pbx.example.org") }
    }

    @Test("is reached as its own records prefer, among the ways that we have")
    func pointers() throws {
        let zone = Zone(
            addresses: ["a.example.org": ["192.0.2.1"]],
            services: [
                "_sip._udp.example.org": [Self.service("a.example.org")],
                "_sip._tcp.example.org": [Self.service("a.example.org")],
                "_sips._tcp.example.org": [Self.service("a.example.org", port: 5_061)],
            ],
            pointers: [
                "example.org": [
                    Self.pointer("SIP+D2U", 30, to: "_sip._udp.example.org"),
                    Self.pointer("SIPS+D2T", 10, to: "_sips._tcp.example.org"),
                    Self.pointer("sip+d2t", 10, 5, to: "_sip._tcp.example.org"),
                    Self.pointer("E2U+sip", 1, flags: "u", to: "_sip._udp.example.org"),
                ]
            ]
        )
        #expect(
            try zone.hops("sip:example.org") == [
                "tls:192.0.2.1:5061", "tcp:192.0.2.1:5060", "udp:192.0.2.1:5060",
            ]
        )
        #expect(try zone.hops("sip:example.org", by: [.udp]) == ["udp:192.0.2.1:5060"])
        // Who wants it secure is not led to less (RFC 3263 §4.1).
        #expect(try zone.hops("sips:example.org") == ["tls:192.0.2.1:5061"])
        var silent = zone
        silent.pointers = [:]
        #expect(try silent.hops("sip:example.org", by: [.tcp, .udp]).first == "tcp:192.0.2.1:5060")
        #expect(
            try Zone(addresses: ["example.org": ["192.0.2.9"]]).hops("sip:example.org") == [
                "udp:192.0.2.9:5060"
            ]
        )
    }

    @Test(
        "is remembered as long as every record holds, within bounds",
        arguments: [
            (0, 5), (4, 5), (5, 5), (6, 6), (3_599, 3_599), (3_600, 3_600), (3_601, 3_600),
        ]
    )
    func timeToLive(given: Int, kept: Int) throws {
        var zone = Zone(addresses: ["pbx.example.org": ["192.0.2.20"]])
        zone.timeToLive = .seconds(given)
        #expect(try zone.locate("udp:pbx.example.org:5060").timeToLive == .seconds(kept))
    }

    @Test("is asked for again soon when a name server was silent, and told from what is not there")
    func silence() throws {
        var zone = Zone(
            addresses: ["a.example.org": ["192.0.2.1"]],
            services: [
                "_sip._udp.example.org": [
                    Self.service("a.example.org"), Self.service("b.example.org"),
                ]
            ]
        )
        zone.timeToLive = .seconds(3_600)
        zone.silent = ["b.example.org"]
        let location = try zone.locate("udp:example.org")
        #expect(location.servers.count == 1)
        #expect(location.timeToLive == .seconds(30))
        let place = try #require(SIPPlace("udp:other.example.org"))
        #expect(throws: SIPLocationFailure.notFound(place)) {
            try zone.locate("udp:other.example.org")
        }
        zone.silent = ["_sip._udp.other.example.org"]
        #expect(throws: SIPLocationFailure.unavailable(place)) {
            try zone.locate("udp:other.example.org")
        }
    }

    @Test("is where it was while no name server answers, and nowhere when they say so")
    func silentAgain() throws {
        var zone = Zone(
            addresses: ["a.example.org": ["192.0.2.1"], "b.example.org": ["192.0.2.2"]]
        )
        let places = try ["udp:a.example.org:5060", "udp:b.example.org:5060"].map {
            try #require(SIPPlace($0))
        }
        func locations(after former: SIPLocations?) -> SIPLocations {
            SIPLocations(of: places, by: [.udp], after: former, lookup: zone.lookup)
        }
        let first = locations(after: nil)
        #expect(first.servers.map { "\($0.hop.host)" } == ["192.0.2.1", "192.0.2.2"])
        #expect(first.servers.map(\.rank) == first.servers.map(\.rank).sorted())
        #expect(first.pause == zone.timeToLive)
        zone.silent = ["a.example.org"]
        #expect(locations(after: nil).servers.map { "\($0.hop.host)" } == ["192.0.2.2"])
        let second = locations(after: locations(after: first))
        #expect(second.servers == first.servers)
        #expect(second.failures == [.unavailable(places[0])])
        #expect(second.pause == .seconds(30))
        zone.silent = []
        zone.addresses["a.example.org"] = nil
        let third = locations(after: second)
        #expect(third.servers.map { "\($0.hop.host)" } == ["192.0.2.2"])
        #expect(third.failures == [.notFound(places[0])])
    }

    @Test(
        "is not known while nobody says which ways there are, whatever else is there",
        arguments: [
            ("sip:example.org", "_sips._tcp.example.org"), ("sip:example.org", "example.org"),
            ("sip:example.org", "tls.example.org"), ("udp:example.org", "_sip._udp.example.org"),
            ("tls:example.org", "_sips._tcp.example.org"),
        ]
    )
    func silentServices(text: String, silent: String) throws {
        var zone = Zone(
            addresses: [
                "example.org": ["192.0.2.9"], "tls.example.org": ["192.0.2.1"],
                "udp.example.org": ["192.0.2.2"],
            ],
            services: [
                "_sips._tcp.example.org": [Self.service("tls.example.org", port: 5_061)],
                "_sip._udp.example.org": [Self.service("udp.example.org")],
            ]
        )
        let transports = [SIPTransport.tls, .tcp, .udp]
        #expect(!(try zone.hops(text, by: transports).isEmpty))
        zone.silent = [silent]
        let place = try #require(SIPPlace(text))
        #expect(throws: SIPLocationFailure.unavailable(place)) {
            try zone.locate(text, by: transports)
        }
    }

    @Test(
        "is known by the better ways when nobody tells of a worse one, and asked for again soon",
        arguments: ["_sip._udp.example.org", "udp.example.org"]
    )
    func silentWorseWay(silent: String) throws {
        var zone = Zone(
            addresses: ["tls.example.org": ["192.0.2.1"], "udp.example.org": ["192.0.2.2"]],
            services: [
                "_sips._tcp.example.org": [Self.service("tls.example.org", port: 5_061)],
                "_sip._udp.example.org": [Self.service("udp.example.org")],
            ],
            pointers: [
                "example.org": [
                    Self.pointer("SIPS+D2T", 10, to: "_sips._tcp.example.org"),
                    Self.pointer("SIP+D2U", 20, to: "_sip._udp.example.org"),
                ]
            ]
        )
        zone.silent = [silent]
        let location = try zone.locate("sip:example.org")
        #expect(location.servers.map { "\($0.hop)" } == ["tls:192.0.2.1:5061"])
        #expect(location.timeToLive == .seconds(30))
    }

    @Test("is bounded, whatever the records say")
    func bounds() throws {
        let many = (0..<100).map { "192.0.2.\($0)" }
        let zone = Zone(
            addresses: ["a.example.org": many],
            services: [
                "_sip._udp.example.org": (0..<100).map { Self.service("a.example.org", $0) }
            ]
        )
        #expect(try zone.locate("udp:example.org").servers.count == SIPLocator.serversMax)
        #expect(
            try zone.locate("udp:a.example.org:5060").servers.count == SIPLocator.addressesMax
        )
    }

    @Test("keeps the name that its certificate must be of, wherever the records lead")
    func certificateName() throws {
        let zone = Zone(
            addresses: ["a.example.net": ["192.0.2.1"]],
            services: ["_sips._tcp.example.org": [Self.service("a.example.net", port: 5_061)]]
        )
        let hop = try #require(try zone.locate("tls:example.org").servers.first?.hop)
        #expect(hop.name == SIPDomainName("example.org"))
        var peer = SIPPeer(name: "pbx", hops: [])
        #expect(peer.hop(for: nil) == nil)
        peer.servers = [SIPServer(hop)]
        // A route that names the domain, or the address, leads to the same place.
        for text in ["sip:example.org;transport=tls", "sip:192.0.2.1;transport=tls"] {
            #expect(peer.hop(for: try SIPURI(text)) == hop, "\(text)")
        }
        #expect(peer.hop(for: try SIPURI("sip:stranger.example.org")) == hop)
        #expect(peer.isHeard(from: try SIPHost("192.0.2.1")))
        #expect(!peer.isHeard(from: try SIPHost("192.0.2.2")))
    }

    @Test("shares the calls by weight among servers of one rank, and keeps the ranks' order")
    func weights() throws {
        func server(_ last: Int, rank: Int, weight: UInt16) throws -> SIPServer {
            SIPServer(
                SIPHop(.udp, try SIPHost("192.0.2.\(last)")),
                rank: rank,
                weight: weight
            )
        }
        let servers = [
            try server(9, rank: 2, weight: 0), try server(1, rank: 1, weight: 60),
            try server(2, rank: 1, weight: 30), try server(3, rank: 1, weight: 10),
        ]
        var firsts: [String: Int] = [:]
        for chosen in 0...100 {
            var isFirst = true
            let hops = servers.ordered { limit in
                defer { isFirst = false }
                if isFirst { #expect(limit == 100) }
                return isFirst ? chosen : 0
            }
            #expect(hops.count == 4)
            #expect(hops.last?.host.description == "192.0.2.9")
            firsts["\(hops[0].host)", default: 0] += 1
        }
        #expect(firsts == ["192.0.2.1": 61, "192.0.2.2": 30, "192.0.2.3": 10])
        #expect([SIPServer]().ordered { $0 }.isEmpty)
    }
}
