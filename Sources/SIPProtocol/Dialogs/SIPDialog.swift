/// Names a dialog (RFC 3261 §12).
public struct SIPDialogID: Sendable, Hashable {
    /// The same on both sides.
    public let callID: String
    /// Ours.
    public let localTag: String
    /// The peer's; empty for a peer of RFC 2543's time.
    public let remoteTag: String

    /// The dialog that a request to us belongs to; nil when it names none.
    init?(of request: SIPRequest) {
        guard let tag = request.envelope.to.tag else { return nil }
        callID = request.envelope.callID
        localTag = tag
        remoteTag = request.envelope.from.tag ?? ""
    }

    init(callID: String, localTag: String, remoteTag: String) {
        self.callID = callID
        self.localTag = localTag
        self.remoteTag = remoteTag
    }
}

/// What two ends of a call know of each other (RFC 3261 §12).
public struct SIPDialog: Sendable, Hashable {
    /// Names it.
    public let id: SIPDialogID
    /// Us, with our tag.
    let local: SIPNameAddress
    /// The peer, with its tag.
    let remote: SIPNameAddress
    /// Where the peer is reached; every re-INVITE and UPDATE may move it.
    private(set) var target: SIPAnyURI
    /// The proxies that want to see every request, in the order they are passed.
    private(set) var routes: [SIPNameAddress]
    private var localNumber: UInt32
    private var remoteNumber: UInt32?
    /// True when the peer's Allow had the method.
    private(set) var allows: Set<SIPMethod> = []

    /// The dialog that a response makes for whoever asked (§12.1.2); early with a provisional one.
    ///
    /// - Returns: nil when the response makes none: it has no tag, or names no place to reach.
    init?(client request: SIPRequest, _ response: SIPResponse) {
        guard let localTag = request.envelope.from.tag,
            let contact = Self.contact(response.fields)
        else { return nil }
        id = SIPDialogID(
            callID: request.envelope.callID,
            localTag: localTag,
            remoteTag: response.envelope.to.tag ?? ""
        )
        local = request.envelope.from
        remote = response.envelope.to
        target = contact
        routes = Self.routes(response.fields).reversed()
        localNumber = request.envelope.cseq.number
        note(response.fields)
    }

    /// The dialog that our answer makes (§12.1.1).
    init?(server request: SIPRequest, tag: String) {
        guard let contact = Self.contact(request.fields) else { return nil }
        var local = request.envelope.to
        local.tag = tag
        id = SIPDialogID(
            callID: request.envelope.callID,
            localTag: tag,
            remoteTag: request.envelope.from.tag ?? ""
        )
        self.local = local
        remote = request.envelope.from
        target = contact
        routes = Self.routes(request.fields)
        localNumber = 0
        remoteNumber = request.envelope.cseq.number
        note(request.fields)
    }

    /// A dialog of which everything is known already.
    init(
        id: SIPDialogID,
        local: SIPNameAddress,
        remote: SIPNameAddress,
        target: SIPAnyURI,
        routes: [SIPNameAddress],
        numbers: (local: UInt32, remote: UInt32?),
        allows: Set<SIPMethod>
    ) {
        self.id = id
        self.local = local
        self.remote = remote
        self.target = target
        self.routes = routes
        localNumber = numbers.local
        remoteNumber = numbers.remote
        self.allows = allows
    }

    /// The numbers of the latest requests, ours and the peer's.
    var numbers: (local: UInt32, remote: UInt32?) { (localNumber, remoteNumber) }

    /// The next request of ours in this dialog, without a Via (§12.2.1.1).
    mutating func request(_ method: SIPMethod) -> SIPRequest {
        precondition(localNumber < 1 << 31 - 1, "2³¹ requests in one call")
        if method != .ack { localNumber += 1 }
        return request(method, number: localNumber)
    }

    /// The ACK of the 2xx that our INVITE of this number got (§13.2.2.4).
    func acknowledgement(number: UInt32) -> SIPRequest { request(.ack, number: number) }

    /// Takes over the number of a request that was sent again with another one.
    mutating func noteSent(number: UInt32) { localNumber = max(localNumber, number) }

    private func request(_ method: SIPMethod, number: UInt32) -> SIPRequest {
        let envelope = SIPEnvelope(
            vias: [],
            from: local,
            to: remote,
            callID: id.callID,
            cseq: SIPCSeq(number, method)
        )
        var fields = SIPFields()
        var uri = target
        if let first = routes.first {
            if first.uri.sip?.isLooseRouter ?? false {
                for route in routes { fields.append("Route", route.description) }
            } else {
                // A strict router wants itself as the Request-URI and the target as last route.
                uri = first.uri
                for route in routes.dropFirst() { fields.append("Route", route.description) }
                fields.append("Route", "<\(target)>")
            }
        }
        return SIPRequest(method: method, uri: uri, envelope: envelope, fields: fields)
    }

    /// The URI whose host is sent to: the first route's, or the target's.
    var nextHop: SIPURI? { routes.first?.uri.sip ?? target.sip }

    /// Takes the number of a request from the peer (§12.2.2).
    ///
    /// - Returns: false when it is older than one that was served; 500 is the answer.
    mutating func accept(number: UInt32) -> Bool {
        if let remoteNumber, number <= remoteNumber { return false }
        remoteNumber = number
        return true
    }

    /// Moves the target to where the peer now says it is (§12.2.1.2, §12.2.2).
    mutating func refresh(_ fields: SIPFields) {
        if let contact = Self.contact(fields) { target = contact }
        note(fields)
    }

    /// Takes over the way that a 2xx to our INVITE recorded, whatever earlier answers said
    /// (§13.2.2.4); it moves the target too.
    mutating func reroute(_ fields: SIPFields) {
        routes = Self.routes(fields).reversed()
        refresh(fields)
    }

    private mutating func note(_ fields: SIPFields) {
        let names = fields.tokens("Allow").filter { SIPScanner.isToken($0) }
        if !names.isEmpty { allows = Set(names.map { SIPMethod($0) }) }
    }

    private static func contact(_ fields: SIPFields) -> SIPAnyURI? {
        // What cannot be read makes no dialog; the reading refused it before.
        guard let contact = (try? fields.addresses("Contact"))?.first, contact.uri.sip != nil else {
            return nil
        }
        return contact.uri
    }

    private static func routes(_ fields: SIPFields) -> [SIPNameAddress] {
        // As above: a message with a Record-Route that cannot be read was refused.
        (try? fields.addresses("Record-Route")) ?? []
    }
}
