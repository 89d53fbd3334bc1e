extension SIPUserAgent {
    /// A request inside a dialog (RFC 3261 §12.2.2).
    mutating func serveInDialog(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        _ back: SIPPath,
        at now: Duration
    ) {
        if request.method == .notify, let place = subscription(of: request) {
            receiveNotice(request, key, of: place, at: now)
            return
        }
        guard let id = SIPDialogID(of: request).flatMap({ dialogs[$0] }), var leg = legs[id],
            leg.phase != .over
        else {
            transactions.respond(refusal(of: request, 481), in: key, at: now)
            return
        }
        let number = request.envelope.cseq.number
        let tag = request.envelope.from.tag ?? ""
        let isInOrder =
            leg.early[tag]?.accept(number: number) ?? leg.dialog?.accept(number: number) ?? true
        guard isInOrder else {
            transactions.respond(refusal(of: request, 500), in: key, at: now)
            return
        }
        leg.path = back
        store(leg)
        switch request.method {
        case .invite: receiveReinvite(request, key, leg, at: now)
        case .update: receiveUpdate(request, key, leg, at: now)
        case .bye: receiveBye(request, key, leg, at: now)
        case .prack: receiveProvisionalAcknowledgement(request, key, leg, at: now)
        case .notify: receiveNotice(request, key, leg, at: now)
        case .options: transactions.respond(optionsAnswer(request, leg.localTag), in: key, at: now)
        default: transactions.respond(refusal(of: request, 405), in: key, at: now)
        }
    }

    private mutating func receiveReinvite(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        _ leg: SIPLeg,
        at now: Duration
    ) {
        var leg = leg
        // Two of theirs at once (§14.2), one each (491), or one before the call is answered.
        if leg.offer != nil || leg.accepted != nil {
            let wait = randomDuration(below: .seconds(10)).components.seconds
            let refusal = refusal(of: request, 500) { $0.set("Retry-After", "\(wait)") }
            transactions.respond(refusal, in: key, at: now)
            return
        }
        guard leg.phase == .talking, !leg.isReofferOpen else {
            transactions.respond(refusal(of: request, 491), in: key, at: now)
            return
        }
        leg.dialog?.refresh(request.fields)
        asked[key] = leg.id
        transactions.respond(request.response(100, tag: nil), in: key, at: now)
        if !request.body.isEmpty, request.body == leg.remoteBody {
            // The same session once more keeps the call alive, and is nobody else's business.
            asked[key] = nil
            accept(request, in: key, leg.localBody, &leg, at: now)
            store(leg)
            return
        }
        leg.offer = key
        store(leg)
        actions.append(.tell(.offered(leg.id, body: request.body)))
    }

    private mutating func receiveUpdate(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        _ leg: SIPLeg,
        at now: Duration
    ) {
        var leg = leg
        if !request.body.isEmpty, leg.offer != nil || leg.isReofferOpen || leg.phase != .talking {
            let status = leg.offer != nil ? 500 : 491
            let refusal = refusal(of: request, status) { fields in
                if status == 500 { fields.set("Retry-After", "2") }
            }
            transactions.respond(refusal, in: key, at: now)
            return
        }
        leg.dialog?.refresh(request.fields)
        if request.body.isEmpty || request.body == leg.remoteBody {
            answerUpdate(request, key, request.body.isEmpty ? [] : leg.localBody, &leg, at: now)
            store(leg)
            return
        }
        leg.offer = key
        store(leg)
        actions.append(.tell(.offered(leg.id, body: request.body)))
    }

    private mutating func answerUpdate(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        _ body: [UInt8],
        _ leg: inout SIPLeg,
        at now: Duration
    ) {
        var response = request.response(200, tag: leg.localTag)
        response.fields.set("Contact", contact(leg.path?.hop.transport ?? .udp))
        if leg.phase == .talking { agreeOnSession(&response, request, &leg, at: now) }
        setBody(&response, body)
        transactions.respond(response, in: key, at: now)
    }

    /// Answers ``SIPEvent/offered(_:body:)``.
    ///
    /// The status is 200 with a body (our answer, or the offer that the peer asked for), or
    /// 300...699 to keep the session as it is.
    public mutating func answerOffer(
        _ id: SIPLegID,
        status: Int,
        body: [UInt8],
        at now: Duration
    ) {
        guard var leg = legs[id], let key = leg.offer else { return }
        leg.offer = nil
        asked[key] = nil
        defer { settle(at: now) }
        guard let request = transactions.unanswered(key) else {
            store(leg)
            return
        }
        if status >= 300 {
            transactions.respond(request.response(status, tag: leg.localTag), in: key, at: now)
        } else if request.method == .update {
            leg.remoteBody = request.body
            leg.localBody = body
            answerUpdate(request, key, body, &leg, at: now)
        } else {
            // Who asks for an offer tells its own session with the ACK.
            if !request.body.isEmpty { leg.remoteBody = request.body }
            accept(request, in: key, body, &leg, at: now)
        }
        store(leg)
    }

    private mutating func receiveBye(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        _ leg: SIPLeg,
        at now: Duration
    ) {
        transactions.respond(request.response(200, tag: leg.localTag), in: key, at: now)
        // What the peer asked before and nobody has answered ends with the call (§15.1.2).
        let open = [leg.offer, leg.phase == .ringing ? leg.transaction : nil].compactMap { $0 }
        for key in open {
            guard let invite = transactions.unanswered(key) else { continue }
            transactions.respond(invite.response(487, tag: leg.localTag), in: key, at: now)
        }
        guard leg.phase != .calling, leg.phase != .cancelling else { return }
        drop(leg)
        actions.append(.tell(.ended(leg.id, leg.phase == .ringing ? .cancelled : .bye)))
    }

    private mutating func receiveProvisionalAcknowledgement(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        _ leg: SIPLeg,
        at now: Duration
    ) {
        var leg = leg
        let wanted = leg.reliable.map { "\($0.number) \(leg.invite.envelope.cseq)" }
        let given = request.fields["RAck"]?.split(separator: " ").joined(separator: " ")
        guard let wanted, wanted == given else {
            transactions.respond(refusal(of: request, 481), in: key, at: now)
            return
        }
        leg.reliable = nil
        transactions.respond(request.response(200, tag: leg.localTag), in: key, at: now)
        let held = leg.heldAnswer
        leg.heldAnswer = nil
        store(leg)
        if let held { answer(leg.id, body: held, at: now) }
    }

    /// Offers another session, or asks for an offer with an empty body.
    ///
    /// ``SIPEvent/reoffered(_:body:)`` or ``SIPEvent/reofferRefused(_:status:)`` follows; a glare
    /// (491) is waited out, and so is an offer that the peer has not answered: one event is told, of
    /// the last. Without a body, ``acknowledge(_:body:at:)`` answers what comes.
    ///
    /// - Returns: false when the call is not one that can be changed now.
    public mutating func reoffer(_ id: SIPLegID, body: [UInt8], at now: Duration) -> Bool {
        guard let leg = legs[id], leg.phase == .talking, leg.offer == nil, leg.unanswered == nil,
            leg.reoffer?.body.isEmpty != true
        else { return false }
        if leg.isReofferOpen {
            legs[id]?.reoffer?.next = body
            return true
        }
        if let due = leg.reoffer?.due {
            legs[id]?.reoffer = SIPLeg.Reoffer(body: body, isRefresh: false, due: due)
            return true
        }
        // Without the ACK of our answer the session is not settled: it is asked when it came.
        let due = leg.accepted == nil ? nil : now + settings.timers.t1
        legs[id]?.reoffer = SIPLeg.Reoffer(body: body, isRefresh: false, due: due)
        if due == nil { sendReoffer(id, at: now) }
        if let leg = legs[id] { store(leg) }
        settle(at: now)
        return true
    }

    mutating func sendReoffer(_ id: SIPLegID, at now: Duration) {
        guard var leg = legs[id], var dialog = leg.dialog, let reoffer = leg.reoffer else { return }
        leg.reoffer?.due = nil
        let byUpdate = reoffer.isRefresh && dialog.allows.contains(.update)
        var request = dialog.request(byUpdate ? .update : .invite)
        setSession(&request, leg.session)
        request.fields.set("Allow", Self.allow)
        // What keeps the call alive offers what holds now: the peer may have changed it since a 491.
        let body = reoffer.isRefresh ? leg.localBody : reoffer.body
        leg.reoffer?.body = body
        if !byUpdate { setBody(&request, body) }
        leg.dialog = dialog
        leg.ringEnd = byUpdate ? nil : now + settings.timers.patience
        let key = ask(byUpdate ? .update(id) : .reinvite(id), request, in: dialog, of: leg, at: now)
        leg.reofferTransaction = key
        store(leg)
    }

    mutating func receiveReofferAnswer(
        _ response: SIPResponse,
        _ id: SIPLegID,
        _ question: Question,
        at now: Duration
    ) {
        guard var leg = legs[id], leg.phase == .talking, !response.isProvisional else { return }
        let number = response.envelope.cseq.number
        // One that is repeated answers what was asked before, and says nothing of what is asked now.
        let isOpen = SIPTransactionKey(client: question.request.envelope) == leg.reofferTransaction
        guard isOpen, leg.isReofferOpen, var reoffer = leg.reoffer else {
            if let last = leg.acknowledgement, last.number == number,
                let path = path(in: leg.dialog, of: leg)
            {
                actions.append(.send(last.request.bytes, path))
            }
            return
        }
        leg.ringEnd = nil
        if response.status == 491 {
            // The owner of the Call-ID waits longer, so that both do not ask at once (§14.1).
            let isOwner = leg.isOutgoing
            let wait = randomDuration(below: isOwner ? .milliseconds(1_900) : .seconds(2))
            if let next = reoffer.next {
                reoffer = SIPLeg.Reoffer(body: next, isRefresh: false, due: nil)
            }
            reoffer.due = now + wait + (isOwner ? .milliseconds(2_100) : .zero)
            leg.reoffer = reoffer
            store(leg)
            return
        }
        leg.reoffer = reoffer.next.map { SIPLeg.Reoffer(body: $0, isRefresh: false, due: nil) }
        let isTold = !reoffer.isRefresh && leg.reoffer == nil
        if response.isSuccess {
            leg.dialog?.refresh(response.fields)
            leg.session = SIPSessionTimer(response.fields, askedByUs: true, at: now)
            if question.request.method == .invite {
                leg.unanswered = number
                if !reoffer.body.isEmpty { leg.localBody = reoffer.body }
                if !response.body.isEmpty { leg.remoteBody = response.body }
            }
            store(leg)
            if leg.unanswered != nil, !reoffer.body.isEmpty {
                sendAcknowledgement(of: id, body: [])
            }
            if isTold { actions.append(.tell(.reoffered(id, body: response.body))) }
        } else {
            store(leg)
            if response.status == 481 || response.status == 408 {
                lose(leg, at: now)
                return
            }
            if isTold { actions.append(.tell(.reofferRefused(id, status: response.status))) }
        }
        if legs[id]?.isReofferOpen == true { sendReoffer(id, at: now) }
    }
}
