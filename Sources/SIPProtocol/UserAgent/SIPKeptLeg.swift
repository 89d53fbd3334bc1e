/// What must be known of a call's leg to go on with it after a restart, as it is written down.
///
/// A call lives at its two ends: whoever knows the dialog can speak for the one that was there
/// before (RFC 3261 §12). Codable, and of texts and numbers only.
public struct SIPKeptLeg: Sendable, Hashable, Codable {
    var peer: String
    var callID: String
    var local: String
    var remote: String
    var target: String
    var routes: [String]
    var localNumber: UInt32
    var remoteNumber: UInt32?
    var isOutgoing: Bool
    var allowsUpdate: Bool
    var transport: String
    var host: String
    var port: UInt16
    /// The session that we sent last.
    public var localBody: String
    /// The session that the peer sent last.
    public var remoteBody: String

    /// Whom the leg leads to, as a URI.
    public var remoteURI: String? { SIPNameAddress(remote)?.uri.description }
}

/// A call of ours that rings, as far as it takes to take it back after a restart (RFC 3261 §9.1).
///
/// Codable, and of texts and numbers only.
public struct SIPKeptInvite: Sendable, Hashable, Codable {
    var peer: String
    /// The INVITE as it was sent, without what its CANCEL does not repeat.
    var request: String
    var transport: String
    var host: String
    var port: UInt16
    /// Whom the place's certificate must be of, where a name led to it.
    var name: String?
}

extension SIPUserAgent {
    /// What to write down of a call of ours that rings; nil for any other, and before the first word of
    /// its peer, when no CANCEL may be sent.
    public func keepRinging(_ id: SIPLegID) -> SIPKeptInvite? {
        guard let leg = legs[id], leg.phase == .calling, hasProgressed(leg),
            let question = questions[leg.transaction]
        else { return nil }
        var invite = question.request
        var fields = SIPFields()
        for route in invite.fields.values("Route") { fields.append("Route", route) }
        invite.fields = fields
        invite.body = []
        let hop = question.path.hop
        return SIPKeptInvite(
            peer: question.peer,
            request: String(decoding: invite.bytes, as: UTF8.self),
            transport: hop.transport.rawValue,
            host: hop.host.description,
            port: hop.port,
            name: hop.name?.text
        )
    }

    /// Takes back a call that rang before a restart; who answers it all the same is hung up on.
    ///
    /// Nothing is told of it that the application would know. What cannot be read, and what is a
    /// peer's that is listed no more, is left as it is.
    public mutating func takeBack(_ kept: SIPKeptInvite, at now: Duration) {
        let reading = SIPReading(datagram: Array(kept.request.utf8))
        guard case .message(.request(let invite)) = reading, invite.method == .invite,
            let tag = invite.envelope.from.tag,
            let key = SIPTransactionKey(client: invite.envelope), questions[key] == nil,
            peer(named: kept.peer) != nil, legs.count < settings.legsMax,
            let transport = SIPTransport(rawValue: kept.transport),
            let host = try? SIPHost(kept.host)
        else { return }
        let name = kept.name.flatMap { SIPDomainName($0) }
        let path = SIPPath(SIPHop(transport, host, kept.port, name: name))
        transactions.goOn(with: invite, by: path, at: now)
        let id = newLeg()
        let question = Question(
            purpose: .invite(id),
            peer: kept.peer,
            request: invite,
            hops: [],
            path: path
        )
        questions[key] = question
        var leg = SIPLeg(
            id: id,
            peer: kept.peer,
            phase: .cancelling,
            invite: invite,
            transaction: key,
            localTag: tag,
            localBody: []
        )
        leg.ringEnd = now + settings.timers.patience
        store(leg)
        sendCancel(of: question, at: now)
        settle(at: now)
    }

    /// How much further a kept leg's numbers are after a restart: requests of ours that were sent
    /// since it was written down must not be sent with the same number again.
    private static let numberStep: UInt32 = 1_000
    /// Kept legs are asked within this time whether they are still there, and not before that one:
    /// what whoever owns the calls wants of them comes first.
    private static let returnWindow = Duration.seconds(10)
    private static let returnPause = Duration.seconds(2)

    /// What to write down of a leg; nil while there is no settled dialog.
    public func keep(_ id: SIPLegID) -> SIPKeptLeg? {
        guard let leg = legs[id], leg.phase == .talking, let dialog = leg.dialog,
            let peer = peer(named: leg.peer)
        else { return nil }
        guard let hop = leg.path?.hop ?? peer.hop(for: dialog.nextHop) else { return nil }
        return SIPKeptLeg(
            peer: leg.peer,
            callID: dialog.id.callID,
            local: dialog.local.description,
            remote: dialog.remote.description,
            target: dialog.target.description,
            routes: dialog.routes.map(\.description),
            localNumber: dialog.numbers.local,
            remoteNumber: dialog.numbers.remote,
            isOutgoing: leg.isOutgoing,
            allowsUpdate: dialog.allows.contains(.update),
            transport: hop.transport.rawValue,
            host: hop.host.description,
            port: hop.port,
            localBody: String(decoding: leg.localBody, as: UTF8.self),
            remoteBody: String(decoding: leg.remoteBody, as: UTF8.self)
        )
    }

    /// Goes on with a leg that was written down; its peer is asked soon whether it is still there.
    ///
    /// - Returns: nil when its peer is listed no more, or it cannot be read.
    public mutating func restore(_ kept: SIPKeptLeg, at now: Duration) -> SIPLegID? {
        guard peer(named: kept.peer) != nil, legs.count < settings.legsMax,
            let dialog = SIPDialog(kept, step: Self.numberStep), dialogs[dialog.id] == nil,
            let transport = SIPTransport(rawValue: kept.transport),
            let host = try? SIPHost(kept.host)
        else { return nil }
        let ends = kept.isOutgoing ? (dialog.local, dialog.remote) : (dialog.remote, dialog.local)
        let envelope = SIPEnvelope(
            vias: [],
            from: ends.0,
            to: ends.1,
            callID: kept.callID,
            cseq: SIPCSeq(1, .invite)
        )
        let invite = SIPRequest(method: .invite, uri: ends.1.uri, envelope: envelope)
        var leg = SIPLeg(
            id: newLeg(),
            peer: kept.peer,
            phase: .talking,
            invite: invite,
            // A key that no transaction has: the one that began the call ended long ago.
            transaction: SIPTransactionKey(server: invite),
            localTag: dialog.id.localTag,
            localBody: Array(kept.localBody.utf8)
        )
        leg.dialog = dialog
        leg.remoteBody = Array(kept.remoteBody.utf8)
        leg.path = SIPPath(SIPHop(transport, host, kept.port))
        var session = SIPSessionTimer(
            interval: settings.sessionInterval ?? .seconds(1_800),
            isOurs: true,
            at: now
        )
        session.due = now + Self.returnPause + randomDuration(below: Self.returnWindow)
        leg.session = session
        dialogs[dialog.id] = leg.id
        store(leg)
        return leg.id
    }
}

extension SIPDialog {
    /// The dialog of a leg that was written down; nil when it cannot be read.
    init?(_ kept: SIPKeptLeg, step: UInt32) {
        let routes = kept.routes.compactMap { SIPNameAddress($0) }
        guard let local = SIPNameAddress(kept.local), let remote = SIPNameAddress(kept.remote),
            let target = SIPAnyURI(kept.target), let tag = local.tag,
            routes.count == kept.routes.count, kept.localNumber < 1 << 30
        else { return nil }
        let id = SIPDialogID(callID: kept.callID, localTag: tag, remoteTag: remote.tag ?? "")
        self.init(
            id: id,
            local: local,
            remote: remote,
            target: target,
            routes: routes,
            numbers: (kept.localNumber + step, kept.remoteNumber),
            allows: kept.allowsUpdate ? [.update] : []
        )
    }
}
