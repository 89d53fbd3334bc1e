extension SIPUserAgent {
    /// Takes a request from a peer: its transaction, its form, its dialog, in this order
    /// (RFC 3261 §8.2).
    mutating func serve(
        _ request: SIPRequest,
        of peer: SIPPeer,
        from path: SIPPath,
        at now: Duration
    ) {
        var request = request
        guard let via = request.envelope.vias.first else { return }
        request.noteSource(path.hop)
        let back = path.back(by: via)
        switch transactions.receive(request, from: back, at: now) {
        case .known: return
        case .acknowledgement: receiveAcknowledgement(request, at: now)
        case .overLimit:
            var refusal = request.response(503, tag: identifier())
            refusal.fields.append("Retry-After", Self.retryAfter)
            actions.append(.send(refusal.bytes, back))
        case .new(let key):
            if let refusal = refusal(of: request, peer, at: now) {
                transactions.respond(refusal, in: key, at: now)
            } else if request.method == .cancel {
                receiveCancel(request, key, at: now)
            } else if request.envelope.to.tag != nil {
                serveInDialog(request, key, back, at: now)
            } else {
                serveOutside(request, key, peer, back, at: now)
            }
        }
    }

    /// What is wrong with a request, whatever it is about.
    private mutating func refusal(
        of request: SIPRequest,
        _ peer: SIPPeer,
        at now: Duration
    ) -> SIPResponse? {
        if !Self.methods.contains(request.method) {
            let isKnown = SIPMethod.registered.contains(request.method)
            return refusal(of: request, isKnown ? 405 : 501) { $0.set("Allow", Self.allow) }
        }
        if let refusal = unproved(request, peer, at: now) { return refusal }
        if request.uri.sip == nil { return refusal(of: request, 416) }
        if request.method == .cancel { return nil }
        let unknown = request.fields.tokens("Require").filter {
            !Self.extensions.contains(SIPText.lowercased($0))
        }
        if !unknown.isEmpty {
            return refusal(of: request, 420) {
                $0.set("Unsupported", unknown.joined(separator: ", "))
            }
        }
        return contentRefusal(of: request)
    }

    /// We read sessions only, and answer with nothing else.
    private func contentRefusal(of request: SIPRequest) -> SIPResponse? {
        guard request.method == .invite || request.method == .update else { return nil }
        let encodings = request.fields.tokens("Content-Encoding").map(SIPText.lowercased)
        if encodings.contains(where: { $0 != "identity" }) {
            return refusal(of: request, 415) { $0.set("Accept-Encoding", "identity") }
        }
        if !request.body.isEmpty, Self.mediaType(request.fields["Content-Type"]) != Self.sdp {
            return refusal(of: request, 415) { $0.set("Accept", Self.sdp) }
        }
        let accepted = request.fields.values("Accept").flatMap { $0.split(separator: ",") }
            .map { Self.mediaType(String($0)) }
        let fits = accepted.contains { [Self.sdp, "application/*", "*/*"].contains($0) }
        return accepted.isEmpty || fits ? nil : refusal(of: request, 406)
    }

    func refusal(
        of request: SIPRequest,
        _ status: Int,
        with add: (inout SIPFields) -> Void = { _ in }
    ) -> SIPResponse {
        var response = request.response(status, tag: identifier())
        add(&response.fields)
        return response
    }

    /// Asks a peer that must prove who it is, outside dialogs only: inside, it has proved it.
    private mutating func unproved(
        _ request: SIPRequest,
        _ peer: SIPPeer,
        at now: Duration
    ) -> SIPResponse? {
        guard let judge = guards[peer.name], request.envelope.to.tag == nil,
            request.method != .cancel
        else { return nil }
        let value = request.fields["Authorization"]
        let verdict = value.map { value in
            guards[peer.name]?.judge(value, method: request.method, at: now) ?? .refused
        }
        if verdict == .accepted { return nil }
        return refusal(of: request, 401) { fields in
            let isStale = verdict == .stale
            let random = Array(identifier().utf8)
            for challenge in judge.challenges(isStale: isStale, random: random, at: now) {
                fields.append("WWW-Authenticate", challenge)
            }
        }
    }

    private mutating func serveOutside(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        _ peer: SIPPeer,
        _ back: SIPPath,
        at now: Duration
    ) {
        switch request.method {
        case .invite: receiveCall(request, key, peer, back, at: now)
        case .options: transactions.respond(optionsAnswer(request, nil), in: key, at: now)
        case .notify: transactions.respond(refusal(of: request, 403), in: key, at: now)
        default: transactions.respond(refusal(of: request, 481), in: key, at: now)
        }
    }

    /// What we can do (§11.2).
    func optionsAnswer(_ request: SIPRequest, _ tag: String?) -> SIPResponse {
        var response = request.response(200, tag: tag ?? identifier())
        response.fields.append("Allow", Self.allow)
        response.fields.append("Accept", Self.sdp)
        response.fields.append("Supported", Self.supported)
        return response
    }

    static let sdp = "application/sdp"
    static let allow = methods.map(\.description).joined(separator: ", ")
    static let supported = extensions.sorted().joined(separator: ", ")
    static let supportedWithoutOffer = extensions.subtracting(["100rel"]).sorted()
        .joined(separator: ", ")

    /// The type without its parameters, in lower case.
    static func mediaType(_ value: String?) -> String {
        SIPText.trimmed(SIPText.lowercased(String((value ?? "").prefix { $0 != ";" })))
    }
}
