/// The client's side of an INVITE (RFC 3261 §17.1.1, as RFC 6026 §7.2 changed it).
struct SIPInviteClient: SIPClientMachine {
    enum State: Sendable {
        case calling
        case proceeding
        /// A 2xx came; more may come from other branches of a fork.
        case accepted
        case completed
        case terminated
    }

    private(set) var state = State.calling
    let request: SIPRequest
    private let timers: SIPTimers
    private let isReliable: Bool
    /// Timer A.
    private var repetition: SIPRepetition?
    /// Timer B, D or M, whichever the state has.
    private var end: Duration?

    init(
        _ request: SIPRequest,
        isReliable: Bool,
        timers: SIPTimers,
        at now: Duration,
        end: Duration
    ) {
        precondition(request.method == .invite, "other methods have their own machine")
        self.request = request
        self.isReliable = isReliable
        self.timers = timers
        repetition = isReliable ? nil : SIPRepetition(at: now, every: timers.t1)
        self.end = end
    }

    var due: Duration? { earliest(repetition?.due, end) }
    var isTerminated: Bool { state == .terminated }

    mutating func receive(_ response: SIPResponse, at now: Duration) -> [SIPClientAction] {
        switch (state, response.status / 100) {
        case (.calling, 1), (.proceeding, 1):
            // A cancelled call keeps its end, however often the phone says that it rings.
            if state == .calling { end = nil }
            state = .proceeding
            repetition = nil
            return [.deliver(response)]
        case (.calling, 2), (.proceeding, 2), (.accepted, 2):
            if state != .accepted { end = now + timers.patience }
            state = .accepted
            repetition = nil
            return [.deliver(response)]
        case (.calling, _), (.proceeding, _):
            state = isReliable ? .terminated : .completed
            repetition = nil
            end = isReliable ? nil : now + timers.lingering
            return [.send(acknowledgement(of: response)), .deliver(response)]
        case (.completed, 3...6): return [.send(acknowledgement(of: response))]
        case (.accepted, _), (.completed, _), (.terminated, _): return []
        }
    }

    /// The INVITE was taken back: without a final answer it ends by itself (§9.1).
    mutating func cancel(at now: Duration) {
        if state == .calling || state == .proceeding { end = now + timers.patience }
    }

    mutating func tick(at now: Duration) -> [SIPClientAction] {
        if let end, end <= now {
            let wasWaiting = state == .calling || state == .proceeding
            state = .terminated
            repetition = nil
            self.end = nil
            return wasWaiting ? [.fail(.timeout)] : []
        }
        guard let repetition, repetition.due <= now else { return [] }
        self.repetition?.again(at: now, longest: nil)
        return [.send(request)]
    }

    mutating func transportFailed() -> [SIPClientAction] {
        let wasWaiting = state == .calling || state == .proceeding
        state = .terminated
        repetition = nil
        end = nil
        return wasWaiting ? [.fail(.transport)] : []
    }

    /// The ACK of a final answer that is no 2xx: it goes the INVITE's way (§17.1.1.3).
    private func acknowledgement(of response: SIPResponse) -> SIPRequest {
        var envelope = request.envelope
        envelope.vias = Array(envelope.vias.prefix(1))
        envelope.to = response.envelope.to
        envelope.cseq.method = .ack
        var fields = SIPFields()
        for route in request.fields.values("Route") { fields.append("Route", route) }
        return SIPRequest(method: .ack, uri: request.uri, envelope: envelope, fields: fields)
    }
}
