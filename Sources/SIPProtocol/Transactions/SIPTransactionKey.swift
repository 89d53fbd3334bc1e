/// Names a transaction (RFC 3261 §17.1.3, §17.2.3).
struct SIPTransactionKey: Sendable, Hashable {
    /// True where we asked: both sides of one exchange may meet in one process.
    let isClient: Bool
    let branch: String
    let sentBy: String
    let method: SIPMethod

    /// The transaction that a request of ours begins, or that a response belongs to.
    init?(client envelope: SIPEnvelope) {
        guard let via = envelope.vias.first, let branch = via.branch else { return nil }
        isClient = true
        self.branch = branch
        sentBy = ""
        method = envelope.cseq.method
    }

    /// The transaction that a request belongs to; an ACK belongs to its INVITE.
    ///
    /// Without a unique branch the fields that RFC 2543 compared stand for it.
    init(server request: SIPRequest, method: SIPMethod? = nil) {
        isClient = false
        self.method = method ?? (request.method == .ack ? .invite : request.method)
        let given = request.envelope
        sentBy = given.vias.first?.sentBy ?? ""
        if let via = given.vias.first, via.hasUniqueBranch, let branch = via.branch {
            self.branch = branch
        } else {
            let via = given.vias.first?.description ?? ""
            branch =
                "\(request.uri) \(given.from.tag ?? "") \(given.callID) \(given.cseq.number) \(via)"
        }
    }
}
