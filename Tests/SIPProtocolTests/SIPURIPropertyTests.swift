import DeskTesting
import SIPProtocol
import Testing

@Suite("Any SIP URI")
struct SIPURIPropertyTests {
    static let seeds = SIPURITests.spellings.map(\.0) + SIPURITests.refusals.map(\.0)

    /// Reads a text that may be anything; what is read must be written and read again unchanged.
    private func survives(_ text: String) {
        guard let uri = try? SIPURI(text) else { return }
        let written = uri.description
        #expect(written.utf8.allSatisfy { $0 > 32 && $0 < 127 })
        #expect(throws: Never.self, "\(text)") {
            let again = try SIPURI(written)
            #expect(again.description == written)
            #expect(uri.hasPassword || again == uri)
            #expect(uri.hasPassword || again.matches(uri))
        }
    }

    @Test("cut short anywhere is refused or read", arguments: seeds)
    func prefixes(text: String) {
        let octets = Array(text.utf8)
        for end in octets.indices { survives(String(decoding: octets[..<end], as: UTF8.self)) }
    }

    @Test("with any one octet changed is refused or read", arguments: seeds)
    func flips(text: String) {
        for index in text.utf8.indices {
            for octet in UInt8.min...UInt8.max {
                var octets = Array(text.utf8)
                octets[text.utf8.distance(from: text.startIndex, to: index)] = octet
                survives(String(decoding: octets, as: UTF8.self))
            }
        }
    }

    @Test("made of its parts reads as those parts", arguments: 0..<500 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let names = Set((0..<random.below(5)).map { _ in random.text(1...8).lowercased() })
        let uri = try SIPURI(
            scheme: random.below(2) == 0 ? .sip : .sips,
            user: random.below(4) == 0 ? nil : random.text(1...12),
            host: try random.host(),
            port: random.below(2) == 0 ? nil : UInt16(1 + random.below(65_535)),
            parameters: names.sorted().map { name throws(SIPURIError) in
                let value = random.below(2) == 0 ? nil : random.text(1...8)
                return try SIPURIParameter(name, value)
            },
            headers: (0..<random.below(4)).map { _ throws(SIPURIError) in
                try SIPURIHeader(random.text(1...8), random.text(0...8))
            }
        )
        #expect(try SIPURI(uri.description) == uri)
        #expect(uri.matches(uri))
    }
}

extension SeededRandom {
    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func text(_ lengths: ClosedRange<Int>) -> String {
        let alphabet = Array("aZ9-_.!~*'()&=+$,;?/:@%[] \"<>#|\\^`{}åÅ漢👩🏽‍🚒\u{0}\r\n\u{7F}\u{301}")
        let length = Int.random(in: lengths, using: &self)
        return String((0..<length).map { _ in alphabet[below(alphabet.count)] })
    }

    mutating func host() throws(SIPURIError) -> SIPHost {
        switch below(3) {
        case 0: return try SIPHost(["h", "a.example", "x-1.Example.", "xn--a.se"][below(4)])
        case 1: return .ipv4(SIPIPv4Address(number: UInt32.random(in: 0...(.max), using: &self)))
        default:
            let groups = (0..<8).map { _ in below(2) == 0 ? 0 : UInt16(below(65_536)) }
            guard let address = SIPIPv6Address(groups: groups) else { throw .invalidHost }
            return .ipv6(address)
        }
    }
}
