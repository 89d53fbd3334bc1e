import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import WebAPI

@Suite("Where a caller is")
struct CallerPlaceTests {
    private func origin(
        _ peer: String,
        forwarded: [String] = [],
        proxies: [String] = ["127.0.0.1", "::1", "10.0.0.9"]
    ) throws -> Origin {
        var head = HTTPRequest(method: .get, scheme: "http", authority: nil, path: "/")
        if let name = HTTPField.Name("X-Forwarded-For") {
            head.headerFields[values: name] = forwarded
        }
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let address = try SocketAddress(ipAddress: peer, port: 4_711)
        return TrustedProxies(proxies).origin(of: address, request)
    }

    @Test("is the peer, unless that is a proxy that is trusted")
    func peer() throws {
        #expect(try origin("192.0.2.7").address == "192.0.2.7")
        #expect(try origin("192.0.2.7", forwarded: ["198.51.100.1"]).address == "192.0.2.7")
        #expect(try origin("127.0.0.1").address == "127.0.0.1")
        #expect(
            try origin("127.0.0.1", forwarded: ["198.51.100.1"], proxies: []).address
                == "127.0.0.1"
        )
    }

    @Test("is the nearest that is no trusted proxy; what stands further left is anybody's word")
    func forwarded() throws {
        for (fields, address) in [
            (["198.51.100.1"], "198.51.100.1"), (["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
            (["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
            (["198.51.100.1, 10.0.0.9"], "198.51.100.1"),
            (["198.51.100.1:5000"], "198.51.100.1"), (["[2001:db8::1]:5000"], "2001:db8:0:0::/64"),
            (["198.51.100.1, unknown"], "127.0.0.1"), (["10.0.0.9"], "10.0.0.9"),
            ([""], "127.0.0.1"),
        ] {
            #expect(try origin("127.0.0.1", forwarded: fields).address == address, "\(fields)")
        }
    }

    @Test("is this machine only for an address that no other has")
    func loopback() {
        for (text, isHere) in [
            ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("::ffff:127.0.0.1", true),
            ("126.0.0.1", false), ("::2", false), ("::", false), ("fe80::1%lo", false),
            ("::127.0.0.1", false),
        ] {
            #expect(IPAddress(text)?.isLoopback == isHere, "\(text)")
        }
    }

    @Test("is counted with its network")
    func networks() throws {
        #expect(try origin("192.0.2.7").network == "192.0.2.0/24")
        let six = try origin("2001:db8:1:2:3:4:5:6")
        #expect(six.address == "2001:db8:1:2::/64")
        #expect(six.network == "2001:db8:1::/48")
        #expect(try origin("::ffff:192.0.2.7") == origin("192.0.2.7"))
    }

    @Test("may have as many connections as one address may, and no more")
    func connections() throws {
        let count = AddressCount(max: 2, exempt: TrustedProxies(["127.0.0.1"]))
        let peer = try SocketAddress(ipAddress: "192.0.2.7", port: 1)
        let key = try #require(count.key(of: peer))
        #expect(count.enter(key))
        #expect(count.enter(key))
        #expect(!count.enter(key))
        #expect(count.enter("192.0.2.8"))
        count.leave(key)
        #expect(count.enter(key))
        #expect(!count.enter(key))
        #expect(count.key(of: try SocketAddress(ipAddress: "127.0.0.1", port: 1)) == nil)
        #expect(count.key(of: nil) == nil)
    }

    @Test("takes what it may in a minute, to the last request, and again in the next")
    func rates() {
        let rates = PersonalRates(requestsMax: 2)
        let start = ContinuousClock.now
        #expect(rates.take("ada", at: start) == .init(remaining: 1, seconds: 60))
        #expect(rates.take("ada", at: start + .seconds(59)) == .init(remaining: 0, seconds: 1))
        #expect(rates.take("ada", at: start + .seconds(59)).isUsedUp)
        #expect(!rates.take("grace", at: start + .seconds(59)).isUsedUp)
        #expect(rates.take("ada", at: start + .seconds(60)) == .init(remaining: 1, seconds: 60))
    }

    @Test("shares a minute with all others for whom there is no room")
    func manyNetworks() {
        let rates = PersonalRates(requestsMax: 100)
        let start = ContinuousClock.now
        let late = (0..<5_000).filter { number in
            rates.take("network \(number)", at: start + .milliseconds(number)).isUsedUp
        }
        #expect(late == Array((PersonalRates.peopleMax + 100)..<5_000))
        #expect(!rates.take("network 7", at: start + .seconds(6)).isUsedUp)
        // The first have ended, and there is room again.
        let next = start + .seconds(61)
        #expect(rates.take("network 4999", at: next) == .init(remaining: 99, seconds: 60))
    }
}
