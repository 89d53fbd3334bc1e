/// A call that we make.
public struct SIPOutgoingCall: Sendable, Hashable {
    /// The name of the ``SIPPeer`` that it goes through.
    public var peer: String
    /// Who is called.
    public var uri: SIPURI
    /// Who calls; its tag is given by the user agent.
    public var from: SIPNameAddress?
    /// The session that is offered; empty to ask the called for an offer.
    public var body: [UInt8]
    /// Further fields, such as P-Asserted-Identity.
    public var fields = SIPFields()
    /// One less than that of the call it belongs to, so that no call goes in circles (RFC 7332).
    public var maxForwards: UInt8 = 70

    /// Names what has no default.
    public init(peer: String, uri: SIPURI, body: [UInt8]) {
        self.peer = peer
        self.uri = uri
        self.body = body
    }
}

extension SIPUserAgent {
    /// Calls somebody.
    ///
    /// - Returns: the leg; nil when ``SIPUserAgentSettings/legsMax`` are busy, the peer is not
    ///   listed or nowhere, or no hop is left (Max-Forwards).
    public mutating func call(_ call: SIPOutgoingCall, at now: Duration) -> SIPLegID? {
        guard legs.count < settings.legsMax, call.maxForwards > 0,
            let peer = peer(named: call.peer), let hop = peer.hops.first
        else { return nil }
        let id = newLeg()
        let uri = SIPAnyURI(call.uri)
        let from = call.from ?? SIPNameAddress(localURI(hop.transport))
        var request = newRequest(.invite, uri, from: from)
        request.maxForwards = call.maxForwards
        for field in call.fields.all { request.fields.append(field.name, field.value) }
        request.fields.set("Allow", Self.allow)
        request.fields.set("Supported", Self.supported)
        setSession(&request, nil)
        // Who may answer before the call is taken would have to be told our session just as early.
        if call.body.isEmpty { request.fields.set("Supported", Self.supportedWithoutOffer) }
        setBody(&request, call.body)
        let key = ask(.invite(id), request, of: peer, at: now)
        guard let sent = questions[key]?.request, let tag = sent.envelope.from.tag else {
            preconditionFailure("it was asked just now, with a tag")
        }
        var leg = SIPLeg(
            id: id,
            peer: peer.name,
            phase: .calling,
            invite: sent,
            transaction: key,
            localTag: tag,
            localBody: call.body
        )
        leg.ringEnd = now + settings.ringLimit
        store(leg)
        settle(at: now)
        return id
    }

    func setBody(_ request: inout SIPRequest, _ body: [UInt8]) {
        request.body = body
        request.fields.set("Content-Type", body.isEmpty ? nil : Self.sdp)
    }

    /// Asks for a session timer, or goes on with the one that runs (RFC 4028 §7.1).
    func setSession(_ request: inout SIPRequest, _ timer: SIPSessionTimer?) {
        guard let interval = timer?.interval ?? settings.sessionInterval else { return }
        let refresher = timer.map { ";refresher=\($0.isOurs ? "uac" : "uas")" } ?? ""
        request.fields.set("Session-Expires", "\(interval.components.seconds)\(refresher)")
        request.fields.set("Min-SE", "\(settings.sessionIntervalMin.components.seconds)")
        request.fields.set("Supported", Self.supported)
    }

    mutating func receiveInviteAnswer(
        _ response: SIPResponse,
        _ id: SIPLegID,
        _ question: Question,
        at now: Duration
    ) {
        if response.isSuccess {
            receiveAcceptance(response, id, question, at: now)
        } else if response.isProvisional {
            receiveProgress(response, id, question, at: now)
        } else if let leg = legs[id] {
            tellRefused(leg, status: response.status)
        }
    }

    /// As many branches of a fork as are followed.
    static let branchesMax = 32

    private mutating func receiveProgress(
        _ response: SIPResponse,
        _ id: SIPLegID,
        _ question: Question,
        at now: Duration
    ) {
        guard var leg = legs[id] else { return }
        if leg.phase == .cancelling {
            sendCancel(of: question, at: now)
            return
        }
        guard leg.phase == .calling, response.status > 100 else { return }
        if let tag = response.envelope.to.tag {
            if leg.early[tag] == nil, leg.early.count < Self.branchesMax,
                let dialog = SIPDialog(client: question.request, response)
            {
                leg.early[tag] = dialog
                dialogs[dialog.id] = id
            }
            guard acknowledgeReliable(response, tag, &leg, at: now) else { return }
            if leg.early[tag] != nil, !response.body.isEmpty {
                leg.earlySessions[tag] = response.body
            }
        }
        store(leg)
        actions.append(.tell(.progress(id, status: response.status, body: response.body)))
    }

    /// Sends the PRACK that a reliable response wants (RFC 3262 §4).
    ///
    /// - Returns: false for a response that was seen before.
    private mutating func acknowledgeReliable(
        _ response: SIPResponse,
        _ tag: String,
        _ leg: inout SIPLeg,
        at now: Duration
    ) -> Bool {
        let isReliable = response.fields.tokens("Require").contains {
            SIPText.lowercased($0) == "100rel"
        }
        guard isReliable, let number = response.fields["RSeq"].flatMap({ UInt32($0) }),
            var dialog = leg.early[tag]
        else { return true }
        if let seen = leg.seenReliable[tag], number <= seen { return false }
        leg.seenReliable[tag] = number
        var request = dialog.request(.prack)
        request.fields.append("RAck", "\(number) \(response.envelope.cseq)")
        leg.early[tag] = dialog
        ask(.acknowledgementOfReliable(leg.id), request, in: dialog, of: leg, at: now)
        return true
    }

    private mutating func receiveAcceptance(
        _ response: SIPResponse,
        _ id: SIPLegID,
        _ question: Question,
        at now: Duration
    ) {
        let tag = response.envelope.to.tag ?? ""
        let known =
            legs[id]?.early[tag] ?? legs[id]?.dialog.flatMap { $0.id.remoteTag == tag ? $0 : nil }
        guard var dialog = known ?? SIPDialog(client: question.request, response) else {
            // Without a Contact there is no place to acknowledge to.
            if let leg = legs[id], leg.phase == .calling {
                tellRefused(leg, status: 500)
            }
            return
        }
        // Of what an early dialog knew, all but its routes goes on (§13.2.2.4).
        dialog.reroute(response.fields)
        guard var leg = legs[id], leg.phase == .calling else {
            if let leg = legs[id], leg.phase == .talking, leg.dialog?.id == dialog.id {
                repeatAcknowledgement(leg, response.envelope.cseq.number)
            } else {
                decline(dialog, question, at: now)
            }
            return
        }
        leg.phase = .talking
        leg.ringEnd = nil
        for early in leg.early.values where early.id != dialog.id { dialogs[early.id] = nil }
        let body = response.body.isEmpty ? leg.earlySessions[tag] ?? [] : response.body
        leg.early = [:]
        leg.earlySessions = [:]
        leg.dialog = dialog
        leg.remoteBody = body
        leg.session = SIPSessionTimer(response.fields, askedByUs: true, at: now)
        leg.unanswered = response.envelope.cseq.number
        dialogs[dialog.id] = id
        store(leg)
        if !question.request.body.isEmpty { sendAcknowledgement(of: id, body: []) }
        actions.append(.tell(.answered(id, body: body)))
    }

    /// An answer that comes too late, or from another branch: taken, and hung up on (§13.2.2.4).
    private mutating func decline(_ dialog: SIPDialog, _ question: Question, at now: Duration) {
        var dialog = dialog
        var leg = SIPLeg(
            id: newLeg(),
            peer: question.peer,
            phase: .over,
            invite: question.request,
            transaction: SIPTransactionKey(server: question.request),
            localTag: dialog.id.localTag,
            localBody: []
        )
        leg.dialog = dialog
        // Where the peer's name has not been asked for yet, the INVITE's way leads there.
        leg.path = question.path
        let number = question.request.envelope.cseq.number
        send(dialog.acknowledgement(number: number), in: dialog, of: leg)
        ask(.bye, dialog.request(.bye), in: dialog, of: leg, at: now)
        // Whoever took the call back is told that it is gone.
        if case .invite(let id) = question.purpose, let leg = legs[id], leg.phase == .cancelling {
            tellRefused(leg, status: 487)
        }
    }

    /// Answers the offer that came with a 2xx to an INVITE of ours without one.
    public mutating func acknowledge(_ id: SIPLegID, body: [UInt8], at now: Duration) {
        guard legs[id]?.unanswered != nil else { return }
        legs[id]?.localBody = body
        sendAcknowledgement(of: id, body: body)
    }

    mutating func sendAcknowledgement(of id: SIPLegID, body: [UInt8]) {
        guard var leg = legs[id], let dialog = leg.dialog, let number = leg.unanswered else {
            return
        }
        var request = dialog.acknowledgement(number: number)
        setBody(&request, body)
        leg.unanswered = nil
        leg.acknowledgement = (number, send(request, in: dialog, of: leg))
        store(leg)
    }

    private mutating func repeatAcknowledgement(_ leg: SIPLeg, _ number: UInt32) {
        guard let last = leg.acknowledgement, last.number == number,
            let path = path(in: leg.dialog, of: leg)
        else { return }
        actions.append(.send(last.request.bytes, path))
    }

    /// Sends an ACK, which is answered by nobody.
    @discardableResult
    private mutating func send(
        _ request: SIPRequest,
        in dialog: SIPDialog,
        of leg: SIPLeg
    ) -> SIPRequest {
        guard let path = path(in: dialog, of: leg) else { return request }
        let request = stamped(request, for: path)
        actions.append(.send(request.bytes, path))
        return request
    }

    /// Takes an INVITE back; it travels as the INVITE did (§9.1).
    mutating func sendCancel(of question: Question, at now: Duration) {
        let invite = question.request
        guard let key = SIPTransactionKey(client: invite.envelope) else { return }
        var envelope = invite.envelope
        envelope.cseq.method = .cancel
        var fields = SIPFields()
        for route in invite.fields.values("Route") { fields.append("Route", route) }
        let cancel = SIPRequest(
            method: .cancel,
            uri: invite.uri,
            envelope: envelope,
            fields: fields
        )
        guard let own = SIPTransactionKey(client: envelope), !transactions.contains(own) else {
            return
        }
        _ = transactions.begin(cancel, to: question.path, at: now)
        transactions.cancel(key, at: now)
    }
}
