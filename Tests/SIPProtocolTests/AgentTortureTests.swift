import DeskTesting
import Testing

@testable import SIPProtocol

@Suite("A user agent under torture")
struct AgentTortureTests {
    static let peer = SIPPath(SIPHop(.udp, TestLine.host(.exchange)))

    private func answers(_ bytes: [UInt8], from path: SIPPath = peer) -> [Int] {
        var agent = TestLine().agents[0]
        agent.receive(SIPReading(datagram: bytes), from: path, at: .seconds(1))
        return agent.takeActions().compactMap { action in
            guard case .send(let bytes, _) = action else { return nil }
            let words = String(decoding: bytes.prefix(20), as: UTF8.self).split(separator: " ")
            return words.count > 1 ? Int(words[1]) : nil
        }
    }

    @Test("answers as the RFC says", arguments: TortureMessage.all)
    func answer(message: TortureMessage) {
        let answers = answers(message.bytes)
        if let wanted = message.answer {
            #expect(answers == [wanted])
        } else {
            // A call that is served is told that it is; everything else is met with silence.
            #expect(answers.allSatisfy { $0 == 100 })
        }
    }

    @Test("hears no stranger", arguments: TortureMessage.all)
    func stranger(message: TortureMessage) throws {
        let path = SIPPath(SIPHop(.udp, try SIPHost("192.0.2.99")))
        #expect(answers(message.bytes, from: path).isEmpty)
    }

    @Test(
        "answers at most once to whatever one octet was changed into",
        arguments: TortureMessage.all
    )
    func flips(message: TortureMessage) {
        var random = SeededRandom(seed: UInt64(message.bytes.count) + 1)
        for place in stride(from: 0, to: message.bytes.count, by: 1 + message.bytes.count / 200) {
            var bytes = message.bytes
            bytes[place] = UInt8(random.below(256))
            #expect(answers(bytes).count <= 1)
        }
    }

    @Test("refuses a call that has no hop left", arguments: [0, 1])
    func maxForwards(left: Int) {
        let text = TortureMessage.invite().replacing(
            "Max-Forwards: 70",
            with: "Max-Forwards: \(left)"
        )
        #expect(answers(Array(TortureMessage.wire(text).utf8)) == [left == 0 ? 483 : 100])
    }

    @Test(
        "knows no dialog that it is not in",
        arguments: ["BYE", "PRACK", "UPDATE", "NOTIFY", "INVITE", "CANCEL"]
    )
    func noDialog(method: String) {
        let text = TortureMessage.request(
            "\(method) sip:helpdesk@192.0.2.10 SIP/2.0",
            to: "To: <sip:helpdesk@example.org>;tag=unknown",
            cseq: "CSeq: 7 \(method)"
        )
        #expect(answers(Array(TortureMessage.wire(text).utf8)) == [481])
    }
}
