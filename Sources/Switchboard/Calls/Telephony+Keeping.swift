public import Desk
import Foundation
public import SIPProtocol

/// What must be known of a call to go on with it after a restart, as it is written down.
struct KeptLine: Codable, Sendable {
    /// Whoever has the citizen; nil when it is somebody outside.
    var clerk: String?
    var citizen: SIPKeptLeg
    var other: SIPKeptLeg
    var isOverflow: Bool
}

extension Telephony {
    /// Has a call written down when it has come to rest: citizen and clerk, or citizen and target.
    mutating func keep(_ id: UUIDv7, _ agent: SIPUserAgent) {
        guard let line = lines[id] else { return }
        guard let partner = line.call.partner else {
            lines[id]?.kept = nil
            return
        }
        guard line.kept != partner, let citizen = line.legs[.citizen].flatMap(agent.keep),
            let other = line.legs[partner].flatMap(agent.keep)
        else { return }
        var clerk: String?
        if case .clerk(let place) = partner { clerk = roster[place].telephone.staff }
        let kept = KeptLine(
            clerk: clerk,
            citizen: citizen,
            other: other,
            isOverflow: line.call.isOverflow
        )
        // Texts and numbers only: there is nothing in it that JSON could not hold.
        guard let text = try? JSONEncoder().encode(kept) else { return }
        lines[id]?.kept = partner
        report(.kept(String(decoding: text, as: UTF8.self)), of: id)
    }

    /// Goes on with calls that were written down before a restart.
    ///
    /// - Returns: those that it goes on with.
    public mutating func restore(
        _ kept: [UUIDv7: String],
        telephones: (String) -> SIPURI?,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) -> Set<UUIDv7> {
        var restored: Set<UUIDv7> = []
        for (id, text) in kept.sorted(by: { $0.key < $1.key }) {
            // What another version of the program wrote cannot be gone on with.
            guard let line = try? JSONDecoder().decode(KeptLine.self, from: Data(text.utf8))
            else { continue }
            let uri = line.clerk.flatMap(telephones)
            if restore(line, uri, as: id, &agent, at: now) { restored.insert(id) }
        }
        return restored
    }

    private mutating func restore(
        _ kept: KeptLine,
        _ telephone: SIPURI?,
        as id: UUIDv7,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) -> Bool {
        guard kept.clerk == nil || telephone != nil,
            let citizen = agent.restore(kept.citizen, at: now)
        else { return false }
        guard let other = agent.restore(kept.other, at: now) else {
            agent.forget(citizen)
            return false
        }
        var partner = TelephoneCall.Party.target
        if let staff = kept.clerk, let telephone {
            partner = .clerk(place(of: ClerkTelephone(staff: staff, uri: telephone), at: now))
        }
        guard let call = TelephoneCall(kept, partner: partner) else {
            agent.forget(citizen)
            agent.forget(other)
            return false
        }
        lines[id] = Line(
            call: call,
            legs: [.citizen: citizen, partner: other],
            caller: kept.citizen,
            place: nextPlace(),
            at: now
        )
        lines[id]?.kept = partner
        parties[citizen] = (id, .citizen)
        parties[other] = (id, partner)
        return true
    }
}

extension TelephoneCall {
    /// Whoever the citizen speaks with while nothing is on its way; nil otherwise.
    var partner: Party? {
        switch stage {
        case .talking where mode == nil: clerkParty
        case .joined: .target
        default: nil
        }
    }

    /// Goes on with a call that was written down; nil when its sessions cannot be read.
    init?(_ kept: KeptLine, partner: Party) {
        // Origins of calls that begin anew are small numbers times a million; these are never used.
        self.init(offer: Array(kept.citizen.remoteBody.utf8), origin: 999_000)
        guard let session = SessionDescription(Array(kept.other.remoteBody.utf8)),
            let told = SessionOrigin(told: kept.citizen.localBody),
            let toldOther = SessionOrigin(told: kept.other.localBody)
        else { return nil }
        sessions[partner] = session
        origins = [.citizen: told, partner: toldOther]
        isOverflow = kept.isOverflow
        if case .clerk(let place) = partner {
            clerk = place
            stage = .talking
        } else {
            stage = .joined
        }
    }
}
