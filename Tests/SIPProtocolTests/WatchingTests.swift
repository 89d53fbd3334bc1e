import Testing

@testable import SIPProtocol

@Suite("States that are told")
struct WatchingTests {
    static let document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="7" state="partial" \
        entity="sip:4101@pbx.example.org">
        <dialog id="a1" call-id="c@host" local-tag="l" remote-tag="r" direction="recipient">
        <state event="remote-bye" code="200">terminated</state>
        <local><identity>sip:4101@pbx.example.org</identity><target uri="sip:x"/></local>
        <remote><identity display="Ulla &amp; Co">sip:+46701740605@pbx.example.org</identity>
        <target uri="sip:y"><param pname="a" pval="b"/></target></remote></dialog>
        <dialog id="a2"><state>confirmed</state></dialog>
        </dialog-info>
        """

    @Test("are read from a document of dialogs")
    func document() throws {
        let info = try #require(SIPDialogInfo(Array(Self.document.utf8)))
        #expect(info.version == 7)
        #expect(!info.isFull)
        #expect(info.entity == "sip:4101@pbx.example.org")
        #expect(
            info.dialogs == [
                SIPDialogInfo.Dialog(
                    id: "a1",
                    callID: "c@host",
                    direction: .recipient,
                    state: .terminated,
                    cause: "remote-bye",
                    remote: "sip:+46701740605@pbx.example.org"
                ),
                SIPDialogInfo.Dialog(id: "a2", state: .confirmed),
            ]
        )
    }

    @Test(
        "are not read from anything else",
        arguments: [
            "", "<a/>", "<dialog-info/>", "<dialog-info version=\"-1\" entity=\"e\"/>",
            "<dialog-info version=\"4294967296\" entity=\"e\"/>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><dialog-info version=\"1\" entity=\"e\"/>",
            "<dialog-info version=\"1\" entity=\"e\"><dialog id=\"1\"><state>asleep</state>"
                + "</dialog></dialog-info>",
            "<dialog-info version=\"1\" entity=\"e\"><dialog><state>early</state></dialog>"
                + "</dialog-info>",
        ]
    )
    func notADocument(text: String) {
        #expect(SIPDialogInfo(Array(text.utf8)) == nil)
    }

    @Test("are bounded in breadth and depth")
    func bounds() {
        func read(_ dialogs: Int) -> SIPDialogInfo? {
            let one = "<dialog id=\"1\"><state>early</state></dialog>"
            let text = "<dialog-info version=\"1\" entity=\"e\">"
            return SIPDialogInfo(
                Array((text + String(repeating: one, count: dialogs) + "</dialog-info>").utf8)
            )
        }
        #expect(read(SIPDialogInfo.dialogsMax)?.dialogs.count == SIPDialogInfo.dialogsMax)
        #expect(read(SIPDialogInfo.dialogsMax + 1) == nil)
        let deep =
            "<dialog-info version=\"1\" entity=\"e\">" + String(repeating: "<a>", count: 30_000)
        #expect(SIPDialogInfo(Array(deep.utf8)) == nil)
    }

    @Test("do no harm when they are cut or damaged")
    func damage() {
        let octets = Array(Self.document.utf8)
        for end in stride(from: 0, to: octets.count - 15, by: 7) {
            #expect(SIPDialogInfo(Array(octets[..<end])) == nil)
        }
        for place in stride(from: 0, to: octets.count, by: 3) {
            var damaged = octets
            damaged[place] ^= 1 << (place % 8)
            #expect((SIPDialogInfo(damaged)?.dialogs.count ?? 0) <= 2)
        }
    }

    // MARK: The subscription

    private static let line = "sip:4101@192.0.2.20"

    /// A desk that has subscribed, and its SUBSCRIBE.
    private static func subscribed() throws -> (agent: SIPUserAgent, request: SIPRequest) {
        let (own, other) = (TestLine.host(.helpdesk), TestLine.host(.exchange))
        let peer = SIPPeer(name: "pbx", hops: [SIPHop(.udp, other)])
        let octets = SeededOctets(seed: 5)
        var agent = SIPUserAgent(
            SIPUserAgentSettings(addresses: [.udp: SIPHop(.udp, own)], peers: [peer])
        ) { octets.take($0) }
        let number = agent.subscribe(
            to: try SIPURI(line),
            "dialog",
            accepting: SIPDialogInfo.mediaType,
            at: "pbx",
            at: .zero
        )
        #expect(number == 0)
        let request = try #require(requests(&agent).first)
        return (agent, request)
    }

    private static func requests(_ agent: inout SIPUserAgent) -> [SIPRequest] {
        agent.takeActions().compactMap { action in
            guard case .send(let bytes, _) = action,
                case .message(.request(let request)) = SIPReading(datagram: bytes)
            else { return nil }
            return request
        }
    }

    private static let path = SIPPath(SIPHop(.udp, TestLine.host(.exchange)))

    private static func accept(
        _ request: SIPRequest,
        _ agent: inout SIPUserAgent,
        status: Int = 200,
        expires: Int = 600,
        at now: Duration
    ) {
        var response = request.response(status, tag: "notifier")
        response.fields.append("Contact", "<\(line)>")
        response.fields.append(status == 423 ? "Min-Expires" : "Expires", "\(expires)")
        agent.receive(.message(.response(response)), from: path, at: now)
    }

    /// What the desk answers a NOTIFY, and what it tells.
    private static func notify(
        _ asked: SIPRequest,
        _ agent: inout SIPUserAgent,
        number: UInt32,
        state: String = "active;expires=600",
        event: String = "dialog",
        tag: String = "notifier",
        at now: Duration
    ) -> (status: Int?, events: [SIPEvent]) {
        var from = asked.envelope.to
        from.tag = tag
        let text = """
            NOTIFY sip:helpdesk@192.0.2.10 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.20;branch=z9hG4bK-\(number)-\(tag)-\(now.components.seconds)
            From: \(from)
            To: \(asked.envelope.from)
            Call-ID: \(asked.envelope.callID)
            CSeq: \(number) NOTIFY
            Contact: <\(line)>
            Event: \(event)
            Subscription-State: \(state)
            Content-Type: \(SIPDialogInfo.mediaType)
            Content-Length: 2

            ok
            """
        let octets = Array(
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .joined(separator: "\r\n").utf8
        )
        agent.receive(SIPReading(datagram: octets), from: path, at: now)
        var status: Int?
        var events: [SIPEvent] = []
        for action in agent.takeActions() {
            switch action {
            case .tell(let event): events.append(event)
            case .send(let bytes, _):
                if case .message(.response(let response)) = SIPReading(datagram: bytes) {
                    status = response.status
                }
            }
        }
        return (status, events)
    }

    private static let told = SIPEvent.notified(subscription: 0, body: Array("ok".utf8))

    @Test("are asked for, told, and asked for again in time, in one dialog")
    func subscription() throws {
        var (agent, asked) = try Self.subscribed()
        #expect(asked.method == .subscribe)
        #expect(asked.fields["Event"] == "dialog")
        #expect(asked.fields["Accept"] == SIPDialogInfo.mediaType)
        Self.accept(asked, &agent, at: .seconds(1))
        let (status, events) = Self.notify(asked, &agent, number: 1, at: .seconds(2))
        #expect(status == 200)
        #expect(events == [Self.told])
        // An older one, another event, and another notifier.
        #expect(Self.notify(asked, &agent, number: 1, at: .seconds(99)).status == 500)
        #expect(
            Self.notify(asked, &agent, number: 2, event: "refer", at: .seconds(99)).status == 489
        )
        #expect(Self.notify(asked, &agent, number: 3, tag: "other", at: .seconds(99)).status == 481)
        agent.tick(at: .seconds(451))
        #expect(Self.requests(&agent).isEmpty)
        agent.tick(at: .seconds(453))
        let again = try #require(Self.requests(&agent).first)
        #expect(again.envelope.callID == asked.envelope.callID)
        #expect(again.envelope.to.tag == "notifier")
        #expect(again.envelope.cseq.number == 2)
    }

    @Test("are told before the answer comes, too")
    func earlyNotice() throws {
        var (agent, asked) = try Self.subscribed()
        #expect(Self.notify(asked, &agent, number: 1, at: .seconds(1)).events == [Self.told])
        Self.accept(asked, &agent, at: .seconds(2))
        #expect(Self.notify(asked, &agent, number: 2, at: .seconds(3)).status == 200)
        agent.askAgain(0, at: .seconds(4))
        #expect(Self.requests(&agent).map(\.envelope.cseq.number) == [2])
    }

    @Test(
        "begin anew when the peer ends them, as soon as it wants",
        arguments: [
            ("terminated;reason=timeout", 1), ("terminated;reason=deactivated", 1),
            ("terminated;reason=probation;retry-after=60", 60), ("terminated", 5),
            ("terminated;reason=rejected", 300),
        ]
    )
    func ended(state: String, pause: Int) throws {
        var (agent, asked) = try Self.subscribed()
        Self.accept(asked, &agent, at: .seconds(1))
        let (status, events) = Self.notify(asked, &agent, number: 1, state: state, at: .seconds(2))
        #expect(status == 200)
        #expect(events.contains(.subscriptionBeginsAnew(subscription: 0)))
        agent.tick(at: .seconds(2 + pause) - .milliseconds(1))
        #expect(Self.requests(&agent).isEmpty)
        agent.tick(at: .seconds(2 + pause))
        let again = try #require(Self.requests(&agent).first)
        #expect(again.envelope.callID != asked.envelope.callID)
        #expect(again.envelope.to.tag == nil)
        // What the old one is still told is nobody's.
        #expect(Self.notify(asked, &agent, number: 2, at: .seconds(400)).status == 481)
    }

    @Test("are asked for again when they are refused, and for longer when that is wanted")
    func refused() throws {
        var (agent, asked) = try Self.subscribed()
        Self.accept(asked, &agent, status: 423, expires: 3_600, at: .seconds(1))
        let longer = try #require(Self.requests(&agent).first)
        #expect(longer.fields["Expires"] == "3600")
        Self.accept(longer, &agent, status: 489, at: .seconds(2))
        #expect(
            agent.takeActions().contains(.tell(.subscriptionFailed(subscription: 0, status: 489)))
        )
        agent.tick(at: .seconds(9))
        let again = try #require(Self.requests(&agent).first)
        #expect(again.envelope.callID != asked.envelope.callID)
    }

    @Test("are ended when the desk is left, granted or about to be", arguments: [true, false])
    func leaving(isGranted: Bool) throws {
        var (agent, asked) = try Self.subscribed()
        if isGranted { Self.accept(asked, &agent, at: .seconds(1)) }
        agent.unsubscribe(at: .seconds(2))
        if !isGranted {
            #expect(Self.requests(&agent).isEmpty)
            #expect(agent.isSettling)
            Self.accept(asked, &agent, at: .seconds(3))
        }
        let last = try #require(Self.requests(&agent).first)
        #expect(last.fields["Expires"] == "0")
        #expect(last.envelope.to.tag == "notifier")
        #expect(agent.isSettling)
        Self.accept(last, &agent, expires: 0, at: .seconds(4))
        #expect(!agent.isSettling)
        let state = "terminated;reason=timeout"
        let (status, events) = Self.notify(asked, &agent, number: 1, state: state, at: .seconds(5))
        #expect(status == 200)
        #expect(events == [Self.told])
        agent.askAgain(0, at: .seconds(6))
        agent.tick(at: .seconds(900))
        #expect(Self.requests(&agent).isEmpty)
    }
}
