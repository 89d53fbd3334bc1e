extension SIPUserAgent {
    /// A new call from a peer.
    mutating func receiveCall(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        _ peer: SIPPeer,
        _ back: SIPPath,
        at now: Duration
    ) {
        if isKnownCall(request) {
            transactions.respond(refusal(of: request, 482), in: key, at: now)
            return
        }
        // A call of ours goes on from here: there must be a hop left for it (RFC 7332 §4).
        guard request.maxForwards != 0 else {
            transactions.respond(refusal(of: request, 483), in: key, at: now)
            return
        }
        guard legs.count < settings.legsMax else {
            let refusal = refusal(of: request, 503) { $0.set("Retry-After", Self.retryAfter) }
            transactions.respond(refusal, in: key, at: now)
            return
        }
        if let short = shortSession(request) {
            transactions.respond(short, in: key, at: now)
            return
        }
        let tag = identifier()
        guard let dialog = SIPDialog(server: request, tag: tag) else {
            transactions.respond(refusal(of: request, 400), in: key, at: now)
            return
        }
        var leg = SIPLeg(
            id: newLeg(),
            peer: peer.name,
            phase: .ringing,
            invite: request,
            transaction: key,
            localTag: tag,
            localBody: []
        )
        leg.dialog = dialog
        leg.path = back
        leg.remoteBody = request.body
        leg.ringEnd = now + settings.ringLimit
        dialogs[dialog.id] = leg.id
        asked[key] = leg.id
        store(leg)
        transactions.respond(request.response(100, tag: nil), in: key, at: now)
        actions.append(
            .tell(.incoming(SIPIncomingCall(leg: leg.id, peer: peer.name, request: request)))
        )
    }

    /// True for a request that came by two ways (§8.2.2.2), and for a call of ours that came back.
    private func isKnownCall(_ request: SIPRequest) -> Bool {
        let given = request.envelope
        return legs.values.contains { leg in
            leg.invite.envelope.callID == given.callID
                && leg.invite.envelope.from.tag == given.from.tag
        }
    }

    /// 422 for a session timer shorter than we agree to, when the caller can mend it.
    private func shortSession(_ request: SIPRequest) -> SIPResponse? {
        guard let asked = request.fields.seconds("Session-Expires"),
            .seconds(asked) < settings.sessionIntervalMin, supportsTimer(request)
        else { return nil }
        return refusal(of: request, 422) {
            $0.set("Min-SE", "\(settings.sessionIntervalMin.components.seconds)")
        }
    }

    private func supportsTimer(_ request: SIPRequest) -> Bool {
        (request.fields.tokens("Supported") + request.fields.tokens("Require"))
            .contains { SIPText.lowercased($0) == "timer" }
    }

    /// Tells a caller how far its call has come.
    ///
    /// The status is one of 101...199.
    public mutating func ring(_ id: SIPLegID, status: Int, body: [UInt8] = [], at now: Duration) {
        guard var leg = legs[id], leg.phase == .ringing, leg.heldAnswer == nil else { return }
        var response = leg.invite.response(status, tag: leg.localTag)
        addDialogFields(&response, leg)
        setBody(&response, body)
        let wantsReliable = leg.invite.fields.tokens("Require")
            .contains { SIPText.lowercased($0) == "100rel" }
        // One at a time: the next waits for the PRACK, and 18x is not worth keeping.
        if wantsReliable {
            guard leg.reliable == nil else { return }
            leg.lastReliable += 1
            response.fields.append("Require", "100rel")
            response.fields.append("RSeq", "\(leg.lastReliable)")
            leg.reliable = SIPLeg.Reliable(
                response: response,
                number: leg.lastReliable,
                repetition: SIPRepetition(at: now, every: settings.timers.t1),
                end: now + settings.timers.patience
            )
        }
        if !body.isEmpty { leg.localBody = body }
        store(leg)
        transactions.respond(response, in: leg.transaction, at: now)
        settle(at: now)
    }

    /// Lets what a caller is told from now on come from another branch, as behind a proxy that calls
    /// one after the other (RFC 3261 §16.7): each has a session of its own.
    public mutating func branch(_ id: SIPLegID) {
        guard var leg = legs[id], leg.phase == .ringing, let former = leg.dialog,
            leg.formerDialogs.count < Self.branchesMax
        else { return }
        let tag = identifier()
        guard let dialog = SIPDialog(server: leg.invite, tag: tag) else { return }
        leg.formerDialogs.append(former.id)
        leg.localTag = tag
        leg.dialog = dialog
        dialogs[dialog.id] = id
        store(leg)
    }

    /// Answers a call.
    public mutating func answer(_ id: SIPLegID, body: [UInt8], at now: Duration) {
        guard var leg = legs[id], leg.phase == .ringing else { return }
        guard leg.reliable == nil else {
            leg.heldAnswer = body
            store(leg)
            return
        }
        leg.phase = .talking
        leg.ringEnd = nil
        accept(leg.invite, in: leg.transaction, body, &leg, at: now)
        store(leg)
        settle(at: now)
    }

    /// Sends a 2xx to an INVITE and begins to wait for its ACK.
    mutating func accept(
        _ request: SIPRequest,
        in key: SIPTransactionKey,
        _ body: [UInt8],
        _ leg: inout SIPLeg,
        at now: Duration
    ) {
        var response = request.response(200, tag: leg.localTag)
        addDialogFields(&response, leg, request)
        response.fields.append("Allow", Self.allow)
        response.fields.append("Supported", Self.supported)
        agreeOnSession(&response, request, &leg, at: now)
        setBody(&response, body)
        leg.localBody = body
        leg.accepted = SIPLeg.Accepted(
            response: response,
            path: leg.path ?? SIPPath(settings.address(for: .udp)),
            repetition: SIPRepetition(at: now, every: settings.timers.t1),
            end: now + settings.timers.patience,
            isOffer: request.body.isEmpty
        )
        transactions.respond(response, in: key, at: now)
    }

    /// Agrees on a session timer (RFC 4028 §9).
    func agreeOnSession(
        _ response: inout SIPResponse,
        _ request: SIPRequest,
        _ leg: inout SIPLeg,
        at now: Duration
    ) {
        let supported = supportsTimer(request)
        let wanted = request.fields.seconds("Session-Expires").map { Duration.seconds($0) }
        guard let interval = wanted ?? settings.sessionInterval else { return }
        let agreed = max(interval, settings.sessionIntervalMin)
        var scanner = SIPScanner(request.fields["Session-Expires"] ?? "")
        _ = scanner.digits()
        let named = scanner.parameters()?.value("refresher").map(SIPText.lowercased)
        let isOurs = !supported || named == "uas"
        leg.session = SIPSessionTimer(interval: agreed, isOurs: isOurs, at: now)
        if supported, !isOurs { response.fields.append("Require", "timer") }
        let refresher = isOurs ? "uas" : "uac"
        response.fields.set(
            "Session-Expires",
            "\(agreed.components.seconds);refresher=\(refresher)"
        )
    }

    func setBody(_ response: inout SIPResponse, _ body: [UInt8]) {
        response.body = body
        response.fields.set("Content-Type", body.isEmpty ? nil : Self.sdp)
    }

    /// Contact, and the way that the request recorded (§12.1.1).
    func addDialogFields(_ response: inout SIPResponse, _ leg: SIPLeg, _ request: SIPRequest? = nil)
    {
        response.fields.set("Contact", contact(leg.path?.hop.transport ?? .udp))
        for route in (request ?? leg.invite).fields.values("Record-Route") {
            response.fields.append("Record-Route", route)
        }
    }

    /// The caller gives up (§9.2).
    mutating func receiveCancel(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        at now: Duration
    ) {
        let invite = SIPTransactionKey(server: request, method: .invite)
        guard transactions.contains(invite) else {
            transactions.respond(refusal(of: request, 481), in: key, at: now)
            return
        }
        let leg = asked[invite].flatMap { legs[$0] }
        transactions.respond(
            request.response(200, tag: leg?.localTag ?? identifier()),
            in: key,
            at: now
        )
        guard let leg, let open = transactions.unanswered(invite) else { return }
        transactions.respond(open.response(487, tag: leg.localTag), in: invite, at: now)
        if leg.phase == .ringing {
            drop(leg)
            actions.append(.tell(.ended(leg.id, .cancelled)))
        } else {
            asked[invite] = nil
            legs[leg.id]?.offer = nil
        }
    }

    /// The ACK of a 2xx of ours.
    mutating func receiveAcknowledgement(_ request: SIPRequest, at now: Duration) {
        guard let id = SIPDialogID(of: request).flatMap({ dialogs[$0] }), var leg = legs[id],
            let accepted = leg.accepted,
            accepted.response.envelope.cseq.number == request.envelope.cseq.number
        else { return }
        leg.accepted = nil
        guard leg.phase != .over else {
            sendBye(leg, at: now)
            return
        }
        let answer = accepted.isOffer ? request.body : []
        if !answer.isEmpty { leg.remoteBody = answer }
        store(leg)
        actions.append(.tell(.confirmed(id, body: answer)))
    }
}
