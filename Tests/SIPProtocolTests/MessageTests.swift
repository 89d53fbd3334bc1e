import DeskTesting
import Testing

@testable import SIPProtocol

enum SIPTortureLimits {
    static let viasMax = SIPLimits.viasMax
}

@Suite("A SIP message")
struct MessageTests {
    private func fate(_ reading: SIPReading) -> TortureMessage.Fate {
        switch reading {
        case .message: .read
        case .refused(let refusal):
            .refused(refusal.defect.status)
        case .discarded, .keepAlive: .discarded
        }
    }

    private func reads(_ bytes: [UInt8], as message: SIPMessage) -> Bool {
        SIPReading(datagram: bytes) == .message(message)
    }

    @Test("of RFC 4475 is read, refused or dropped as the RFC says", arguments: TortureMessage.all)
    func torture(message: TortureMessage) {
        #expect(fate(SIPReading(datagram: message.bytes)) == message.fate)
    }

    @Test("that was read is written so that it reads the same", arguments: TortureMessage.all)
    func roundTrip(torture: TortureMessage) {
        guard case .message(let message) = SIPReading(datagram: torture.bytes) else { return }
        #expect(reads(message.bytes, as: message))
    }

    @Test("cut short anywhere is dropped, refused or read", arguments: TortureMessage.all)
    func prefixes(message: TortureMessage) {
        for end in message.places {
            let reading = SIPReading(datagram: Array(message.bytes[..<end]))
            if case .message(let read) = reading { #expect(read.bytes.count < 4 * end + 200) }
        }
    }

    @Test("with one octet changed is dropped, refused or read", arguments: TortureMessage.all)
    func flips(message: TortureMessage) {
        var random = SeededRandom(seed: UInt64(message.bytes.count))
        for place in message.places {
            var bytes = message.bytes
            bytes[place] = UInt8(random.below(256))
            guard case .message(let read) = SIPReading(datagram: bytes) else { continue }
            // What got through must not come out as another number of fields.
            #expect(reads(read.bytes, as: read))
        }
    }

    @Test("folded, in compact form and in odd case says the same")
    func wsinv() throws {
        let torture = try #require(TortureMessage.valid.first)
        guard case .message(.request(let request)) = SIPReading(datagram: torture.bytes) else {
            Issue.record("it is valid")
            return
        }
        let envelope = request.envelope
        #expect(envelope.vias.map(\.branch) == ["z9hG4bKwsinv", "z9hG4bK9ikj8", "z9hG4bK30239"])
        #expect(envelope.vias.map(\.transport) == ["UDP", "TCP", "UDP"])
        #expect(envelope.from.displayName == #"K. \ Lind""#)
        #expect(envelope.from.tag == "42")
        #expect(envelope.to.parameters == [SIPParameter("lane", "3")])
        #expect(envelope.cseq == SIPCSeq(9, .invite))
        #expect(request.maxForwards == 68)
        #expect(request.fields["Subject"] == "")
        let contact = try #require(try request.fields.addresses("Contact").first)
        #expect(contact.displayName == #"Quoted string """#)
        #expect(
            contact.parameters.map(\.description) == ["newparam=newvalue", "secondparam", "q=0.33"]
        )
        #expect(request.fields["NewFangledHeader"] == "newfangled value continued newfangled value")
        #expect(request.body.count == 150)
    }

    @Test("of ours has one spelling")
    func golden() throws {
        let uri = try SIPURI("sip:bygglov@pbx.example.org")
        var from = SIPNameAddress(try SIPURI("sip:help@192.0.2.10"), displayName: #"Stöd "1" \"#)
        from.tag = "a1"
        let envelope = SIPEnvelope(
            vias: [
                SIPVia(
                    transport: "TLS",
                    host: try SIPHost("192.0.2.10"),
                    port: 5061,
                    parameters: [SIPParameter("branch", "z9hG4bKx"), SIPParameter("rport")]
                )
            ],
            from: from,
            to: SIPNameAddress(uri),
            callID: "c1",
            cseq: SIPCSeq(1, .invite)
        )
        var request = SIPRequest(method: .invite, uri: SIPAnyURI(uri), envelope: envelope)
        request.fields.append("Subject", "one\r\nEvil: two")
        request.body = Array("v=0\r\n".utf8)
        let wanted = """
            INVITE sip:bygglov@pbx.example.org SIP/2.0
            Via: SIP/2.0/TLS 192.0.2.10:5061;branch=z9hG4bKx;rport
            Max-Forwards: 70
            From: "Stöd \\"1\\" \\\\" <sip:help@192.0.2.10>;tag=a1
            To: <sip:bygglov@pbx.example.org>
            Call-ID: c1
            CSeq: 1 INVITE
            Subject: one  Evil: two
            Content-Length: 5

            v=0

            """
        #expect(String(decoding: request.bytes, as: UTF8.self) == TortureMessage.wire(wanted))
        let response = request.response(486, tag: "b2")
        #expect(
            String(decoding: response.bytes, as: UTF8.self).hasPrefix("SIP/2.0 486 Busy Here\r\n")
        )
        #expect(response.envelope.to.tag == "b2")
    }

    @Test("that is refused gives back what the sender needs to know it again")
    func refusal() {
        let text = TortureMessage.request(cseq: "CSeq: 8 INVITE")
        let reading = SIPReading(datagram: Array(TortureMessage.wire(text).utf8))
        guard case .refused(let refusal) = reading else {
            Issue.record("the methods differ")
            return
        }
        let wanted = """
            SIP/2.0 400 CSeq method does not match
            Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK.karl.1
            From: <sip:karl@example.org>;tag=k1
            To: <sip:helpdesk@example.org>;tag=t
            Call-ID: karl.1@192.0.2.20
            CSeq: 8 INVITE
            Content-Length: 0


            """
        #expect(
            String(decoding: refusal.bytes(tag: "t"), as: UTF8.self) == TortureMessage.wire(wanted)
        )
    }

    @Test("has as many fields as the limit and not one more", arguments: [-1, 0, 1])
    func fieldLimit(beyond: Int) {
        // Seven fields stand there already, Content-Length among them.
        let more = (0..<SIPLimits.fieldsMax - 7 + beyond).map { "X-\($0): y" }
        let text = TortureMessage.request(more: more.joined(separator: "\n"))
        let reading = SIPReading(datagram: Array(TortureMessage.wire(text).utf8))
        #expect(fate(reading) == (beyond > 0 ? .refused(513) : .read))
    }

    @Test("has a head as long as the limit and not one octet more", arguments: [-1, 0, 1])
    func headLimit(beyond: Int) {
        let empty = TortureMessage.wire(TortureMessage.request(more: "Z: ")).utf8.count - 4
        let filling = String(repeating: "x", count: SIPLimits.headBytesMax - empty + beyond)
        let text = TortureMessage.request(more: "Z: \(filling)")
        let reading = SIPReading(datagram: Array(TortureMessage.wire(text).utf8))
        #expect(fate(reading) == (beyond > 0 ? .refused(513) : .read))
    }
}

extension TortureMessage {
    /// Every place of a message, and every few of a long one.
    fileprivate var places: StrideTo<Int> {
        stride(from: 0, to: bytes.count, by: 1 + bytes.count / 1_000)
    }
}

@Suite("A stream of SIP messages")
struct StreamReaderTests {
    private static let two = Array(
        (TortureMessage.wire(TortureMessage.invite()) + "\r\n\r\n"
            + TortureMessage.wire(TortureMessage.request())).utf8
    )

    private func steps(_ bytes: [UInt8], pieces: Int) -> [SIPStreamReader.Step] {
        var reader = SIPStreamReader()
        var steps: [SIPStreamReader.Step] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            reader.append(bytes[start..<min(start + pieces, bytes.count)])
            while let step = reader.next() { steps.append(step) }
        }
        return steps
    }

    @Test("says the same however it is cut", arguments: [1, 2, 3, 7, 100, 10_000])
    func pieces(of size: Int) {
        let steps = steps(Self.two, pieces: size)
        #expect(steps.count == 3)
        #expect(steps.dropFirst().first == .ping)
        for step in [steps.first, steps.last] {
            guard case .reading(.message)? = step else {
                Issue.record("\(String(describing: step)) is no message")
                continue
            }
        }
    }

    @Test("ends where nobody can tell how long a message is")
    func withoutLength() {
        let text = TortureMessage.request(length: "", body: "")
        let steps = steps(Array(TortureMessage.wire(text).utf8) + Self.two, pieces: 50)
        guard steps.count == 1, case .broken(.refused(let refusal))? = steps.first else {
            Issue.record("\(steps)")
            return
        }
        #expect(refusal.defect == .missing("Content-Length"))
    }

    @Test("ends when a head does not")
    func endlessHead() {
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: SIPLimits.headBytesMax + 1)
        var reader = SIPStreamReader()
        reader.append(bytes.dropLast())
        #expect(reader.next() == nil)
        reader.append(bytes.suffix(1))
        #expect(reader.next() == .broken(.discarded(.tooLarge)))
        reader.append(Self.two)
        #expect(reader.next() == nil)
        #expect(reader.bytesHeld == 0)
    }

    @Test("ends when a body is past the limit")
    func hugeBody() {
        let length = "Content-Length: \(SIPLimits.messageBytesMax + 1)"
        let text = TortureMessage.wire(TortureMessage.request(length: length))
        guard case .broken(.refused(let refusal))? = steps(Array(text.utf8), pieces: 99).first
        else {
            Issue.record("it is too large")
            return
        }
        #expect(refusal.defect == .tooLarge)
    }
}
