import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests.SwitchboardTests {
    @Test("go on as ever while the telephone system's address sends floods and rubbish")
    func floods() async throws {
        try await SwitchboardHouse.run(["calls-max: 20", "overflow: vaxel"]) { house in
            let (citizen, anna) = try await house.citizenAndClerk()
            let attacker = try Datagrams(
                from: Exchange.host,
                to: Exchange.deskHost,
                house.exchange.deskPort
            )
            let before = try house.residentBytes()
            var random = SystemRandomNumberGenerator()
            for number in 0..<6_000 {
                var octets = Array(attacker.invite(number % 7).utf8)
                switch number % 3 {
                case 0: octets = Array(octets.prefix(Int.random(in: 0..<octets.count)))
                case 1: octets[Int.random(in: octets.indices)] ^= 1 << UInt8(number % 8)
                default: octets = (0..<400).map { _ in UInt8.random(in: 0...255, using: &random) }
                }
                attacker.send(octets)
            }
            // More calls than may be; nobody ever acknowledges anything. How many of a burst the system
            // has room for depends on who else wants the processor, so they go on until one is heard.
            var next = 1_000
            func flood() {
                for number in next..<(next + 200) {
                    attacker.send(Array(attacker.invite(number).utf8))
                }
                next += 200
            }
            try await eventually("it is told to wait") {
                flood()
                return attacker.heard("SIP/2.0 486") > 0
            }
            #expect(try house.residentBytes() - before < 64 << 20)
            #expect(try await house.house.api.get("/healthz").status == 200)
            let page = try await house.anna.get("/v1/calls?limit=100")
                .decoded(as: Page<CallBody>.self)
            #expect(page.items.count { $0.state != "ended" } <= 20)
            // While there is no room the telephone system rings the telephones by itself. What has ended
            // meanwhile made some.
            flood()
            try citizen.dial(house.exchange.support)
            try citizen.waitFor("CALL_ESTABLISHED", within: .seconds(20))
            try anna.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
        }
    }

    @Test("are one call for a clerk whose two telephones both answer")
    func twoTelephones() async throws {
        try await SwitchboardHouse.run { house in
            let (citizen, desk) = try await house.citizenAndClerk()
            let mobile = try await house.phone("anna", answers: true)
            let call = try await house.talk(citizen, desk, or: mobile)
            #expect(call.clerk == "anna")
            try await eventually("the other one is put down") {
                [desk, mobile].count { $0.isTalking } == 1
            }
            try citizen.putDown()
            try await eventually("both are free") { ![desk, mobile].contains { $0.isTalking } }
            let over = try await house.call("the call is over") { $0.state == "ended" }
            #expect(over.outcome == "answered")
        }
    }
}

extension SwitchboardHouse {
    /// The memory that the daemon has now.
    fileprivate func residentBytes() throws -> Int {
        let path = "/proc/\(try house.running().pid)/statm"
        let words = try String(contentsOfFile: path, encoding: .utf8).split(separator: " ")
        return (Int(words[1]) ?? 0) * 4_096
    }

    /// Citizen and one of two telephones speak; their call.
    fileprivate func talk(_ citizen: Phone, _ one: Phone, or other: Phone) async throws -> CallBody
    {
        try citizen.dial(exchange.support)
        try citizen.waitFor("CALL_ESTABLISHED")
        return try await call("the call is answered") { $0.state == "talking" }
    }
}

/// A socket that says whatever it is told, from an address of one's choice.
private final class Datagrams {
    private let descriptor: Int32
    private let host: String
    private var counts: [String: Int] = [:]

    init(from host: String, to target: String, _ port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        self.host = host
        var own = Self.address(host, 0)
        var other = Self.address(target, port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        let isConnected = withUnsafePointer(to: &other) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size)
            }
        }
        guard isBound == 0, isConnected == 0 else { throw Wire.Broken() }
    }

    deinit { close(descriptor) }

    private static func address(_ host: String, _ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        return address
    }

    func send(_ octets: [UInt8]) {
        // What the system has no room for is lost, as on any network.
        _ = Glibc.send(descriptor, octets, octets.count, Int32(MSG_DONTWAIT))
    }

    /// How many of the answers so far began like that.
    func heard(_ beginning: String) -> Int {
        var buffer = [UInt8](repeating: 0, count: 2_048)
        while true {
            let size = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard size > 0 else { break }
            counts[String(decoding: buffer.prefix(11), as: UTF8.self), default: 0] += 1
        }
        return counts[beginning] ?? 0
    }

    func invite(_ number: Int) -> String {
        let body =
            "v=0\r\no=a 1 1 IN IP4 \(host)\r\ns=-\r\nc=IN IP4 \(host)\r\nt=0 0\r\n"
            + "m=audio 4000 RTP/AVP 0\r\n"
        return [
            "INVITE sip:support@\(Exchange.deskHost) SIP/2.0",
            "Via: SIP/2.0/UDP \(host);rport;branch=z9hG4bK-\(number)",
            "From: <sip:x@\(host)>;tag=\(number)", "To: <sip:support@\(Exchange.deskHost)>",
            "Call-ID: flood-\(number)", "CSeq: 1 INVITE", "Contact: <sip:x@\(host)>",
            "Max-Forwards: 70", "Content-Type: application/sdp",
            "Content-Length: \(body.utf8.count)",
            "", body,
        ].joined(separator: "\r\n")
    }
}
