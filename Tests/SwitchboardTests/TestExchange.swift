import Desk
import Foundation
import Synchronization

@testable import SIPProtocol
@testable import Switchboard

/// A helpdesk and a telephone system full of telephones, joined by a wire, without sockets.
struct TestExchange {
    enum Manner: Sendable, Equatable {
        case answers
        case rings
        /// Rings, and is heard before it answers.
        case plays
        case refuses(Int)
        /// Answers, and says nothing of its media.
        case answersBare
    }

    /// A telephone; its media are told by the port alone.
    struct Phone {
        var manner: Manner
        let port: Int
        var leg: SIPLegID?
        /// The port that it sends to; nil when it is on hold or put down.
        var hears: Int?
        /// How often it has rung.
        var rings = 0
        /// What it was told of the caller.
        var context: String?
        var identities: [String] = []
        var privacy: String?

        var session: [UInt8] {
            let text = """
                v=0
                o=phone \(port) 1 IN IP4 192.0.2.\(port % 200)
                s=-
                c=IN IP4 192.0.2.\(port % 200)
                t=0 0
                m=audio \(port) RTP/AVP 8

                """
            return Array(
                text.split(separator: "\n", omittingEmptySubsequences: false)
                    .joined(separator: "\r\n").utf8
            )
        }
    }

    final class Notices: Sendable {
        let all = Mutex<[CallFact]>([])
    }

    static let helpdesk = SIPHost.ipv4(SIPIPv4Address(number: 0xC000_020A))
    static let exchange = SIPHost.ipv4(SIPIPv4Address(number: 0xC000_0214))

    var now = Duration.seconds(100)
    var phones: [String: Phone]
    var telephony: Telephony
    let notices = Notices()
    let handoff = UUIDv7(at: Date(timeIntervalSince1970: 1_793_606_400))
    private var house: SIPUserAgent
    private var system: SIPUserAgent
    /// Telephones that answer an offer of another session only when ``answerOffer(_:)`` says so.
    var slow: Set<String> = []
    /// Telephones that are about to offer something themselves, and how often they still say so.
    var glaring: [String: Int] = [:]
    /// What telephones answer that asked what they would be offered, where it is not their usual media.
    var agreeing: [String: [UInt8]] = [:]
    /// Telephones that keep the session that they have.
    var stubborn: Set<String> = []
    /// Telephones whose system says not a word of a call for them.
    var deaf: Set<String> = []
    /// The helpdesk hears nothing, as between a kill and the next start.
    var isAway = false
    /// What each telephone was answered to offers of its own that were refused.
    private(set) var refusals: [String: [Int]] = [:]
    /// How long the helpdesk asked to be registered for, each time, in seconds.
    private(set) var registrations: [String] = []
    /// How long it asked to be told of telephones.
    private(set) var subscriptions: [String] = []
    /// Why the helpdesk wanted to be left alone, and for how long, in seconds.
    private(set) var pauses: [String] = []
    /// Origins that each telephone was told, to see that they are one session's versions.
    var origins: [String: [String]] = [:]

    init(
        _ manners: [(String, Manner)],
        clerks: [String] = ["asa", "bo"],
        settings: TelephonySettings = TelephonySettings(peer: "pbx")
    ) throws {
        func agent(_ own: SIPHost, _ other: SIPHost) -> SIPUserAgent {
            let peer = SIPPeer(name: "pbx", hops: [SIPHop(.udp, other)])
            var settings = SIPUserAgentSettings(addresses: [.udp: SIPHop(.udp, own)], peers: [peer])
            // Who calls must give up before the telephones do.
            if own == Self.exchange { settings.ringLimit = .seconds(600) }
            return SIPUserAgent(settings)
        }
        house = agent(Self.helpdesk, Self.exchange)
        system = agent(Self.exchange, Self.helpdesk)
        phones = [:]
        for (index, (name, manner)) in manners.enumerated() {
            phones[name] = Phone(manner: manner, port: 4_000 + index)
        }
        let notices = notices
        telephony = Telephony(settings) { report in
            notices.all.withLock { $0.append(report.fact) }
        }
        try setDuty(clerks)
    }

    /// These take calls from now on, and those get what is too much.
    ///
    /// The named telephone is picked up before the word gets round.
    mutating func setDuty(
        _ clerks: [String],
        overflow: [String] = [],
        answering name: String? = nil
    ) throws {
        let telephones = try clerks.map {
            ClerkTelephone(staff: $0, uri: try SIPURI("sip:\($0)@192.0.2.20"))
        }
        telephony.setDuty(telephones, overflow: try overflow.map(target), &house, at: now)
        if let name { pickUp(name) } else { settle() }
    }

    private func target(_ name: String) throws -> HandoffTarget {
        let uri = try SIPURI("sip:\(name)@192.0.2.20")
        return HandoffTarget(destination: name, name: name, uri: uri, context: "1042")
    }

    /// What was reported but that a call came, without the hand-off's id.
    func takeNotices() -> [CallNotice] {
        takeFacts().compactMap { fact in
            switch fact {
            case .arrived, .kept, .watched, .watchedNow: nil
            case .answered(let clerk): .answered(clerk: ["asa", "bo"].firstIndex(of: clerk) ?? -1)
            case .overflowed: .overflowed
            case .handoff(_, let state, let status, _): .handoff(state, status: status)
            case .lost(let reason): .lost(reason)
            case .ended(let outcome, let cause): .over(outcome, cause: cause)
            }
        }
    }

    func takeFacts() -> [CallFact] {
        notices.all.withLock { notices in
            defer { notices = [] }
            return notices
        }
    }

    /// The only call there is.
    var call: UUIDv7? { telephony.lines.keys.first }
    var stage: TelephoneCall.Stage? { telephony.lines.values.first?.call.stage }
    var legsCount: Int { house.legsCount }

    // MARK: What happens

    /// The helpdesk lets go of everybody, as before it is stopped.
    mutating func leave() {
        telephony.leave(&house, at: now)
        settle()
    }

    /// There is no more time to wait for those whom it left.
    mutating func finishLeaving() {
        telephony.finishLeaving(&house, at: now)
        settle()
    }

    /// A slow telephone answers what it was offered last, by a call or by an answer.
    mutating func answerOffer(_ name: String) {
        guard let phone = phones[name], let leg = phone.leg else { return }
        system.answerOffer(leg, status: 200, body: phone.session, at: now)
        system.acknowledge(leg, body: phone.session, at: now)
        settle()
    }

    mutating func watch(_ name: String) throws {
        let uri = try SIPURI("sip:\(name)@192.0.2.20")
        let watched = WatchedTelephone(staff: name, uri: uri)
        telephony.watch([watched], for: .seconds(600), &house, at: now)
        settle()
    }

    /// The store says that the call is to be handed off to these.
    mutating func attend(to names: String...) throws {
        let destination = Destination(
            id: "bygglov",
            name: "Bygglov",
            kind: .unit,
            number: nil,
            uri: nil,
            topics: []
        )
        let handoff = Handoff(
            id: UUIDv7(at: Date(timeIntervalSince1970: 1_793_606_500)),
            ticket: TicketNumber(rawValue: 1_042),
            destination: destination,
            mode: .blind,
            call: call?.description,
            summary: nil,
            requestedBy: "asa",
            steps: [Handoff.Step(state: .validated, at: Date(timeIntervalSince1970: 0))]
        )
        let targets = try names.map(target)
        telephony.attend(to: [Telephony.Handing(handoff, to: targets)], &house, at: now)
        settle()
    }

    /// True while somebody has yet to answer what the helpdesk has ended.
    var isSettling: Bool { house.isSettling }

    /// A telephone that was referred tells how its own call goes.
    mutating func tellReferral(_ name: String, status: Int) {
        guard let id = phones[name]?.leg, let leg = system.legs[id], var dialog = leg.dialog else {
            return
        }
        var request = dialog.request(.notify)
        request.fields.append("Event", "refer")
        request.fields.append("Subscription-State", status < 200 ? "active" : "terminated")
        request.fields.append("Content-Type", "message/sipfrag;version=2.0")
        request.body = Array("SIP/2.0 \(status) \(SIPResponse.reason(of: status))\r\n".utf8)
        system.legs[id]?.dialog = dialog
        // What is said to it is nobody's matter, as with a BYE.
        system.ask(.bye, request, in: dialog, of: leg, at: now)
        system.settle(at: now)
        settle()
    }

    mutating func register() throws {
        _ = house.register(try SIPURI("sip:stod@192.0.2.20"), at: "pbx", at: now)
        settle()
    }

    /// The helpdesk is killed, and begins anew with what it had written down; `gone` has no telephone
    /// in its configuration any more.
    ///
    /// - Returns: how many calls it goes on with.
    mutating func restart(without gone: String? = nil) throws -> Int {
        var kept: [UUIDv7: String] = [:]
        for case .kept(let text) in takeFacts() { kept[call ?? handoff] = text }
        let peer = SIPPeer(name: "pbx", hops: [SIPHop(.udp, Self.exchange)])
        house = SIPUserAgent(
            SIPUserAgentSettings(addresses: [.udp: SIPHop(.udp, Self.helpdesk)], peers: [peer])
        )
        let notices = notices
        telephony = Telephony(TelephonySettings(peer: "pbx")) { report in
            notices.all.withLock { $0.append(report.fact) }
        }
        let restored = telephony.restore(
            kept,
            telephones: { $0 == gone ? nil : try? SIPURI("sip:\($0)@192.0.2.20") },
            &house,
            at: now
        )
        settle()
        return restored.count
    }

    /// Whoever offers nothing leaves it to whoever answers.
    mutating func citizenCalls(
        _ name: String = "citizen",
        offers: Bool = true,
        saying fields: [String: String] = [:]
    ) throws {
        let uri = try SIPURI("sip:stod@192.0.2.10")
        let body = offers ? phones[name]?.session ?? [] : []
        var call = SIPOutgoingCall(peer: "pbx", uri: uri, body: body)
        for (name, value) in fields {
            call.fields.append(SIPFieldName(stringLiteral: name), value)
        }
        phones[name]?.leg = system.call(call, at: now)
        settle()
    }

    mutating func handOff(to names: String..., as mode: Handoff.Mode) throws -> Bool {
        guard let call else { return false }
        let targets = try names.map(target)
        let isBegun = telephony.handOff(call, as: handoff, to: targets, mode, &house, at: now)
        settle()
        return isBegun
    }

    mutating func complete() -> Bool {
        let before = stage
        telephony.carryOut(.complete, of: handoff, &house, at: now)
        defer { settle() }
        return stage != before
    }

    /// The named telephone is picked up before the word gets round.
    mutating func giveUp(answering name: String? = nil) -> Bool {
        let before = house.takeActions().count
        telephony.carryOut(.cancel, of: handoff, &house, at: now)
        let isGivenUp = telephony.lines.values.contains {
            $0.call.isGivenUp || $0.handoff == nil
        }
        precondition(before == 0, "all was settled")
        if let name { pickUp(name) } else { settle() }
        return isGivenUp
    }

    mutating func pickUp(_ name: String) {
        guard let phone = phones[name], let leg = phone.leg else { return }
        system.answer(leg, body: phone.session, at: now)
        settle()
    }

    mutating func putDown(_ name: String, status: Int = 480) {
        guard let leg = phones[name]?.leg else { return }
        phones[name]?.leg = nil
        phones[name]?.hears = nil
        system.end(leg, status: status, at: now)
        settle()
    }

    /// A telephone loses its call without a word, as when its power fails.
    mutating func vanish(_ name: String) {
        guard let leg = phones[name]?.leg else { return }
        phones[name]?.leg = nil
        phones[name]?.hears = nil
        system.forget(leg)
    }

    mutating func hold(_ name: String, _ isHeld: Bool) {
        guard let phone = phones[name], let leg = phone.leg else { return }
        let body = phone.session + (isHeld ? Array("a=sendonly\r\n".utf8) : [])
        _ = system.reoffer(leg, body: body, at: now)
        settle()
    }

    /// A telephone wants to be sent to at another port.
    mutating func move(_ name: String, to port: Int) {
        guard let leg = phones[name]?.leg else { return }
        let body = Phone(manner: .rings, port: port).session
        _ = system.reoffer(leg, body: body, at: now)
        settle()
    }

    /// A telephone asks what it would be offered, and agrees with these media.
    mutating func ask(_ name: String, port: Int? = nil, isHeld: Bool = false) {
        guard let phone = phones[name], let leg = phone.leg else { return }
        let media = port.map { Phone(manner: .rings, port: $0).session } ?? phone.session
        agreeing[name] = media + (isHeld ? Array("a=sendonly\r\n".utf8) : [])
        _ = system.reoffer(leg, body: [], at: now)
        settle()
    }

    /// The user agent of the helpdesk says this.
    mutating func tell(_ event: SIPEvent) {
        telephony.receive(event, &house, at: now)
        settle()
    }

    mutating func pass(_ duration: Duration) {
        let end = now + duration
        while let due = [house.due, system.due, telephony.due].compactMap({ $0 }).min(), due <= end
        {
            now = max(now, due)
            house.tick(at: now)
            telephony.tick(&house, at: now)
            system.tick(at: now)
            settle()
        }
        now = end
    }

    // MARK: The wire and the telephones

    private mutating func settle() {
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            for action in house.takeActions() {
                isQuiet = false
                switch action {
                case .tell(let event): telephony.receive(event, &house, at: now)
                case .send(let bytes, _):
                    note(bytes)
                    if grant(bytes) { continue }
                    let path = SIPPath(SIPHop(.udp, Self.helpdesk))
                    system.receive(SIPReading(datagram: bytes), from: path, at: now)
                }
            }
            for action in system.takeActions() {
                isQuiet = false
                switch action {
                case .tell(let event): telephone(event)
                case .send(let bytes, _):
                    if isAway { continue }
                    let path = SIPPath(SIPHop(.udp, Self.exchange))
                    house.receive(SIPReading(datagram: bytes), from: path, at: now)
                }
            }
        }
    }

    private mutating func note(_ bytes: [UInt8]) {
        switch SIPReading(datagram: bytes) {
        case .message(.request(let request)) where request.method == .register:
            registrations.append(request.fields["Expires"] ?? "")
        case .message(.response(let response)):
            if let pause = response.fields["Retry-After"] {
                pauses.append("\(response.status) \(pause)")
            }
        default: return
        }
    }

    /// The telephone system tells of any telephone's calls, and there are none; every telephone says
    /// yes to calling somebody.
    private mutating func grant(_ bytes: [UInt8]) -> Bool {
        guard case .message(.request(let request)) = SIPReading(datagram: bytes) else {
            return false
        }
        if let name = request.uri.sip?.user, deaf.contains(name) { return true }
        switch request.method {
        case .subscribe: grantSubscription(request)
        case .refer: answer(request.response(202, tag: nil))
        default: return false
        }
        return true
    }

    private mutating func answer(_ response: SIPResponse) {
        let path = SIPPath(SIPHop(.udp, Self.exchange))
        house.receive(SIPReading(datagram: response.bytes), from: path, at: now)
    }

    private mutating func grantSubscription(_ request: SIPRequest) {
        let seconds = request.fields["Expires"] ?? ""
        subscriptions.append(seconds)
        var response = request.response(200, tag: "notifier")
        response.fields.append("Contact", "<sip:presence@192.0.2.20>")
        response.fields.append("Expires", seconds)
        answer(response)
    }

    private mutating func telephone(_ event: SIPEvent) {
        switch event {
        case .incoming(let call): ring(call)
        case .answered(let leg, let body):
            guard let name = name(leg), let phone = phones[name] else { return }
            hear(name, body)
            if slow.contains(name) { return }
            system.acknowledge(leg, body: agreeing[name] ?? phone.session, at: now)
        case .confirmed(let leg, let body):
            if let name = name(leg), !body.isEmpty { hear(name, body) }
        case .progress(let leg, _, let body):
            if let name = name(leg), !body.isEmpty { hear(name, body) }
        case .offered(let leg, let body):
            guard let name = name(leg), let phone = phones[name] else { return }
            if stubborn.contains(name) {
                system.answerOffer(leg, status: 488, body: [], at: now)
                return
            }
            if let times = glaring[name], times > 0 {
                glaring[name] = times - 1
                system.answerOffer(leg, status: 491, body: [], at: now)
                return
            }
            hear(name, body)
            if slow.contains(name) { return }
            system.answerOffer(leg, status: 200, body: phone.session, at: now)
        case .reoffered(let leg, let body):
            guard let name = name(leg), let phone = phones[name] else { return }
            hear(name, body)
            system.acknowledge(leg, body: agreeing[name] ?? phone.session, at: now)
        case .reofferRefused(let leg, let status):
            if let name = name(leg) { refusals[name, default: []].append(status) }
        case .refused(let leg, _), .ended(let leg, _):
            guard let name = name(leg) else { return }
            phones[name]?.leg = nil
            phones[name]?.hears = nil
        default: return
        }
    }

    private mutating func ring(_ call: SIPIncomingCall) {
        guard let name = call.request.uri.sip?.user, let phone = phones[name] else {
            system.end(call.leg, status: 404, at: now)
            return
        }
        phones[name]?.rings += 1
        phones[name]?.context = call.request.fields["User-to-User"]
        phones[name]?.identities = call.request.fields.values("P-Asserted-Identity")
        phones[name]?.privacy = call.request.fields["Privacy"]
        if case .refuses(let status) = phone.manner {
            system.end(call.leg, status: status, at: now)
            return
        }
        phones[name]?.leg = call.leg
        hear(name, call.offer)
        if phone.manner == .plays {
            system.ring(call.leg, status: 183, body: phone.session, at: now)
        } else {
            system.ring(call.leg, status: 180, at: now)
        }
        if phone.manner == .answers { system.answer(call.leg, body: phone.session, at: now) }
        if phone.manner == .answersBare { system.answer(call.leg, body: [], at: now) }
    }

    private func name(_ leg: SIPLegID) -> String? { phones.first { $0.value.leg == leg }?.key }

    private mutating func hear(_ name: String, _ body: [UInt8]) {
        let lines = String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline)
        let isHeld = lines.contains { ["a=inactive", "a=sendonly", "a=recvonly"].contains($0) }
        let words = lines.first { $0.hasPrefix("m=") }?.split(separator: " ") ?? []
        phones[name]?.hears = isHeld || words.count < 2 ? nil : Int(words[1])
        if let origin = lines.first(where: { $0.hasPrefix("o=") }) {
            origins[name, default: []].append(String(origin))
        }
    }

    /// Who sends to whom, where both do.
    func speak(_ one: String, _ other: String) -> Bool {
        guard let first = phones[one], let second = phones[other] else { return false }
        return first.hears == second.port && second.hears == first.port
    }
}
