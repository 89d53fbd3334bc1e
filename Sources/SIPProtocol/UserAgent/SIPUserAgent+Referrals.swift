extension SIPUserAgent {
    /// Asks the peer to call somebody in our place (RFC 3515).
    public mutating func refer(
        _ id: SIPLegID,
        to target: SIPURI,
        fields: SIPFields = SIPFields(),
        at now: Duration
    ) -> Bool {
        guard var leg = legs[id], leg.phase == .talking, var dialog = leg.dialog else {
            return false
        }
        var request = dialog.request(.refer)
        request.fields.append("Refer-To", "<\(target)>")
        request.fields.append("Referred-By", "<\(dialog.local.uri)>")
        for field in fields.all { request.fields.append(field.name, field.value) }
        leg.dialog = dialog
        leg.referralNumber = request.envelope.cseq.number
        store(leg)
        ask(.refer(id), request, in: dialog, of: leg, at: now)
        settle(at: now)
        return true
    }

    /// How far the peer has come with our REFER (RFC 3515 §2.4.5).
    ///
    /// Who stops telling without saying how it went has come to nothing: 408.
    mutating func receiveNotice(
        _ request: SIPRequest,
        _ key: SIPTransactionKey,
        _ leg: SIPLeg,
        at now: Duration
    ) {
        guard Self.mediaType(request.fields["Event"]) == "refer" else {
            transactions.respond(refusal(of: request, 489), in: key, at: now)
            return
        }
        transactions.respond(request.response(200, tag: leg.localTag), in: key, at: now)
        guard isOfLastReferral(request, leg) else { return }
        var status = referredStatus(request)
        // The same form as a media type: a token, and parameters after it (RFC 6665 §8.4).
        let isLast = Self.mediaType(request.fields["Subscription-State"]) == "terminated"
        if isLast, status.map({ $0 < 200 }) ?? true { status = 408 }
        guard let status else { return }
        actions.append(.tell(.referralProgress(leg.id, status: status)))
    }

    /// False for what is told of a REFER before the last one; one without an id is of the only one
    /// (RFC 3515 §2.4.6), and so is every one where none is known: from before a restart.
    private func isOfLastReferral(_ request: SIPRequest, _ leg: SIPLeg) -> Bool {
        var scanner = SIPScanner(request.fields["Event"] ?? "")
        _ = scanner.token()
        let id = scanner.parameters()?.value("id").flatMap { UInt32($0) }
        return id == nil || leg.referralNumber == nil || id == leg.referralNumber
    }

    /// The status in a NOTIFY's body; nil when there is none to read.
    private func referredStatus(_ request: SIPRequest) -> Int? {
        let words = String(decoding: request.body.prefix(64), as: UTF8.self).split(separator: " ")
        guard Self.mediaType(request.fields["Content-Type"]) == "message/sipfrag",
            words.count >= 2, let status = Int(words[1].prefix(3)), (100...699).contains(status)
        else { return nil }
        return status
    }
}
