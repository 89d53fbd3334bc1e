import Desk
import SIPProtocol

extension Telephony {
    mutating func call(
        _ party: TelephoneCall.Party,
        _ body: [UInt8],
        of id: UUIDv7,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard let line = lines[id], let uri = uri(of: party, line) else { return }
        var call = SIPOutgoingCall(peer: settings.peer, uri: uri, body: body)
        call.maxForwards = line.maxForwards - 1
        call.fields = fields(of: party, line)
        if party == .target { lines[id]?.targetRingEnd = now + settings.targetRingLimit }
        if let leg = agent.call(call, at: now) {
            lines[id]?.legs[party] = leg
            parties[leg] = (id, party)
        } else if let more = lines[id]?.call.receive(.refused(status: 503), of: party) {
            if case .clerk(let clerk) = party {
                note(.refused(status: 503), of: clerk, id, at: now)
            }
            carryOut(more, of: id, &agent, at: now)
        }
    }

    /// Lets a citizen's telephone call the target by itself (RFC 3515).
    mutating func refer(
        _ party: TelephoneCall.Party,
        of id: UUIDv7,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard let line = lines[id], let leg = line.legs[party], let target = line.targets.first
        else { return }
        // Who says yes (202) need not ever say how it went.
        lines[id]?.targetRingEnd = now + settings.targetRingLimit
        let isAsked = agent.refer(leg, to: target.uri, at: now)
        guard !isAsked, let more = lines[id]?.call.receive(.referred(status: 503), of: party)
        else { return }
        carryOut(more, of: id, &agent, at: now)
    }

    /// Who calls, and what it is about: nothing personal but the number itself.
    private func fields(of party: TelephoneCall.Party, _ line: Line) -> SIPFields {
        var fields = SIPFields()
        for identity in line.identities { fields.append("P-Asserted-Identity", identity) }
        if let privacy = line.privacy { fields.append("Privacy", privacy) }
        let context = party == .target ? line.targets[line.call.attempt].context : ""
        if !context.isEmpty {
            let hexadecimal = context.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            fields.append("User-to-User", "\(hexadecimal.joined());encoding=hex")
        }
        return fields
    }

    private func uri(of party: TelephoneCall.Party, _ line: Line) -> SIPURI? {
        switch party {
        case .citizen: nil
        case .clerk(let index): roster[index].telephone.uri
        case .target: line.targets[line.call.attempt].uri
        }
    }
}
