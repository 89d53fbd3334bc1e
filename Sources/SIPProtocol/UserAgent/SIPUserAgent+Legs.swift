extension SIPLeg {
    /// True while the peer has our request for another session and has not answered it.
    var isReofferOpen: Bool { reoffer.map { $0.due == nil } ?? false }
}

extension SIPUserAgent {
    /// Keeps a leg and sets its clock.
    mutating func store(_ leg: SIPLeg) {
        legs[leg.id] = leg
        alarms.set(.leg(leg.id), leg.due)
    }

    /// Forgets a leg and everything that leads to it.
    mutating func drop(_ leg: SIPLeg) {
        legs[leg.id] = nil
        alarms.set(.leg(leg.id), nil)
        if let dialog = leg.dialog { dialogs[dialog.id] = nil }
        for early in leg.early.values { dialogs[early.id] = nil }
        for former in leg.formerDialogs { dialogs[former] = nil }
        asked[leg.transaction] = nil
        if let offer = leg.offer { asked[offer] = nil }
        guard leg.isOutgoing else { return }
        formerCalls.append(leg.invite.envelope.callID.hashValue)
        formerCalls.removeFirst(max(0, formerCalls.count - settings.legsMax))
    }

    /// Forgets a call without a word to its peer.
    public mutating func forget(_ id: SIPLegID) {
        if let leg = legs[id] { drop(leg) }
    }

    /// True while a peer has yet to answer what was ended, changed or taken back: a call, a session,
    /// a registration or a subscription.
    ///
    /// Whoever closes the sockets before leaves telephones ringing.
    public var isSettling: Bool {
        legs.values.contains { $0.phase != .talking || $0.isReofferOpen }
            || questions.values.contains { question in
                switch question.purpose {
                case .bye, .register: true
                case .subscribe(let place): subscriptions[place].isEnding
                default: false
                }
            }
    }

    /// How long, in seconds, who is refused for want of room or of us is to leave us alone (RFC 3261
    /// §21.5.4).
    static let retryAfter = "10"

    /// Ends a call in whatever way its state wants: CANCEL, a refusal, or BYE.
    ///
    /// The status is what a caller that is not yet answered is told, 300...699.
    ///
    /// - Returns: true for a call that was being made, of which ``SIPEvent/refused(_:status:)`` tells
    ///   the end, at once where the peer has not said a word of it (487); of any other nothing more is
    ///   told.
    @discardableResult
    public mutating func end(_ id: SIPLegID, status: Int = 480, at now: Duration) -> Bool {
        guard var leg = legs[id] else { return false }
        let isTold = leg.phase == .calling || leg.phase == .cancelling
        switch leg.phase {
        case .calling:
            leg.phase = .cancelling
            leg.ringEnd = now + settings.timers.patience
            // Before the first word of the peer a CANCEL could overtake its INVITE (§9.1), and nobody
            // is to wait for one who may never say it.
            let hasWord = !leg.early.isEmpty || hasProgressed(leg)
            leg.isToldOver = !hasWord
            store(leg)
            if !hasWord {
                actions.append(.tell(.refused(id, status: 487)))
            } else if let question = questions[leg.transaction] {
                sendCancel(of: question, at: now)
            }
        case .ringing:
            var response = leg.invite.response(status, tag: leg.localTag)
            if status == 503 { response.fields.set("Retry-After", Self.retryAfter) }
            transactions.respond(response, in: leg.transaction, at: now)
            drop(leg)
        case .talking:
            if leg.accepted != nil {
                leg.phase = .over
                store(leg)
            } else {
                sendBye(leg, at: now)
            }
        case .cancelling, .over: break
        }
        settle(at: now)
        return isTold
    }

    /// Forgets a call that we made, and says that it came to nothing unless that was said.
    mutating func tellRefused(_ leg: SIPLeg, status: Int) {
        drop(leg)
        if !leg.isToldOver { actions.append(.tell(.refused(leg.id, status: status))) }
    }

    func hasProgressed(_ leg: SIPLeg) -> Bool {
        transactions.hasProgressed(leg.transaction)
    }

    /// Says that the call is over, and forgets it.
    mutating func sendBye(_ leg: SIPLeg, at now: Duration) {
        if leg.unanswered != nil { sendAcknowledgement(of: leg.id, body: []) }
        if var dialog = (legs[leg.id] ?? leg).dialog {
            let open = leg.offer.flatMap { transactions.unanswered($0) }
            if let open, let key = leg.offer {
                transactions.respond(open.response(487, tag: leg.localTag), in: key, at: now)
            }
            ask(.bye, dialog.request(.bye), in: dialog, of: leg, at: now)
        }
        drop(leg)
    }

    /// The peer no longer knows the call, or no longer answers.
    mutating func lose(_ leg: SIPLeg, at now: Duration) {
        sendBye(leg, at: now)
        actions.append(.tell(.ended(leg.id, .lost)))
    }

    /// Something of a leg is due.
    mutating func tickLeg(_ id: SIPLegID, at now: Duration) {
        guard var leg = legs[id] else { return }
        if let accepted = leg.accepted {
            if accepted.end <= now {
                leg.accepted = nil
                store(leg)
                sendBye(leg, at: now)
                if leg.phase != .over { actions.append(.tell(.ended(id, .unacknowledged))) }
                return
            }
            if accepted.repetition.due <= now {
                leg.accepted?.repetition.again(at: now, longest: settings.timers.t2)
                actions.append(.send(accepted.response.bytes, accepted.path))
            }
        }
        if let reliable = leg.reliable {
            if reliable.end <= now {
                end(id, status: 504, at: now)
                actions.append(.tell(.ended(id, .unacknowledged)))
                return
            }
            if reliable.repetition.due <= now {
                leg.reliable?.repetition.again(at: now, longest: nil)
                transactions.respond(reliable.response, in: leg.transaction, at: now)
            }
        }
        store(leg)
        tickSession(leg, at: now)
    }

    private mutating func tickSession(_ leg: SIPLeg, at now: Duration) {
        var leg = leg
        if let end = leg.ringEnd, end <= now {
            leg.ringEnd = nil
            store(leg)
            ringTooLong(leg, at: now)
            return
        }
        if let due = leg.reoffer?.due, due <= now {
            // Until the peer's own offer is settled it could only say 491 once more.
            if leg.accepted != nil || leg.offer != nil {
                leg.reoffer?.due = now + settings.timers.t1
                store(leg)
            } else {
                sendReoffer(leg.id, at: now)
            }
            return
        }
        guard let session = leg.session, session.due <= now, leg.phase == .talking else { return }
        guard session.isOurs else {
            lose(leg, at: now)
            return
        }
        leg.session?.due = now + session.interval / 4
        if leg.reoffer == nil, leg.offer == nil, leg.accepted == nil {
            leg.reoffer = SIPLeg.Reoffer(body: leg.localBody, isRefresh: true, due: nil)
            store(leg)
            sendReoffer(leg.id, at: now)
        } else {
            store(leg)
        }
    }

    private mutating func ringTooLong(_ leg: SIPLeg, at now: Duration) {
        switch leg.phase {
        case .calling: end(leg.id, at: now)
        case .cancelling:
            // Neither an answer to the INVITE nor to the CANCEL.
            tellRefused(leg, status: 408)
        case .ringing:
            end(leg.id, status: 480, at: now)
            actions.append(.tell(.ended(leg.id, .lost)))
        case .talking:
            guard let key = leg.reofferTransaction, let question = questions[key] else { return }
            sendCancel(of: question, at: now)
        case .over: return
        }
    }
}
