/// A state that a peer tells us of, and goes on telling (RFC 6665).
struct SIPSubscription: Sendable {
    let peer: String
    /// Whose state.
    let address: SIPURI
    /// Which, as Event has it.
    let event: String
    /// As Accept has it.
    let mediaType: String
    var interval: Duration
    var callID: String
    var tag: String
    /// nil until the first word of the peer.
    var dialog: SIPDialog?
    var number: UInt32 = 0
    /// How often in a row it came to nothing.
    var failures = 0
    /// True once it is to end.
    var isEnding = false
}

extension SIPUserAgent {
    /// As many states are followed at once.
    public static let subscriptionsMax = 1_000

    /// Asks a peer to tell a state, and goes on asking; ``SIPEvent/notified(subscription:body:)``
    /// follows whenever it changes.
    ///
    /// - Returns: the subscription's number; nil when ``subscriptionsMax`` are followed already.
    public mutating func subscribe(
        to address: SIPURI,
        _ event: String,
        accepting mediaType: String,
        at peer: String,
        for interval: Duration = .seconds(600),
        at now: Duration
    ) -> Int? {
        guard subscriptions.count < Self.subscriptionsMax else { return nil }
        subscriptions.append(
            SIPSubscription(
                peer: peer,
                address: address,
                event: event,
                mediaType: mediaType,
                interval: interval,
                callID: identifier() + identifier(),
                tag: identifier()
            )
        )
        let number = subscriptions.count - 1
        refreshSubscription(number, at: now)
        settle(at: now)
        return number
    }

    /// Asks for the whole state once more, as when a part of it was lost.
    public mutating func askAgain(_ subscription: Int, at now: Duration) {
        guard !subscriptions[subscription].isEnding else { return }
        refreshSubscription(subscription, at: now)
        settle(at: now)
    }

    /// Asks for no state any more (RFC 6665 §4.1.2.3), as before the house is left.
    public mutating func unsubscribe(at now: Duration) {
        for place in subscriptions.indices {
            subscriptions[place].isEnding = true
            alarms.set(.subscription(place), nil)
            // What nobody has granted cannot be ended; when it is just being asked for, its answer is.
            if subscriptions[place].dialog != nil { refreshSubscription(place, at: now) }
        }
        settle(at: now)
    }

    mutating func refreshSubscription(_ place: Int, at now: Duration) {
        var subscription = subscriptions[place]
        alarms.set(.subscription(place), nil)
        guard let peer = peer(named: subscription.peer), !peer.hops.isEmpty else {
            if !subscription.isEnding { subscriptionFailed(place, nil, at: now) }
            return
        }
        var request: SIPRequest
        if var dialog = subscription.dialog {
            request = dialog.request(.subscribe)
            subscription.dialog = dialog
        } else {
            request = newSubscription(&subscription)
        }
        request.fields.append("Event", subscription.event)
        request.fields.append("Accept", subscription.mediaType)
        let seconds = subscription.isEnding ? 0 : subscription.interval.components.seconds
        request.fields.append("Expires", "\(seconds)")
        subscriptions[place] = subscription
        guard let dialog = subscription.dialog else {
            ask(.subscribe(place), request, of: peer, at: now)
            return
        }
        let path = peer.hop(for: dialog.nextHop).map { SIPPath($0) } ?? SIPPath(peer.hops[0])
        send(
            Question(
                purpose: .subscribe(place),
                peer: peer.name,
                request: request,
                hops: [],
                path: path
            ),
            at: now
        )
    }

    private func newSubscription(_ subscription: inout SIPSubscription) -> SIPRequest {
        subscription.number += 1
        var from = SIPNameAddress(localURI(.udp))
        from.tag = subscription.tag
        let envelope = SIPEnvelope(
            vias: [],
            from: from,
            to: SIPNameAddress(subscription.address),
            callID: subscription.callID,
            cseq: SIPCSeq(subscription.number, .subscribe)
        )
        return SIPRequest(
            method: .subscribe,
            uri: SIPAnyURI(subscription.address),
            envelope: envelope
        )
    }

    mutating func receiveSubscription(
        _ response: SIPResponse,
        _ place: Int,
        _ question: Question,
        at now: Duration
    ) {
        // An answer to what was asked before it began anew is nobody's.
        guard !response.isProvisional,
            response.envelope.callID == subscriptions[place].callID
        else { return }
        if response.isSuccess {
            subscriptions[place].failures = 0
            let known = subscriptions[place].dialog
            subscriptions[place].dialog =
                known ?? SIPDialog(client: question.request, response)
        }
        guard !subscriptions[place].isEnding else {
            // It was asked for before, and granted only now.
            let isNew = response.isSuccess && question.request.envelope.to.tag == nil
            if isNew, subscriptions[place].dialog != nil { refreshSubscription(place, at: now) }
            return
        }
        if response.isSuccess {
            let granted =
                response.fields.seconds("Expires").map { .seconds($0) }
                ?? subscriptions[place].interval
            prolong(place, granted, at: now)
            return
        }
        if let longer = response.longerInterval(than: subscriptions[place].interval) {
            subscriptions[place].interval = longer
            refreshSubscription(place, at: now)
            return
        }
        subscriptionFailed(place, response.statusIfAnswered, at: now)
    }

    private mutating func prolong(_ place: Int, _ granted: Duration, at now: Duration) {
        alarms.set(.subscription(place), now + max(granted * 3 / 4, .seconds(1)))
    }

    /// Begins anew after a pause, which grows with every failure.
    private mutating func subscriptionFailed(_ place: Int, _ status: Int?, at now: Duration) {
        subscriptions[place].failures += 1
        let pause = pause(after: subscriptions[place].failures)
        beginAnew(place, after: pause, at: now)
        actions.append(.tell(.subscriptionFailed(subscription: place, status: status)))
    }

    private mutating func beginAnew(_ place: Int, after pause: Duration, at now: Duration) {
        subscriptions[place].dialog = nil
        subscriptions[place].callID = identifier() + identifier()
        subscriptions[place].tag = identifier()
        subscriptions[place].number = 0
        alarms.set(.subscription(place), now + pause)
        actions.append(.tell(.subscriptionBeginsAnew(subscription: place)))
    }

    /// The subscription that a NOTIFY belongs to; its first one may come before the answer to our
    /// SUBSCRIBE (RFC 6665 §4.4.1).
    func subscription(of request: SIPRequest) -> Int? {
        subscriptions.firstIndex { subscription in
            request.envelope.callID == subscription.callID
                && request.envelope.to.tag == subscription.tag
                && subscription.dialog.map { $0.id.remoteTag == request.envelope.from.tag } ?? true
        }
    }

    mutating func receiveNotice(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        of place: Int,
        at now: Duration
    ) {
        var subscription = subscriptions[place]
        guard Self.mediaType(request.fields["Event"]) == subscription.event else {
            transactions.respond(refusal(of: request, 489), in: key, at: now)
            return
        }
        if subscription.dialog == nil {
            subscription.dialog = SIPDialog(server: request, tag: subscription.tag)
            subscription.dialog?.noteSent(number: subscription.number)
        } else if subscription.dialog?.accept(number: request.envelope.cseq.number) == false {
            transactions.respond(refusal(of: request, 500), in: key, at: now)
            return
        }
        subscriptions[place] = subscription
        transactions.respond(request.response(200, tag: subscription.tag), in: key, at: now)
        let type = Self.mediaType(request.fields["Content-Type"])
        if !request.body.isEmpty, type == subscription.mediaType {
            actions.append(.tell(.notified(subscription: place, body: request.body)))
        }
        follow(request.fields["Subscription-State"] ?? "", place, at: now)
    }

    /// How long it lasts, or why it has ended and whether to begin anew (RFC 6665 §4.1.3).
    private mutating func follow(_ value: String, _ place: Int, at now: Duration) {
        guard !subscriptions[place].isEnding else { return }
        var scanner = SIPScanner(value)
        let state = scanner.token().map(SIPText.lowercased)
        let parameters = scanner.parameters() ?? []
        guard state == "terminated" else {
            if let seconds = parameters.value("expires").flatMap({ UInt32($0) }) {
                prolong(place, .seconds(min(seconds, 86_400)), at: now)
            }
            return
        }
        let wanted = parameters.value("retry-after").flatMap { UInt32($0) }
        switch parameters.value("reason").map(SIPText.lowercased) {
        case "deactivated", "timeout": beginAnew(place, after: .seconds(1), at: now)
        case "rejected", "noresource", "invariant":
            beginAnew(place, after: Self.registrationPauseMax, at: now)
            actions.append(.tell(.subscriptionFailed(subscription: place, status: 403)))
        default:
            let pause = wanted.map { .seconds(min($0, 86_400)) } ?? Self.registrationPause
            beginAnew(place, after: max(pause, .seconds(1)), at: now)
        }
    }
}
