import Desk
import SIPProtocol

extension Telephony {
    /// A call with its legs, and who is told what of it.
    struct Line: Sendable {
        var call: TelephoneCall
        var legs: [TelephoneCall.Party: SIPLegID]
        /// Who calls, as targets and clerks are told.
        let identities: [String]
        let privacy: String?
        let maxForwards: UInt8
        /// Grows with every call: who came first is served first.
        let place: UInt64
        var handoff: UUIDv7?
        var targets: [HandoffTarget] = []
        var wait: Wait
        /// When whoever is called in the clerks' place, or as a target, has rung long enough.
        var targetRingEnd: Duration?
        /// How the citizen stood when the call was last written down.
        var kept: Standing?

        init(
            call: TelephoneCall,
            leg: SIPLegID,
            request: SIPRequest,
            place: UInt64,
            at now: Duration
        ) {
            self.call = call
            legs = [.citizen: leg]
            let asserted = request.fields.values("P-Asserted-Identity")
            identities = asserted.isEmpty ? ["<\(request.envelope.from.uri)>"] : asserted
            privacy = request.fields["Privacy"]
            maxForwards = request.maxForwards ?? 70
            self.place = place
            wait = Wait(since: now)
        }

        init(
            call: TelephoneCall,
            leg: SIPLegID,
            of kept: KeptLine,
            place: UInt64,
            at now: Duration
        ) {
            self.call = call
            legs = [.citizen: leg]
            identities = kept.identities ?? []
            privacy = kept.privacy
            maxForwards = 70
            self.place = place
            wait = Wait(since: now)
        }
    }
}
