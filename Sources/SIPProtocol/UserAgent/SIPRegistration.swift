/// An address of ours at a registrar, kept alive (RFC 3261 §10.2).
struct SIPRegistration: Sendable {
    let peer: String
    /// What is registered: the address of record.
    let address: SIPURI
    var interval: Duration
    let callID: String
    let tag: String
    var number: UInt32 = 0
    /// How often in a row nobody said yes.
    var failures = 0
    /// True once it is to be taken back.
    var isEnding = false
}

extension SIPUserAgent {
    /// The first pause after a refusal; it doubles from there.
    static let registrationPause = Duration.seconds(5)
    /// The longest pause after a refusal.
    static let registrationPauseMax = Duration.seconds(300)

    /// Registers an address at a peer and keeps it registered.
    ///
    /// - Returns: the account's number, as ``SIPEvent/registered(account:_:)`` names it.
    public mutating func register(
        _ address: SIPURI,
        at peer: String,
        for interval: Duration = .seconds(600),
        at now: Duration
    ) -> Int {
        registrations.append(
            SIPRegistration(
                peer: peer,
                address: address,
                interval: interval,
                callID: identifier() + identifier(),
                tag: identifier()
            )
        )
        refreshRegistration(registrations.count - 1, at: now)
        settle(at: now)
        return registrations.count - 1
    }

    /// Takes an address back (RFC 3261 §10.2.2).
    public mutating func unregister(_ account: Int, at now: Duration) {
        registrations[account].isEnding = true
        refreshRegistration(account, at: now)
        settle(at: now)
    }

    /// Takes every address back, as before the house is left.
    public mutating func unregister(at now: Duration) {
        for account in registrations.indices { unregister(account, at: now) }
    }

    mutating func refreshRegistration(_ account: Int, at now: Duration) {
        registrations[account].number += 1
        let registration = registrations[account]
        guard let peer = peer(named: registration.peer), let hop = peer.hops.first,
            let registrar = try? SIPURI(
                scheme: registration.address.scheme,
                host: registration.address.host,
                port: registration.address.port
            )
        else {
            retryRegistration(account, after: nil, at: now)
            return
        }
        var from = SIPNameAddress(registration.address)
        let to = from
        from.tag = registration.tag
        let envelope = SIPEnvelope(
            vias: [],
            from: from,
            to: to,
            callID: registration.callID,
            cseq: SIPCSeq(registration.number, .register)
        )
        var request = SIPRequest(method: .register, uri: SIPAnyURI(registrar), envelope: envelope)
        request.fields.append("Contact", contact(hop.transport))
        let seconds = registration.isEnding ? 0 : registration.interval.components.seconds
        request.fields.append("Expires", "\(seconds)")
        alarms.set(.registration(account), nil)
        ask(.register(account), request, of: peer, at: now)
    }

    mutating func receiveRegistration(
        _ response: SIPResponse,
        _ account: Int,
        _ question: Question,
        at now: Duration
    ) {
        guard !response.isProvisional, !registrations[account].isEnding else { return }
        if response.isSuccess {
            registrations[account].failures = 0
            let granted = granted(response, registrations[account].interval)
            // Well before it ends, so that a lost request or two do no harm.
            alarms.set(.registration(account), now + max(granted * 3 / 4, .seconds(1)))
            actions.append(.tell(.registered(account: account, granted)))
            return
        }
        if let longer = response.longerInterval(than: registrations[account].interval) {
            registrations[account].interval = longer
            refreshRegistration(account, at: now)
            return
        }
        retryRegistration(account, after: response.statusIfAnswered, at: now)
    }

    private mutating func retryRegistration(
        _ account: Int,
        after status: Int?,
        at now: Duration
    ) {
        actions.append(.tell(.registrationFailed(account: account, status: status)))
        registrations[account].failures += 1
        let pause = pause(after: registrations[account].failures)
        alarms.set(.registration(account), now + pause)
    }

    /// How long is waited after so many failures in a row, from 1: twice as long as after the one
    /// before, and a little more, so that not everybody comes at once.
    func pause(after failures: Int) -> Duration {
        let doubled = Self.registrationPause * (1 << min(failures - 1, 10))
        let pause = min(doubled, Self.registrationPauseMax)
        return pause + randomDuration(below: pause / 4)
    }

    /// How long the registrar keeps our contact: its own parameter, Expires, or what we asked.
    private func granted(_ response: SIPResponse, _ asked: Duration) -> Duration {
        // The reading refused what cannot be read.
        let contacts = (try? response.fields.addresses("Contact")) ?? []
        let ours = contacts.first { contact in
            guard let host = contact.uri.sip?.host else { return false }
            return settings.addresses.values.contains { $0.host == host }
        }
        let seconds =
            ours?.parameters.value("expires").flatMap { UInt32($0) }.map { Int($0) }
            ?? response.fields.seconds("Expires")
        return seconds.map { .seconds($0) } ?? asked
    }
}

extension SIPResponse {
    /// What the peer wants at least where that is longer than what it was asked for (423); nil for any
    /// other answer.
    func longerInterval(than asked: Duration) -> Duration? {
        guard status == 423, let least = fields.seconds("Min-Expires"), least <= 86_400,
            .seconds(least) > asked
        else { return nil }
        return .seconds(least)
    }

    /// The status; nil for one that we gave ourselves because nobody answered, which has no tag.
    var statusIfAnswered: Int? {
        envelope.to.tag == nil && [408, 503].contains(status) ? nil : status
    }
}
