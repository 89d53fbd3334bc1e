extension SIPUserAgent {
    /// A request outside any dialog, without Via.
    func newRequest(
        _ method: SIPMethod,
        _ uri: SIPAnyURI,
        from: SIPNameAddress? = nil,
        to: SIPNameAddress? = nil
    ) -> SIPRequest {
        var sender = from ?? SIPNameAddress(localURI(.udp))
        sender.tag = identifier()
        var receiver = to ?? sender
        if to == nil {
            receiver = SIPNameAddress(localURI(.udp))
            receiver.uri = uri
        }
        let envelope = SIPEnvelope(
            vias: [],
            from: sender,
            to: receiver,
            callID: identifier() + identifier(),
            cseq: SIPCSeq(1, method)
        )
        return SIPRequest(method: method, uri: uri, envelope: envelope)
    }

    /// As many places are remembered at which a peer was.
    private static let formerHostsMax = 32

    /// The servers of a peer are these from now on; calls that are on go on by those of before.
    public mutating func relocate(_ name: String, to servers: [SIPServer]) {
        guard let place = settings.peers.firstIndex(where: { $0.name == name }) else { return }
        let before = settings.peers[place].hosts
        settings.peers[place].servers = servers
        if legs.isEmpty { formerHosts = [:] }
        for host in before.subtracting(settings.peers[place].hosts)
        where !legs.isEmpty && formerHosts.count < Self.formerHostsMax {
            formerHosts[host] = name
        }
    }

    /// Sends a request outside any dialog to the best hop of a peer, which is somewhere.
    @discardableResult
    mutating func ask(
        _ purpose: Question.Purpose,
        _ request: SIPRequest,
        of peer: SIPPeer,
        at now: Duration
    ) -> SIPTransactionKey {
        restingHops = restingHops.filter { $0.value > now }
        let ordered = peer.servers.ordered { Int(randomShare() * Double($0 + 1)) }
        var hops =
            ordered.filter { restingHops[$0] == nil } + ordered.filter { restingHops[$0] != nil }
        let path = SIPPath(hops.removeFirst())
        return send(
            Question(purpose: purpose, peer: peer.name, request: request, hops: hops, path: path),
            at: now
        )
    }

    /// Sends a request inside a dialog of a leg.
    @discardableResult
    mutating func ask(
        _ purpose: Question.Purpose,
        _ request: SIPRequest,
        in dialog: SIPDialog,
        of leg: SIPLeg,
        at now: Duration
    ) -> SIPTransactionKey? {
        guard let path = path(in: dialog, of: leg) else { return nil }
        return send(
            Question(purpose: purpose, peer: leg.peer, request: request, hops: [], path: path),
            at: now
        )
    }

    /// The way of a request inside a dialog; nil where there is none.
    func path(in dialog: SIPDialog?, of leg: SIPLeg) -> SIPPath? {
        (peer(named: leg.peer)?.hop(for: dialog?.nextHop) ?? leg.path?.hop).map { SIPPath($0) }
    }

    /// Gives a request the Via and Contact of its way, and sends it.
    @discardableResult
    mutating func send(_ question: Question, at now: Duration) -> SIPTransactionKey {
        var question = question
        question.path = reliablePath(of: question)
        question.request = stamped(question.request, for: question.path)
        let key = transactions.begin(
            question.request,
            to: question.path,
            patience: question.hops.isEmpty
                ? nil : min(settings.hopPatience, settings.timers.patience),
            at: now
        )
        forgetAnswered()
        questions[key] = question
        return key
    }

    /// The request with a new branch, and with what every request of ours says.
    func stamped(_ request: SIPRequest, for path: SIPPath) -> SIPRequest {
        var request = request
        let address = settings.address(for: path.hop.transport)
        let via = SIPVia(
            transport: path.hop.transport.viaName,
            host: address.host,
            port: address.port,
            parameters: [
                SIPParameter("branch", SIPVia.cookie + identifier()), SIPParameter("rport"),
            ]
        )
        request.envelope.vias = [via]
        if [.invite, .update, .refer, .options, .subscribe].contains(request.method) {
            request.fields.set("Contact", contact(path.hop.transport))
        }
        request.fields.set("User-Agent", settings.product)
        return request
    }

    /// A request too long for a datagram goes by TCP where the peer is reached so (§18.1.1).
    private func reliablePath(of question: Question) -> SIPPath {
        guard question.path.hop.transport == .udp, let peer = peer(named: question.peer),
            question.request.bytes.count + 150 > SIPLimits.datagramBytesMax,
            let hop = peer.hops.first(where: { $0.transport == .tcp })
        else { return question.path }
        return SIPPath(hop)
    }

    /// Questions to INVITE are kept for late answers of a fork, as long as their transaction.
    private mutating func forgetAnswered() {
        guard questions.count > 64 + 2 * transactions.count else { return }
        questions = questions.filter { transactions.contains($0.key) }
    }

    // MARK: Answers

    /// Takes the answer to a question, and asks again where that may help.
    mutating func receive(
        _ response: SIPResponse,
        in key: SIPTransactionKey,
        at now: Duration
    ) {
        guard let question = questions[key] else { return }
        let mayComeAgain = question.request.method == .invite && response.status < 300
        if !response.isProvisional, !mayComeAgain { questions[key] = nil }
        if response.status == 401 || response.status == 407,
            prove(question, to: response, at: now)
        {
            return
        }
        if response.status == 422, askLongerSession(question, response, at: now) { return }
        if response.status == 503, askNextHop(question, at: now) { return }
        deliver(response, to: question, at: now)
    }

    /// A transaction ended without an answer.
    mutating func fail(
        _ key: SIPTransactionKey,
        _ failure: SIPTransactionFailure,
        at now: Duration
    ) {
        guard key.isClient, let question = questions.removeValue(forKey: key) else { return }
        if askNextHop(question, at: now) { return }
        // What never came is as good as these (RFC 3261 §8.1.3.1).
        let status = failure == .timeout ? 408 : 503
        deliver(question.request.response(status, tag: nil), to: question, at: now)
    }

    private mutating func deliver(
        _ response: SIPResponse,
        to question: Question,
        at now: Duration
    ) {
        switch question.purpose {
        case .invite(let leg): receiveInviteAnswer(response, leg, question, at: now)
        case .reinvite(let leg), .update(let leg):
            receiveReofferAnswer(response, leg, question, at: now)
        case .refer(let leg):
            if response.status >= 300 {
                actions.append(.tell(.referralProgress(leg, status: response.status)))
            }
        case .register(let account): receiveRegistration(response, account, question, at: now)
        case .subscribe(let place): receiveSubscription(response, place, question, at: now)
        case .probe:
            guard !response.isProvisional else { return }
            let isSilence = response.envelope.to.tag == nil
            let status = isSilence && response.status >= 400 ? nil : response.status
            actions.append(.tell(.probed(peer: question.peer, status: status)))
        case .bye, .cancel, .acknowledgementOfReliable: return
        }
    }

    /// Asks once more with a proof of who we are (RFC 3261 §22.2).
    private mutating func prove(
        _ question: Question,
        to response: SIPResponse,
        at now: Duration
    ) -> Bool {
        guard let account = peer(named: question.peer)?.account,
            let (challenge, field) = SIPChallenge.best(of: response),
            question.proofs == 0 || challenge.isStale && question.proofs < 3,
            mayStillBeAsked(question)
        else { return false }
        var again = question
        again.proofs += 1
        let proof = account.answer(
            to: challenge,
            method: question.request.method,
            uri: question.request.uri.description,
            clientNonce: identifier()
        )
        again.request.fields.set(field, proof)
        askAgain(again, at: now)
        return true
    }

    /// Asks once more with the session timer that the peer wants (RFC 4028 §7.3).
    private mutating func askLongerSession(
        _ question: Question,
        _ response: SIPResponse,
        at now: Duration
    ) -> Bool {
        let given = question.request.fields.seconds("Session-Expires") ?? 0
        guard let wanted = response.fields.seconds("Min-SE"), wanted > given, wanted <= 86_400,
            mayStillBeAsked(question)
        else { return false }
        var again = question
        again.request.fields.set("Session-Expires", "\(wanted)")
        again.request.fields.set("Min-SE", "\(wanted)")
        askAgain(again, at: now)
        return true
    }

    private mutating func askNextHop(_ question: Question, at now: Duration) -> Bool {
        restingHops[question.path.hop] = now + settings.hopRest
        guard !question.hops.isEmpty, mayStillBeAsked(question) else { return false }
        var again = question
        again.path = SIPPath(again.hops.removeFirst())
        note(send(again, at: now))
        return true
    }

    private mutating func askAgain(_ question: Question, at now: Duration) {
        var again = question
        again.request.envelope.cseq.number += 1
        note(send(again, at: now))
    }

    /// A call that was taken back meanwhile is not begun again, there or elsewhere.
    private func mayStillBeAsked(_ question: Question) -> Bool {
        guard case .invite(let leg) = question.purpose else { return true }
        return legs[leg]?.phase == .calling
    }

    /// Tells a leg, or a registration, that its question has another number now.
    private mutating func note(_ key: SIPTransactionKey) {
        guard let question = questions[key] else { return }
        let number = question.request.envelope.cseq.number
        switch question.purpose {
        case .invite(let leg):
            legs[leg]?.invite = question.request
            legs[leg]?.transaction = key
        case .reinvite(let leg), .update(let leg):
            legs[leg]?.dialog?.noteSent(number: number)
            legs[leg]?.reofferTransaction = key
        case .refer(let leg):
            legs[leg]?.dialog?.noteSent(number: number)
            legs[leg]?.referralNumber = number
        case .acknowledgementOfReliable(let leg):
            legs[leg]?.dialog?.noteSent(number: number)
        case .register(let account): registrations[account].number = number
        case .subscribe(let place):
            subscriptions[place].number = number
            subscriptions[place].dialog?.noteSent(number: number)
        case .bye, .cancel, .probe: return
        }
    }
}
