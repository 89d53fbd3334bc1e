public import Desk
import Foundation
public import SIPProtocol

/// What must be known of a call to go on with it after a restart, as it is written down.
struct KeptLine: Codable, Sendable {
    /// Whoever has the citizen; nil when it is somebody outside, or nobody.
    var clerk: String?
    var citizen: SIPKeptLeg
    /// Of whoever has the citizen; nil when nobody has.
    var other: SIPKeptLeg?
    var isOverflow: Bool
    /// A hand-off moved, or came back: who hears whom is to be settled anew; nil means false.
    var isUnsettled: Bool?
    /// Of whoever was called for a hand-off and has answered, but does not have the citizen.
    var target: SIPKeptLeg?
    /// The citizen's telephone was referred, and has not said how that went; nil means false.
    var isReferred: Bool?
    /// Whoever is rung for the citizen, and would find nobody after a restart; nil means nobody.
    var ringing: [SIPKeptInvite]?
    /// Who calls, as targets and clerks are told; nil says nothing of it.
    var identities: [String]?
    /// What of it is to be hidden from them (RFC 3323).
    var privacy: String?
}

extension Telephony {
    /// How a citizen stood when the call was written down.
    struct Standing: Sendable, Hashable {
        /// With whom the citizen was; nil while nobody was there.
        var partner: TelephoneCall.Party?
        /// A hand-off moved, or came back.
        var isUnsettled: Bool
        /// Somebody is there who was called for it.
        var hasTarget = false
        /// The citizen's telephone was referred, and has not said how that went.
        var isReferred = false
        /// Whoever is rung for the citizen.
        var ringing: [SIPKeptInvite] = []
    }

    /// Has a call written down when it has come to rest, citizen and clerk or citizen and target, and
    /// when a hand-off takes it out of this: what holds the citizen then ends with the daemon.
    mutating func keep(_ id: UUIDv7, _ agent: SIPUserAgent) {
        guard let line = lines[id] else { return }
        guard var standing = line.call.standing else {
            lines[id]?.kept = nil
            return
        }
        standing.ringing = line.legs.values.sorted().compactMap(agent.keepRinging)
        guard line.kept != standing, let citizen = line.legs[.citizen].flatMap(agent.keep) else {
            return
        }
        let other = standing.partner.flatMap { line.legs[$0] }.flatMap(agent.keep)
        guard standing.partner == nil || other != nil else { return }
        var clerk: String?
        if case .clerk(let place)? = standing.partner { clerk = roster[place].telephone.staff }
        let kept = KeptLine(
            clerk: clerk,
            citizen: citizen,
            other: other,
            isOverflow: line.call.isOverflow,
            isUnsettled: standing.isUnsettled,
            target: standing.hasTarget ? line.legs[.target].flatMap(agent.keep) : nil,
            isReferred: standing.isReferred,
            ringing: standing.ringing,
            identities: line.identities,
            privacy: line.privacy
        )
        // Texts and numbers only: there is nothing in it that JSON could not hold.
        guard let text = try? JSONEncoder().encode(kept) else { return }
        lines[id]?.kept = standing
        report(.kept(String(decoding: text, as: UTF8.self)), of: id)
    }

    /// Goes on with calls that were written down before a restart; whom it caught in a hand-off waits
    /// for ``setDuty(_:overflow:_:at:)`` to come back.
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
            // A telephone that left the configuration meanwhile is still the one that they speak by.
            let uri =
                line.clerk.flatMap(telephones)
                ?? line.other?.remoteURI.flatMap { try? SIPURI($0) }
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
        ringing += kept.ringing ?? []
        strays += [kept.target.flatMap { agent.restore($0, at: now) }].compactMap(\.self)
        guard kept.clerk == nil || telephone != nil,
            let citizen = agent.restore(kept.citizen, at: now)
        else { return false }
        let other = kept.other.flatMap { agent.restore($0, at: now) }
        var partner = kept.other.map { _ in TelephoneCall.Party.target }
        if let staff = kept.clerk, let telephone {
            partner = .clerk(place(of: ClerkTelephone(staff: staff, uri: telephone), at: now))
        }
        guard (other == nil) == (kept.other == nil),
            let call = TelephoneCall(kept, partner: partner)
        else {
            for leg in [citizen, other].compactMap(\.self) { agent.forget(leg) }
            return false
        }
        var line = Line(call: call, leg: citizen, of: kept, place: nextPlace(), at: now)
        line.kept = call.standing
        parties[citizen] = (id, .citizen)
        if let partner, let other {
            line.legs[partner] = other
            parties[other] = (id, partner)
        }
        if case .comingBack(let clerk) = call.stage { comingBack[id] = clerk }
        lines[id] = line
        return true
    }

    /// Gives citizens back to the clerks who had them when a restart came in between, and lets go of
    /// whoever was called for them.
    ///
    /// A clerk who is gone meanwhile says so, and the citizen waits for another.
    mutating func bringBack(_ agent: inout SIPUserAgent, at now: Duration) {
        for leg in strays { agent.end(leg, at: now) }
        strays = []
        for invite in ringing { agent.takeBack(invite, at: now) }
        ringing = []
        for (id, clerk) in comingBack {
            if lines[id]?.call.stage == .comingBack(clerk), let leg = leg(clerk, id),
                let body = lines[id]?.call.told(clerk, of: .citizen),
                !agent.reoffer(leg, body: body, at: now)
            {
                // Something else is on its way there: the next time.
                continue
            }
            comingBack[id] = nil
        }
    }
}

extension TelephoneCall {
    /// How the citizen stands, for a restart; nil before anybody has answered, and while a hold or a
    /// resume passes.
    var standing: Telephony.Standing? {
        switch stage {
        case .overflowing where hasSpoken:
            Telephony.Standing(partner: nil, isUnsettled: true, isReferred: isReferred)
        case .seeking, .overflowing, .passing, .proposing, .over: nil
        case .talking:
            Telephony.Standing(partner: clerkParty, isUnsettled: false, isReferred: isReferred)
        case .joined: Telephony.Standing(partner: .target, isUnsettled: false)
        case .dialling, .holding, .introducing, .consulting, .referring, .offering, .joining,
            .comingBack, .returning:
            Telephony.Standing(
                partner: clerkParty,
                isUnsettled: true,
                hasTarget: hasTargetAside,
                isReferred: isReferred
            )
        }
    }

    /// Goes on with a call that was written down; nil when its sessions cannot be read.
    ///
    /// `partner` is nil when the citizen was with nobody, and waits.
    init?(_ kept: KeptLine, partner: Party?) {
        // Origins of calls that begin anew are small numbers times a million; these are never used.
        self.init(offer: Array(kept.citizen.remoteBody.utf8), origin: 999_000)
        guard sessions[.citizen] != nil, let told = SessionOrigin(told: kept.citizen.localBody)
        else { return nil }
        origins[.citizen] = told
        isOverflow = kept.isOverflow
        hasSpoken = true
        // What a telephone says of a referral from before the restart is believed.
        isReferred = kept.isReferred == true
        guard let partner, let other = kept.other else {
            stage = .returning
            return
        }
        guard let session = SessionDescription(Array(other.remoteBody.utf8)),
            let toldOther = SessionOrigin(told: other.localBody)
        else { return nil }
        sessions[partner] = session
        origins[partner] = toldOther
        if case .clerk(let place) = partner {
            clerk = place
            stage = kept.isUnsettled == true ? .comingBack(partner) : .talking
        } else {
            stage = .joined
        }
    }
}
